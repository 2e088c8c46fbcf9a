"""What an entry of the table of facts is made of, and how its witness changes a document."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.rules import Finding


LISTED = "447700900123"
"""A number reserved for fiction, for lists."""


class Witness(NamedTuple):
    """What makes a fact hold.

    Attributes:
        document: the request's document; None where any will do.
        given: what of the account, the settings or the used quotas to set first, as a scenario's `given`.
        auth: how to sign the request, as a scenario's `auth`; None for the right way.
        headers: further headers of the request; None where there are none.

    """

    document: dict[str, Any] | None = None
    given: Mapping[str, Any] | None = None
    auth: object = None
    headers: Mapping[str, str] | None = None


class FactKind(NamedTuple):
    """An entry of the table.

    Attributes:
        arguments: their names, each with what it names: `place`, `setting`, `account`, `throttle`, `record` or
            `plain`.
        about: `account`, where it cannot hold while the account is as at the start; `credentials`, where it cannot
            hold for right ones; else `request`.
        each: it is about one recipient.
        mend: the smallest change that makes it stop holding, in words.
        gate: the argument whose place must be in the document for the fact to hold; "" where there is none.
        unrouted: it holds of a request that meets no call too: it is about how the request came.
        near: gives witnesses at its limits, of a case that is accepted and the arguments; None where it has none.
        optional: arguments that a row may leave out.
        more: gives further witnesses, of a document, the arguments and the gateway; None where there is one alone.

    """

    test: Callable[..., Finding | None]
    witness: Callable[[dict[str, Any], Mapping[str, Any], Gateway], Witness]
    arguments: Mapping[str, str]
    about: str
    says: str
    mend: str
    each: bool = False
    gate: str = ""
    unrouted: bool = False
    near: Callable[..., Iterator[Witness]] | None = None
    optional: frozenset[str] = frozenset()
    more: Callable[[dict[str, Any], Mapping[str, Any], Gateway], Iterator[Witness]] | None = None


def with_member(document: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """Copy a document with one member set, or every item where the place ends in `*`."""
    copy: Any = deepcopy(document)
    *path, last = place.split("/")[1:]
    inner = copy
    for member in path:
        inner = inner[0] if member == "*" else inner[member]
    if last == "*":
        inner[:] = [value]
    else:
        inner[last] = value
    return copy  # type: ignore[no-any-return]  # a copy of a document is a document


def without_member(document: dict[str, Any], place: str) -> dict[str, Any]:
    """Copy a document with one member taken out."""
    copy: Any = deepcopy(document)
    *path, last = place.split("/")[1:]
    inner = copy
    for member in path:
        inner = inner[member]
    inner.pop(last, None)
    return copy  # type: ignore[no-any-return]  # a copy of a document is a document


def with_item(document: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """Copy a document with one item more in a list; the place is the list's, or its items', which ends in `*`."""
    copy: Any = deepcopy(document)
    inner = copy
    for member in place.removesuffix("/*").split("/")[1:]:
        inner = inner[member]
    inner.append(value)
    return copy  # type: ignore[no-any-return]  # a copy of a document is a document


def laid_over(document: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a document with the members of another laid over it, at every depth; a list replaces, null removes."""
    inner = {name: document.get(name) for name, value in other.items() if isinstance(value, dict)}
    deeper = {name: laid_over(there, other[name]) for name, there in inner.items() if isinstance(there, dict)}
    return {name: value for name, value in {**document, **other, **deeper}.items() if value is not None}
