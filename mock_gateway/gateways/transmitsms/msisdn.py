"""Numbers as the TransmitSMS family reads them: E.164 with or without `+`, or local with a country."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_gateway.text.countries import region
from mock_gateway.text.numbers import is_mobile

if TYPE_CHECKING:
    from mock_gateway.model.gateway import NumberPlan

SHORTEST, LONGEST = 8, 15
_DECORATION = str.maketrans("", "", " -()./\u00a0")


class Formatted(NamedTuple):
    """A number taken apart.

    Attributes:
        country: calling code, such as `61`.
        national: the number without it.
        local: as it is dialled inside its country.
        international: E.164 digits.
        kind: `mobile`, `landline` or `invalid`.

    """

    country: int
    national: str
    local: str
    international: str
    kind: str


def international(spelling: str, country: str, numbers: NumberPlan) -> str | None:
    """Give a mobile number's E.164 digits, None where the spelling is no mobile number.

    Args:
        spelling: as the client wrote it.
        country: ISO code of two letters or a country's name, "" for none.
        numbers: the gateway's plan, which knows the form of mobiles in its countries.

    """
    if _is_known_mobile(spelling, numbers):
        return spelling
    digits = spelling.translate(_DECORATION).removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if _is_known_mobile(digits, numbers):
        return digits
    if country:
        return _dialled_in(country, digits, numbers)
    if digits[0] == "0" or not SHORTEST <= len(digits) <= LONGEST or not is_mobile(digits, numbers):
        return None
    return digits


def _dialled_in(country: str, digits: str, numbers: NumberPlan) -> str | None:
    """Give the E.164 digits of a mobile as it is dialled inside a country; the plan tells most without the library."""
    code, trunk = _dialling(country)
    whole = code + digits.removeprefix(trunk)
    if code and _is_known_mobile(whole, numbers):
        return whole
    found = formatted(digits, country, numbers)
    return found.international if found.kind == "mobile" else None


def formatted(spelling: str, country: str, numbers: NumberPlan) -> Formatted:
    """Take a number apart by the rules of a country."""
    digits = spelling.translate(_DECORATION).removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and digits):
        return Formatted(0, digits, digits, digits, "invalid")
    text = f"+{digits}" if _is_known_mobile(digits, numbers) else digits
    return _formatted(text, region(country), numbers)


def dialled(spelling: str) -> str:
    """Give the digits 0 to 9 of a spelling, "" where it has none: what is left of an originator or a long number."""
    return "".join(character for character in spelling if character in "0123456789")


def _is_known_mobile(digits: str, numbers: NumberPlan) -> bool:
    return numbers.mobiles is not None and numbers.mobiles.fullmatch(digits) is not None


@lru_cache(maxsize=256)
def _dialling(country: str) -> tuple[str, str]:
    """Give a country's calling code, and what stands before a number that is dialled inside it; "" for none."""
    library: Any = _library()
    code = region(country)
    if code not in library.SUPPORTED_REGIONS:
        return "", ""
    return str(library.country_code_for_region(code)), library.ndd_prefix_for_region(code, strip_non_digits=True) or ""


@lru_cache(maxsize=4096)
def _formatted(text: str, country: str, numbers: NumberPlan) -> Formatted:
    library: Any = _library()
    try:
        parsed = library.parse(text, country if country in library.SUPPORTED_REGIONS else None)
    except library.NumberParseException:
        digits = text.removeprefix("+")
        return Formatted(0, digits, digits, digits, "invalid")
    e164 = library.format_number(parsed, library.PhoneNumberFormat.E164).removeprefix("+")
    local = library.format_number(parsed, library.PhoneNumberFormat.NATIONAL).translate(_DECORATION)
    kind = "invalid"
    if _is_known_mobile(e164, numbers):
        kind = "mobile"
    elif library.is_valid_number(parsed):
        landline = library.number_type(parsed) == library.PhoneNumberType.FIXED_LINE
        kind = "landline" if landline else "mobile"
    return Formatted(parsed.country_code, str(parsed.national_number), local, e164, kind)


@lru_cache(maxsize=1)
def _library() -> Any:  # noqa: ANN401  a module
    """Import what knows the world's numbering plans; it is large, and few requests need it."""
    import phonenumbers  # noqa: PLC0415  as said

    return phonenumbers
