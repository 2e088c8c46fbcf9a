"""What TransmitSMS sends by itself, to the letter, as a receiver on loopback gets it; signatures checked by hand."""

from __future__ import annotations

import hmac
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
import requests

from helpers import Bench
from mock_gateway.play import give
from receivers import REGISTERED, SECONDS, TOOK, Hook, send

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session
    from receivers import Got

ANN, BEN, OWN, SHARED = "61491570156", "61491570157", "61491570006", "61491570159"
HEADER = "X-Transmitsms-Signature"
OWN_QUERY = "myparameter=myvalue"
VECTOR = "935d847bf264779902dc6a793e3d9917030c35130c5bf1cc1db67f884b03dc92"
"""What PHP made of the contract's example, signed with `ApiSecret1`."""
MINUTE = 60_000
REPORT = ["message_id", "mobile", "datetime", "status", "user_id"]
REPLY = ["user_id", "message_id", "mobile", "longcode", "datetime_entry", "response", "response_id", "is_optout"]
HIT = ["list_id", "message_id", "mobile", "longcode", "datetime", "message", "user_id", "link_hits"]
LIST = ["type", "datetime_entry", "list_id", "mobile", "firstname", "lastname"]


@pytest.fixture
def hook(transmitsms: Session, httpserver: HTTPServer) -> Hook:
    """Give a receiver that stands for https://example.com."""
    found = Hook(httpserver)
    transmitsms.settings.callback_map = {REGISTERED: httpserver.url_for("")}
    return found


def call(session: Session, name: str, login: tuple[str, str] | None = None, /, **form: object) -> dict[str, Any]:
    """Make a call over HTTP and give its answer, which must be a success."""
    own = (session.credentials.key, session.credentials.secret)
    answer = requests.post(f"{session.url}/{name}.json", data=form, auth=login or own, timeout=SECONDS)
    said: dict[str, Any] = answer.json()
    assert said["error"]["code"] == "SUCCESS", said
    return said


def target(httpserver: HTTPServer, number: int = -1) -> str:
    """Give the target of a callback as it stood in its first line."""
    found: str = httpserver.log[number][0].environ["REQUEST_URI"]
    return found


def query(httpserver: HTTPServer, number: int = -1) -> str:
    return target(httpserver, number).partition("?")[2]


def told(httpserver: HTTPServer, number: int = -1) -> dict[str, str]:
    """Give what a callback tells, in its order."""
    return dict(parse_qsl(query(httpserver, number), keep_blank_values=True))


def by_hand(secret: str, text: str) -> str:
    """Sign a query as clients are told to check it: the HMAC of what PHP makes of it, names without blanks."""
    values = {name.replace(" ", "_"): value for name, value in parse_qsl(text, keep_blank_values=True)}
    document = json.dumps(values, separators=(",", ":")).replace("/", "\\/")
    return hmac.new(secret.encode(), document.encode(), "sha256").hexdigest()


def verifies(session: Session, got: Got) -> bool:
    signature = got.headers[HEADER]
    return by_hand(session.credentials.secret, got.path.partition("?")[2]) == signature


def test_the_vector_of_the_contract_comes_out_of_a_real_report(httpserver: HTTPServer) -> None:
    hook, bench = Hook(httpserver), Bench("transmitsms")
    bench.account.credentials["secret"] = "ApiSecret1"
    give(bench.world, bench.gateway, {"clock": "2020-06-15T23:06:28Z"})
    bench.send(call="send-sms", form={"message": "Hello", "to": ANN, "dlr_callback": f"{hook.url}?{OWN_QUERY}"})
    bench.advance("2s")

    (got,) = hook.got
    wanted = f"{OWN_QUERY}&message_id=339031121&mobile={ANN}&datetime=2020-06-15+23%3A06%3A30&status=delivered"
    assert query(httpserver) == f"{wanted}&user_id=54911"
    assert got.headers[HEADER] == VECTOR == by_hand("ApiSecret1", query(httpserver))


def test_a_report_is_a_bare_get_with_its_parameters_in_order(
    transmitsms: Session, hook: Hook, httpserver: HTTPServer
) -> None:
    send(transmitsms, ANN, dlr_callback=f"{REGISTERED}/hook?b=2&a=x%20y")
    transmitsms.clock.advance("2s")

    (got,) = hook.got
    own, rest = "b=2&a=x%20y", "datetime=2026-01-05+09%3A00%3A02&status=delivered&user_id=54911"
    assert target(httpserver) == f"/hook?{own}&message_id=339031121&mobile={ANN}&{rest}"
    assert (got.method, got.body) == ("GET", b"")
    assert {"Host", "Accept", HEADER} == set(got.headers)


