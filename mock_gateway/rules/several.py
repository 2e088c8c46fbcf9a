"""More than one way to make a fact hold: other values, in the forms that clients get wrong, for those who want many.

Which of them make a fact hold for a certain call is for the judge to say.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from mock_gateway.rules.witness import Witness, laid_over, with_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mock_gateway.model.gateway import Gateway

    More = Callable[[dict[str, Any], Mapping[str, Any], Gateway], Iterator[Witness]]

NO_NUMBERS = (
    "12",
    "+",
    "nobody@example.com",
    "+44 7700 900 000 000 000",
    "++447700900000",
    "04x1570156",
    "\u0664\u0664",
)
"""Recipients that are no telephone numbers: too short, too long, of another kind, of other digits."""
NO_IDS = (
    "00000000-0000-4000-8000-000000000000",
    "FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF",
    "99999999999999999999",
    "0",
    "ID000000",
    "no such id",
    "0123456789abcdef0123456789abcdef",
)
"""Ids that nobody has, in the forms that providers give them."""
NO_SENDERS = ("!Shop", "Twelve chars", "12345678901234567", "\u014ctaki\u014ctaki\u014ctaki", "Shop\n", "+" * 12)
"""Originators that fit no type: too long, or of characters that none has."""
SENDERS = ("4567", "61491570999", "+447700900999", "0491570999", "Elevenchars", "My Shop")
"""Originators of each kind."""
NOBODIES = ("nobody:nothing", ":", "nobody", "nobody:", ":secret", "jo@example.com:pass:word")
"""User names and passwords that nobody has."""
NO_TOKENS = ("00000000-0000-4000-8000-000000000000", "e30.e30.", "x", "0123456789abcdef" * 4)
"""Tokens that nobody has, in the forms in which providers give them."""


def members(*values: object) -> More:
    """Give a function that puts each of some values at a fact's place; a list where one is wanted is among them."""

    def more(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
        yield from (Witness(with_member(document, arguments["place"], value)) for value in values)

    return more


def of_nobody(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Name only recipients that are no numbers."""
    place = arguments["place"].removesuffix("/*") + "/*"
    yield from (Witness(with_member(document, place, value)) for value in NO_NUMBERS)


def lists_of_nobody(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Name a list of one recipient that is no number, and of two."""
    place = arguments["place"]
    yield from (Witness(with_member(document, place, [value])) for value in NO_NUMBERS)
    yield from (Witness(with_member(document, place, [value, "abc"])) for value in NO_NUMBERS[:2])


def senders(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Name an originator of each kind, of an account that has none."""
    world: Mapping[str, Any] = {"account": {arguments["field"]: []}}
    yield from (Witness(with_member(document, arguments["place"], sender), world) for sender in SENDERS)


def used_ids(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Name ids of one's own that were used."""
    for name in ("1", "Order 2026/7", "5e6786ad-e15a-4c71-a272-e139b9f393e3"):
        yield Witness(with_member(document, arguments["place"], name), {"account": {arguments["field"]: ["x", name]}})


def contents(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Name each of the other types of content."""
    yield from (Witness(with_member(document, arguments["place"], {"type": kind})) for kind in arguments["kinds"][1:])


def credentials(_document: dict[str, Any], _arguments: Mapping[str, Any], gateway: Gateway) -> Iterator[Witness]:
    """Sign wrongly in each form that is read off a header, as somebody whom nobody knows, and in the named ways."""
    yield from (Witness(auth=way) for way in ("unknown", "wrong", "none", "identifier_only"))
    for form in gateway.forms:
        if form.read == "basic":
            yield from (Witness(auth={"header": f"Basic {b64encode(who.encode()).decode()}"}) for who in NOBODIES)
            yield from (Witness(auth={"header": f"Basic {text}"}) for text in ("!", "bm9ib2R5"))
        elif form.read == "token":
            schemes = [name.capitalize() for name in form.names if name != "*"]
            yield from (Witness(auth={"header": f"{scheme} {token}"}) for scheme in schemes for token in NO_TOKENS)
        elif form.read == "header":
            yield from (Witness(auth="none", headers={form.names[0]: token}) for token in ("", *NO_TOKENS))


def each(given: object) -> Sequence[Any]:
    """Give the values of a row's argument that may have one or several."""
    return given if isinstance(given, list) else [given]


def given(document: dict[str, Any], written: Mapping[str, Any]) -> Witness:
    """Do what a row writes down: lay its document over the request's, set its world up."""
    return Witness(laid_over(document, written.get("document", {})), written.get("world"))


def others_given(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Do what a row writes down beside the first."""
    yield from (given(document, written) for written in each(arguments["given"])[1:])


def others_unknown(document: dict[str, Any], arguments: Mapping[str, Any], _gateway: Gateway) -> Iterator[Witness]:
    """Name what a row writes down as unknown beside the first, and ids that nobody has."""
    there = each(arguments["unknown"])
    further = NO_IDS if isinstance(there[0], str) else ()
    values = (*there[1:], *further)
    yield from (Witness(with_member(document, arguments["place"], value)) for value in values)
