"""Telephone numbers: right ones in every spelling that a gateway reads, and wrong ones."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError, unknown
from mock_gateway.text.numbers import e164, is_mobile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from mock_gateway.model.gateway import NumberPlan

HOME: Mapping[str, tuple[str, ...]] = {
    "61": ("61491570156", "61491570157", "61491570158", "61491570159"),
    "64": ("6421000001", "6421000002", "6421000003"),
}
"""Numbers that nobody has (Australia), or that the gateways' documents use (New Zealand), by calling code."""
FICTION = tuple(f"44770090000{digit}" for digit in range(10))
"""British numbers reserved for fiction; messages to them are delivered."""
ABROAD = ("12025550143", "12025550187", "491713920001", "491713920042")
"""Numbers of the United States and of Germany that are reserved for fiction; those of the first begin like mobiles."""
TRUNKED = frozenset({"61", "64", "44"})
"""Calling codes of countries where a number is dialled with a 0 in their place."""
ADDRESSES = ("jo@example.com", "a.b+c@mail.example.org")
FICTIONAL: Mapping[str, tuple[str, ...]] = {"GB": FICTION, "AU": HOME["61"], "NZ": HOME["64"]}
WRONG = (
    "",
    " ",
    "0",
    "+",
    "++",
    "call me",
    "+0",
    "٤٤٧٧٠٠٩٠٠٠٠٠",
    "tel:",
    "1" * 40,
    "jo@example.com",
    "12",
)
"""What is no telephone number anywhere, the simplest first."""
_TAIL = 1000


@lru_cache(maxsize=64)
def spellings(plan: NumberPlan) -> Sequence[str]:
    """List right recipients, in every way that a gateway with this plan reads them."""
    known = (*HOME.get(plan.home, ()), *FICTION, *(each for numbers in HOME.values() for each in numbers))
    found = []
    for number in known:
        home = plan.home if plan.home and number.startswith(plan.home) else ""
        found += [way for way in spelled(number, home) if e164(way, plan) == number and is_mobile(number, plan)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def recipients(plan: NumberPlan) -> Sequence[str]:
    """List what may be a recipient at a gateway with this plan, the simplest first; what it accepts, its rows say.

    All numbers in one spelling, then all in the next, so that neighbours are different numbers; then e-mail addresses.
    A spelling that this plan reads as another number is left out.
    """
    known = dict.fromkeys((*HOME.get(plan.home, ()), *HOME["61"], *FICTION[:3], *HOME["64"], *ABROAD))
    ways = (_told_apart(number, plan) for number in known)
    rows = zip_longest(*ways)
    return tuple(dict.fromkeys((*(way for row in rows for way in row if way is not None), *ADDRESSES)))


@lru_cache(maxsize=64)
def lists(plan: NumberPlan) -> Sequence[str | list[str]]:
    """List several right recipients at a time, as one text with commas and as a list; the simplest is a single one."""
    right = spellings(plan)
    pairs = [list(pair) for pair in zip(right[::5], right[2::5], strict=False)]
    in_one = (between.join(pair) for pair in pairs for between in (",", ", "))
    return (*right[::3], *in_one, ",".join(right[:7]), *pairs)


def _told_apart(number: str, plan: NumberPlan) -> Iterator[str | None]:
    """Give the spellings of a number, None in the place of one that the plan takes for another number.

    What begins with 0 is no number to a plan without a home; a country may be named beside it.
    """
    code = number[:2] if number[:2] in TRUNKED else ""
    for way in spelled(number, code):
        homeless = not plan.home and way.lstrip("(").startswith("0")
        yield way if homeless or e164(way, plan) in (None, number) else None


def spelled(number: str, home: str = "") -> Iterator[str]:
    """Give the ways in which people write a number, E.164 digits first; with its calling code also those at home."""
    yield from (number, f"+{number}", f"00{number}", f"+{number[:2]} {number[2:5]} {number[5:]}")
    yield from (f"{number[:4]}-{number[4:]}", f"+{number[:2]}.{number[2:]}", f"+{number[:2]}/{number[2:]}")
    yield f"+{number[:2]}\u00a0{number[2:]}"
    if home:
        local = f"0{number[len(home) :]}"
        yield from (local, local[1:], f"{local[:4]} {local[4:7]} {local[7:]}", f"({local[:3]}) {local[3:]}")


def phone_numbers(country: str = "GB", *, valid: bool = True) -> SearchStrategy[str]:
    """Draw telephone numbers as people write them, or what looks like one and is none.

    Where a country has numbers for fiction, those are drawn. Elsewhere they may be somebody's: they are for a mock.

    Args:
        country: ISO 3166 code of two letters.
        valid: whether they are numbers of mobiles in that country; else those are spoilt, or there is no number at all.

    Raises:
        UsageError: for an unknown country.

    """
    from hypothesis import strategies as st  # noqa: PLC0415  loaded only where Hypothesis draws

    if not valid:
        return st.sampled_from((*WRONG, *spoilt(country.upper())))
    return st.sampled_from(_numbers(country.upper()))


@lru_cache(maxsize=64)
def _numbers(country: str) -> Sequence[str]:
    digits = _mobiles(country)
    return tuple(dict.fromkeys(way for number in digits for way in (*spelled(number), *_at_home(number, country))))


@lru_cache(maxsize=64)
def spoilt(country: str) -> Sequence[str]:
    """Give mobiles of a country with one thing wrong: too long, mistyped, called through an exchange."""
    ways = [
        way
        for number in _mobiles(country)[:3]
        for way in (f"+{number}0000000", f"++{number}", f"+0{number}", f"{number[:-1]}O", f"{number} ext 5")
    ]
    return tuple(dict.fromkeys(ways))


def _mobiles(country: str) -> Sequence[str]:
    """Give mobiles of a country, E.164 digits: those for fiction where there are any."""
    import phonenumbers  # noqa: PLC0415  takes long, and few need it

    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise UsageError(unknown("country", country, phonenumbers.SUPPORTED_REGIONS))
    return FICTIONAL.get(country) or tuple(_near_the_example(country))


def _at_home(number: str, country: str) -> tuple[str, str]:
    """Give a number as it is dialled inside its country, laid out as there and as digits alone."""
    import phonenumbers  # noqa: PLC0415  as above

    national = phonenumbers.format_number(
        phonenumbers.parse(f"+{number}", country), phonenumbers.PhoneNumberFormat.NATIONAL
    )
    return national, "".join(filter(str.isdecimal, national))


def _near_the_example(country: str) -> Iterator[str]:
    """Give numbers beside the one that stands as an example for the country's mobiles."""
    import phonenumbers  # noqa: PLC0415  as above

    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        raise UsageError(f"no mobile numbers are known of {country}")
    text = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:]
    for step in range(0, _TAIL, 97):
        number = f"{text[:-3]}{(int(text[-3:]) + step) % _TAIL:03d}"
        if phonenumbers.is_valid_number(phonenumbers.parse(f"+{number}")):
            yield number
