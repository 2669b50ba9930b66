# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# For KES at HashiCorp Vault or OpenBao: KV version 2 mounted at kv, prefix kes.
# For version 1 the two paths are kv/kes/* with create and read, and kv/kes with list.
path "kv/data/kes/*"     { capabilities = ["create", "read"] }
path "kv/metadata/kes"   { capabilities = ["list"] }

# only where minio_kes_vault.transit is set, here with the key kes
path "transit/encrypt/kes" { capabilities = ["update"] }
path "transit/decrypt/kes" { capabilities = ["update"] }
