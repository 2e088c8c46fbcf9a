"""Named values that a test may change: a gateway's settings and an account's state, checked as they are set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from mock_gateway.errors import UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "list": (list, tuple),
    "map": (dict,),
}


class Knob(NamedTuple):
    """One value that can be set.

    Attributes:
        default: what it is unless set.
        type: `text`, `integer`, `boolean`, `list` or `map`.
        values: the only values it may have, empty where the type says enough.
        nullable: None is allowed and means "none" or "off".

    """

    name: str
    default: object
    type: str
    about: str
    values: tuple[object, ...] = ()
    nullable: bool = False
    source: str = ""
    confidence: str = "inferred"

    def check(self, value: object) -> None:
        """Refuse a value that this knob cannot have."""
        if value is None and self.nullable:
            return
        if self.values:
            if value not in self.values or isinstance(value, bool) != isinstance(self.default, bool):
                raise UsageError(f"{self.name} cannot be {value!r}: one of {', '.join(map(repr, self.values))}")
            return
        wanted = _TYPES[self.type]
        if not isinstance(value, wanted) or (isinstance(value, bool) and self.type != "boolean"):
            null = " or null" if self.nullable else ""
            raise UsageError(f"{self.name} cannot be {value!r}: it is {self.type}{null}")


def _refuse(_self: object, *_arguments: object, **_named: object) -> NoReturn:
    raise UsageError("a list or map cannot be changed in place: set it anew, such as s.account.blacklist = [...]")


class FrozenList(list[Any]):
    """A list that is changed only by setting it anew, so that every change is checked and noticed."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = extend = insert = remove = pop = clear = sort = reverse = _refuse


class FrozenMap(dict[str, Any]):
    """As a `FrozenList`, a map."""

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = setdefault = pop = popitem = clear = _refuse


def frozen(value: object) -> object:
    """Give a list or map as one that cannot be changed in place."""
    if isinstance(value, (list, tuple)):
        return FrozenList(value)
    return FrozenMap(value) if isinstance(value, dict) else value


class Knobs:
    """Knobs with their current values, read and set as attributes.

    Attributes:
        values_: name to value, for reading in the engine.
        pristine_: every value is still its default.

    """

    __slots__ = ("_kind", "_knobs", "pristine_", "values_")

    def __init__(self, kind: str, knobs: Mapping[str, Knob]) -> None:
        object.__setattr__(self, "_kind", kind)
        object.__setattr__(self, "_knobs", knobs)
        object.__setattr__(self, "values_", {name: frozen(knob.default) for name, knob in knobs.items()})
        object.__setattr__(self, "pristine_", True)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  a knob has the type its data file says
        try:
            return self.values_[name]
        except KeyError:
            raise AttributeError(unknown(self._kind, name, self._knobs)) from None

    def __setattr__(self, name: str, value: object) -> None:
        self.update_({name: value})

    def update_(self, values: Mapping[str, object]) -> None:
        """Set several, all or none."""
        for name, value in values.items():
            if name not in self._knobs:
                raise UsageError(unknown(self._kind, name, self._knobs))
            self._knobs[name].check(value)
        self.values_.update({name: frozen(value) for name, value in values.items()})
        pristine = all(self.values_[name] == knob.default for name, knob in self._knobs.items())
        object.__setattr__(self, "pristine_", pristine)

    def restore_(self) -> None:
        """Go back to the defaults."""
        self.update_({name: knob.default for name, knob in self._knobs.items()})

    def __iter__(self) -> Iterator[str]:
        return iter(self._knobs)

    def __repr__(self) -> str:
        changed = {name: value for name, value in self.values_.items() if value != self._knobs[name].default}
        return f"<{self._kind}s {changed or 'as documented'}>"