def test_each_kind_of_callback_has_its_parameters_in_order_and_verifies(
    transmitsms: Session, hook: Hook, httpserver: HTTPServer
) -> None:
    s, url = transmitsms, f"{REGISTERED}/hook?shop=caf%C3%A9/1"
    s.account.list_url = url
    list_id = call(s, "add-list", name="Customers", field_1="Post code")["id"]
    call(s, "add-to-list", list_id=list_id, msisdn=ANN, first_name="Zoë", field_1="2000")
    urls: dict[str, object] = dict.fromkeys(("dlr_callback", "reply_callback", "link_hits_callback"), url)
    text, link = "Hi [firstname]: [tracked-link]", "https://example.com/"
    call(s, "send-sms", list_id=list_id, message=text, tracked_link_url=link, **urls)
    s.clock.advance("2s")
    s.receive("Größe 4/5 “~” & 100%", ANN)
    s.receive("", ANN, kind="link_hit")
    call(s, "edit-number-options", number=OWN, forward_url=url)
    s.receive("STOP\n", BEN, to=OWN)

    kinds = [callback.kind for callback in s.callbacks]
    names = [list(told(httpserver, number)) for number in range(5)]
    assert kinds == ["list_action", "report", "reply", "link_hit", "inbound"]
    assert names == [
        ["shop", *each]
        for each in ([*LIST, "Post code"], REPORT, REPLY, [*HIT, "firstname", "lastname", "rate"], REPLY)
    ]
    assert [True] * 5 == [verifies(s, got) for got in hook.got]
    assert told(httpserver, 2)["response"] == "Größe 4/5 “~” & 100%"
    assert told(httpserver, 3)["message"] == "Hi Zoë: TapTh.is/39031121"
    assert (told(httpserver, 4)["response"], told(httpserver, 4)["is_optout"]) == ("STOP\n", "yes")


def test_another_secret_or_one_character_more_does_not_verify(
    transmitsms: Session, hook: Hook, httpserver: HTTPServer
) -> None:
    send(transmitsms, ANN, dlr_callback=f"{REGISTERED}/hook")
    transmitsms.clock.advance("2s")

    signature, secret = hook.got[0].headers[HEADER], transmitsms.credentials.secret
    assert by_hand(secret, query(httpserver)) == signature
    assert by_hand(secret, f"{query(httpserver)}0") != signature
    assert by_hand("another", query(httpserver)) != signature


def test_a_clients_report_is_signed_with_the_clients_secret(
    transmitsms: Session, hook: Hook, httpserver: HTTPServer
) -> None:
    person: dict[str, object] = {"name": "Acme", "email": "acme@example.com", "password": "x", "msisdn": BEN}
    client = call(transmitsms, "add-client", **person, api_secret="ApiSecret1", fixed_top_up_amount=10)
    login = (client["apikey"], "ApiSecret1")
    call(transmitsms, "send-sms", login, message="Hello", to=ANN, dlr_callback=f"{REGISTERED}/hook")
    transmitsms.clock.advance("2s")

    assert told(httpserver)["user_id"] == str(client["id"])
    assert hook.got[0].headers[HEADER] == by_hand("ApiSecret1", query(httpserver))


def test_nothing_is_signed_while_the_setting_says_so(transmitsms: Session, hook: Hook) -> None:
    transmitsms.settings.sign_callbacks = False
    send(transmitsms, ANN, dlr_callback=f"{REGISTERED}/hook", reply_callback=f"{REGISTERED}/hook")
    transmitsms.clock.advance("2s")
    transmitsms.receive("Hi", ANN)

    assert [{"Host", "Accept"}] * 2 == [set(got.headers) for got in hook.got]


@pytest.mark.parametrize("name", ["bad_signature", "no_signature"])
def test_the_signature_of_one_report_can_be_wrong_or_missing(transmitsms: Session, hook: Hook, name: str) -> None:
    transmitsms.chaos(name)
    for number in (ANN, BEN):
        send(transmitsms, number, dlr_callback=f"{REGISTERED}/hook")
    transmitsms.clock.advance("2s")

    first, second = hook.got
    assert (HEADER in first.headers) == (name == "bad_signature")
    assert HEADER not in first.headers or not verifies(transmitsms, first)
    assert verifies(transmitsms, second)


def test_what_is_not_taken_is_tried_again_at_growing_waits_and_then_given_up(
    transmitsms: Session, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver, [(503, b"")])
    waits = [MINUTE, 5 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE]
    send(transmitsms, ANN, dlr_callback=hook.url)
    transmitsms.clock.advance("2s")
    seen = [len(hook.got)]
    for wait in waits:
        transmitsms.clock.advance(f"{wait - 1}ms")
        seen.append(len(hook.got))
        transmitsms.clock.advance("1ms")
    transmitsms.clock.advance("30d")

    (callback,) = transmitsms.callbacks
    times = [attempt.at for attempt in callback.attempts]
    assert seen == [1, 1, 2, 3, 4]
    assert waits == [after - before for before, after in pairwise(times)]
    assert (callback.state, len(hook.got)) == ("unacknowledged", 5)
    assert len({(got.path, got.headers[HEADER]) for got in hook.got}) == 1


