# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask MinIO's health routes, which need no credentials, and tell whether a node is up or may go down."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import time
import typing as t

from .. import _tls_probe
from .._errors import ServerError
from .._volumes import Endpoint
from . import tls

CLUSTER = "/minio/health/cluster"
MAINTENANCE = CLUSTER + "?maintenance=true"
READY = "/minio/health/ready"
TIMEOUT = 10.0
# seconds after which a node has tried again to reach the drives that it missed while it booted
SETTLED = 17.0
MISSED_DRIVE = "Unable to use the drive"


def trust(directory: str) -> ssl.SSLContext:
    """Return what a node trusts, as the server itself does.

    Names are not compared: the routes are asked at addresses, and the chain to the node's own CAs is the proof.
    """
    return _tls_probe.trusting(tls.anchors(directory))


def ask(endpoint: Endpoint, path: str, context: ssl.SSLContext) -> t.Tuple[int, t.Optional[str]]:
    """Return the status of a health route and the server's own word on what is offline; status 0 for no answer."""
    scheme, host, port = endpoint
    connection: http.client.HTTPConnection
    if scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status, response.getheader("X-Minio-Server-Status")
    except ssl.SSLCertVerificationError as error:
        raise ServerError(
            f"the certificate of {host}:{port} does not chain to a CA this node trusts: {error.verify_message}"
        ) from error
    except (OSError, http.client.HTTPException):
        return 0, None
    finally:
        connection.close()


def serves(endpoint: Endpoint, context: ssl.SSLContext) -> bool:
    """Tell whether a node takes part: the cluster route answers 200 and names nothing that is offline."""
    return ask(endpoint, CLUSTER, context) == (200, None)


def may_go_down(own: Endpoint, others: t.Collection[Endpoint], context: ssl.SSLContext) -> t.Optional[str]:
    """Return None when a node may be restarted without anybody losing access, else a sentence with the reason.

    Of a single node nobody can do without, so that only its own state counts.
    """
    status, offline = ask(own, READY, context)
    if status != 200 or offline:
        return f"this node is not ready (status {status or 'none'}): is its key management system reachable?"
    for scheme, host, port in (own, *others):
        status, offline = ask((scheme, host, port), MAINTENANCE if others else CLUSTER, context)
        if status == 412:
            return f"{host}:{port} says that the cluster cannot spare another node"
        if status != 200 or offline:
            return f"{host}:{port} does not serve (status {status or 'none'}{', ' + offline if offline else ''})"
    return None


def missed_drives(pid: int) -> bool:
    """Tell whether a process logged that it could not use a drive of another node while it booted."""
    log = subprocess.run(
        ["journalctl", f"_PID={pid}", "--output=cat", "--no-pager"], capture_output=True, text=True, check=False
    )
    return log.returncode != 0 or MISSED_DRIVE in log.stdout


def wait_until(condition: t.Callable[[], bool], deadline: float, pause: float = 0.2) -> bool:
    """Poll a condition until it holds or time.monotonic() reaches the deadline; returns whether it held."""
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True
