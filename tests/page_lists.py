"""Two lists of a session that a test can look at and change behind the gateway's back, each beside a plain copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpers import Bench, body
from mock_gateway import play
from mock_gateway.gateways.transmitsms.books import Reply
from mock_gateway.state.pages import page_faults
from page_table import Answer

if TYPE_CHECKING:
    from mock_gateway.gateways.transmitsms.books import Books
    from mock_gateway.state.pages import PageFault

LIST = "4070887"


def bench() -> Bench:
    """Open a session whose throttle never closes and whose journal stays short."""
    opened = Bench("transmitsms")
    opened.account.state.calls_a_window = None
    return opened


class Responses:
    """All replies, the newest first."""

    call = "get-user-sms-responses"

    def __init__(self, bench: Bench, items: int) -> None:
        self.bench = bench
        play.fill(bench.world, bench.gateway, "replies", items)
        self.books: Books = bench.room.memory.of(bench.account)
        self.replies = list(self.books.replies)[::-1]

    @property
    def plain(self) -> list[str]:
        """What the pages are pages of."""
        return [str(reply.id) for reply in self.replies]

    def ask(self, parameters: dict[str, str]) -> Answer:
        """Send a request."""
        answer = body(self.bench.send(call=self.call, form=parameters).reply)
        shown = [str(each["id"]) for each in answer.get("responses", [])]
        return Answer(answer["page"]["count"], answer["page"]["number"], answer["total"], shown)

    def insert(self) -> None:
        """Let a handset write."""
        made = Reply(1, self.bench.world.clock.now(), "447700900000", "the newest", longcode="61491570006")
        self.books.replies.add(made)
        self.replies.insert(0, made)

    def delete(self, place: int) -> None:
        """Take a reply out."""
        self.books.replies.remove(self.replies.pop(place))

    def restore(self, place: int, reply: Reply) -> None:
        """Put a reply back."""
        self.books.replies.add(reply)
        self.replies.insert(place, reply)


class Members:
    """The active contacts of a list, in the order in which they were put on it."""

    call = "get-list"

    def __init__(self, bench: Bench, items: int) -> None:
        self.bench = bench
        play.fill(bench.world, bench.gateway, "contacts", items)
        books: Books = bench.room.memory.of(bench.account)
        self.contacts = list(books.lists[int(LIST)].members.values())

    @property
    def plain(self) -> list[str]:
        """What the pages are pages of."""
        return [contact.number for contact in self.contacts if contact.state == "active"]

    def ask(self, parameters: dict[str, str]) -> Answer:
        """Send a request; `members_total` counts all contacts whatever is asked for."""
        form = {"list_id": LIST, "members": "active", **parameters}
        answer: Any = body(self.bench.send(call=self.call, form=form).reply)
        gone = len(self.contacts) - len(self.plain)
        shown = [str(each["msisdn"]) for each in answer.get("members", [])]
        return Answer(answer["page"]["count"], answer["page"]["number"], answer["members_total"] - gone, shown)


def ask(listed: Responses, *pages: int) -> Bench:
    """Ask for pages of replies, one after the other."""
    for page in pages:
        listed.ask({"page": str(page)})
    return listed.bench


def blamed(opened: Bench, call: str | None = None) -> list[PageFault]:
    """Give what clients of a session did wrong with pages."""
    journal = opened.world.journal
    return page_faults(journal, opened.gateway.name, call, complete=not journal.evicted)


def kinds(opened: Bench) -> set[str]:
    """Give the kinds of that."""
    return {each.kind for each in blamed(opened)}
