"""The version 3 clients of the BestSMS family, PyPI `bestsms` and `tnzapi`, unmodified, for a session of the mock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bestsms import BestSMS
from tnzapi import TNZAPI

if TYPE_CHECKING:
    import pytest

    from mock_gateway import Session

MOBILE, LINE, ADDRESS = "+6421000001", "+6491111111", "jo@example.com"
POLLED = {"sms": "Text", "email": "Email", "fax": "Fax", "voice": "Voice", "tts": "Voice"}
"""What polls call the type of a message, by how it was sent."""

TO = {"sms": MOBILE, "email": ADDRESS, "fax": LINE, "voice": LINE, "tts": LINE}
"""Whom a message of each type goes to."""

UNAUTHORIZED = ["Access denied: Auth Token or credentials are incorrect or have expired."]
NO_ACCESS = ["Unauthorized access to Addressbook API!"]
NO_ENTRY = ["Unable to find entry."]
NO_OPTOUT = ["Unable to find or access the data you're looking for."]


def no_record(name: str) -> list[str]:
    """Say that there is no contact or group of a name."""
    return [f"Unable to find or access record with id '{name}'."]


def bestsms_client(session: Session, monkeypatch: pytest.MonkeyPatch, token: str = "") -> BestSMS:
    """Make a client of PyPI `bestsms`; the session's token is used unless another is given."""
    monkeypatch.setenv("BESTSMS_ALLOW_INSECURE_HTTP", "true")
    return BestSMS(AuthToken=token or session.credentials.token, BaseURL=f"{session.url}/api/v3.00")


def tnz_client(session: Session, monkeypatch: pytest.MonkeyPatch, token: str = "") -> TNZAPI:
    """Make a client of PyPI `tnzapi`, likewise; what it keeps in its module is put back afterwards."""
    import tnzapi._config as config  # noqa: PLC0415  the module replaces itself when it is imported

    monkeypatch.setenv("TNZ_ALLOW_INSECURE_HTTP", "true")
    monkeypatch.setattr(config, "__APIURL__", f"{session.url}/api/v2.04")
    monkeypatch.setattr(config, "__APIHeaders__", dict(config.__APIHeaders__))
    for name in ("__AuthToken__", "__Sender__", "__APIKey__"):
        monkeypatch.setattr(config, name, "")
    return TNZAPI(AuthToken=token or session.credentials.token, BaseURL=f"{session.url}/api/v3.00")
