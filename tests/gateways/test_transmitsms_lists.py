"""Lists and contacts of the TransmitSMS family, and imports of them: what is answered, kept, told and fetched."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from helpers import Bench
from mock_gateway.gateways.transmitsms.answers import stamp
from mock_gateway.gateways.transmitsms.contacts import add_member
from mock_gateway.gateways.transmitsms.lists import make_list
from mock_gateway.state.motion import Motion
from receivers import SECONDS, Hook

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from mock_gateway import Session
    from mock_gateway.gateways.transmitsms.books import Books
    from mock_gateway.state.events import Event

FIRST = 4_070_887
ANN, BEN, CY = "61491570156", "61491570157", "61491570158"
SUCCESS = {"code": "SUCCESS", "description": "OK"}
NO_ADDRESS = "http://192.0.2.1/contacts.csv"
"""Reserved for documentation: neither loopback nor anybody's."""


@pytest.fixture
def bench() -> Bench:
    """Open a session in process; what it sends waits until its clock is moved."""
    return Bench("transmitsms")


@pytest.fixture
def books(bench: Bench) -> Books:
    """Give the account's books."""
    found: Books = bench.room.memory.of(bench.account)
    return found


def said(bench: Bench, call: str, **form: object) -> dict[str, Any]:
    """Give the body of an answer."""
    answer: dict[str, Any] = json.loads(bench.send(call=call, form=form).reply.body)
    return answer


def ask(bench: Bench, call: str, **form: object) -> dict[str, Any]:
    """Give the body of an answer that must be a success, without its `error`, which is the last member."""
    answer = said(bench, call, **form)
    assert ("error", SUCCESS) == answer.popitem()
    return answer


def code(bench: Bench, call: str, **form: object) -> str:
    """Give the code of an answer."""
    found: str = said(bench, call, **form)["error"]["code"]
    return found


def customers(bench: Bench, *numbers: str, **fields: str) -> int:
    """Make a list with members and give its id."""
    list_id: int = ask(bench, "add-list", name="Customers", **fields)["id"]
    for number in numbers:
        ask(bench, "add-to-list", list_id=list_id, msisdn=number)
    return list_id


def now(bench: Bench) -> str:
    """Give the time of the session."""
    return stamp(bench.world.clock.now())


# Lists


def test_a_new_list_is_answered_in_the_order_of_the_wire(bench: Bench) -> None:
    answer = ask(bench, "add-list", name="Customers", field_1="Email", field_3="City")

    expected = {
        "id": FIRST,
        "name": "Customers",
        "created": now(bench),
        "members_active": 0,
        "fields": {"field_1": "Email", "field_3": "City"},
    }
    assert list(expected.items()) == list(answer.items())


def test_a_list_without_fields_has_an_empty_array_of_them(bench: Bench) -> None:
    assert [] == ask(bench, "add-list", name="Customers")["fields"]


def test_the_array_style_writes_fields_as_names_and_values(bench: Bench) -> None:
    answer = ask(bench, "add-list", name="Customers", field_2="City", response_style="array")

    assert [{"name": "field_2", "value": "City"}] == answer["fields"]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ({}, {"custom_4": "Handset", "id": FIRST}),
        ({"response_style": "array"}, {"fields": [{"name": "custom_4", "value": "Handset"}], "id": FIRST}),
    ],
    ids=["object", "array"],
)
def test_only_the_fields_that_were_added_are_answered(bench: Bench, style: Any, expected: Any) -> None:
    customers(bench, field_1="Email")
    answer = ask(bench, "add-field-to-list", list_id=FIRST, field_4="Handset", **style)

    assert list(expected.items()) == list(answer.items())
    assert {"field_1": "Email", "field_4": "Handset"} == ask(bench, "get-list", list_id=FIRST)["fields"]


