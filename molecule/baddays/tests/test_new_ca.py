# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another private CA: every node and KES get certificates of it while clients go on."""

from __future__ import annotations

from tests.bench.load import Cluster, Load

# KES wants a certificate of its own from whoever connects, which does not matter here
CHAIN = "openssl s_client -connect localhost:{port} -CAfile {ca} < /dev/null 2>&1 | grep 'Verification: OK'"


def test_a_new_ca_reaches_every_node_before_what_it_signs(lab, tmp_path):
    authority = lab.ca.parent
    old = lab.ca.read_text()
    authority.rename(lab.home / "former-ca")
    # clients trust both for as long as both are in use
    bundle = tmp_path / "bundle.crt"
    bundle.write_text(old)
    with Load(Cluster(lab.node_addresses(), *lab.credential, str(bundle))) as load:
        run = lab.play()
        run.reach("Put the trusted CAs in place")
        bundle.write_text(old + lab.ca.read_text())
        run.finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert load.missed.failed == []
    new = lab.ca.read_text()
    for host, port in [*((node, 9000) for node in lab.hosts("minio")), *((host, 7373) for host in lab.hosts("kes"))]:
        lab.on(host, "cat > /run/new-ca.crt", new)
        lab.on(host, CHAIN.format(port=port, ca="/run/new-ca.crt"))
    assert "Restart one node after another" in run.output

    again = lab.play().finish()
    assert again.process.returncode == 0, again.output[-3000:]
    assert again.total("changed") == 0
