"""npm `burstsms` 1.0.2, unmodified, against the mock.

It sends and formats numbers: it cannot read replies, which `test_replies_transmitsms.py` does the way the documents
say. What it makes of rejections is in `test_burstsms_rejections.py`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

import node_clients
from node_clients import BurstSMS, installed, node, of

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway import Session

HANDSET = "61491570156"
SENDER = "61491570006"
TOMORROW = "2026-01-06 09:00:00"


def form(session: Session) -> dict[str, list[str]]:
    """Give what was posted last."""
    return parse_qs(session.journal[-1].request.body.decode(), keep_blank_values=True)


def test_a_message_is_sent_and_arrives(burstsms: BurstSMS, transmitsms: Session) -> None:
    outcome = burstsms.send(transmitsms, {"message": "Grüße €"})

    assert "resolves" == outcome.how
    assert {
        "message_id": int(transmitsms.messages[0].id),
        "send_at": "2026-01-05 09:00:00",
        "recipients": 1,
        "cost": 0.087,
        "sms": 1,
        "delivery_stats": {"delivered": 0, "pending": 0, "bounced": 0, "responses": 0, "optouts": 0},
        "error": {"code": "SUCCESS", "description": "OK"},
    } == outcome.value
    assert ["Grüße €"] == transmitsms.handset(HANDSET).texts
    assert ["message", "to"] == list(form(transmitsms))


def test_a_message_is_sent_with_every_parameter_that_there_is(burstsms: BurstSMS, transmitsms: Session) -> None:
    given = {
        "message": "Hello",
        "to": "0491570156, 0491570157",
        "from": SENDER,
        "send_at": TOMORROW,
        "list_id": 0,
        "dlr_callback": "http://127.0.0.1:9/dlr?mine=1",
        "reply_callback": "http://127.0.0.1:9/reply",
        "validity": 30,
        "replies_to_email": "me@example.com",
        "from_shared": 0,
        "countrycode": "AU",
    }
    outcome = burstsms.send(transmitsms, given)

    assert ("resolves", TOMORROW, 2) == (outcome.how, outcome.value["send_at"], outcome.value["recipients"])
    assert {name: [str(value)] for name, value in given.items()} == form(transmitsms)
    (message,) = transmitsms.messages
    assert [HANDSET, "61491570157"] == [each.number for each in message.recipients]
    kept = ("from", "dlr_callback", "reply_callback", "replies_to_email", "countrycode")
    assert {name: given[name] for name in kept} == {name: message.fields[name] for name in kept}
    assert 30 * 60 == message.fields["validity_seconds"]


def test_a_number_is_formatted_and_what_comes_of_it_can_be_sent_to(burstsms: BurstSMS, transmitsms: Session) -> None:
    formatted = burstsms.format_number(transmitsms, "AU", "0491570156")
    sent = burstsms.send(transmitsms, {"to": formatted.value["number"]["international"]})

    assert {
        "number": {
            "countrycode": 61,
            "nationalnumber": 491570156,
            "national_leading_zeroes": 491570156,
            "rawinput": None,
            "international": int(HANDSET),
            "type": 1,
            "isValid": True,
        },
        "error": {"code": "SUCCESS", "description": "OK"},
    } == formatted.value
    assert ("resolves", ["Hello"]) == (sent.how, transmitsms.handset(HANDSET).texts)


@pytest.mark.parametrize(("slashes", "path"), [("/", "/2/send-sms.json"), ("//", "//2/send-sms.json")])
def test_the_version_stands_before_the_call_and_slashes_may_be_doubled(
    burstsms: BurstSMS, transmitsms: Session, slashes: str, path: str
) -> None:
    outcome = burstsms.send(transmitsms, url=transmitsms.url + slashes)

    assert "resolves" == outcome.how
    assert transmitsms.journal[0].request.path.endswith(f"/transmitsms{path}")


def test_with_a_url_that_does_not_end_in_a_slash_it_finds_no_gateway(burstsms: BurstSMS, transmitsms: Session) -> None:
    """It asks for …/transmitsms2/send-sms.json, and no answer to that is JSON."""
    outcome = burstsms.send(transmitsms, url=transmitsms.url)

    assert ("kills", "SyntaxError") == outcome[:2]
    assert 0 == len(transmitsms.journal)


def test_url_key_and_secret_may_stand_in_the_environment(transmitsms: Session) -> None:
    client = BurstSMS({f"burstsms_{name}": str(value) for name, value in of(transmitsms).items()})
    outcome = client.call("send", ("Hello", HANDSET), None)
    client.stop()

    assert ("resolves", ["Hello"]) == (outcome.how, transmitsms.handset(HANDSET).texts)


def test_the_sixteenth_message_of_a_second_is_throttled_and_the_next_second_opens(
    burstsms: BurstSMS, transmitsms: Session
) -> None:
    outcomes = [burstsms.send(transmitsms) for _ in range(16)]

    assert ["resolves"] * 15 + ["rejects"] == [outcome.how for outcome in outcomes]
    assert "You have exceeded the request limit." == outcomes[-1].value
    assert (429, "OVER_LIMIT", False) == (
        transmitsms.journal[-1].reply.status,
        transmitsms.journal[-1].code,
        transmitsms.journal[-1].forced,
    )

    transmitsms.clock.advance("1s")
    assert "resolves" == burstsms.send(transmitsms).how
    assert ["Hello"] * 16 == transmitsms.handset(HANDSET).texts


def test_an_answer_that_is_no_json_kills_the_process_with_a_syntax_error(
    burstsms: BurstSMS, transmitsms: Session
) -> None:
    """The promise neither resolves nor rejects: the error is thrown where no caller can catch it."""
    transmitsms.fault("html")

    outcome = burstsms.send(transmitsms)

    assert ("kills", "SyntaxError", 1) == outcome[:3]
    assert "\nSyntaxError: Unexpected token" in outcome.stderr
    assert "burstsms" in outcome.stderr


@pytest.fixture(name="nowhere")
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let there be neither Node nor packages."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(node_clients, "FOLDER", tmp_path)
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("nowhere")
def test_without_node_or_packages_it_is_skipped_with_the_reason() -> None:
    with pytest.raises(pytest.skip.Exception, match="Node is not installed: install it"):
        node()
    with pytest.raises(pytest.skip.Exception, match="burstsms from npm is not installed: `make test` installs it"):
        installed()


@pytest.mark.usefixtures("nowhere")
def test_without_node_or_packages_it_fails_where_ci_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="Node is not installed, and CI is set"):
        node()
    with pytest.raises(pytest.fail.Exception, match="burstsms from npm is not installed, and CI is set"):
        installed()
