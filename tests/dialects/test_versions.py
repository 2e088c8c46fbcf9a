"""A version is a table of differences: requests into the canonical form, answers into the version's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Bench, body, edited, line_of, refused
from mock_gateway.definitions.load import gateway
from mock_gateway.definitions.versions import hidden, versions
from mock_gateway.dialects.versions import answered, canonical, said, shaped, shown, spellings
from mock_gateway.errors import UsageError
from mock_gateway.model.wire import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.model.versions import Version

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def version(**spec: Any) -> Version:
    return versions({"versions": {"v": {"at": "/v", **spec}}})["v"]


def answer(of: Version, document: Any, call: str = "get") -> Any:
    return answered(of, Outcome(200, document), call, None, {}).body


def test_a_flat_request_becomes_one_member_of_the_canonical_one() -> None:
    flat = version(
        reads={
            "renames": {"ToNumber": "Recipient"},
            "wrap": {"calls": ["send"], "into": "MessageData"},
            "gather": {"into": "Destinations", "members": {"Recipient": "Recipient", "GroupID": "GroupID"}},
        }
    )
    document = {
        "Sender": "a@b.c",
        "Message": "Hi",
        "ToNumber": "1",
        "GroupID": "G",
        "Destinations": [{"ToNumber": "2"}],
    }

    assert canonical(flat, document, "send") == {
        "Sender": "a@b.c",
        "MessageData": {"Message": "Hi", "Destinations": [{"Recipient": "2"}, {"Recipient": "1"}, {"GroupID": "G"}]},
    }
    assert canonical(flat, {"MessageID": "1"}, "get") == {"MessageID": "1"}
    assert canonical(flat, {}, "send") == {}


def test_a_member_is_lifted_into_another_unless_that_has_one_of_its_own() -> None:
    lifting = version(reads={"lifts": {"MessageID": "MessageData"}})

    assert canonical(lifting, {"MessageID": "1", "MessageData": {"A": 1}}, "send")["MessageData"] == {
        "MessageID": "1",
        "A": 1,
    }
    assert canonical(lifting, {"MessageID": "1", "MessageData": {"MessageID": "2"}}, "x")["MessageData"] == {
        "MessageID": "2"
    }
    assert canonical(lifting, {"MessageID": "1", "MessageData": "text"}, "x") == {
        "MessageID": "1",
        "MessageData": "text",
    }


FLAT = {
    "renames": {"ToNumber": "Recipient", "Timezone": "TimeZone"},
    "renames_of": {"send": {"Phone": "Recipient"}},
    "wrap": {"calls": ["send"], "into": "MessageData"},
    "gather": {"into": "Destinations", "members": {"GroupID": "GroupID"}},
}


def test_a_canonical_request_is_said_flat_and_in_the_names_of_the_version() -> None:
    table = version(reads=FLAT)
    document = {"APIKey": "k", "MessageData": {"TimeZone": "Z", "Destinations": ["1", {"Recipient": "2"}]}}

    assert said(table, document, "send") == {"APIKey": "k", "Timezone": "Z", "Destinations": ["1", {"ToNumber": "2"}]}
    assert said(table, document, "get") == {
        "APIKey": "k",
        "MessageData": {"Timezone": "Z", "Destinations": ["1", {"ToNumber": "2"}]},
    }
    assert said(table, {}, "send") == {}


@pytest.mark.parametrize(
    "document",
    [
        {"MessageData": "text"},
        {"MessageData": {}},
        {"MessageData": {"Message": "Hi"}, "Message": "Hi"},
        {"MessageData": {"Sender": "a@b.c"}},
        {"MessageData": {"GroupID": "G"}},
        {"MessageData": {"Timezone": "Z"}},
    ],
    ids=str,
)
def test_what_a_flat_version_would_read_otherwise_cannot_be_said_in_it(document: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="version v cannot say this request of send"):
        said(version(reads=FLAT), document, "send")


def test_what_may_be_lifted_stays_where_the_canonical_version_has_it() -> None:
    document = {"MessageData": {"MessageID": "1"}}

    assert said(version(reads={"lifts": {"MessageID": "MessageData"}}), document, "send") == document


def test_the_usual_name_of_a_member_is_the_first_of_all_calls_unless_the_call_names_it_later() -> None:
    own = {
        "send": {"Phone": "Recipient", "Text": "Message", "Message": "Body"},
        "mail": {"Mail": "Recipient", "ToNumber": "Recipient"},
    }
    table = version(reads=FLAT | {"renames_of": own})

    assert spellings(table, "send") == {
        "Recipient": ("ToNumber", "Phone", "Recipient"),
        "Message": ("Text",),
        "Body": ("Message", "Body"),
        "TimeZone": ("Timezone", "TimeZone"),
    }
    assert spellings(table, "mail")["Recipient"] == ("Mail", "ToNumber", "Recipient")
    assert spellings(table, "get") == {"Recipient": ("ToNumber", "Recipient"), "TimeZone": ("Timezone", "TimeZone")}


def test_members_of_answers_are_renamed_dropped_and_valued_everywhere_or_at_one_place() -> None:
    told = version(
        answers={
            "renames": {"CreatedUTC": "Made", "/Status": "JobStatus"},
            "drops": ["Price", "Recipients/Secret"],
            "values": {"Recipients/Status": {"SUCCESS": "Success"}, "Version": "v"},
            "with_t": ["CreatedUTC"],
        }
    )
    canonical_answer = {
        "Status": "SUCCESS",
        "CreatedUTC": "2023-06-12 20:44:16",
        "Price": 1,
        "Secret": 2,
        "Version": "w",
        "Recipients": [{"Status": "SUCCESS", "Price": 1, "Secret": 2}, {"Status": "FAILED"}],
    }

    assert answer(told, canonical_answer) == {
        "JobStatus": "SUCCESS",
        "Made": "2023-06-12T20:44:16",
        "Secret": 2,
        "Version": "v",
        "Recipients": [{"Status": "Success"}, {"Status": "FAILED"}],
    }


def test_a_member_can_be_null_where_it_is_zero() -> None:
    told = version(answers={"null_for_zero": ["Price", "/Cost"]})

    assert answer(told, {"Price": 0.0, "Cost": 0, "Items": [{"Price": 0}, {"Price": 0.1}, {"Cost": 0}]}) == {
        "Price": None,
        "Cost": None,
        "Items": [{"Price": None}, {"Price": 0.1}, {"Cost": 0}],
    }
    assert answer(told, {"Price": False}) == {"Price": False}


def test_an_answer_that_has_a_shape_is_that_and_calls_can_share_one() -> None:
    nested = version(answers={"shapes": {"set-*": {"Result": "{Result}", "Data": {"Was": "{Status}"}}}})

    assert answer(nested, {"Result": "Success", "Status": "Pending"}, "set-abort") == {
        "Result": "Success",
        "Data": {"Was": "Pending"},
    }
    assert answer(nested, {"Result": "Success"}, "get-status") == {"Result": "Success"}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{a}", 1),
        ("{list/1/b}", 3),
        ("{list/7/b}", None),
        ("word", "word"),
        ({"x": "{nobody}", "y": "{a}"}, {"y": 1}),
        ({"each": "list/*", "as": "{b}"}, [2, 3]),
        ({"each": "deep/*/list/*", "as": {"c": "{b}"}}, [{"c": 4}, {"c": 5}]),
        ({"each": "nobody/*", "as": "{b}"}, []),
        ("{}", {"a": 1, "list": [{"b": 2}, {"b": 3}], "deep": [{"list": [{"b": 4}]}, {"list": [{"b": 5}]}]}),
    ],
)
def test_a_template_takes_what_stands_at_its_places(template: Any, filled: Any) -> None:
    document = {"a": 1, "list": [{"b": 2}, {"b": 3}], "deep": [{"list": [{"b": 4}]}, {"list": [{"b": 5}]}]}

    assert shaped(template, document) == filled


@given(JSON)
def test_a_version_without_differences_changes_nothing(document: Any) -> None:
    plain = version()

    assert answer(plain, document) == document
    if isinstance(document, dict):
        assert canonical(plain, document, "send") == document


def test_a_version_that_is_like_another_has_what_it_does_not_say_itself() -> None:
    found = gateway("bestsms").versions

    assert found["v2.01"].shapes == found["v2.02"].shapes
    assert found["v2.01"].errors == found["v2.02"].errors
    assert found["v1"].lifts == found["v2.01"].lifts == {"MessageID": "MessageData"}
    assert found["v1"].errors != found["v2.01"].errors


OLD = ["v2.01", "v2.02", "v2.03", "2.04", "v2.04"]


@pytest.mark.parametrize("sent_in", [*OLD, "v3.00"])
@pytest.mark.parametrize("polled_in", OLD)
def test_a_message_sent_in_one_version_is_known_to_all_others(sent_in: str, polled_in: str) -> None:
    bench = Bench("bestsms")
    headers = {"Authorization": f"Bearer {bench.account.credentials['token']}"}
    data = {"Message": "Hello", "Destinations": [{"Recipient": "+61491570156"}], "MessageID": "ID1"}
    if sent_in == "v3.00":
        sent = bench.send(path="/api/v3.00/sms", json=data, headers=headers)
    else:
        sent = bench.send(path=f"/api/{sent_in}/send/sms", json={"MessageData": data}, headers=headers)
    polled = bench.send(path=f"/api/{polled_in}/get/status/ID1", method="GET", headers=headers)

    said = body(polled.reply)
    assert (sent.accepted, polled.accepted) == (True, True)
    assert said.get("Data", said)["Count"] == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/json/nothing", {"Result": "Failed", "Message": "Not found"}),
        ("/api/v2.01/nothing", {"Result": "Failed", "ErrorMessage": "Not found"}),
        ("/API/V2.02/nothing", {"Result": "Failed", "ErrorMessage": "Not found"}),
        ("/api/v2.03/nothing", {"Result": "Failed", "ErrorMessage": ["Not found"]}),
        ("/api/v2.04/nothing", {"Result": "Failed", "ErrorMessage": ["Not found"]}),
        ("/api/v2.04/HttpApi/nothing", {"Result": "Failed", "ErrorMessage": "Not found"}),
        ("/api/v3.00/nothing", {"Result": "Failed", "ErrorMessage": ["Not found"]}),
        ("/api/v9/nothing", {"Result": "Failed", "ErrorMessage": ["Not found"]}),
    ],
)
def test_what_meets_no_call_is_answered_as_what_its_path_begins_with(path: str, said: dict[str, Any]) -> None:
    answered_with = Bench("bestsms").send(path=path, method="GET").reply

    assert (answered_with.status, body(answered_with)) == (404, said)


def test_a_crash_is_answered_in_the_version_that_was_asked() -> None:
    bench = Bench("bestsms")
    bench.world.room("bestsms").settings.values_.pop("uuid_case")
    headers = {"Authorization": f"Bearer {bench.account.credentials['token']}"}

    crashed = bench.send(path="/api/v3.00/sms", json={"Message": "Hi", "ToNumber": "+61491570156"}, headers=headers)

    assert (crashed.reply.status, body(crashed.reply)) == (
        500,
        {"Result": "Failed", "ErrorMessage": ["An unexpected error occurred while processing."]},
    )


def test_what_one_version_adds_no_other_answers() -> None:
    spec = {
        "calls": {"contact-get": {}, "contact-list": {}, "group-get": {}},
        "versions": {
            "new": {"at": "/new", "answers": {"adds": {"contact-*": ["Notes", "Contact/Groups"]}}},
            "like": {"at": "/like", "like": "new"},
            "old": {"at": "/old", "answers": {"adds": {"contact-list": ["Age"]}, "renames": {"Name": "Called"}}},
        },
    }
    document = {"Name": "Jo", "Notes": "x", "Groups": ["g"], "Contact": {"Age": 4, "Groups": ["g"], "Notes": "y"}}
    built, canon = versions(spec), hidden(spec)
    new = {**document, "Contact": {"Groups": ["g"], "Notes": "y"}}

    assert answer(built["new"], document, "contact-get") == document
    assert answer(built["new"], document, "contact-list") == new == answer(built["like"], document, "contact-list")
    assert answer(built["old"], document, "contact-list") == {"Called": "Jo", "Groups": ["g"], "Contact": {"Age": 4}}
    assert answer(built["old"], document, "group-get")["Notes"] == "x"
    assert shown(Outcome(200, document), canon["contact-list"]).body == {
        "Name": "Jo",
        "Groups": ["g"],
        "Contact": {},
    }
    assert "group-get" not in canon


def test_a_call_that_a_version_adds_to_must_be_one(tmp_path: Path) -> None:
    folder = edited(tmp_path, "bestsms", "gateway.yaml", "adds: {get-sms-received:", "adds: {get-sms-recieved:")

    (problem,) = refused(folder)

    assert "unknown call 'get-sms-recieved'" in problem.problem
    assert problem.line == line_of(folder / "gateway.yaml", "get-sms-recieved")