def test_a_removed_list_is_not_found_and_its_id_is_not_given_again(bench: Bench) -> None:
    customers(bench)
    removed = ask(bench, "remove-list", list_id=FIRST)

    assert {} == removed
    assert "NOT_FOUND" == code(bench, "get-list", list_id=FIRST)
    assert FIRST + 1 == customers(bench)


def test_a_list_counts_all_its_members_and_shows_those_that_left_as_inactive(bench: Bench) -> None:
    customers(bench, ANN, BEN, CY)
    ask(bench, "delete-from-list", list_id=FIRST, msisdn=ANN)
    ask(bench, "optout-list-member", list_id=FIRST, msisdn=BEN)
    answer = ask(bench, "get-list", list_id=FIRST)

    members = answer.pop("members")
    expected = {
        "page": {"count": 1, "number": 1},
        "members_total": 3,
        "id": FIRST,
        "name": "Customers",
        "created": now(bench),
        "members_active": 1,
        "fields": [],
    }
    assert list(expected.items()) == list(answer.items())
    assert ["inactive", "inactive", "active"] == [member["status"] for member in members]


@pytest.mark.parametrize(
    ("which", "shown"),
    [("active", [BEN, CY]), ("inactive", [ANN]), ("none", None), ("others", [ANN, BEN, CY])],
)
def test_members_can_be_chosen_and_the_total_stays(bench: Bench, which: str, shown: list[str] | None) -> None:
    customers(bench, ANN, BEN, CY)
    ask(bench, "delete-from-list", list_id=FIRST, msisdn=ANN)
    answer = ask(bench, "get-list", list_id=FIRST, members=which)

    assert (3, 2) == (answer["members_total"], answer["members_active"])
    assert shown == ([str(each["msisdn"]) for each in answer["members"]] if "members" in answer else None)


def test_pages_are_those_of_the_members_that_were_chosen(bench: Bench) -> None:
    customers(bench, ANN, BEN, CY)
    ask(bench, "delete-from-list", list_id=FIRST, msisdn=ANN)

    assert {"count": 2, "number": 2} == ask(bench, "get-list", list_id=FIRST, max=2, page=2)["page"]
    assert {"count": 1, "number": 1} == ask(bench, "get-list", list_id=FIRST, max=2, members="active")["page"]


def test_a_quirk_of_pages_holds_for_the_members_total_too(bench: Bench) -> None:
    customers(bench, ANN, BEN)
    bench.room.settings.page_quirk = "text_total"
    as_text = ask(bench, "get-list", list_id=FIRST, members="none")["members_total"]
    bench.room.settings.page_quirk = "drifting_total"
    drifted = ask(bench, "get-list", list_id=FIRST, max=1, page=2)["members_total"]

    assert ("2", 3) == (as_text, drifted)


def test_lists_stand_in_the_order_they_were_made_and_a_keywords_has_no_time(bench: Bench, books: Books) -> None:
    customers(bench, ANN, field_1="Email")
    ask(bench, "delete-from-list", msisdn=ANN)
    make_list(bench.world, books, "auto list for keyword NEWS", None, {})
    answer = ask(bench, "get-lists")

    first = {
        "id": FIRST,
        "name": "Customers",
        "created": now(bench),
        "members_active": 0,
        "fields": {"field_1": "Email"},
        "members_total": 1,
    }
    assert ["page", "lists_total", "lists"] == list(answer)
    assert list(first.items()) == list(answer["lists"][0].items())
    assert (2, FIRST + 1, None) == (answer["lists_total"], answer["lists"][1]["id"], answer["lists"][1]["created"])


def test_an_account_without_lists_has_one_page_and_no_collection(bench: Bench) -> None:
    assert {"page": {"count": 1, "number": 1}, "lists_total": 0} == ask(bench, "get-lists")


# Contacts


