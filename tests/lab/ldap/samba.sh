#!/bin/sh
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns a lab host into Active Directory: Samba as the domain controller of example.net, as far as LDAP needs it, with a
# certificate for the name $1, of a CA of its own. Run as root on the host; $2 is the password of the account that looks up,
# $3 that of all users. alice is in staff through another group, olga in admins, carol in no group.
set -eu
name=$1
lookup_password=$2
user_password=$3
umask 077
folder=/var/lib/samba/lab
rm -rf "$folder"
mkdir -p "$folder/tls"
cd "$folder/tls"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj "/CN=directory CA" -days 365 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "/CN=$name" 2>/dev/null
# the OpenLDAP tools look for the host's own name where they are told localhost
printf 'subjectAltName=DNS:%s,DNS:localhost,DNS:%s\nextendedKeyUsage=serverAuth\n' "$name" "$(hostname)" > names
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out server.crt -extfile names 2>/dev/null

# quiet: provisioning tells a page of what it does
samba-tool domain provision --realm=EXAMPLE.NET --domain=EXAMPLE --server-role=dc --dns-backend=NONE --host-name=dc1 --host-ip=127.0.0.1 \
  --targetdir="$folder" --option="server services = ldap" --option="tls enabled = yes" --option="tls cafile = $folder/tls/ca.crt" \
  --option="tls certfile = $folder/tls/server.crt" --option="tls keyfile = $folder/tls/server.key" --quiet
tool() {
  samba-tool "$@" --configfile="$folder/etc/smb.conf" > /dev/null
}
tool domain passwordsettings set --complexity=off --min-pwd-length=8 --max-pwd-age=0
for unit in people groups services; do
  tool ou create "OU=$unit,DC=example,DC=net"
done
tool user create minio "$lookup_password" --userou=OU=services
for user in alice olga carol jane; do
  tool user create "$user" "$user_password" --userou=OU=people
done
# a name that needs an escape
tool user rename jane --force-new-cn='Doe\, Jane'
for group in staff staff-of-berlin admins; do
  tool group add "$group" --groupou=OU=groups
done
tool group addmembers staff-of-berlin alice
tool group addmembers staff staff-of-berlin
tool group addmembers admins olga

cat > /etc/systemd/system/lab-directory.service <<END
[Service]
ExecStart=/usr/sbin/samba --interactive --model=single --configfile=$folder/etc/smb.conf --debug-stdout
[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --quiet --now lab-directory
tries=0
until LDAPTLS_CACERT="$folder/tls/ca.crt" ldapsearch -x -H ldaps://localhost -s base -b '' defaultNamingContext > /dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 600 ]; then
    echo "the directory does not answer" >&2
    exit 1
  fi
  sleep 0.5
done
