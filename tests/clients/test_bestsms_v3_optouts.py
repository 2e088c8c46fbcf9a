"""The provider's own client, PyPI `bestsms` 3.0.0.0, in its v3.00 form and unmodified: opt-outs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bestsms.models import OptOutListResponse, OptOutRequest, OptOutResponse

from v3_books import OPTOUT_CALLS, RESULTS, rows_of
from v3_clients import NO_OPTOUT, UNAUTHORIZED, bestsms_client

if TYPE_CHECKING:
    from bestsms import BestSMS

    from mock_gateway import Session

MOBILE, OTHER = "+61491570156", "+61491570157"


@pytest.fixture
def client(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> BestSMS:
    """Give a client with the session's token."""
    return bestsms_client(bestsms, monkeypatch)


def numbers(listed: OptOutListResponse) -> list[str]:
    return [each["Destination"] for each in listed.OptOuts]


@pytest.mark.parametrize("form", ["named", "model", "dict"])
def test_an_opt_out_is_entered_in_each_form(client: BestSMS, form: str) -> None:
    said = {"DestType": "SMS", "Destination": MOBILE, "SubAccount": "Shop", "StopMessage": "STOP", "Notes": "by phone"}
    make = client.OptOut.Create

    made = make(**said) if form == "named" else make(OptOutRequest(**said) if form == "model" else said)

    assert [made.Result, made.ErrorMessage, len(made.ID)] == ["Success", [], 36]
    assert {**said, "DestType": "Text"} == {name: getattr(made, name) for name in said}
    assert [made.ContactID, made.Timezone, made.CreatedTimeUTC] == ["", "AUS Eastern", "2026-01-05 09:00:00"]


def test_an_opt_out_is_changed_shown_and_removed(client: BestSMS, bestsms: Session) -> None:
    made = client.OptOut.Create(DestType="sms", Destination=MOBILE, Notes="by phone")
    bestsms.clock.advance("60s")
    changed = client.OptOut.Update(made, Notes="by mail")

    assert [changed.ID, changed.DestType, changed.Destination, changed.Notes] == [made.ID, "Text", MOBILE, "by mail"]
    assert [changed.CreatedTimeUTC, changed.UpdatedTimeUTC] == ["2026-01-05 09:00:00", "2026-01-05 09:01:00"]
    assert changed == client.OptOut.Details(made.ID) == client.OptOut.Delete(changed)
    assert client.OptOut.List().OptOuts == []


def test_opt_outs_are_listed_by_kind_contact_days_and_page(client: BestSMS, bestsms: Session) -> None:
    jo = client.Addressbook.Contact.Create(FirstName="Jo", MobilePhone=MOBILE).ContactID
    client.OptOut.Create(DestType="SMS", ContactID=jo)
    bestsms.clock.advance("48h")
    client.OptOut.CreateBatch("SMS", Destination=OTHER, Destinations=["+61491570158"])
    listed = client.OptOut.List

    assert numbers(listed()) == numbers(listed(DestType="SMS")) == [MOBILE, OTHER, "+61491570158"]
    assert numbers(listed(ContactID=jo)) == [MOBILE]
    assert numbers(listed(TimePeriod=1)) == [OTHER, "+61491570158"]
    page = listed(RecordsPerPage=2, Page=2)
    assert [page.TotalRecords, page.RecordsPerPage, page.PageCount, page.Page] == [3, 2, 2, 2]
    assert numbers(page) == ["+61491570158"]


def test_a_batch_shows_its_first_entry(client: BestSMS) -> None:
    jo = client.Addressbook.Contact.Create(FirstName="Jo", MobilePhone=OTHER).ContactID
    made = client.OptOut.CreateBatch("SMS", Destinations=[MOBILE], ContactIDs=[jo], SubAccount="Shop")

    assert [made.Result, made.Destination, made.SubAccount] == ["Success", MOBILE, "Shop"]
    assert numbers(client.OptOut.List()) == [MOBILE, OTHER]


def test_who_has_opted_out_is_not_sent_to(client: BestSMS, bestsms: Session) -> None:
    client.OptOut.Create(DestType="SMS", Destination=MOBILE)
    sent = client.Messaging.SMS.SendMessage(Message="Hello", Destinations=[MOBILE, OTHER])
    bestsms.clock.advance("2s")

    blocked, reached = client.Reports.Status.Poll(sent.MessageID).Recipients

    assert sent.Result == "Success"
    assert [blocked.Status, blocked.Result] == ["Failed", "Destination is blacklisted"]
    assert [reached.Status, reached.Result] == ["Success", "delivered"]


def test_a_handset_that_says_stop_opts_out(client: BestSMS, bestsms: Session) -> None:
    client.Messaging.SMS.SendMessage(Message="Hello", ToNumber=MOBILE)
    bestsms.clock.advance("2s")
    bestsms.receive("Stop it", MOBILE)

    (entry,) = client.OptOut.List().OptOuts

    assert [entry["Destination"], entry["StopMessage"], entry["OriginalMessage"]] == [MOBILE, "Stop it", "Hello"]


def test_an_opt_out_that_there_is_not_is_not_found(client: BestSMS) -> None:
    unknown = OptOutResponse(Result="RecordNotFound", ErrorMessage=NO_OPTOUT)

    assert unknown == client.OptOut.Details("x") == client.OptOut.Update("x", Notes="y") == client.OptOut.Delete("x")


@pytest.mark.parametrize("auth", ["strict", "deferred"])
def test_a_wrong_token_never_sees_opt_outs(bestsms: Session, monkeypatch: pytest.MonkeyPatch, auth: str) -> None:
    bestsms.settings.auth = auth
    client = bestsms_client(bestsms, monkeypatch, "wrong")

    assert client.OptOut.List() == OptOutListResponse(Result="Unauthorized", ErrorMessage=UNAUTHORIZED)
    assert client.OptOut.Create(DestType="SMS", Destination=MOBILE) == OptOutResponse(
        Result="Unauthorized", ErrorMessage=UNAUTHORIZED
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Destination": MOBILE}, "Missing required field: DestType"),
        ({"DestType": "Fax", "Destination": MOBILE}, "Unsupported DestType - Supported DestType: SMS."),
        ({"DestType": "SMS"}, "Missing required field: Destination or ContactID"),
    ],
)
def test_what_the_client_refuses_itself_never_reaches_the_gateway(
    client: BestSMS, bestsms: Session, wrong: dict[str, Any], said: str
) -> None:
    assert client.OptOut.Create(**wrong) == OptOutResponse(Result="Failed", ErrorMessage=[said])
    assert len(bestsms.journal) == 0


@pytest.mark.parametrize("call", OPTOUT_CALLS)
def test_each_rejection_of_opt_outs_reaches_the_caller(client: BestSMS, bestsms: Session, call: str) -> None:
    name = client.OptOut.Create(DestType="SMS", Destination=MOBILE).ID
    rows = rows_of("bestsms", call)
    for row in rows:
        bestsms.reject(row.key, call=call)
        refused = OPTOUT_CALLS[call](client, name)

        assert [row.key, refused.Result] == [row.key, RESULTS.get(row.cause, "Failed")]
        assert [len(refused.ErrorMessage), bestsms.journal[-1].forced] == [1, True]

    assert rows
    assert OPTOUT_CALLS[call](client, name).Result == "Success"