def test_a_contact_is_answered_in_the_order_of_the_wire(bench: Bench) -> None:
    customers(bench, field_1="Email", field_2="City")
    details = {"first_name": "Ann", "last_name": "Lee", "field_2": "Perth"}
    added = ask(bench, "add-to-list", list_id=FIRST, msisdn=ANN, **details)

    expected = {
        "list_id": FIRST,
        "msisdn": int(ANN),
        "first_name": "Ann",
        "last_name": "Lee",
        "created_at": now(bench),
        "status": "active",
        "fields": {"Email": "", "City": "Perth"},
    }
    assert list(expected.items()) == list(added.items())
    assert added == ask(bench, "get-contact", list_id=FIRST, msisdn=ANN)


def test_names_that_are_not_known_are_empty_where_written_and_null_where_read(bench: Bench) -> None:
    customers(bench)
    added = ask(bench, "add-to-list", list_id=FIRST, msisdn=ANN, firstname="Ann", lastname="Lee")
    edited = ask(bench, "edit-list-member", list_id=FIRST, msisdn=ANN)
    got = ask(bench, "get-contact", list_id=FIRST, msisdn=ANN)
    (listed,) = ask(bench, "get-list", list_id=FIRST)["members"]

    assert [("", "")] * 2 == [(each["first_name"], each["last_name"]) for each in (added, edited)]
    assert [(None, None)] * 2 == [(each["first_name"], each["last_name"]) for each in (got, listed)]
    assert "fields" not in got


@pytest.mark.parametrize("call", ["get-contact", "edit-list-member"])
def test_the_array_style_writes_a_contacts_fields_by_their_names(bench: Bench, call: str) -> None:
    customers(bench, ANN, field_1="Email")
    answer = ask(bench, call, list_id=FIRST, msisdn=ANN, response_style="array")

    assert [{"name": "Email", "value": ""}] == answer["fields"]


def test_a_value_for_a_field_that_the_list_lacks_is_passed_over(bench: Bench) -> None:
    customers(bench, field_1="Email")
    ask(bench, "add-to-list", list_id=FIRST, msisdn=ANN, field_2="Perth")
    ask(bench, "add-field-to-list", list_id=FIRST, field_2="City")

    assert {"Email": "", "City": ""} == ask(bench, "get-contact", list_id=FIRST, msisdn=ANN)["fields"]


@pytest.mark.parametrize("call", ["get-contact", "edit-list-member", "delete-from-list", "optout-list-member"])
def test_a_local_number_is_found_by_its_country(bench: Bench, call: str) -> None:
    customers(bench)
    ask(bench, "add-to-list", list_id=FIRST, msisdn="0491570156", countrycode="au")
    ask(bench, call, list_id=FIRST, msisdn="0491 570 156", countrycode="Australia")

    (member,) = ask(bench, "get-list", list_id=FIRST)["members"]
    assert int(ANN) == member["msisdn"]


def test_an_edit_changes_what_it_names_and_nothing_else(bench: Bench) -> None:
    customers(bench, field_1="Email", field_2="City")
    details = {"first_name": "Ann", "last_name": "Lee", "field_1": "ann@example.com", "field_2": "Perth"}
    ask(bench, "add-to-list", list_id=FIRST, msisdn=ANN, **details)
    edited = ask(bench, "edit-list-member", list_id=FIRST, msisdn=ANN, last_name="Ng", field_2="Hobart")

    assert ("Ann", "Ng") == (edited["first_name"], edited["last_name"])
    assert {"Email": "ann@example.com", "City": "Hobart"} == edited["fields"]


def test_an_existing_contact_is_refused_or_by_a_setting_answered_as_it_is(bench: Bench) -> None:
    customers(bench)
    again = {"list_id": FIRST, "msisdn": ANN}
    first = ask(bench, "add-to-list", **again, first_name="Ann")
    refused = code(bench, "add-to-list", **again, first_name="Bea")
    bench.room.settings.existing_contact = "ignored"
    ignored = ask(bench, "add-to-list", **again, first_name="Bea")

    assert "KEY_EXISTS" == refused
    assert first == ignored


