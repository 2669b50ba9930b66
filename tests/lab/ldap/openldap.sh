#!/bin/sh
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns a lab host into a directory: Debian's OpenLDAP with a certificate for the name $1, of a CA of its own. Run as root on
# the host, where /etc/ldap/lab.ldif is its configuration, /etc/ldap/entries.ldif what is put into it as $2, with the password in /etc/ldap/admin.
set -eu
name=$1
admin=$2
umask 077
cd /etc/ldap

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj "/CN=directory CA" -days 365 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "/CN=$name" 2>/dev/null
printf 'subjectAltName=DNS:%s,DNS:localhost,DNS:%s\nextendedKeyUsage=serverAuth\n' "$name" "$(hostname)" > names
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out server.crt -extfile names 2>/dev/null
chmod 644 ca.crt server.crt
chown openldap server.key

mkdir -p slapd.d /var/lib/ldap/data
slapadd -n 0 -F slapd.d -l lab.ldif
chown -R openldap:openldap slapd.d /var/lib/ldap
printf 'SLAPD_CONF=\nSLAPD_USER=openldap\nSLAPD_GROUP=openldap\nSLAPD_PIDFILE=\nSLAPD_SERVICES="ldap:/// ldaps:///"\n' > /etc/default/slapd
chmod 644 /etc/default/slapd
systemctl enable --quiet slapd
systemctl restart slapd

export LDAPTLS_CACERT=/etc/ldap/ca.crt
tries=0
until ldapwhoami -x -H ldaps://localhost > /dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 600 ]; then
    echo "the directory does not answer" >&2
    exit 1
  fi
  sleep 0.5
done
ldapadd -x -H ldaps://localhost -D "$admin" -y admin -f entries.ldif > /dev/null