@pytest.mark.parametrize(("status", "times"), [(200, 1), (204, 1), (302, 5), (404, 5), (500, 5)])
def test_any_status_of_success_takes_a_report_and_no_other_does(
    transmitsms: Session, httpserver: HTTPServer, status: int, times: int
) -> None:
    hook = Hook(httpserver, [(status, b"")])
    send(transmitsms, ANN, dlr_callback=hook.url)
    transmitsms.clock.advance("30d")

    assert len(hook.got) == times


@pytest.mark.parametrize(
    ("taken", "status", "times"), [("200", 204, 5), ("200", 200, 1), ("any", 500, 1), ("any", 302, 1), ("2xx", 204, 1)]
)
def test_a_setting_says_which_answers_take_a_report(
    transmitsms: Session, httpserver: HTTPServer, taken: str, status: int, times: int
) -> None:
    hook = Hook(httpserver, [(status, b"")])
    transmitsms.settings.callback_taken = taken
    send(transmitsms, ANN, dlr_callback=hook.url)
    transmitsms.clock.advance("30d")

    assert len(hook.got) == times


def test_a_reply_that_was_taken_the_second_time_is_not_told_again(transmitsms: Session, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver, [(500, b""), TOOK])
    send(transmitsms, ANN, reply_callback=hook.url)
    transmitsms.receive("Hi", ANN)
    transmitsms.clock.advance("30d")

    (callback,) = transmitsms.callbacks
    assert (callback.kind, callback.state, len(hook.got)) == ("reply", "acknowledged", 2)


def test_a_reply_goes_to_the_message_else_to_the_keyword_else_to_the_number_else_to_the_account(
    transmitsms: Session, hook: Hook
) -> None:
    s = transmitsms
    s.account.reply_url = f"{REGISTERED}/hook/account"
    send(s, ANN, reply_callback=f"{REGISTERED}/hook/message", **{"from": OWN})
    send(s, BEN, **{"from": OWN})
    s.receive("NEWS", BEN)
    call(s, "edit-number-options", number=OWN, forward_url=f"{REGISTERED}/hook/number")
    s.receive("NEWS", BEN)
    call(s, "add-keyword", keyword="NEWS", number=OWN, forward_url=f"{REGISTERED}/hook/keyword")
    s.receive("NEWS", BEN)
    s.receive("NEWS", ANN)

    paths = [got.path.partition("?")[0] for got in hook.got]
    assert paths == ["/hook/account", "/hook/number", "/hook/keyword", "/hook/message"]


def test_what_was_sent_to_nobodys_number_is_told_nobody(transmitsms: Session, hook: Hook) -> None:
    transmitsms.account.reply_url = f"{REGISTERED}/hook"
    transmitsms.receive("Hi", ANN, to=SHARED)
    transmitsms.receive("Hi", ANN, to=OWN)

    assert [callback.kind for callback in transmitsms.callbacks] == ["inbound"]
    assert len(hook.got) == 1


def test_a_reply_is_mailed_told_and_forwarded_at_once(transmitsms: Session, hook: Hook, httpserver: HTTPServer) -> None:
    s = transmitsms
    call(s, "edit-number-options", number=OWN, forward_email="a@example.com,b@example.com", forward_sms=BEN)
    fields = {"from": OWN, "replies_to_email": "b@example.com", "reply_callback": f"{REGISTERED}/hook"}
    send(s, ANN, **fields)
    s.receive("Yes", ANN)

    assert [mail.to for mail in s.mails] == ["b@example.com", "a@example.com"]
    assert [(mail.kind, mail.text) for mail in s.mails] == [("reply", "Yes")] * 2
    assert ANN in s.mails[0].subject
    assert s.handset(BEN).texts == ["Yes"]
    assert len(hook.got) == 1
    assert told(httpserver)["longcode"] == OWN


def test_what_is_sent_by_itself_is_never_answered_by_itself(transmitsms: Session) -> None:
    """A handset that always replies and a number that always greets do not keep each other busy."""
    replier = transmitsms.numbers.delivered_then_replied[0]
    list_id = call(transmitsms, "add-list", name="Callers")["id"]
    call(transmitsms, "edit-number-options", number=OWN, list_id=list_id, members_message="Hi", welcome_message="Hello")
    transmitsms.receive("Hi", replier, to=OWN)
    transmitsms.receive("Hi", replier, to=OWN)
    transmitsms.clock.advance("1d")

    assert transmitsms.handset(replier).delivered == ["Hello", "Hi"]
    assert len(transmitsms.messages) == 2
