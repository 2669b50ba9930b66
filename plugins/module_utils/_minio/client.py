# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""One client for the Admin API, the KMS API and the S3 API, made from the options that all API modules share.

The Admin API is called through the signer and the encryption of the Python library minio and not through its
MinioAdmin: that class lacks a third of the calls needed here, tries a failing request five times before it tells, and
trusts certifi instead of the CA it is given.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import typing as t

from ansible.module_utils.basic import missing_required_lib

from .. import _http
from .._errors import InputError, ServerError

if t.TYPE_CHECKING:
    from minio import Minio

ADMIN = "/minio/admin/v3/"
KMS = "/minio/kms/v1/"
Query = t.Mapping[str, str]
BUSY_TRIES = 5
"""How often a busy server is asked again, over some 15 seconds."""
# what the server's own words leave open
HINTS = {
    "XMinioIAMActionNotAllowed": "; a server with LDAP refuses users and groups of its own",
    "XMinioIAMPolicyInUse": "; take it from the users and groups that have it first",
}


class ApiError(ServerError):
    """The server answered with an error."""

    def __init__(self, message: str, code: str = "", status: int = 0) -> None:
        """Keep the server's error code, such as XMinioAdminNoSuchUser, and the HTTP status."""
        super().__init__(message)
        self.code = code
        self.status = status


class _Answer(io.BytesIO):
    """A body that minio.crypto.decrypt() can read and give back."""

    def release_conn(self) -> None:
        """Nothing is held."""


def _reason(error: BaseException) -> str:
    """Return why no answer came, in words that contain neither headers nor body."""
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        detail = text.rsplit("certificate verify failed:", maxsplit=1)[-1].split("(_ssl", maxsplit=1)[0].strip(" :")
        return f"its certificate is not trusted ({detail}): set ca_path to the CA that it chains to"
    if "timed out" in text.lower() or "timeout" in type(error).__name__.lower():
        return "it did not answer in time"
    if "Connection refused" in text:
        return "nothing listens there"
    if "resolve" in text.lower() or "Name or service not known" in text:
        return "its name cannot be resolved"
    if "HTTPS client" in text or "WRONG_VERSION_NUMBER" in text or "record layer" in text:
        return "it does not speak TLS there: the address begins with http:// or the port is another one"
    return f"the connection failed ({type(error).__name__})"


def _parse_url(url: str) -> t.Tuple[bool, str]:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise InputError(f"url is {url!r}: give scheme, host and port only, such as https://minio1.example.net:9000")
    return parts.scheme == "https", parts.netloc


