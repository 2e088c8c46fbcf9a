from __future__ import annotations

from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from mock_gateway.state.ids import Ids


@given(st.integers())
def test_a_uuid_is_of_version_4_and_in_lower_case(seed: int) -> None:
    text = Ids(seed).uuid()

    assert (UUID(text).version, UUID(text).variant, str(UUID(text))) == (4, RFC_4122, text)


@given(st.integers(), st.integers(1, 64))
def test_hexadecimal_has_as_many_lower_case_digits_as_are_wanted(seed: int, digits: int) -> None:
    text = Ids(seed).hexadecimal(digits)

    assert len(text) == digits
    assert set(text) <= set("0123456789abcdef")


@given(st.integers())
def test_the_same_seed_gives_the_same_ids_in_the_same_order(seed: int) -> None:
    one, other = Ids(seed), Ids(seed)

    assert [other.uuid(), other.hexadecimal(8), other.uuid()] == [one.uuid(), one.hexadecimal(8), one.uuid()]


def test_ids_of_one_session_differ_and_so_do_those_of_another_seed() -> None:
    one, other = Ids(1), Ids(2)
    found = [ids.uuid() for ids in (one, other) for _ in range(100)]

    assert len(set(found)) == 200


def test_each_series_counts_for_itself() -> None:
    ids = Ids(0)

    assert [ids.count(name) for name in ("a", "a", "b", "a")] == [1, 2, 1, 3]
    assert [ids.count("c", 10), ids.count("c", 10)] == [10, 11]
