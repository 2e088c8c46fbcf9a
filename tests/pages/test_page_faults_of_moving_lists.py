"""Lists that move while they are read: what slipped past, what came twice, and what no client could know."""

from __future__ import annotations

from mock_gateway import play
from page_lists import Members, Responses, ask, bench, blamed


def test_an_item_that_was_put_in_shifts_another_to_the_next_page() -> None:
    listed = Responses(bench(), 25)
    ask(listed, 1)
    listed.insert()
    [fault] = blamed(ask(listed, 2, 3))

    assert ("duplicate", 2, (1, 2)) == (fault.kind, fault.page, fault.exchanges)
    assert f"page 2 shows 1 of the items that page 1 had shown ({listed.plain[10]})" in fault.why
    assert "the total went from 25 to 26" in fault.why


def test_an_item_that_was_taken_out_lets_another_slip_past() -> None:
    listed = Responses(bench(), 25)
    ask(listed, 1)
    slipped = listed.plain[10]
    listed.delete(3)
    [fault] = blamed(ask(listed, 2, 3))

    assert ("skip", 2, (1, 2)) == (fault.kind, fault.page, fault.exchanges)
    assert f"page 2 begins after {slipped}, which no page has shown" in fault.why
    assert "the total went from 25 to 24" in fault.why


def test_a_member_that_leaves_lets_another_slip_past() -> None:
    listed = Members(bench(), 25)
    listed.ask({"page": "1"})
    listed.contacts[3].state = "optout"
    for page in (2, 3):
        listed.ask({"page": str(page)})
    [fault] = blamed(listed.bench)

    assert ("skip", "get-list", 2, "list_id=4070887&members=active") == (*fault[:2], fault.page, fault.walk)
    assert f"begins after {listed.contacts[10].number}, which no page has shown" in fault.why


def test_reading_a_list_anew_that_shrank_mends_it() -> None:
    listed = Responses(bench(), 25)
    ask(listed, 1)
    listed.delete(3)

    assert [] == blamed(ask(listed, 2, 1, 2, 3))


def test_reading_anew_what_became_shorter_mends_a_reading_that_was_broken_off() -> None:
    """Of the 25 that the first reading counted, one was gone before anybody could see it."""
    listed = Responses(bench(), 25)
    ask(listed, 1)
    listed.delete(24)

    assert [] == blamed(ask(listed, 1, 2, 3))


def test_an_unseen_item_that_was_taken_out_is_no_loss() -> None:
    listed = Responses(bench(), 25)
    ask(listed, 1)
    listed.delete(24)

    assert [] == blamed(ask(listed, 2, 3))


def test_a_page_that_is_gone_when_it_is_asked_for_is_not_held_against_the_client() -> None:
    """Page 2 had counted three; nobody could know."""
    listed = Responses(bench(), 21)
    ask(listed, 1, 2)
    listed.delete(20)

    assert [] == blamed(ask(listed, 3))


def test_a_count_that_was_right_when_it_was_read_may_be_relied_on() -> None:
    """Workers that were given pages 2 and 3 by page 1 cannot know that there are only two by now."""
    listed = Responses(bench(), 21)
    ask(listed, 1)
    listed.delete(20)

    assert [] == blamed(ask(listed, 2, 3))


def test_a_last_page_that_has_grown_may_be_asked_for_again() -> None:
    opened = bench()
    play.fill(opened.world, opened.gateway, "lists", 25)
    for page in (1, 2, 3, 3):
        opened.send(call="get-lists", form={"page": page})
        if len(opened.world.journal) == 3:
            play.fill(opened.world, opened.gateway, "lists", 2)

    assert [] == blamed(opened)


def test_new_items_are_looked_for_on_page_1_only() -> None:
    """A client that has read all may stop where it meets what it knows."""
    listed = Responses(bench(), 25)
    ask(listed, 1, 2, 3, 1, 1)
    listed.insert()

    assert [] == blamed(ask(listed, 1, 1))


def test_a_last_page_that_is_one_no_longer_has_to_be_followed() -> None:
    opened = bench()
    play.fill(opened.world, opened.gateway, "lists", 25)
    for page in (1, 2, 3, 3):
        opened.send(call="get-lists", form={"page": page})
        if len(opened.world.journal) == 3:
            play.fill(opened.world, opened.gateway, "lists", 8)

    assert [("skip", 4)] == [(each.kind, each.page) for each in blamed(opened)]
