"""The checker over HTTP: real requests of little clients, in a session's hand and through the control API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import requests

from mock_gateway.errors import UsageError
from mock_gateway.operations.page import QUIRKS
from page_clients import RIGHT, WRONG, Got, by_the_count
from remote import SECONDS, Control

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_gateway.server.running import Gateways
    from mock_gateway.server.session import Session


def replies(url: str, credentials: Mapping[str, str]) -> Callable[..., Got]:
    """Give what fetches a page of replies from TransmitSMS; a throttled or lost answer is asked for again."""
    login = (credentials["key"], credentials["secret"])

    def fetch(page: int, size: int | None = None) -> Got:
        asked = {"page": page} | ({} if size is None else {"max": size})
        for _ in range(3):
            try:
                found = requests.get(f"{url}/get-user-sms-responses.json", asked, auth=login, timeout=SECONDS)
                said = found.json()
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError, ValueError):
                continue
            if found.status_code == 200:
                shown = [str(each["id"]) for each in said.get("responses", [])]
                return Got(said["page"]["count"], said["page"]["number"], shown)
        raise TimeoutError(page)

    return fetch


def recipients(url: str, credentials: Mapping[str, str]) -> Callable[..., Got]:
    """Give what fetches a page of the recipients of BestSMS' message PAGED."""
    headers = {"Authorization": f"Basic {credentials['token']}"}

    def fetch(page: int, size: int = 10) -> Got:
        asked = {"page": page, "recordsPerPage": size}
        path = f"{url}/api/v2.04/get/status/PAGED"
        said: Any = requests.get(path, asked, headers=headers, timeout=SECONDS).json()
        return Got(said["PageCount"], said["Page"], [each["DestSeq"] for each in said["Recipients"]])

    return fetch


class Readers(NamedTuple):
    """A session of each gateway with three pages to read, and what fetches a page of it."""

    transmitsms: Session
    of_replies: Callable[..., Got]
    bestsms: Session
    of_recipients: Callable[..., Got]


@pytest.fixture
def of_replies(transmitsms: Session) -> Callable[..., Got]:
    """Fill the session with three pages of replies, and lift the throttle."""
    transmitsms.account.calls_a_window = None
    transmitsms.fill("replies", 25)
    return replies(transmitsms.url, transmitsms.credentials)


@pytest.fixture
def readers(transmitsms: Session, of_replies: Callable[..., Got], bestsms: Session) -> Readers:
    """Fill both sessions."""
    bestsms.fill("recipients", 25)
    return Readers(transmitsms, of_replies, bestsms, recipients(bestsms.url, bestsms.credentials))


@pytest.mark.parametrize("quirk", QUIRKS)
@pytest.mark.parametrize("client", RIGHT)
def test_a_right_client_has_no_fault(readers: Readers, client: str, quirk: str) -> None:
    readers.transmitsms.settings.page_quirk = readers.bestsms.settings.page_quirk = quirk
    RIGHT[client](readers.of_replies)
    RIGHT[client](readers.of_recipients)

    assert [] == readers.transmitsms.page_faults() == readers.bestsms.page_faults()
    assert len(readers.transmitsms.journal) == len(readers.bestsms.journal) > 2


@pytest.mark.parametrize("client", WRONG)
def test_a_wrong_client_has_its_fault(readers: Readers, client: str) -> None:
    wrong, kind = WRONG[client]
    wrong(readers.of_replies)
    wrong(readers.of_recipients)

    assert {("get-user-sms-responses", kind)} == {(each.call, each.kind) for each in readers.transmitsms.page_faults()}
    assert {("get-status", kind)} == {(each.call, each.kind) for each in readers.bestsms.page_faults()}


@pytest.mark.parametrize("fault", ["reset", "truncate", "invalid_json", "bad_gateway", "empty"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_page_whose_answer_was_lost_may_be_asked_for_again(
    transmitsms: Session, of_replies: Any, fault: str, when: str
) -> None:
    transmitsms.fault(fault, when=when, times=2)
    by_the_count(of_replies)

    assert [] == transmitsms.page_faults()
    assert 5 == len(transmitsms.journal)


def test_latency_excuses_no_second_request(transmitsms: Session, of_replies: Any) -> None:
    transmitsms.fault("latency", seconds=0, times=9)
    WRONG["stays_at_the_second"][0](of_replies)

    assert ["loop"] == [each.kind for each in transmitsms.page_faults()]


def test_a_call_can_be_singled_out_and_one_that_is_none_is_refused(transmitsms: Session, of_replies: Any) -> None:
    of_replies(1)

    assert ["skip"] == [each.kind for each in transmitsms.page_faults("get-user-sms-responses")]
    assert [] == transmitsms.page_faults("get-lists")
    with pytest.raises(UsageError, match="unknown call of transmitsms 'get-list-s': did you mean 'get-lists'"):
        transmitsms.page_faults("get-list-s")


@pytest.mark.parametrize(
    ("shelf", "count", "said"),
    [
        ("reply", 1, "unknown records of transmitsms 'reply'"),
        ("replies", -1, "count is how many are made, 0 to 100000, not -1"),
        ("replies", 100_001, "not 100001"),
        ("replies", True, "not True"),
        ("replies", "26", "not '26'"),
    ],
)
def test_what_cannot_be_filled_is_refused(transmitsms: Session, shelf: str, count: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        transmitsms.fill(shelf, count)


def test_a_gateway_that_keeps_nothing_cannot_be_filled(websms: Session) -> None:
    with pytest.raises(UsageError, match="unknown records of websms 'recipients'"):
        websms.fill("recipients", 1)


def test_a_session_that_is_filled_again_has_more(transmitsms: Session, of_replies: Any) -> None:
    transmitsms.fill("replies", 0)
    transmitsms.fill("replies", 6)

    assert 4 == of_replies(1).pages


def test_the_control_api_fills_and_tells_faults(gateways: Gateways) -> None:
    session = Control(gateways).open("transmitsms")
    session.post("fill", shelf="replies", count=25)
    fetch = replies(session.about["url"], session.about["credentials"])
    for page in (1, 2, 2):
        fetch(page)
    found = session.get("page-faults")
    session.end()

    assert ["loop"] == [each["kind"] for each in found]
    assert found == [
        {
            "kind": "loop",
            "call": "get-user-sms-responses",
            "walk": "",
            "page": 2,
            "exchanges": [2, 3],
            "why": "page 2 was asked for 2 times, and nothing new was on it: page 3 comes next",
        }
    ]


def test_the_control_api_singles_out_a_call_and_refuses_what_cannot_be(gateways: Gateways) -> None:
    session = Control(gateways).open("transmitsms")
    session.post("fill", shelf="lists", count=11)
    said = [
        session.ask("POST", "fill", shelf="lists").json["error"],
        session.ask("POST", "fill", shelf="list", count=1).json["error"],
        session.ask("POST", "fill", shelf="lists", count="1").json["error"],
        session.ask("GET", "page-faults", call="get-list-s").json["error"],
        session.ask("GET", "page-faults", cal="get-lists").json["error"],
    ]
    found = session.ask("GET", "page-faults", call="get-lists").json
    session.end()

    assert [] == found
    assert "the parameter 'count' is missing" == said[0]
    assert said[1].startswith("unknown records of transmitsms 'list': did you mean 'lists'")
    assert said[2].startswith("count cannot be '1': it is int")
    assert "did you mean 'get-lists'" in said[3]
    assert "unknown parameter 'cal': did you mean 'call'" in said[4]