@pytest.mark.parametrize("call", ["delete-from-list", "optout-list-member"])
@pytest.mark.parametrize("list_id", [{}, {"list_id": 0}], ids=["absent", "zero"])
def test_without_a_list_all_that_the_number_is_on_are_meant(bench: Bench, call: str, list_id: dict[str, int]) -> None:
    first, _, third = (customers(bench, number) for number in (ANN, BEN, ANN))

    assert {"list_ids": [first, third]} == ask(bench, call, msisdn=ANN, **list_id)
    assert [0, 1, 0] == [listed["members_active"] for listed in ask(bench, "get-lists")["lists"]]


@pytest.mark.parametrize("call", ["delete-from-list", "optout-list-member"])
def test_with_a_list_the_others_keep_the_contact(bench: Bench, call: str) -> None:
    first, second = customers(bench, ANN), customers(bench, ANN)

    assert {"list_ids": [second]} == ask(bench, call, msisdn=ANN, list_id=second)
    assert "active" == ask(bench, "get-contact", msisdn=ANN, list_id=first)["status"]


def test_a_contact_that_was_taken_off_is_not_taken_off_again_nor_opted_out_nor_added(bench: Bench) -> None:
    first, second = customers(bench, ANN), customers(bench, ANN)
    ask(bench, "delete-from-list", msisdn=ANN, list_id=first)

    assert "NOT_FOUND" == code(bench, "delete-from-list", msisdn=ANN, list_id=first)
    assert "DUPLICATE_DELETED" == code(bench, "add-to-list", msisdn=ANN, list_id=first)
    assert {"list_ids": [second]} == ask(bench, "optout-list-member", msisdn=ANN)


def test_who_opts_out_of_a_list_is_opted_out_of_the_account(bench: Bench, books: Books) -> None:
    customers(bench, ANN)
    other = customers(bench)
    ask(bench, "optout-list-member", msisdn=ANN, list_id=FIRST)

    assert {ANN: bench.world.clock.now()} == books.optouts
    assert "inactive" == ask(bench, "get-contact", msisdn=ANN, list_id=FIRST)["status"]
    assert "OPTOUT" == code(bench, "add-to-list", msisdn=ANN, list_id=other)


@pytest.mark.parametrize("before", [True, False], ids=["before_the_session", "in_the_session"])
def test_an_opted_out_number_that_joins_by_itself_is_inactive(bench: Bench, books: Books, *, before: bool) -> None:
    if before:
        bench.account.state.optouts = [ANN]
    else:
        books.optouts[ANN] = 0
    listed = books.lists[customers(bench)]
    contact = add_member(bench.world, "transmitsms", bench.account, books, listed, ANN)

    assert "optout" == contact.state
    assert [] == listed.active


# What a list automation is told


def told(hook: Hook) -> list[dict[str, str]]:
    """Give the parameters of each callback, in order."""
    return [dict(parse_qsl(urlsplit(got.path).query, keep_blank_values=True)) for got in hook.got]