class Client:
    """The APIs of one cluster, asked at one address with one credential."""

    def __init__(self, params: t.Mapping[str, t.Any], url: t.Optional[str] = None) -> None:
        """Take the options of get_spec("auth"); nothing is asked yet. *url* asks at another address of the cluster."""
        try:
            import minio
            import minio.credentials
            import urllib3
        except ImportError:
            raise InputError(missing_required_lib("minio")) from None
        self._params = params
        self.url: str = (url or params["url"]).rstrip("/")
        self.access_key: str = params["access_key"]
        secure, netloc = _parse_url(self.url)
        options: t.Dict[str, t.Any] = {}
        if params["validate_certs"]:
            options["cert_reqs"] = "CERT_REQUIRED"
            ca_path = params["ca_path"]
            if ca_path and not os.path.exists(ca_path):
                raise InputError(f"ca_path is {ca_path!r}: there is no such file or directory")
            if secure:
                options["ssl_context"] = _http.context(ca_path)
        else:
            options.update(cert_reqs="CERT_NONE", assert_hostname=False)
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        timeout = urllib3.Timeout(connect=params["timeout"], read=params["timeout"])
        # one try: a module that fails says so at once, and a request that changes something is not sent twice
        self._http = urllib3.PoolManager(timeout=timeout, retries=False, **options)
        # but for objects: who is busy or has just started asks to come again (SlowDown), and then nothing was done yet
        again = urllib3.Retry(
            total=None,
            connect=False,
            read=False,
            status=BUSY_TRIES,
            status_forcelist=[503],
            allowed_methods=None,
            backoff_factor=0.5,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        self._patient_http = urllib3.PoolManager(timeout=timeout, retries=again, **options)
        self._credentials = minio.credentials.Credentials(
            self.access_key, params["secret_key"], params.get("session_token")
        )
        self._secure = secure
        self._netloc = netloc
        self._s3: t.Optional[Minio] = None

    @property
    def is_private(self) -> bool:
        """Whether nobody but the server can read what is sent, even if it is not encrypted besides."""
        return self._secure and bool(self._params["validate_certs"])

    @property
    def s3(self) -> Minio:
        """The S3 API; use it inside asking()."""
        if self._s3 is None:
            import minio

            self._s3 = minio.Minio(
                endpoint=self._netloc,
                access_key=self._credentials.access_key,
                secret_key=self._credentials.secret_key,
                session_token=self._credentials.session_token,
                secure=self._secure,
                http_client=self._patient_http,
            )
        return self._s3

    def at(self, url: str) -> Client:
        """Return a client with the same credential that asks at another node."""
        return Client(self._params, url)

    def working_as(self, access_key: str, secret_key: str, session_token: t.Optional[str] = None) -> Client:
        """Return a client with another credential that asks at the same node; a temporary one has a session token."""
        credential = {"access_key": access_key, "secret_key": secret_key, "session_token": session_token}
        return Client({**self._params, **credential}, self.url)

    @contextlib.contextmanager
    def asking(self, doing: str) -> t.Iterator[None]:
        """Turn every error of the libraries into one sentence that says what was being done, such as "make bucket b"."""
        import minio.error
        import urllib3.exceptions

        try:
            yield
        except minio.error.S3Error as error:
            code = error.code or ""
            raise ApiError(f"{self.url}: cannot {doing}: {code}: {error.message}", code) from None
        except minio.error.MinioException as error:
            raise ApiError(f"{self.url}: cannot {doing}: {type(error).__name__}: {error}") from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ServerError(f"{self.url}: cannot {doing}: {_reason(error)}") from None
        except ValueError as error:
            # minio checks names of buckets and objects itself; minio.crypto tells a foreign answer so
            raise ServerError(f"{self.url}: cannot {doing}: {error}") from None

    def admin(
        self,
        method: str,
        call: str,
        doing: str,
        query: t.Optional[Query] = None,
        body: t.Any = None,
        encrypted: bool = False,
        prefix: str = ADMIN,
    ) -> t.Any:
        """Call the Admin API and return the decoded JSON answer, its text if it is no JSON, None if it is empty.

        *body* is encoded as JSON unless it is bytes. *encrypted* says that a body is sent, and a non-empty answer
        comes, encrypted under the secret key.
        """
        from minio import crypto

        payload = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        with self.asking(doing):
            secret_key = self._credentials.secret_key
            if encrypted and payload is not None:
                payload = crypto.encrypt(payload, secret_key)
            status, answer = self._request(method, prefix + call, query or {}, payload)
            if status not in (200, 204, 206):
                raise self._error(doing, status, answer)
            if encrypted and answer:
                answer = crypto.decrypt(_Answer(answer), secret_key)  # type: ignore[arg-type]
        if not answer:
            return None
        try:
            return json.loads(answer)
        except ValueError:
            return answer.decode(errors="replace")

    def post_form(self, fields: t.Mapping[str, str], doing: str) -> t.Tuple[int, bytes]:
        """Send a form that nobody signs, as the STS takes it, in the body; return status and body of the answer."""
        from urllib.parse import urlencode

        body = urlencode(fields).encode()
        with self.asking(doing):
            answer = self._http.request(
                "POST", self.url + "/", body=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
            return answer.status, answer.data

    def _request(self, method: str, path: str, query: Query, payload: t.Optional[bytes]) -> t.Tuple[int, bytes]:
        from urllib.parse import SplitResult, urlunsplit

        from minio import helpers, signer
        from minio import time as minio_time

        encoded = "&".join(
            f"{helpers.queryencode(name)}={helpers.queryencode(value)}" for name, value in sorted(query.items())
        )
        url = SplitResult("https" if self._secure else "http", self._netloc, path, encoded, "")
        date = minio_time.utcnow()
        digest = helpers.sha256_hash(payload)
        token = self._credentials.session_token
        headers = signer.sign_v4_s3(
            method=method,
            url=url,
            region="",
            headers={
                "Host": self._netloc,
                "x-amz-date": minio_time.to_amz_date(date),
                "x-amz-content-sha256": digest,
                "Content-Type": "application/octet-stream",
                **({"x-amz-security-token": token} if token else {}),
            },
            credentials=self._credentials,
            content_sha256=digest,
            date=date,
        )
        answer = self._http.request(method, urlunsplit(url), body=payload, headers=headers)  # type: ignore[arg-type]
        return answer.status, answer.data

    def _error(self, doing: str, status: int, answer: bytes) -> ApiError:
        try:
            document = json.loads(answer)
            code, message = str(document["Code"]), str(document["Message"])
        except (ValueError, KeyError, TypeError):
            code, message = "", f"the answer has status {status} and is not one of MinIO's"
            if b"HTTP request to an HTTPS server" in answer:
                message = "it speaks TLS there: the address has to begin with https://"
        message += HINTS.get(code, "")
        return ApiError(f"{self.url}: cannot {doing}: {code + ': ' if code else ''}{message}", code, status)
