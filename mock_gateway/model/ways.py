"""The ways of a call: how it is reached and signed, how its document is read, how its answer is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Route(NamedTuple):
    """A method and the segments of a path; a segment in braces is a parameter.

    Attributes:
        suffix: what stands after the path and a dot where the client names none, "" where paths have no suffix.
        version: of the API, "" for the one that rows and operations speak of.
        choice: member of the document and its value, in any case, that this call is chosen by, where several have the
            path.

    """

    method: str
    segments: tuple[str, ...]
    suffix: str = ""
    version: str = ""
    choice: tuple[str, str] | None = None

    @property
    def path(self) -> str:
        """The path as it is documented."""
        return "/" + "/".join(self.segments) + (f".{self.suffix}" if self.suffix else "")


class CredentialForm(NamedTuple):
    """One way to say who a request is from.

    Attributes:
        read: `basic`, `token`, `header`, `query` or `document`.
        names: schemes of `token`, where `*` takes a header without one of them whole; name of the header or
            parameter, names of the members, one or two, for the others.
        identifies: the credential that identifies, such as `username`.
        secret: the credential that proves it, "" where the identifying one does.
        calls: the only calls that it is read for, and that read no other form; empty for all the others.
        also: the only calls that it is read for, beside the other forms; empty for all.
        in_force: settings that must have these values for it to be read.

    """

    read: str
    names: tuple[str, ...]
    identifies: str
    secret: str = ""
    calls: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    in_force: tuple[tuple[str, object], ...] = ()


class RankedForms(NamedTuple):
    """Forms of credentials of which settings say whether they are read.

    Attributes:
        while_: the settings with their values that let a form be read which is not by default.
        forms: all of them; of those that are read, the first that is present counts.
        usual: how those are read that are read by default.

    """

    while_: tuple[tuple[str, object], ...]
    forms: tuple[CredentialForm, ...]
    usual: frozenset[str]

    def matters(self, settings: Mapping[str, object], read: str) -> bool:
        """Tell whether settings say more of who a request is from than the usual forms, of which one was read."""
        for name, value in self.while_:
            if settings[name] == value:
                return True
        return read not in self.usual


class Reading(NamedTuple):
    """How a call's document is put together.

    Attributes:
        body: dialect names by media type; empty where the body says nothing.
        otherwise: dialect of a body of another or no media type.
        strict_media: another media type is a trouble.
        query: parameters of the query belong to the document.
        fold: names of the query are found whatever their case.
        prune: null and "" mean "not there".
        kept: members of the document whose "" means "", also inside of a list.
        renames: other spellings of member names.
        rename_marks: these spellings as bytes, and what escapes begin with; a body without any needs no renaming.
        items: XML element to the element of its list items.
        coerce: turns what the schema wants otherwise into what it wants, where that can be done.
        exact: parameters of the query belong to the document whatever they are called, in the case they are written in.
        lenient: a body that cannot be read counts as empty.
        bodiless: a request without a body says nothing more; whatever type it declares.
        zeros: members for which zero means "not there".
        list_as: member that a body's JSON stands under, which has to be a list; "" where it is the document itself.
        coerce_first: no body says anything but texts, so the schema is asked about what they were coerced to.
        charset: of the percent-encoded bytes in the query, and in a form that declares none.
        joined: parameters whose values are joined with commas where they are given several times.
        declared_charset: a setting and its value, where that has JSON read in the charset that it declares; None
            where it is UTF-8 whatever it declares.

    """

    body: Mapping[str, str]
    otherwise: str
    strict_media: bool
    query: bool
    fold: Mapping[str, str]
    prune: bool
    kept: frozenset[str]
    renames: Mapping[str, str]
    rename_marks: tuple[bytes, ...]
    items: Mapping[str, str]
    coerce: Callable[[dict[str, Any]], dict[str, Any]]
    exact: bool = False
    lenient: bool = False
    bodiless: bool = False
    zeros: frozenset[str] = frozenset()
    list_as: str = ""
    coerce_first: bool = False
    charset: str = "utf-8"
    joined: frozenset[str] = frozenset()
    declared_charset: tuple[str, object] | None = None


class Writing(NamedTuple):
    """How a gateway's answers are written.

    Attributes:
        types: Content-Type by dialect.
        offered: media types of the Accept header that are met, with their dialects.
        strict_accept: an Accept that allows none of them is a trouble.
        follow: without a telling Accept, answer in the dialect of the request's body.
        default: dialect of everything else.
        root: root element of XML.
        prolog: what XML begins with.
        items: XML element to the element of its list items; `*` stands for every other list, and without it a list
            that is not named repeats its own element.
        headers: sent with every answer.
        fixed: by dialect, all headers of an answer that needs no others.
        by_setting: a setting, and for its values the dialects that stand in for others; None where none do.
        charset: of the percent-encoded bytes in a form; what it lacks becomes a question mark.
        carried: settings and their values that have answers travel otherwise, `gzip` or `chunked`.

    """

    types: Mapping[str, str]
    offered: tuple[tuple[str, str], ...]
    strict_accept: bool
    follow: bool
    default: str
    root: str
    items: Mapping[str, str]
    headers: tuple[tuple[str, str], ...]
    fixed: Mapping[str, tuple[tuple[str, str], ...]]
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>'
    by_setting: tuple[str, Mapping[object, Mapping[str, str]]] | None = None
    charset: str = "utf-8"
    carried: tuple[tuple[str, object, str], ...] = ()