def test_who_joins_and_leaves_a_list_is_told(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.list_url = hook.url
    customers(bench)
    ask(bench, "add-to-list", list_id=FIRST, msisdn=ANN, first_name="Ann")
    ask(bench, "edit-list-member", list_id=FIRST, msisdn=ANN, last_name="Lee")
    ask(bench, "delete-from-list", msisdn=ANN)
    bench.advance("0s")

    (first, last) = told(hook)
    assert ("add", str(FIRST), ANN, "Ann") == (first["type"], first["list_id"], first["mobile"], first["firstname"])
    assert ("delete", ANN) == (last["type"], last["mobile"])
    assert [ANN, ANN] == [callback.to for callback in bench.world.outbox or ()]


def test_nobody_is_told_of_a_contact_that_is_there_already(bench: Bench, books: Books, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    listed = books.lists[customers(bench, ANN)]
    bench.account.state.list_url = hook.url
    before = listed.members[ANN]
    after = add_member(bench.world, "transmitsms", bench.account, books, listed, ANN)
    bench.advance("0s")

    assert before is after
    assert [] == hook.got


def test_a_world_without_a_life_has_contacts_all_the_same_and_fetches_nothing(bench: Bench) -> None:
    bench.world.motion.announce = bench.world.motion.fetch = None
    bench.account.state.list_url = NO_ADDRESS
    customers(bench, ANN)
    progress = imported(bench, NO_ADDRESS, list_id=FIRST)

    assert "active" == ask(bench, "get-contact", list_id=FIRST, msisdn=ANN)["status"]
    assert "in progress" == progress["status"]


# Imports


FILE = f"mobile,firstname,lastname,City\r\n{ANN},Ann,Lee,Perth\r\n{BEN},Ben,,\r\n"


def serve(httpserver: HTTPServer, content: str | bytes, status: int = 200) -> str:
    """Serve a file and give its URL."""
    httpserver.expect_request("/contacts.csv").respond_with_data(content, status, content_type="text/csv")
    return httpserver.url_for("/contacts.csv")


def imported(bench: Bench, url: str, **form: object) -> dict[str, Any]:
    """Import a file into the first list or a new one, and give what the progress is in the end."""
    target = form if "list_id" in form else {"name": "Imported", **form}
    list_id = ask(bench, "add-contacts-bulk", file_url=url, **target)["list_id"]
    bench.advance("0s")
    return ask(bench, "add-contacts-bulk-progress", list_id=list_id)


def reason(events: list[Event]) -> str:
    """Give why an import failed."""
    return next(event.detail for event in events if (event.kind, event.what) == ("import", "failed"))


def failed(bench: Bench, url: str) -> str:
    """Import a file that cannot be, and give why."""
    progress = imported(bench, url)
    assert ("failed", 0) == (progress["status"], progress["imported"])
    return reason(bench.world.motion.since(0))


def test_an_import_is_answered_at_once_and_its_progress_followed(bench: Bench, httpserver: HTTPServer) -> None:
    answer = ask(bench, "add-contacts-bulk", name="Imported", file_url=serve(httpserver, FILE))
    before = ask(bench, "add-contacts-bulk-progress", list_id=FIRST)
    bench.advance("0s")
    after = ask(bench, "add-contacts-bulk-progress", list_id=FIRST)

    counts = {"importlength": 2, "completed": 2, "duplicates": 0, "skipped": 0, "optout": 0, "imported": 2}
    assert {"list_id": FIRST} == answer
    assert {"list_id": FIRST, "status": "in progress", **dict.fromkeys(counts, 0)} == before
    assert [("list_id", FIRST), ("status", "completed"), *counts.items()] == list(after.items())
    assert "2 of 2 rows became contacts" == bench.world.motion.since(0)[-1].detail


def test_columns_become_names_and_those_fields_that_the_request_names(bench: Bench, httpserver: HTTPServer) -> None:
    imported(bench, serve(httpserver, FILE), field_1="Email", field_2="city")
    ann, ben = ask(bench, "get-list", list_id=FIRST)["members"]

    assert ("Ann", "Lee", {"Email": "", "city": "Perth"}) == (ann["first_name"], ann["last_name"], ann["fields"])
    assert ("Ben", None, {"Email": "", "city": ""}) == (ben["first_name"], ben["last_name"], ben["fields"])


def test_a_lists_own_fields_are_filled_by_their_names_unless_the_request_names_another_column(
    bench: Bench, httpserver: HTTPServer
) -> None:
    customers(bench, field_1="City", field_2="Area")
    url = serve(httpserver, f'MOBILE,"First_Name",region,city,age\n"+{ANN}","Ann, B.",West,Perth,43\n')
    imported(bench, url, list_id=FIRST, field_2="Region", field_3="Age")
    contact = ask(bench, "get-contact", list_id=FIRST, msisdn=ANN)

    assert "Ann, B." == contact["first_name"]
    assert {"City": "Perth", "Area": "West", "Age": 43} == contact["fields"]


def test_each_row_is_counted_by_what_became_of_it(bench: Bench, books: Books, httpserver: HTTPServer) -> None:
    customers(bench, ANN, BEN)
    ask(bench, "delete-from-list", msisdn=BEN)
    books.optouts["61491570159"] = 0
    bench.account.state.optouts = ["61491570737"]
    bench.account.state.countries = ["61"]
    numbers = [ANN, BEN, "0491570158", CY, "61491570159", "61491570737", "hello", "", "447700900000", "61491570313"]
    rows = "\n".join(f"{number},x" for number in numbers)
    progress = imported(bench, serve(httpserver, f"\ufeffmobile,note\n{rows}\n\n"), list_id=FIRST, countrycode="AU")

    counts = {"importlength": 10, "completed": 10, "duplicates": 3, "skipped": 3, "optout": 2, "imported": 2}
    assert {"list_id": FIRST, "status": "completed", **counts} == progress
    assert [ANN, CY, "61491570313"] == [member.number for member in books.lists[FIRST].active]


def test_imported_contacts_are_told_as_those_that_are_added(bench: Bench, httpserver: HTTPServer) -> None:
    hook = Hook(httpserver)
    bench.account.state.list_url = hook.url
    imported(bench, serve(httpserver, FILE))

    assert [("add", ANN, "Ann"), ("add", BEN, "Ben")] == [
        (each["type"], each["mobile"], each["firstname"]) for each in told(hook)
    ]


def test_an_import_into_a_list_leaves_the_progress_of_the_last(bench: Bench, httpserver: HTTPServer) -> None:
    url = serve(httpserver, FILE)
    imported(bench, url)
    again = imported(bench, url, list_id=FIRST)

    assert (2, 0) == (again["duplicates"], again["imported"])


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        ("mobile\n61491570156\n", 404, "HTTP 404"),
        ("mobile\n61491570156\n", 302, "HTTP 302"),
        ("msisdn\n61491570156\n", 200, "the file has no column mobile"),
        ("", 200, "the file has no column mobile"),
        (b"mobile\n\xff\n", 200, "'utf-8' codec can't decode byte 0xff in position 7: invalid start byte"),
        ("mobile\n" + "1" * 200_000, 200, "field larger than field limit (131072)"),
    ],
    ids=["not_found", "elsewhere", "no_mobile", "empty", "not_utf8", "not_csv"],
)
def test_what_is_no_file_of_contacts_fails(
    bench: Bench, httpserver: HTTPServer, content: str | bytes, status: int, why: str
) -> None:
    assert why == failed(bench, serve(httpserver, content, status))


