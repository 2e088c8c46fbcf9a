"""The older forms of the provider's own clients, PyPI `bestsms` and `tnzapi`, unmodified, at the versions before 2.04.

They read what these versions answer with the models of 2.04: what has the same name there is found, what the older
versions lay out otherwise is not, and nothing is mistaken for something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bestsms._config as client_config
import pytest
from bestsms.legacy import BestSMS

from v3_clients import LINE, tnz_client

if TYPE_CHECKING:
    from mock_gateway import Session

MOBILE = "+61491570156"
ALL = ["v2.01", "v2.02", "v2.03", "2.04"]
AS_TEXT = ("v2.01", "v2.02")
"""The versions that write a reason as one text; the others have a list of one."""


def reason(version: str, text: str) -> Any:
    return text if version in AS_TEXT else [text]


def make(session: Session, monkeypatch: pytest.MonkeyPatch, version: str, *, with_token: bool) -> BestSMS:
    monkeypatch.setattr(client_config, "__APIURL__", f"{session.url}/api/{version}")
    monkeypatch.setattr(client_config, "__APIHeaders__", dict(client_config.__APIHeaders__))
    for name in ("__AuthToken__", "__Sender__", "__APIKey__"):
        monkeypatch.setattr(client_config, name, "")
    known = session.credentials
    return BestSMS(AuthToken=known.token) if with_token else BestSMS(Sender=known.sender, APIKey=known.api_key)


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize("with_token", [True, False])
def test_each_call_of_an_older_version_succeeds_with_a_token_and_with_a_pair(
    bestsms: Session, monkeypatch: pytest.MonkeyPatch, version: str, *, with_token: bool
) -> None:
    client = make(bestsms, monkeypatch, version, with_token=with_token)

    sent = client.Messaging.SMS.SendMessage(MessageText="Hello", Recipients=[MOBILE], MessageID="ID1")
    polled = client.Reports.Status.Poll(MessageID="ID1")
    received = client.Reports.SMSReceived.Poll(TimePeriod=5)
    aborted = client.Actions.Abort.SendRequest(MessageID="ID1")

    assert [sent.Result, sent.MessageID] == ["Success", "ID1"]
    assert [polled.Result, polled.MessageID, received.Result] == ["Success", "ID1", "Success"]
    assert [aborted.Result, aborted.MessageID] == ["Success", "ID1"]
    assert [exchange.accepted for exchange in bestsms.journal] == [True] * 4


@pytest.mark.parametrize("version", ALL)
def test_a_refusal_of_an_older_version_is_one_text_or_a_list_as_the_version_has_it(
    bestsms: Session, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    client = make(bestsms, monkeypatch, version, with_token=True)

    refused = client.Messaging.SMS.SendMessage(MessageText="Hello", Recipients=["nobody"])
    unknown = client.Reports.Status.Poll(MessageID="NOSUCH")

    assert [refused.Result, refused.ErrorMessage] == [
        "Failed",
        reason(version, "Error - Could not find any valid destination(s)."),
    ]
    assert [unknown.Result, unknown.ErrorMessage] == ["Failed", reason(version, "Message(s) NOT found")]


@pytest.mark.parametrize("version", ALL)
def test_the_facade_of_the_time_before_2_03_sends_and_acts_in_its_versions(
    tnz: Session, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    import tnzapi._config as config  # noqa: PLC0415  the module replaces itself when it is imported

    client = tnz_client(tnz, monkeypatch)
    monkeypatch.setattr(config, "__APIURL__", f"{tnz.url}/api/{version}")

    sent = client.Send.TTS().SendMessage(Recipients=[LINE], MessageToPeople="Hello")
    polled = client.Get.Status(MessageID=sent.MessageID).Poll()
    paced = client.Set.Pacing(MessageID=sent.MessageID, NumberOfOperators=5).SendRequest()
    refused = client.Set.Resubmit(MessageID=sent.MessageID).SendRequest()

    assert [sent.Result, polled.Result, paced.Result] == ["Success"] * 3
    assert [refused.Result, refused.ErrorMessage] == ["Failed", reason(version, "Message has not failed")]
    assert [exchange.request.path.split("/api/")[1].split("/")[0] for exchange in tnz.journal] == [version] * 4
