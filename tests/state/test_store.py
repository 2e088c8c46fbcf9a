from __future__ import annotations

from threading import Thread

from mock_gateway.model.messages import Message
from mock_gateway.state.store import MemoryStore


def message(identity: str, gateway: str = "websms", text: str = "") -> Message:
    return Message(identity, gateway, "send-text", "first", 0, 0, text, 1, [])


def filled(store: MemoryStore, *identities: str) -> MemoryStore:
    for identity in identities:
        with store.transaction() as transaction:
            transaction.add(message(identity))
    return store


def ids(store: MemoryStore) -> list[str]:
    with store.transaction() as transaction:
        return [each.id for each in transaction.all()]


def test_messages_are_listed_oldest_first_and_numbered_from_one() -> None:
    store = filled(MemoryStore(), "a", "b", "c")

    with store.transaction() as transaction:
        assert [(each.id, each.number) for each in transaction.all()] == [("a", 1), ("b", 2), ("c", 3)]


def test_of_a_reused_id_the_latest_is_found_and_the_older_one_still_listed() -> None:
    store = MemoryStore()
    for text in ("first", "second"):
        with store.transaction() as transaction:
            transaction.add(message("a", text=text))

    with store.transaction() as transaction:
        latest = transaction.find("websms", "a")
        assert latest is not None
        assert latest.text == "second"
        assert [each.text for each in transaction.all()] == ["first", "second"]


def test_an_unknown_id_is_none_and_was_never_evicted() -> None:
    with filled(MemoryStore(), "a").transaction() as transaction:
        assert transaction.find("websms", "b") is None
        assert not transaction.was_evicted("websms", "b")


def test_gateways_do_not_share_ids() -> None:
    store = MemoryStore()
    with store.transaction() as transaction:
        transaction.add(message("a", "websms"))
        transaction.add(message("b", "bestsms"))

        assert transaction.find("bestsms", "a") is None
        assert [each.id for each in transaction.all("bestsms")] == ["b"]


def test_the_oldest_message_makes_room_and_is_counted() -> None:
    store = filled(MemoryStore(kept=2), "a", "b", "c")

    assert (ids(store), store.evicted) == (["b", "c"], 1)
    with store.transaction() as transaction:
        assert transaction.find("websms", "a") is None
        assert transaction.was_evicted("websms", "a")
        assert not transaction.was_evicted("websms", "b")


def test_an_evicted_older_message_does_not_take_the_latest_of_its_id_with_it() -> None:
    store = filled(MemoryStore(kept=2), "a", "b", "a")

    with store.transaction() as transaction:
        assert transaction.find("websms", "a") is not None
        assert not transaction.was_evicted("websms", "a")


def test_an_id_that_is_used_again_after_its_message_was_evicted_is_known_and_no_longer_evicted() -> None:
    store = filled(MemoryStore(kept=1), "a", "b", "a")

    with store.transaction() as transaction:
        assert transaction.find("websms", "a") is not None
        assert not transaction.was_evicted("websms", "a")


def test_what_is_remembered_of_evicted_ids_is_bounded_too() -> None:
    store = filled(MemoryStore(kept=2), *(f"m{number}" for number in range(10)))

    with store.transaction() as transaction:
        assert [f"m{number}" for number in range(10) if transaction.was_evicted("websms", f"m{number}")] == ["m6", "m7"]
    assert store.evicted == 8


def test_a_cleared_store_has_forgotten_everything() -> None:
    store = filled(MemoryStore(kept=1), "a", "b")
    store.clear()

    with store.transaction() as transaction:
        assert not transaction.was_evicted("websms", "a")
    assert (ids(store), store.evicted) == ([], 0)


def test_a_list_that_is_being_read_is_not_disturbed_by_what_is_added() -> None:
    store = filled(MemoryStore(), "a", "b")
    with store.transaction() as transaction:
        for each in transaction.all():
            transaction.add(message(f"{each.id}2"))

    assert ids(store) == ["a", "b", "a2", "b2"]


def test_transactions_of_one_thread_nest_and_another_thread_waits_for_the_end() -> None:
    store = MemoryStore()
    seen: list[list[str]] = []
    thread = Thread(target=lambda: seen.append(ids(store)))
    with store.transaction() as outer:
        outer.add(message("a"))
        thread.start()
        with store.transaction() as inner:
            inner.add(message("b"))
    thread.join()

    assert seen == [["a", "b"]]