def test_an_import_that_the_guard_stops_fails_and_nothing_is_called(bench: Bench) -> None:
    assert "192.0.2.1 is 192.0.2.1, which is neither this machine nor allowed" in failed(bench, NO_ADDRESS)


def test_the_callback_map_leads_an_import_here(bench: Bench, httpserver: HTTPServer) -> None:
    serve(httpserver, FILE)
    bench.room.settings.callback_map = {"https://files.example.com": httpserver.url_for("").rstrip("/")}

    assert "completed" == imported(bench, "https://files.example.com/contacts.csv")["status"]


def test_a_list_that_is_removed_meanwhile_gets_no_contacts(bench: Bench, httpserver: HTTPServer) -> None:
    ask(bench, "add-contacts-bulk", name="Imported", file_url=serve(httpserver, FILE))
    ask(bench, "remove-list", list_id=FIRST)
    bench.advance("0s")

    assert "the list has been removed" == reason(bench.world.motion.since(0))


# The same over HTTP, where files are fetched in the background


def called(session: Session, call: str, **form: object) -> dict[str, Any]:
    """Call over HTTP."""
    who = (session.credentials.key, session.credentials.secret)
    reply = requests.post(f"{session.url}/{call}.json", data=form, auth=who, timeout=SECONDS)
    answer: dict[str, Any] = reply.json()
    return answer


