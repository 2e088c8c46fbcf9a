"""TLS for the server: a certificate authority made for one run, whose private keys are never left on the disk."""

from __future__ import annotations

import ssl
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    import trustme

NAMES = ("localhost", "127.0.0.1", "::1")
"""Whom the server's certificate is for, whatever it listens on."""

VARIABLES = {
    "REQUESTS_CA_BUNDLE": "Python requests",
    "SSL_CERT_FILE": "OpenSSL, httpx, Go",
    "NODE_EXTRA_CA_CERTS": "Node",
    "CURL_CA_BUNDLE": "curl",
}
"""The environment variables by which clients learn of a certificate authority, and which clients they are."""

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  nobody is met at these


class Tls:
    """A certificate authority, and the server's certificate by it.

    Args:
        host: that the server listens on; its certificate is for this and for loopback.
        ca: file that the authority's certificate is written to, anew each time; one in a temporary folder unless given.

    Attributes:
        ca: the file with the authority's certificate, which clients have to trust.
        context: what the server speaks TLS with.

    Raises:
        UsageError: where the package `trustme` is not installed, or the file cannot be written.

    """

    def __init__(self, host: str, ca: Path | None = None) -> None:
        authority = _authority()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        wanted = dict.fromkeys((*NAMES, host) if host not in _EVERYWHERE else NAMES)
        authority.issue_cert(*wanted).configure_cert(self.context)
        self._folder = None if ca else TemporaryDirectory(prefix="mock_gateway-")
        self.ca = ca.absolute() if ca else Path(self._folder.name if self._folder else "") / "ca.pem"
        try:
            authority.cert_pem.write_to_path(str(self.ca))
        except OSError as problem:
            raise UsageError(f"cannot write the certificate authority to {self.ca}: {problem.strerror}") from None

    @property
    def environment(self) -> dict[str, str]:
        """What a client's environment needs, by the names of the variables."""
        return dict.fromkeys(VARIABLES, str(self.ca))

    @property
    def as_json(self) -> dict[str, object]:
        """Give the file and the environment as plain data."""
        return {"ca": str(self.ca), "environment": self.environment}

    def close(self) -> None:
        """Remove the temporary folder; a file that was named stays."""
        if self._folder is not None:
            self._folder.cleanup()


def _authority() -> trustme.CA:
    try:
        import trustme  # noqa: PLC0415  only who asks for TLS needs it
    except ImportError:
        raise UsageError("TLS needs the package trustme: pip install 'mock_gateway[tls]'") from None
    return trustme.CA()
