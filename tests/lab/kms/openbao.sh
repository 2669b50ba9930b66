#!/bin/sh
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns a lab host into a key management system: OpenBao with TLS, KV version 2 and an AppRole for KES with the
# policy in /etc/openbao/kes.hcl. Run as root on the host; $1 is its address.
set -eu
address=$1
umask 077
mkdir -p /etc/openbao /var/lib/openbao
cd /etc/openbao

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj "/CN=lab KMS CA" -days 30 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "/CN=openbao" 2>/dev/null
printf 'subjectAltName=DNS:openbao,DNS:localhost,IP:127.0.0.1,IP:%s\nextendedKeyUsage=serverAuth\n' "$address" > names
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out server.crt -extfile names 2>/dev/null

cat > config.hcl <<END
storage "raft" {
  path    = "/var/lib/openbao"
  node_id = "lab"
}
listener "tcp" {
  address       = "[::]:8200"
  tls_cert_file = "/etc/openbao/server.crt"
  tls_key_file  = "/etc/openbao/server.key"
}
api_addr     = "https://openbao:8200"
cluster_addr = "https://openbao:8201"
END
cat > /etc/systemd/system/openbao.service <<END
[Service]
ExecStart=/opt/lab/bao server -config /etc/openbao/config.hcl
# unseals itself after a restart: a lab has nobody to ask
ExecStartPost=/bin/sh -c 'test ! -f /etc/openbao/unseal || BAO_ADDR=https://127.0.0.1:8200 BAO_CACERT=/etc/openbao/ca.crt /etc/openbao/unseal'
[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --quiet --now openbao

export BAO_ADDR=https://127.0.0.1:8200 BAO_CACERT=/etc/openbao/ca.crt
until curl -s --cacert ca.crt "$BAO_ADDR/v1/sys/seal-status" > /dev/null; do sleep 0.2; done
/opt/lab/bao operator init -key-shares=1 -key-threshold=1 -format=json > init.json
key=$(python3 -c 'import json; print(json.load(open("/etc/openbao/init.json"))["unseal_keys_b64"][0])')
cat > unseal <<END
#!/bin/sh
until /opt/lab/bao operator unseal '$key' > /dev/null 2>&1; do sleep 0.2; done
END
chmod 700 unseal
./unseal
export BAO_TOKEN
BAO_TOKEN=$(python3 -c 'import json; print(json.load(open("/etc/openbao/init.json"))["root_token"])')
# the health route answers 200 by the active node only
until curl -sf --cacert ca.crt "$BAO_ADDR/v1/sys/health" > /dev/null; do sleep 0.2; done
{
  /opt/lab/bao secrets enable -path=kv -version=2 kv
  /opt/lab/bao auth enable approle
  /opt/lab/bao policy write kes kes.hcl
  /opt/lab/bao write auth/approle/role/kes token_policies=kes token_ttl=5m
} > /dev/null
