"""The BestSMS address book: what is answered and kept, whom a message to it reaches, and the provider's own client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import bestsms._config as client_config
import pytest
from bestsms.legacy import BestSMS
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from helpers import Bench
from mock_gateway.gateways.bestsms import destinations, optouts
from mock_gateway.gateways.bestsms.books import ACCESS, CONTACT_FIELDS, Book
from mock_gateway.play import fill, give
from mock_gateway.rules.judge import Judgement
from mock_gateway.state.case import Target
from mock_gateway.state.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_gateway import Session
    from mock_gateway.model.wire import Outcome

TIMES = [f"{name}Time{form}" for name in ("Created", "Updated") for form in ("Local", "UTC", "UTC_RFC3339")]
CONTACT = ["ContactID", "Owner", *TIMES, "Timezone", *CONTACT_FIELDS, "ViewBy", "EditBy"]
GROUP = ["GroupID", "GroupCode", "GroupName", "SubAccount", "Department", "ViewEditBy", "Owner"]
PAGING = ["TotalRecords", "RecordsPerPage", "PageCount", "Page"]
MOBILE = "+61491570156"


@pytest.fixture
def bench() -> Bench:
    """Open a session in process."""
    return Bench("bestsms")


def said(bench: Bench, call: str, document: object = None, **path: str) -> dict[str, Any]:
    """Give the body of an answer; a document is sent as JSON."""
    body = {} if document is None else {"json": document}
    answer: dict[str, Any] = json.loads(bench.send(call=call, path=path, **body).reply.body)
    return answer


def asked(bench: Bench, call: str, **query: object) -> dict[str, Any]:
    """Give the answer to a query."""
    answer: dict[str, Any] = json.loads(bench.send(call=call, query=query).reply.body)
    return answer


def contact(bench: Bench, **fields: str) -> str:
    """Make a contact and give its id."""
    made: str = said(bench, "contact-create", fields)["Contact"]["ContactID"]
    return made


def group(bench: Bench, name: str, *members: str) -> str:
    """Make a group with members and give its id."""
    made: str = said(bench, "group-create", {"GroupName": name})["Group"]["GroupID"]
    for member in members:
        said(bench, "group-contact-add", {"ContactID": member}, GroupID=made)
    return made


def send(bench: Bench, *to: object) -> str:
    """Send a message and give its id, or why it is refused."""
    document = {"MessageData": {"Message": "Hello", "Destinations": list(to)}}
    answer = said(bench, "send-sms", document)
    return str(answer.get("MessageID", answer.get("ErrorMessage")))


def recipients(bench: Bench, message_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(bench, "get-status", MessageID=message_id)["Recipients"]
    return found


# --- what is answered


def test_members_of_a_contact_stand_in_the_documented_order(bench: Bench) -> None:
    answer = said(bench, "contact-create", {"EditBy": "No", "Custom4": "x", "FirstName": "Jo"})

    assert list(answer) == ["Result", "Contact"]
    assert list(answer["Contact"]) == CONTACT


def test_members_of_a_group_stand_in_the_documented_order(bench: Bench) -> None:
    answer = said(bench, "group-create", {"Department": "x", "GroupName": "Customers"})

    assert list(answer) == ["Result", "Group"]
    assert list(answer["Group"]) == GROUP


def test_members_of_lists_stand_in_the_documented_order(bench: Bench) -> None:
    jo = contact(bench, FirstName="Jo")
    friends = group(bench, "Friends", jo)

    assert list(said(bench, "contact-list")) == ["Result", *PAGING, "Contacts"]
    assert list(said(bench, "contact-search")) == ["Result", *PAGING, "Contacts"]
    assert list(said(bench, "group-list")) == ["Result", *PAGING, "Groups"]
    assert list(said(bench, "contact-group-list", ContactID=jo)) == ["Result", *PAGING, "Groups", "Contact"]
    assert list(said(bench, "group-contact-list", GroupID=friends)) == ["Result", *PAGING, "Contacts", "Group"]


@pytest.mark.parametrize("call", ["contact-group-get", "group-contact-get", "contact-group-remove"])
def test_an_answer_about_a_link_has_the_contact_before_the_group(bench: Bench, call: str) -> None:
    jo = contact(bench, FirstName="Jo")
    friends = group(bench, "Friends", jo)

    answer = said(bench, call, ContactID=jo, GroupID=friends)

    assert list(answer) == ["Result", "Contact", "Group"]
    assert [jo, friends] == [answer["Contact"]["ContactID"], answer["Group"]["GroupID"]]


def test_every_field_that_a_client_writes_is_read_back(bench: Bench) -> None:
    fields = {name: f"value of {name}" for name in CONTACT_FIELDS}

    made = contact(bench, **fields)

    shown = said(bench, "contact-get", ContactID=made)["Contact"]
    assert fields == {name: shown[name] for name in fields}


def test_ids_come_from_the_sessions_seed() -> None:
    made = []
    for _ in range(2):
        bench = Bench("bestsms")
        bench.world.ids = Ids(7)
        made.append([contact(bench, FirstName="Jo"), group(bench, "Friends")])

    assert made[0] == made[1]
    assert made[0][0] != made[0][1]


def test_times_are_told_in_three_forms_in_the_accounts_zone(bench: Bench) -> None:
    give(bench.world, bench.gateway, {"account": {"timezone": "New Zealand"}, "clock": "2026-06-01T00:00:00Z"})

    shown = said(bench, "contact-create", {"FirstName": "Jo"})["Contact"]

    assert ["2026-06-01 12:00:00", "2026-06-01 00:00:00", "2026-06-01T00:00:00.000Z"] == [
        shown[name] for name in TIMES[:3]
    ]
    assert shown["Timezone"] == "New Zealand"


def test_xml_has_a_root_with_the_lists_items_in_it(bench: Bench) -> None:
    fill(bench.world, bench.gateway, "group_contacts", 2)

    raw = bench.send(call="group-contact-list", path={"GroupID": "Group-1"}, headers={"Accept": "text/xml"}).reply.body

    assert raw.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?><root><Result>Success</Result><TotalRecords>2</TotalRecords>'
        b"<RecordsPerPage>100</RecordsPerPage><PageCount>1</PageCount><Page>1</Page><Contacts><Contact><ContactID>"
    )
    assert raw.count(b"<Contact>") == 2
    assert raw.endswith(b"<Owner>DEMO01</Owner></Group></root>")


@pytest.mark.parametrize("call", ["contact-list", "contact-search", "group-list"])
def test_the_journal_knows_which_page_was_shown(bench: Bench, call: str) -> None:
    shelf, collection = ("groups", "Groups") if call == "group-list" else ("contacts", "Contacts")
    fill(bench.world, bench.gateway, shelf, 5)

    exchange = bench.send(call=call, query={"recordsPerPage": 2, "page": 2})

    ids = [next(iter(each.values())) for each in json.loads(exchange.reply.body)[collection]]
    page = exchange.page
    assert page is not None
    assert (page.number, page.size, page.pages, page.total, list(page.items)) == (2, 2, 3, 5, ids)
    assert page.before is not None
    assert page.before not in ids


def test_a_wrong_total_can_be_text(bench: Bench) -> None:
    give(bench.world, bench.gateway, {"settings": {"page_quirk": "text_total"}})
    fill(bench.world, bench.gateway, "contacts", 2)

    assert "2" == asked(bench, "contact-list")["TotalRecords"]


def test_fillers_make_what_they_are_asked_for_and_no_more(bench: Bench) -> None:
    for shelf in ("contacts", "groups", "group_contacts", "contact_groups", "optouts"):
        fill(bench.world, bench.gateway, shelf, 0)
        fill(bench.world, bench.gateway, shelf, 3)

    book: Book = bench.room.memory.of(bench.account)
    first, one = next(iter(book.groups.values())), next(iter(book.contacts.values()))
    assert [len(book.contacts), len(book.groups), len(book.optouts)] == [6, 6, 3]
    assert ["Contact 4", "Contact 5", "Contact 6"] == [each.fields["FirstName"] for each in first.members.values()]
    assert ["Group 4", "Group 5", "Group 6"] == [each.name for each in book.groups_of(one)]


def test_two_accounts_have_two_address_books(bench: Bench) -> None:
    other = Bench("bestsms", bench.engine)
    made = contact(bench, FirstName="Jo")

    assert said(other, "contact-get", ContactID=made)["ErrorMessage"] == ["Contact not found"]
    assert said(bench, "contact-get", ContactID=made)["Result"] == "Success"


def test_where_credentials_are_judged_later_nobody_has_an_address_book(bench: Bench) -> None:
    fill(bench.world, bench.gateway, "contacts", 1)
    exchange = bench.send(call="contact-list", auth="unknown")

    assert [exchange.reply.status, json.loads(exchange.reply.body)["ErrorMessage"]] == [401, ["Unauthorized"]]
    assert bench.world.crashes == []


def test_a_contact_of_somebody_without_an_account_is_no_destination(bench: Bench) -> None:
    document = {"MessageData": {"Message": "Hello", "Destinations": [{"ContactID": "x"}]}}

    answer = json.loads(bench.send(call="send-sms", auth="unknown", json=document).reply.body)

    assert ["Error - Could not find any valid destination(s)."] == answer["ErrorMessage"]


# --- whom a message reaches


def test_numbers_alone_never_open_the_address_book(bench: Bench) -> None:
    class Closed:
        def of(self, _account: object) -> Book:
            raise AssertionError("the address book was opened")

    bench.room.memory = Closed()
    document = {"MessageData": {"Destinations": [MOBILE, {"Recipient": MOBILE}, {"Recipient": MOBILE, "Company": "x"}]}}

    found = destinations.sms(document, bench.room, bench.account)

    assert [each.number for each in found] == ["61491570156"] * 3
    assert [each.position for each in found] == [0, 1, 2]


def test_positions_count_on_where_a_group_stands(bench: Bench) -> None:
    jo, al = contact(bench, MobilePhone="0491570157"), contact(bench, FirstName="Al")
    friends = group(bench, "Friends", jo, al)

    shown = recipients(bench, send(bench, MOBILE, {"GroupID": friends}, "nobody", {"ContactID": jo}))

    assert [(each["DestSeq"], each["Destination"], each["Status"]) for each in shown] == [
        ("00000001", MOBILE, "PENDING"),
        ("00000002", "+61491570157", "PENDING"),
        ("00000003", "", "FAILED"),
        ("00000004", "nobody", "FAILED"),
        ("00000005", "+61491570157", "PENDING"),
    ]
    assert ["", jo, al, "", jo] == [each["ContactID"] for each in shown]


def test_another_members_phone_can_be_sent_to(bench: Bench) -> None:
    jo = contact(bench, FaxNumber="0291234567", MobilePhone=MOBILE)
    find = destinations.expanding("MessageData/Destinations", "Recipient", "FaxNumber")

    found = find({"MessageData": {"Destinations": [{"ContactID": jo}]}}, bench.room, bench.account)

    assert found == (Target("0291234567", "61291234567", 0, {"ContactID": jo}),)


@given(st.lists(st.sampled_from(["number", "bad", "contact", "mute", "group", "empty", "unknown"]), max_size=8))
def test_a_send_reaches_exactly_those_who_are_named(kinds: list[str]) -> None:
    bench = Bench("bestsms")
    jo, mute = contact(bench, MobilePhone="+61491570157"), contact(bench, FirstName="Mute")
    friends, empty = group(bench, "Friends", jo, mute), group(bench, "Empty")
    named: dict[str, object] = {
        "number": MOBILE,
        "bad": "nobody",
        "contact": {"ContactID": jo},
        "mute": {"ContactID": mute},
        "group": {"GroupID": friends},
        "empty": {"GroupCode": "Empty", "GroupID": empty},
        "unknown": {"ContactID": "nobody"},
    }
    meant = {"number": [MOBILE], "contact": ["+61491570157"], "group": ["+61491570157", ""], "empty": []}
    expected = [to for kind in kinds for to in meant.get(kind, ["nobody" if kind == "bad" else ""])]

    answer = send(bench, *(named[kind] for kind in kinds))

    if not kinds:
        assert answer == "['Missing or empty destinations']"
    elif not any(to.startswith("+") for to in expected):
        assert answer == "['Error - Could not find any valid destination(s).']"
    else:
        assert expected == [each["Destination"] for each in recipients(bench, answer)]


# --- opt-outs: made and read by functions that no route leads to yet


def done(bench: Bench, operation: Callable[..., Outcome], **document: object) -> Any:
    """Do what an operation of opt-outs does, and give its body."""
    case = bench.case(call="contact-list")._replace(document=document)
    with bench.world.store.transaction():
        return operation(case, Judgement(None, ())).body


def test_an_opt_out_is_entered_changed_found_and_removed(bench: Bench) -> None:
    made = done(bench, optouts.optout_create, DestType="Text", Destination=MOBILE, Notes="by phone")
    bench.advance("60s")
    changed = done(bench, optouts.optout_update, ID=made["ID"], Notes="by mail")

    assert list(made)[:5] == ["Result", "ID", "DestType", "Destination", "ContactID"]
    assert [made["DestType"], made["Notes"], changed["Notes"]] == ["Text", "by phone", "by mail"]
    assert changed["CreatedTimeUTC"] < changed["UpdatedTimeUTC"]
    assert changed == done(bench, optouts.optout_get, ID=made["ID"])
    assert changed == done(bench, optouts.optout_delete, ID=made["ID"])
    assert done(bench, optouts.optout_list)["TotalRecords"] == 0


def test_opt_outs_are_listed_by_kind_contact_and_time(bench: Bench) -> None:
    done(bench, optouts.optout_create, DestType="SMS", Destination=MOBILE, ContactID="C1")
    done(bench, optouts.optout_batch, DestType="email, Pigeon", Destination="jo@example.com")
    bench.advance("48h")
    done(bench, optouts.optout_create, DestType="SMS", Destination="+61491570157")

    def listed(**query: object) -> list[str]:
        return [each["Destination"] for each in done(bench, optouts.optout_list, **query)["OptOuts"]]

    assert listed() == [MOBILE, "jo@example.com", "jo@example.com", "+61491570157"]
    assert listed(destType="Email") == listed(destType="Pigeon") == ["jo@example.com"]
    assert listed(destType="sms") == listed(destType="Text") == [MOBILE, "+61491570157"]
    assert listed(contactID="C1") == [MOBILE]
    assert listed(timePeriod=1) == ["+61491570157"]
    assert listed(recordsPerPage=2, page=2) == ["jo@example.com", "+61491570157"]


# --- the provider's own client


@pytest.fixture
def client(bestsms: Session, monkeypatch: pytest.MonkeyPatch) -> BestSMS:
    """Give the provider's own client, unmodified, with the session's token."""
    monkeypatch.setattr(client_config, "__APIURL__", f"{bestsms.url}/api/v2.04")
    monkeypatch.setattr(client_config, "__APIHeaders__", dict(client_config.__APIHeaders__))
    for name in ("__AuthToken__", "__Sender__", "__APIKey__"):
        monkeypatch.setattr(client_config, name, "")
    return BestSMS(AuthToken=bestsms.credentials.token)


def test_the_client_keeps_an_address_book(client: BestSMS) -> None:
    book = client.Addressbook
    made = book.Contact.Create(FirstName="Jo", MobilePhone=MOBILE, PostCode="3000")
    friends = book.Group.Create(GroupName="Friends")
    jo, group_id = made.Contact.ContactID, friends.Group.GroupID

    assert book.Contact.Update(ContactID=jo, Company="Shop").Contact.Company == "Shop"
    assert book.Contact.Detail(ContactID=jo).Contact.FirstName == "Jo"
    assert [jo] == [each.ContactID for each in book.Contact.List().Contacts]
    assert book.ContactGroup.Create(ContactID=jo, GroupID=group_id).Group.GroupName == "Friends"
    assert book.GroupContact.Detail(ContactID=jo, GroupID=group_id).Contact.ContactID == jo
    assert [group_id] == [each.GroupID for each in book.ContactGroup.List(ContactID=jo).Groups]
    plain = book.GroupContact.List(GroupID=group_id).Contacts  # the client makes no records of a group's contacts
    assert [jo] == [each["ContactID"] for each in plain]
    assert book.GroupContact.Delete(GroupID=group_id, ContactID=jo).Result == "Success"
    assert book.Group.Update(GroupID=group_id, GroupName="Others").Group.GroupName == "Others"
    assert book.Group.Delete(GroupID=group_id).Result == "Success"
    assert book.Contact.Delete(ContactID=jo).Result == "Success"
    assert book.Contact.Detail(ContactID=jo).ErrorMessage == ["Contact not found"]


# --- any order of changes

WORDS = st.text("abcXYZ 0189'é<&", min_size=1, max_size=8)
FIELDS = st.dictionaries(st.sampled_from(CONTACT_FIELDS), WORDS, max_size=4)


class AddressBook(RuleBasedStateMachine):
    """The address book of the mock and one made of plain dicts tell the same, whatever is done to both."""

    contacts = Bundle("contacts")
    groups = Bundle("groups")

    @initialize()
    def opened(self) -> None:
        """Open a session with an empty address book."""
        self.bench = Bench("bestsms")
        self.known: dict[str, dict[str, str]] = {}
        self.named: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}

    @rule(target=contacts, fields=FIELDS, view=st.sampled_from([*ACCESS, "nobody"]))
    def make_contact(self, fields: dict[str, str], view: str) -> str:
        """Make a contact: it has an id of its own, and what it was made of."""
        shown = said(self.bench, "contact-create", {**fields, "ViewBy": view})["Contact"]
        made: str = shown["ContactID"]
        assert made not in self.known
        assert shown["ViewBy"] == (view if view in ACCESS else "Account")
        self.known[made] = fields
        return made

    @rule(which=contacts, fields=FIELDS)
    def change_contact(self, which: str, fields: dict[str, str]) -> None:
        """Change a contact: what is named changes, and nothing else."""
        answer = said(self.bench, "contact-update", fields, ContactID=which)
        self.known[which] = {**self.known[which], **fields}
        assert answer["Contact"]["ContactID"] == which

    @rule(which=consumes(contacts))
    def remove_contact(self, which: str) -> None:
        """Remove a contact: it is gone from the book and from its groups."""
        assert said(self.bench, "contact-delete", ContactID=which)["Result"] == "Success"
        assert said(self.bench, "contact-get", ContactID=which)["Result"] == "Failed"
        del self.known[which]
        for members in self.members.values():
            members[:] = [each for each in members if each != which]

    @rule(target=groups, name=WORDS)
    def make_group(self, name: str) -> object:
        """Make a group: it is empty."""
        answer = said(self.bench, "group-create", {"GroupName": name})
        made: str = answer["Group"]["GroupID"]
        self.named[made], self.members[made] = name, []
        return multiple(made)

    @rule(which=groups, name=WORDS)
    def rename_group(self, which: str, name: str) -> None:
        """Rename a group: it has its last name."""
        said(self.bench, "group-update", {"GroupName": name}, GroupID=which)
        self.named[which] = name

    @rule(which=consumes(groups))
    def remove_group(self, which: str) -> None:
        """Remove a group: it is gone."""
        assert said(self.bench, "group-delete", GroupID=which)["Result"] == "Success"
        del self.named[which], self.members[which]

    @rule(who=contacts, where=groups, side=st.booleans())
    def link(self, who: str, where: str, side: bool) -> None:  # noqa: FBT001  Hypothesis gives it by name
        """Put a contact into a group, from either side."""
        if side:
            answer = said(self.bench, "contact-group-add", {"GroupID": where}, ContactID=who)
        else:
            answer = said(self.bench, "group-contact-add", {"ContactID": who}, GroupID=where)
        assert answer["Result"] == "Success"
        if who not in self.members[where]:
            self.members[where].append(who)

    @rule(who=contacts, where=groups, side=st.booleans())
    def unlink(self, who: str, where: str, side: bool) -> None:  # noqa: FBT001  as above
        """Take a contact out of a group, from either side: once."""
        call = "contact-group-remove" if side else "group-contact-remove"
        linked = who in self.members[where]
        missing = "Group not found" if side else "Contact not found"

        answer = said(self.bench, call, ContactID=who, GroupID=where)

        assert (answer["Result"] == "Success") == linked
        assert answer.get("ErrorMessage") == (None if linked else [missing])
        if linked:
            self.members[where].remove(who)

    @rule(where=groups)
    def send_to_a_group(self, where: str) -> None:
        """Send to a group: it reaches its members in their order."""
        answer = send(self.bench, MOBILE, {"GroupID": where})
        assert ["", *self.members[where]] == [each["ContactID"] for each in recipients(self.bench, answer)]

    @rule(name=st.sampled_from(["FirstName", "LastName", "Company", "Attention"]), value=WORDS)
    def search(self, name: str, value: str) -> None:
        """Search: who has the value is found, and nobody else."""
        wanted = [each for each, fields in self.known.items() if fields.get(name) == value]
        found = asked(self.bench, "contact-search", **{name: value})
        assert wanted == [each["ContactID"] for each in found["Contacts"]]

    @invariant()
    def both_tell_the_same(self) -> None:
        """Compare: lists show what the dicts hold, in the same order."""
        listed = said(self.bench, "contact-list")["Contacts"]
        shown = [(each["ContactID"], {name: each[name] for name in CONTACT_FIELDS if each[name]}) for each in listed]
        assert shown == list(self.known.items())
        groups = said(self.bench, "group-list")["Groups"]
        assert list(self.named.items()) == [(each["GroupID"], each["GroupName"]) for each in groups]
        for which, members in self.members.items():
            inside = said(self.bench, "group-contact-list", GroupID=which)["Contacts"]
            assert members == [each["ContactID"] for each in inside]

    @rule(who=contacts)
    def look_at_groups_of(self, who: str) -> None:
        """Look at a contact's groups: they are those that it is in."""
        wanted = [which for which, members in self.members.items() if who in members]
        groups = said(self.bench, "contact-group-list", ContactID=who)["Groups"]
        assert wanted == [each["GroupID"] for each in groups]


class TestAddressBook(AddressBook.TestCase):  # type: ignore[misc]  # made by Hypothesis
    """No order of changes makes the two differ."""

    settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
