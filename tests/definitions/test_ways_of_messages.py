"""How the data say by which way a message goes: what can be said is loaded, what cannot be is refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import edited, line_of, refused
from mock_gateway.definitions.load import gateway, load

if TYPE_CHECKING:
    from pathlib import Path

STATUSES, SPEC = "statuses.yaml", "gateway.yaml"
GOOD = "good: [delivered, reached, read, played]"


def test_words_first_steps_and_answers_are_loaded() -> None:
    found = gateway("websms")

    assert found.statuses.words_by is not None
    assert found.statuses.words_by[0] == "messageType"
    assert found.statuses.begins["channel-whatsapp"].after == 1000
    assert found.statuses.good == {"delivered", "reached", "read", "played"}
    assert found.inbound.by_result["whatsapp"] == "whatsapp"


def test_good_statuses_are_those_that_deliver_leads_to_unless_said_otherwise(tmp_path: Path) -> None:
    found = load(edited(tmp_path, "websms", STATUSES, f"{GOOD}\n", "")).statuses

    assert found.good == {"delivered"}
    assert "played" in found.free


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (STATUSES, GOOD, "good: [delivered, red]", "unknown status 'red': did you mean 'read'"),
        (STATUSES, "  field: messageType", "  field: messageTyp", "unknown member of a request 'messageTyp'"),
        (STATUSES, "    voice: {sms: voice}", "    voice: {sns: voice}", "unknown result 'sns': did you mean 'sms'"),
        (
            STATUSES,
            "  channel-whatsapp: {event: accept, after: 1s}",
            "  channel-whatsap: {event: accept, after: 1s}",
            "unknown call 'channel-whatsap': did you mean 'channel-whatsapp'",
        ),
        (
            STATUSES,
            "  channel-whatsapp: {event: accept, after: 1s}",
            "  channel-whatsapp: {event: acept, after: 1s}",
            "unknown event 'acept': did you mean 'accept'",
        ),
        (
            STATUSES,
            "  channel-whatsapp: {event: accept, after: 1s}",
            "  channel-whatsapp: {event: reject, after: 1s}",
            "the event 'reject' leads away from 'accepted', where outcomes begin",
        ),
        (
            SPEC,
            "  by_result: {whatsapp: whatsapp,",
            "  by_result: {whatsap: whatsapp,",
            "unknown result 'whatsap': did you mean 'whatsapp'",
        ),
        (
            SPEC,
            "  by_result: {whatsapp: whatsapp,",
            "  by_result: {whatsapp: whatsap,",
            "unknown kind of message 'whatsap': did you mean 'whatsapp'",
        ),
    ],
)
def test_what_leads_nowhere_is_refused_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = edited(tmp_path, "websms", file, old, new)
    lines = {error.line: str(error) for error in refused(folder)}

    assert said in lines[line_of(folder / file, new)]