def test_over_http_an_import_is_fetched_and_told_without_the_clock_being_moved(
    transmitsms: Session, httpserver: HTTPServer
) -> None:
    hook = Hook(httpserver)
    transmitsms.account.list_url = hook.url
    list_id = called(transmitsms, "add-contacts-bulk", name="Imported", file_url=serve(httpserver, FILE))["list_id"]
    settled = transmitsms.clock.wait_until_settled(SECONDS)
    progress = called(transmitsms, "add-contacts-bulk-progress", list_id=list_id)

    assert settled
    assert ("completed", 2) == (progress["status"], progress["imported"])
    assert [ANN, BEN] == [each["mobile"] for each in told(hook)]


def test_over_http_an_import_that_the_guard_stops_fails(transmitsms: Session) -> None:
    list_id = called(transmitsms, "add-contacts-bulk", name="Imported", file_url=NO_ADDRESS)["list_id"]
    settled = transmitsms.clock.wait_until_settled(SECONDS)
    progress = called(transmitsms, "add-contacts-bulk-progress", list_id=list_id)

    assert settled
    assert "failed" == progress["status"]
    assert "neither this machine nor allowed" in reason(transmitsms.events)


def test_advance_waits_for_what_a_request_before_it_set_off(
    transmitsms: Session, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver answers only once somebody waits for it: an advance that did not would be back before."""
    waited, wait = threading.Event(), Motion.wait_until_settled

    def seen(motion: Motion, seconds: float) -> bool:
        waited.set()
        return wait(motion, seconds)

    monkeypatch.setattr(Motion, "wait_until_settled", seen)
    hook = Hook(httpserver, first=lambda _got: waited.wait(SECONDS))
    transmitsms.account.list_url = hook.url
    transmitsms.fill("lists", 1)
    form = {"list_id": FIRST, "msisdn": ANN}
    credentials = (transmitsms.credentials.key, transmitsms.credentials.secret)
    requests.post(f"{transmitsms.url}/add-to-list.json", form, auth=credentials, timeout=SECONDS)
    transmitsms.clock.advance("1s")

    assert ["acknowledged"] == [callback.state for callback in transmitsms.callbacks]
    assert len(hook.got) == 1


@pytest.mark.parametrize("call", ["optout-list-member", "delete-from-list", "get-contact"])
def test_a_reply_of_who_has_no_number_is_on_the_list_and_is_never_taken_for_a_number_that_is_none(
    bench: Bench, call: str
) -> None:
    keyword = ask(bench, "add-keyword", keyword="JOIN", number="61491570006")
    ask(bench, "message-reply", message="JOIN", **{"from": "nobody", "to": "61491570006"})

    members = ask(bench, "get-list", list_id=keyword["list_id"])["members"]
    assert [member["msisdn"] for member in members] == ["nobody"]
    assert code(bench, call, msisdn="http://x", list_id=keyword["list_id"]) == "NOT_FOUND"
    assert list(bench.world.crashes) == []


def test_a_list_is_sent_to_as_it_is_after_what_is_due_with_the_request(bench: Bench) -> None:
    """A handset answers with a keyword, which puts it on the keyword's list, and nobody has moved the clock since."""
    own, talkative = "61491570006", "447700900040"
    keyword = ask(bench, "add-keyword", keyword="Thanks!", number=own)
    ask(bench, "send-sms", message="Hello", to=talkative, **{"from": own})
    bench.world.clock.set(bench.world.clock.now() + 8000)

    assert ask(bench, "send-sms", message="Hello", list_id=keyword["list_id"])["recipients"] == 1
