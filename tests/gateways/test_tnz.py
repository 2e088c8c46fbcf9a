"""TNZ: what it has beyond BestSMS, and what it has as BestSMS does."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from helpers import Bench, body
from mock_gateway.definitions.load import gateway
from mock_gateway.dialects.route import Router
from mock_gateway.gateways.bestsms.kinds import destination, detail, went_by
from mock_gateway.model.wire import Request
from mock_gateway.play import give

if TYPE_CHECKING:
    from mock_gateway import Session
    from mock_gateway.model.messages import Message
    from mock_gateway.state.journal import Exchange

CONTENT: dict[str, dict[str, Any]] = {
    "send-email": {"MessagePlain": "Hello"},
    "send-fax": {"Files": [{"Name": "a.txt", "Data": "aGVsbG8="}]},
    "send-voice": {"MessageToPeople": "UklGRg=="},
    "send-tts": {"MessageToPeople": "Hello"},
}
CALLS = pytest.mark.parametrize("call", list(CONTENT))
SPOKEN = pytest.mark.parametrize("call", ["send-voice", "send-tts"])
ROUTE = {"RouteNumber": "+6491234567"}


def to(call: str) -> str:
    return "jo@example.com" if call == "send-email" else "+6491111111"


def send(bench: Bench, call: str, **more: Any) -> Exchange:
    data = {**CONTENT.get(call, {}), "Destinations": [to(call)], **more}
    return bench.send(call=call, json={"MessageData": data})


def refused(bench: Bench, call: str, **more: Any) -> str:
    """Send what is refused, and give the message."""
    exchange = send(bench, call, **more)
    assert exchange.verdict is not None
    return exchange.verdict.message


def sent(bench: Bench, call: str, **more: Any) -> Message:
    """Send what is accepted, and give the message."""
    exchange = send(bench, call, **more)
    assert exchange.verdict is None
    with bench.world.store.transaction() as store:
        return list(store.all())[-1]


@pytest.fixture
def tnz_bench() -> Bench:
    return Bench("tnz")


# --- what it is


def test_it_is_bestsms_at_home_in_new_zealand() -> None:
    tnz, parent = gateway("tnz"), gateway("bestsms")

    assert (tnz.parent, tnz.currency, tnz.numbers.home) == ("bestsms", "NZD", "64")
    assert tnz.account["timezone"].default == "New Zealand"
    assert not tnz.owns_bare_paths
    assert list(tnz.credentials) == list(parent.credentials) == ["sender", "api_key", "token"]
    texting = {"send-whatsapp", "send-rcs", "send-workflow", "get-whatsapp-received", "get-rcs-received"}
    assert set(tnz.calls) - set(parent.calls) == set(CONTENT) | texting


@pytest.mark.parametrize("host", ["www.tnz.co.nz", "api.tnz.co.nz", "api.tnz.net.nz", "API.TNZ.CO.NZ:443"])
def test_it_is_reached_by_its_hosts(host: str) -> None:
    router = Router({name: gateway(name) for name in ("bestsms", "tnz")})
    routed = router.route(Request("POST", "/api/v2.04/send/email", "", {"host": host}, b""))

    assert routed is not None
    assert (routed.gateway.name, routed.call.name) == ("tnz", "send-email")


@pytest.mark.parametrize("kind", ["email", "fax", "voice", "tts"])
def test_bestsms_sends_sms_only(kind: str) -> None:
    bench = Bench("bestsms")
    exchange = bench.send(method="POST", path=f"/api/v2.04/send/{kind}", json={})

    assert exchange.reply.status == 404


@CALLS
def test_the_fixture_takes_every_type(tnz: Session, call: str) -> None:
    answer = requests.post(
        f"{tnz.url}/api/v2.04/send/{call.removeprefix('send-')}",
        json={"MessageData": {**CONTENT[call], "Destinations": [{"Recipient": to(call)}]}},
        headers={"Authorization": f"Basic {tnz.credentials.token}"},
        timeout=20,
    )
    happened = tnz.clock.advance("2s")

    assert answer.json()["Result"] == "Success"
    assert [(event.what, event.detail) for event in happened] == [("SUCCESS", "SentOK")]


# --- the order of its rows


def test_its_own_rows_stand_where_they_say() -> None:
    keys = [row.key for row in gateway("tnz").rows]
    nobody, failing = "Error - Could not find any valid destination(s).", "Error occurred while creating job"
    own = [row.key for row in gateway("tnz").rows if row.source == "tnz.errors"]

    assert keys.index("Bad Number") < keys.index("Bad Number, fax or call") < keys.index("Bad Address")
    assert keys.index("Bad Address") + 1 == keys.index(nobody)
    assert keys[-1] == failing
    assert keys[-1 - len(own) : -1] == own


def test_a_mobile_number_is_wanted_of_every_call_but_its_own() -> None:
    row = gateway("tnz").by_code["Bad Number"]

    assert "send-sms" in row.calls
    assert set(row.calls).isdisjoint(CONTENT)


# --- item numbers


@pytest.mark.parametrize("position", range(4))
@pytest.mark.parametrize(("counted", "knob"), [(1, None), (1, 1), (0, 0)])
@SPOKEN
def test_the_number_is_that_of_the_first_keypad_that_is_wrong(
    tnz_bench: Bench, call: str, counted: int, knob: int | None, position: int
) -> None:
    give(tnz_bench.world, tnz_bench.gateway, {} if knob is None else {"settings": {"item_numbers_from": knob}})
    good = [{"Tone": 1, **ROUTE}] * position
    wrong = {
        "Missing tone on keypad {}": ROUTE,
        "Invalid tone on keypad {}. Tone must be between 0~9": {"Tone": "10", **ROUTE},
        "Missing RouteNumber/Play on keypad {}": {"Tone": 2},
        "Invalid RouteNumber format on keypad {}": {"Tone": 2, "RouteNumber": "123456789"},
    }
    said = [refused(tnz_bench, call, Keypads=[*good, each, each]) for each in wrong.values()]

    assert said == [text.format(position + counted) for text in wrong]


@pytest.mark.parametrize(("counted", "numbers"), [(1, (3, 2)), (0, (2, 1))])
def test_the_number_is_that_of_the_first_file_that_is_wrong(
    tnz_bench: Bench, counted: int, numbers: tuple[int, int]
) -> None:
    give(tnz_bench.world, tnz_bench.gateway, {"settings": {"item_numbers_from": counted}})
    good = {"Name": "a.txt", "Data": "aGVsbG8="}
    name = refused(tnz_bench, "send-fax", Files=[good, good, {"Data": "aGVsbG8="}, {}])
    data = refused(tnz_bench, "send-fax", Files=[good, {"Name": "b.txt"}, {"Name": "c.txt"}])

    assert name == f"Missing file name on file {numbers[0]}"
    assert data == f"Missing file data on file {numbers[1]}"


@pytest.mark.parametrize("tone", [0, 9, "0", "9"])
@pytest.mark.parametrize("route", ["6491234567", "+6491234567", 6491234567, "0" * 30])
@SPOKEN
def test_any_digit_leads_on_to_any_number_of_ten_digits(
    tnz_bench: Bench, call: str, tone: object, route: object
) -> None:
    assert send(tnz_bench, call, Keypads=[{"Tone": tone, "RouteNumber": route}]).verdict is None


@pytest.mark.parametrize(
    "route", ["123456789", "+123456789", "64 91234567", "649123456x", "++6491234567", "\uff16491234567"]
)
@SPOKEN
def test_what_has_not_ten_digits_is_no_route_number(tnz_bench: Bench, call: str, route: str) -> None:
    assert refused(tnz_bench, call, Keypads=[{"Tone": 1, "RouteNumber": route}]).startswith("Invalid RouteNumber")


# --- sizes and prices


@pytest.mark.parametrize(("seconds", "minutes"), [(0.1, 1), (60, 1), (60.1, 2), (120, 2)])
def test_a_recording_is_as_long_as_its_bytes_say(tnz_bench: Bench, seconds: float, minutes: int) -> None:
    recording = base64.b64encode(b"\0" * int(seconds * 16_000)).decode()
    message = sent(tnz_bench, "send-voice", MessageToPeople=recording)

    assert message.parts == minutes
    assert message.recipients[0].price == 100 * minutes
    assert message.fields["Detail"] == f"VoiceSeconds:{-int(-seconds // 1)}"


def test_an_email_costs_the_same_whatever_its_size(tnz_bench: Bench) -> None:
    message = sent(tnz_bench, "send-email", MessagePlain="ü" * 500, Files=[{"Name": "a", "Data": "aGVsbG8="}, {}])

    assert (message.parts, message.recipients[0].price) == (1, 20)
    assert message.fields["Detail"] == "EmailSize:1005"


def test_what_is_kept_of_a_message_is_not_its_files(tnz_bench: Bench) -> None:
    fax, call = sent(tnz_bench, "send-fax", Message="Hello"), sent(tnz_bench, "send-voice", CallerID="+6491234567")

    assert fax.text.startswith("Hello\n[a.txt ")
    assert call.text.startswith("[recording ")
    assert "UklGRg" not in str(call.fields)
    assert call.fields["CallerID"] == "+6491234567"


def test_two_files_of_one_name_are_told_apart(tnz_bench: Bench) -> None:
    texts = {sent(tnz_bench, "send-fax", Files=[{"Name": "a", "Data": data}]).text for data in ("AAAA", "BBBB")}

    assert len(texts) == 2


def test_a_member_called_detail_does_not_get_into_webhooks(tnz: Session) -> None:
    tnz.account.webhook_url = "http://127.0.0.1:9/reports"
    for kind, data in (("email", CONTENT["send-email"]), ("sms", {"Message": "Hello"})):
        requests.post(
            f"{tnz.url}/api/v2.04/send/{kind}",
            json={"MessageData": {**data, "Detail": "mine", "Destinations": ["jo@example.com", "+6421000001"]}},
            headers={"Authorization": f"Basic {tnz.credentials.token}"},
            timeout=20,
        )
    tnz.clock.advance("2s")

    assert [json.loads(each.body)["Detail"] for each in tnz.callbacks] == ["EmailSize:5", "SMSParts:1"]


@pytest.mark.parametrize(
    ("kept", "written"),
    [("6421000001", "+6421000001"), ("jo@example.com", "jo@example.com"), ("nobody", "nobody"), ("٣", "٣")],
)
def test_only_a_number_is_written_with_a_plus(kept: str, written: str) -> None:
    assert destination(kept) == written


# --- XML


def test_a_refused_keypad_is_told_in_xml_too(tnz_bench: Bench) -> None:
    xml = (
        "<VoiceRequest><MessageData><MessageToPeople>UklGRg==</MessageToPeople>"
        "<KeypadOptionRequired>1</KeypadOptionRequired>"
        "<Keypads><Keypad><Tone>1</Tone><Play>a</Play></Keypad><Keypad><Tone>x</Tone><Play>a</Play></Keypad></Keypads>"
        "<Destinations><Destination><Recipient>+6491111111</Recipient></Destination></Destinations>"
        "</MessageData></VoiceRequest>"
    )
    reply = tnz_bench.answer(tnz_bench.request(call="send-voice", xml=xml))

    assert reply.status == 400
    assert b"<ErrorMessage>Invalid tone on keypad 2. Tone must be between 0~9</ErrorMessage>" in reply.body


def test_json_is_answered_in_json(tnz_bench: Bench) -> None:
    reply = tnz_bench.answer(
        tnz_bench.request(call="send-fax", json={"MessageData": {"Destinations": ["+6491111111"]}})
    )

    assert body(reply) == {
        "Result": "Failed",
        "ErrorMessage": ["Missing fax contents - Empty or missing message & file fields"],
    }


# --- what a message falls back on


FAILING = "+447700900010"


def falling_back(bench: Bench, **more: Any) -> Message:
    said = {"Message": "a" * 901, "ToNumber": FAILING, "FallbackMode": "Voice", **more}
    assert bench.send(method="POST", path="/api/v3.00/sms", json=said).verdict is None
    with bench.world.store.transaction() as store:
        return list(store.all())[-1]


@pytest.mark.parametrize(("mode", "price", "said"), [("Voice", 200, 61), ("WAPP", 100, ""), ("RCS", 100, "")])
def test_what_stands_in_costs_what_its_type_does(tnz_bench: Bench, mode: str, price: int, said: object) -> None:
    message = falling_back(tnz_bench, FallbackMode=mode)
    tnz_bench.advance("4s")

    (recipient,) = message.recipients
    assert [recipient.status, recipient.price] == ["SUCCESS", price]
    assert detail(message, recipient) == (f"VoiceSeconds:{said}" if said else "")


def test_an_sms_that_stands_in_is_told_of_by_its_parts(tnz_bench: Bench) -> None:
    tnz_bench.send(
        method="POST",
        path="/api/v3.00/rcs",
        json={"Message": "a" * 161, "ToNumber": FAILING, "FallbackMode": "SMS", "MessageID": "R1"},
    )
    tnz_bench.advance("4s")
    with tnz_bench.world.store.transaction() as store:
        message = list(store.all())[-1]

    (recipient,) = message.recipients
    assert [recipient.price, detail(message, recipient)] == [200, "SMSParts:2"]


def test_what_is_aborted_before_it_fails_has_fallen_back_on_nothing(tnz_bench: Bench) -> None:
    message = falling_back(tnz_bench, SendTime="2030-01-01T10:00", MessageID="S1")
    tnz_bench.send(method="PATCH", path="/api/v3.00/sms/S1/abort", json={})

    (recipient,) = message.recipients
    assert [recipient.status, went_by(message, recipient)] == ["DELETED", "send-sms"]


def test_what_is_resubmitted_falls_back_once_more(tnz_bench: Bench) -> None:
    give(tnz_bench.world, tnz_bench.gateway, {"settings": {"fallbacks": "failed"}})
    message = falling_back(tnz_bench, MessageID="S1")
    tnz_bench.advance("4s")
    (recipient,) = message.recipients
    first = recipient.status
    give(tnz_bench.world, tnz_bench.gateway, {"settings": {"fallbacks": "delivered"}})
    tnz_bench.send(method="PATCH", path="/api/v2.04/set/resubmit/S1", json={})
    tnz_bench.advance("4s")

    assert [first, recipient.status, went_by(message, recipient)] == ["FAILED", "SUCCESS", "send-tts"]
