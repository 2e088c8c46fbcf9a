"""TransmitSMS byte by byte: the order of members, what PHP makes of texts and numbers, XML, headers, ids."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from helpers import Bench
from mock_gateway.play import give

if TYPE_CHECKING:
    from mock_gateway.model.wire import Reply

ANN, BEN, OWN, FREE, SHARED = "61491570156", "61491570157", "61491570006", "61491570313", "61491570159"
OK = '"error":{"code":"SUCCESS","description":"OK"}}'
NOTHING = '"delivery_stats":{"delivered":0,"pending":0,"bounced":0,"responses":0,"optouts":0}'
REPLIED = '"delivery_stats":{"delivered":0,"pending":1,"bounced":0,"responses":1,"optouts":0}'
NOW = "2026-01-05 09:00:00"
SENT = f'"message_id":339031121,"send_at":"{NOW}","recipients":1,"cost":0.087,"sms":1'
PAGE = '"page":{"count":1,"number":1}'
BEFORE: dict[str, dict[str, object]] = {
    "send-sms": {"message": "Hello", "to": ANN},
    "add-list": {"name": "Customers", "field_1": "City"},
    "add-to-list": {"list_id": 4070887, "msisdn": ANN, "first_name": "Ella", "field_1": "2000"},
    "add-keyword": {"keyword": "NEWS", "number": OWN, "list_id": 4070887},
    "add-client": {"name": "Acme", "email": "a@example.com", "password": "x", "msisdn": BEN},
    "message-reply": {"message": "Hi", "from": ANN, "to": SHARED},
}
LATER: dict[str, object] = {"message": "Later", "to": BEN, "send_at": "2026-01-06"}
"""What has happened before each of the calls whose answers are looked at."""
BODIES: list[tuple[str, dict[str, object], str]] = [
    ("get-sms", {"message_id": 339031121}, f'{SENT},"message":"Hello",{REPLIED}'),
    (
        "get-sms-sent",
        {"message_id": 339031121},
        (
            f'{PAGE},"total":1,"message":{{{SENT},{REPLIED}}},"recipients":[{{"msisdn":{ANN},"first_name":null,'
            '"last_name":null,"delivery_status":"pending","optout":false}]'
        ),
    ),
    (
        "get-sms-stats",
        {"message_id": 339031121},
        (
            '"stats":{"hard_bounced":0,"soft_bounced":0,"total":1,"recipientCount":1,"delivered":0,"pending":1,"bounced":0,'
            '"responses":1,"opt-outs":0,"link_hits":0}'
        ),
    ),
    (
        "get-sms-delivery-status",
        {"message_id": 339031121, "msisdn": ANN},
        (
            f'"stats":{{"message_id":339031121,"sender_id":{SHARED},"mobile":{ANN},"send_at":"{NOW}","datetime":null,'
            '"status":"pending","message":"Hello"}'
        ),
    ),
    ("get-sms-sent-count", {}, '"count":1'),
    (
        "get-user-sms-sent",
        {"start": "2026-01-05", "end": "2026-01-05"},
        (
            f'{PAGE},"total":1,"messages":[{{"id":937885838,"message_id":339031121,"message":"Hello","sent_at":"{NOW}",'
            f'"msisdn":{ANN},"caller_id":{SHARED},"status":"pending"}}]'
        ),
    ),
    (
        "get-contact-sms-stats",
        {"mobile": ANN},
        f'{PAGE},"total":1,"records":[{{"message_id":339031121,"datetime_send":"{NOW}","delivery_status":"pending"}}]',
    ),
    (
        "get-message-report",
        {},
        (
            f'{PAGE},"messages_total":1,"sms_total":1,"messages":[{{"type":"api","id":339031121,"sms":1,"cost":-0.087,'
            f'"sent_at":"{NOW}","status":"completed","message":"Hello","pending":1,"delivered":0,"soft_bounced":0,'
            f'"hard_bounced":0,"optouts":0,"responses":1,"msisdn":{ANN}}}]'
        ),
    ),
    (
        "get-sms-responses",
        {"message_id": 339031121},
        (
            f'{PAGE},"total":1,"responses":[{{"id":36573149,"message_id":339031121,"list_id":0,"received_at":"{NOW}",'
            f'"first_name":"Ella","last_name":null,"msisdn":{ANN},"response":"Hi","longcode":{SHARED}}}]'
        ),
    ),
    (
        "get-message-log",
        {"message_id": 339031121, "mobile": ANN},
        f'"message_id":339031121,"message":"Hello","mobile":{ANN},"caller_id":{SHARED},"datetime_send":"{NOW}"',
    ),
    (
        "format-number",
        {"msisdn": "0491570156", "countrycode": "AU"},
        (
            '"number":{"countrycode":61,"nationalnumber":491570156,"national_leading_zeroes":491570156,"rawinput":null,'
            f'"international":{ANN},"type":1,"isValid":true}}'
        ),
    ),
    (
        "get-list",
        {"list_id": 4070887},
        (
            f'{PAGE},"members_total":1,"id":4070887,"name":"Customers","created":"{NOW}","members_active":1,'
            f'"fields":{{"field_1":"City"}},"members":[{{"list_id":4070887,"msisdn":{ANN},"first_name":"Ella",'
            f'"last_name":null,"created_at":"{NOW}","status":"active","fields":{{"City":2000}}}}]'
        ),
    ),
    (
        "get-lists",
        {},
        (
            f'{PAGE},"lists_total":1,"lists":[{{"id":4070887,"name":"Customers","created":"{NOW}","members_active":1,'
            '"fields":{"field_1":"City"},"members_total":1}]'
        ),
    ),
    ("delete-from-list", {"list_id": 4070887, "msisdn": ANN}, '"list_ids":[4070887]'),
    (
        "get-numbers",
        {},
        (
            f'{PAGE},"numbers_total":1,"filter":"owned","numbers":[{{"number":{OWN},"price":25,"auto_renew":true,'
            '"next_charge":"2026-02-05","status":"active"}]'
        ),
    ),
    (
        "lease-number",
        {"number": FREE},
        f'"number":{FREE},"price":25,"next_charge":"2026-02-05","auto_renew":true,"status":"active"',
    ),
    (
        "get-keywords",
        {},
        (
            f'{PAGE},"keywords_total":1,"keywords":[{{"keyword":"NEWS","reference":"","number":{OWN},"list_id":4070887,'
            '"welcome_message":"","member_message":"","forward_url":"","forward_sms":"","forward_email":"",'
            '"status":"open","billing_date":"2026-02-05"}]'
        ),
    ),
    ("get-balance", {}, '"balance":99999.913,"currency":"AUD"'),
]
CONTACT = "list_id msisdn first_name last_name created_at status fields"
CLIENT = (
    "id name contact email msisdn currency client_pays sms_margin timezone created apikey apisecret recharge_amount "
    "total_lists total_sms total_contacts total_spend total_revenue credit_based trial trial_expiry_date balance"
)
KEYWORD = (
    "keyword reference number list_id welcome_message member_message forward_url forward_sms forward_email status "
    "billing_date"
)
MADE: list[tuple[str, dict[str, object], str]] = [
    ("cancel-sms", {"id": 339031122}, "success"),
    ("message-reply", {"message": "Hi", "from": ANN, "to": SHARED}, "result"),
    ("get-user-sms-responses", {}, "page total responses"),
    ("add-list", {"name": "List"}, "id name created members_active fields"),
    ("add-field-to-list", {"list_id": 4070887, "field_4": "Handset"}, "custom_4 id"),
    ("add-field-to-list", {"list_id": 4070887, "field_4": "Handset", "response_style": "array"}, "fields id"),
    ("remove-list", {"list_id": 4070887}, ""),
    ("add-to-list", {"list_id": 4070887, "msisdn": BEN}, CONTACT),
    ("edit-list-member", {"list_id": 4070887, "msisdn": ANN}, CONTACT),
    ("get-contact", {"list_id": 4070887, "msisdn": ANN}, CONTACT),
    ("optout-list-member", {"msisdn": ANN}, "list_ids"),
    ("add-contacts-bulk", {"name": "Imported", "file_url": "http://127.0.0.1:9/"}, "list_id"),
    ("get-number", {"number": OWN}, "number price auto_renew next_charge status"),
    ("add-email", {"email": "a@example.com"}, "success"),
    ("add-keyword", {"keyword": "OFFER", "number": OWN}, KEYWORD),
    ("edit-keyword", {"keyword": "NEWS", "number": OWN}, KEYWORD),
    ("get-client", {}, CLIENT),
    ("add-client", {"name": "B", "email": "b@example.com", "password": "x", "msisdn": BEN}, CLIENT),
    ("edit-client", {"client_id": 54912, "name": "B"}, CLIENT),
    ("get-clients", {}, "page clients_total clients"),
    ("get-transactions", {}, "page transactions_total transactions"),
    (
        "get-transaction",
        {"id": 5000001},
        "id user_id description amount balance_standing created message_id type_description type_id",
    ),
]


@pytest.fixture
def bench() -> Bench:
    """Open a session in process."""
    return Bench("transmitsms")


def reply(bench: Bench, call: str, suffix: str = "json", /, **form: object) -> Reply:
    return bench.send(call=call, suffix=suffix, form=form).reply


def text(bench: Bench, call: str, suffix: str = "json", /, **form: object) -> str:
    """Give the body of an answer, as it is."""
    return reply(bench, call, suffix, **form).body.decode("ascii" if suffix == "json" else "utf-8")


# Order of members


@pytest.mark.parametrize(("call", "form", "wanted"), BODIES, ids=[call for call, _, _ in BODIES])
def test_members_stand_in_the_order_of_the_wire(bench: Bench, call: str, form: dict[str, object], wanted: str) -> None:
    for name, parameters in BEFORE.items():
        reply(bench, name, **parameters)

    assert text(bench, call, **form) == f"{{{wanted},{OK}"


@pytest.mark.parametrize(("call", "form", "names"), MADE, ids=[call for call, _, _ in MADE])
def test_what_is_made_or_changed_is_shown_in_the_order_of_the_wire(
    bench: Bench, call: str, form: dict[str, object], names: str
) -> None:
    for name, parameters in BEFORE.items():
        reply(bench, name, **parameters)
    reply(bench, "send-sms", **LATER)

    assert list(json.loads(text(bench, call, **form))) == [*names.split(), "error"]


def test_a_send_is_answered_in_the_order_of_the_wire(bench: Bench) -> None:
    assert text(bench, "send-sms", message="Hello", to=ANN) == f"{{{SENT},{NOTHING},{OK}"


def test_a_send_to_a_list_names_it_after_sms(bench: Bench) -> None:
    reply(bench, "add-list", name="Customers")
    reply(bench, "add-to-list", list_id=4070887, msisdn=ANN)

    listed = '"list":{"id":4070887,"name":"Customers"}'
    assert text(bench, "send-sms", message="Hello", list_id=4070887) == f"{{{SENT},{listed},{NOTHING},{OK}"


def test_what_is_no_number_is_told_as_text_after_sms(bench: Bench) -> None:
    give(bench.world, bench.gateway, {"settings": {"invalid_recipients": "fails"}})

    assert text(bench, "send-sms", message="Hello", to=f"123,{ANN}") == f'{{{SENT},"fails":["123"],{NOTHING},{OK}'


def test_an_answer_without_anything_to_say_is_the_error_block(bench: Bench) -> None:
    assert text(bench, "edit-number-options", number=OWN) == f"{{{OK}"


def test_a_rejection_is_the_error_block_alone(bench: Bench) -> None:
    wanted = """{"error":{"code":"FIELD_INVALID","description":"You must provide either 'list_id' or 'to'"}}"""
    assert text(bench, "send-sms", message="Hello") == wanted


# What PHP makes of texts and numbers


@pytest.mark.parametrize(
    ("message", "written", "as_text"),
    [
        ("12345", "12345", '"12345"'),
        ("+61491570156", "61491570156", '"+61491570156"'),
        ("007", "7", '"007"'),
        ("1.50", "1.5", '"1.50"'),
        ("1e3", "1000", '"1e3"'),
        ("12 345", '"12 345"', '"12 345"'),
        ("0x1A", '"0x1A"', '"0x1A"'),
        ("a/b", r'"a\/b"', r'"a\/b"'),
        ("é€😀", r'"\u00e9\u20ac\ud83d\ude00"', r'"\u00e9\u20ac\ud83d\ude00"'),
        ('"\\\n\t', r'"\"\\\n\t"', r'"\"\\\n\t"'),
        ("<&>'", '"<&>\'"', '"<&>\'"'),
    ],
)
def test_a_text_is_written_as_php_writes_it(bench: Bench, message: str, written: str, as_text: str) -> None:
    reply(bench, "send-sms", message=message, to=ANN)
    numbers = text(bench, "get-sms", message_id=339031121)
    give(bench.world, bench.gateway, {"settings": {"numeric_strings": "text"}})

    assert f'"message":{written},' in numbers
    assert f'"message":{as_text},' in text(bench, "get-sms", message_id=339031121)


def test_with_texts_as_text_numbers_of_telephones_are_text_and_counts_stay_numbers(bench: Bench) -> None:
    give(bench.world, bench.gateway, {"settings": {"numeric_strings": "text"}})

    assert text(bench, "send-sms", message="Hello", to=ANN) == f"{{{SENT},{NOTHING},{OK}"
    assert f'{{"number":"{OWN}","price":25,' in text(bench, "get-numbers")


@pytest.mark.parametrize(("price", "cost"), [(54, "58.05"), (1000, "1075"), (1, "1.075"), (87, "93.525"), (0, "0")])
def test_a_cost_has_three_decimals_at_most_and_no_zeros_at_its_end(bench: Bench, price: int, cost: str) -> None:
    """1075 recipients for 0.054 each cost 58.05, as recorded."""
    give(bench.world, bench.gateway, {"account": {"price_thousandths": price}, "settings": {"recipient_limit": 10000}})

    assert f'"cost":{cost},' in text(bench, "send-sms", message="Hello", to=",".join([ANN] * 1075))


def test_what_is_empty_is_left_out_unless_lists_are_wanted(bench: Bench) -> None:
    left_out = text(bench, "get-lists")
    give(bench.world, bench.gateway, {"settings": {"empty_collection": "list"}})

    assert left_out == f'{{{PAGE},"lists_total":0,{OK}'
    assert text(bench, "get-lists") == f'{{{PAGE},"lists_total":0,"lists":[],{OK}'


def test_an_empty_set_of_custom_fields_is_an_empty_list_and_others_are_objects(bench: Bench) -> None:
    assert '"fields":[],' in text(bench, "add-list", name="None")
    assert '"fields":{"field_2":"City"},' in text(bench, "add-list", name="One", field_2="City")


# XML


def test_xml_has_a_bare_prolog_and_stands_in_one_line(bench: Bench) -> None:
    wanted = '<?xml version="1.0"?><response><balance>100000</balance><currency>AUD</currency>'
    error = "<error><code>SUCCESS</code><description>OK</description></error></response>"

    assert text(bench, "get-balance", "xml") == wanted + error


def test_items_stand_inside_the_element_of_their_list(bench: Bench) -> None:
    reply(bench, "send-sms", message="Hello", to=f"{ANN},{BEN}")

    rest = "<first_name/><last_name/><delivery_status>pending</delivery_status><optout>false</optout></item>"
    items = f"<item><msisdn>{ANN}</msisdn>{rest}<item><msisdn>{BEN}</msisdn>{rest}"
    assert f"<recipients>{items}</recipients><error>" in text(bench, "get-sms-sent", "xml", message_id=339031121)


def test_xml_writes_texts_as_they_are(bench: Bench) -> None:
    reply(bench, "send-sms", message="007 <é> & a/b", to=ANN)

    assert "<message>007 &lt;é&gt; &amp; a/b</message>" in text(bench, "get-sms", "xml", message_id=339031121)


def test_both_formats_tell_the_same_in_the_same_order(bench: Bench) -> None:
    names = list(json.loads(text(bench, "send-sms", message="Hello", to=ANN)))
    xml = text(bench, "send-sms", "xml", message="Hello", to=ANN)
    places = [xml.index(f"<{name}>") for name in names]

    assert places == sorted(places)


# Headers


@pytest.mark.parametrize(
    ("suffix", "media"), [("json", "application/json; charset=utf-8"), ("xml", "text/xml; charset=utf-8")]
)
@pytest.mark.parametrize("call", ["get-balance", "send-sms"])
def test_all_answers_have_the_headers_of_a_page_that_is_never_kept(
    bench: Bench, call: str, suffix: str, media: str
) -> None:
    """A send without anything is refused."""
    assert dict(reply(bench, call, suffix).headers) == {
        "Content-Type": media,
        "Expires": "Thu, 19 Nov 1981 08:52:00 GMT",
        "Cache-Control": "no-store, no-cache, must-revalidate",
        "Pragma": "no-cache",
        "X-Mashape-Billing": "Queries=1",
        "Server": "nginx/1.14.2",
    }


@pytest.mark.parametrize(("message", "to", "count"), [("Hello", ANN, 1), ("a" * 161, f"{ANN},{BEN}", 4)])
def test_a_send_is_billed_in_a_header_by_its_parts(bench: Bench, message: str, to: str, count: int) -> None:
    headers = reply(bench, "send-sms", message=message, to=to).headers

    assert [value for name, value in headers if name == "X-Mashape-Billing"] == [f"Queries=1; Messages={count}"]


# Ids


def test_ids_increase_by_kind_and_fit_into_31_bits(bench: Bench) -> None:
    messages = [json.loads(text(bench, "send-sms", message="Hello", to=ANN))["message_id"] for _ in range(3)]
    lists = [json.loads(text(bench, "add-list", name="List"))["id"] for _ in range(3)]
    for _ in range(3):
        reply(bench, "message-reply", **{"message": "Hi", "from": ANN, "to": SHARED})
    bench.advance("1s")
    replies = [each["id"] for each in json.loads(text(bench, "get-user-sms-responses"))["responses"]]
    transactions = [each["id"] for each in json.loads(text(bench, "get-transactions"))["transactions"]]

    for found in (messages, lists, replies[::-1], transactions[::-1]):
        assert found == [found[0], found[0] + 1, found[0] + 2]
        assert 0 < found[0] < 2**31 - 1_000_000_000


# Merge tags, validity, originators


@pytest.mark.parametrize(
    ("tags", "read"),
    [
        ("[firstname] [lastname]", "Ella "),
        ("[City]", "Sydney"),
        ("[city] [unsub-reply-link] []", "[city] [unsub-reply-link] []"),
        ("[tracked-link]", "TapTh.is/39031121"),
        ("[[firstname]]", "[Ella]"),
    ],
)
def test_a_member_of_a_list_reads_merge_tags_filled(bench: Bench, tags: str, read: str) -> None:
    reply(bench, "add-list", name="Customers", field_1="City")
    reply(bench, "add-to-list", list_id=4070887, msisdn=ANN, first_name="Ella", field_1="Sydney")
    reply(bench, "send-sms", message=tags, list_id=4070887, tracked_link_url="https://example.com")
    found = json.loads(text(bench, "get-message-log", message_id=339031121, mobile=ANN))

    message = bench.world.store.find("transmitsms", "339031121")
    assert message is not None
    assert (found["message"], message.recipients[0].text, message.text) == (read, read, tags)


def test_a_text_without_brackets_is_kept_once(bench: Bench) -> None:
    reply(bench, "send-sms", message="Hello", to=f"{ANN},{BEN}")

    message = bench.world.store.find("transmitsms", "339031121")
    assert message is not None
    assert [recipient.text for recipient in message.recipients] == [None, None]


@pytest.mark.parametrize(
    ("validity", "minutes"), [("", 4320), (0, 4320), (-5, 4320), (1, 1), (4319, 4319), (4321, 4320), (10**9, 4320)]
)
def test_a_message_is_valid_for_72_hours_at_most(bench: Bench, validity: object, minutes: int) -> None:
    assert reply(bench, "send-sms", message="Hello", to=ANN, validity=validity).status == 200

    message = bench.world.store.find("transmitsms", "339031121")
    assert message is not None
    assert message.fields["validity_seconds"] == 60 * minutes
