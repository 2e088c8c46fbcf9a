"""Which world a request belongs to, and that worlds do not see each other."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from helpers import HELLO, Bench, body
from mock_gateway import play
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from mock_gateway.engine import Engine
    from mock_gateway.model.wire import Request


def unnamed(bench: Bench, request: Request | None = None) -> Request:
    """Leave the session out of a request's path: only its credentials say whose it is."""
    request = request or bench.request()
    return request._replace(path=request.path.removeprefix(f"/~{bench.world.identity}"))


def basic(user: str, password: str) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}",
    }


@pytest.mark.parametrize("gateway", ["websms", "bestsms"])
def test_the_owner_of_the_credentials_decides_where_the_path_names_no_session(gateway: str, engine: Engine) -> None:
    one, other = Bench(gateway, engine), Bench(gateway, engine)
    one.answer(unnamed(one))

    assert tuple(len(world.journal) for world in (one.world, other.world, engine.sessions.default)) == (1, 0, 0)
    assert one.world.journal[0].accepted


def test_the_session_of_the_path_decides_before_the_credentials(engine: Engine) -> None:
    one, other = Bench("websms", engine), Bench("websms", engine)
    request = one.request()
    one.answer(request._replace(path=request.path.replace(one.world.identity, other.world.identity)))

    assert (len(one.world.journal), len(other.world.journal)) == (0, 1)
    assert other.world.journal[0].code == 401


def test_a_wrong_secret_is_refused_and_journalled_inside_the_world_of_the_user(engine: Engine) -> None:
    one = Bench("websms", engine)
    request = unnamed(one)._replace(headers=basic(one.account.credentials["username"], "wrong"))
    reply = one.answer(request)

    assert (reply.status, len(one.world.journal), len(engine.sessions.default.journal)) == (401, 1, 0)
    assert one.world.journal[0].verdict.row.key == "401 password"  # type: ignore[union-attr]  # it was refused


def test_unknown_credentials_lead_to_the_default_session(engine: Engine) -> None:
    one = Bench("websms", engine)
    reply = one.answer(unnamed(one)._replace(headers=basic("nobody", "x")))

    assert (reply.status, len(one.world.journal), len(engine.sessions.default.journal)) == (401, 0, 1)


def test_no_credentials_lead_to_the_default_session(engine: Engine) -> None:
    one = Bench("websms", engine)
    one.answer(unnamed(one)._replace(headers={"content-type": "application/json"}))

    assert (len(one.world.journal), len(engine.sessions.default.journal)) == (0, 1)


def test_the_default_sessions_credentials_lead_to_it(engine: Engine) -> None:
    one = Bench("websms", engine)
    credentials = engine.sessions.default.account("websms").credentials
    one.answer(unnamed(one)._replace(headers=basic(credentials["username"], credentials["password"])))

    assert engine.sessions.default.journal[0].accepted


def test_two_sessions_never_see_each_others_messages(engine: Engine) -> None:
    one, other = Bench("bestsms", engine), Bench("bestsms", engine)
    document = {"MessageData": {"Message": "x", "Destinations": ["0491570156"], "MessageID": "same"}}
    one.send(call="send-sms", json=document)
    found = one.send(call="get-status", path={"MessageID": "same"})
    missed = other.send(call="get-status", path={"MessageID": "same"})

    assert (found.code, missed.code) == (None, "Message(s) NOT found")


def test_two_sessions_never_see_each_others_settings_clock_quota_or_forced_answers(engine: Engine) -> None:
    one, other = Bench("websms", engine), Bench("websms", engine)
    one.room.settings.service = "unavailable"
    one.account.state.message_limit = 0
    one.account.state.blacklist = ["447700900000"]
    play.reject(one.world, one.gateway, 4022, times=5)
    one.advance("1h")

    assert other.send().accepted
    assert one.world.clock.now() - other.world.clock.now() == 3_600_000
    assert one.send().code == 4022


def test_sessions_have_identities_and_credentials_of_their_own(engine: Engine) -> None:
    worlds = [engine.sessions.mint() for _ in range(3)]
    tokens = [world.account("websms").credentials["token"] for world in [*worlds, engine.sessions.default]]

    assert len({world.identity for world in worlds}) == 3
    assert len(set(tokens)) == 4


def test_an_ended_session_is_unknown(engine: Engine) -> None:
    one = Bench("websms", engine)
    engine.sessions.end(one.world)
    named, by_credentials = one.answer(one.request()), one.answer(unnamed(one))

    assert (named.status, by_credentials.status) == (404, 401)
    assert len(one.world.journal) == 0


def test_a_session_serves_the_gateways_it_was_minted_for(engine: Engine) -> None:
    world = engine.sessions.mint("websms")

    assert list(world.rooms) == ["websms"]
    assert list(engine.sessions.mint().rooms) == list(engine.gateways)
    with pytest.raises(UsageError, match="unknown gateway of this session 'bestsms'"):
        world.room("bestsms")


def test_a_session_for_an_unknown_gateway_is_answered_with_the_nearest(engine: Engine) -> None:
    with pytest.raises(UsageError, match="unknown gateway 'websm': did you mean 'websms'"):
        engine.sessions.mint("websm")


def test_sessions_of_the_same_engine_seed_and_number_give_the_same_ids(engine: Engine) -> None:
    def ids(seed: int) -> list[str]:
        bench = Bench("bestsms", type(engine)(engine.gateways, seed, "frozen"))
        return [body(bench.answer(bench.request()))["MessageID"] for _ in range(3)]

    assert ids(1) == ids(1)
    assert not set(ids(1)) & set(ids(2))


def test_a_session_may_have_a_seed_of_its_own(engine: Engine) -> None:
    one, other = engine.sessions.mint(seed=7), engine.sessions.mint(seed=7)

    assert other.ids.uuid() == one.ids.uuid()


def test_an_account_that_is_adopted_leads_to_its_world(engine: Engine) -> None:
    one = Bench("websms", engine)
    account = type(one.account)(
        "second", "websms", {"username": "u2", "password": "p2", "token": "t2"}, one.account.state
    )
    one.room.accounts["second"] = account
    engine.sessions.adopt(one.world, account)
    one.answer(unnamed(one)._replace(headers=basic("u2", "p2")))

    assert (one.world.journal[-1].account, one.world.journal[-1].accepted) == ("second", True)


def test_a_world_that_forgets_is_as_it_was_minted(engine: Engine) -> None:
    one = Bench("bestsms", engine)
    first = body(one.answer(one.request()))["MessageID"]
    one.room.settings.service = "failing"
    one.account.state.price_thousandths = 5
    one.account.used["messages"] = 5
    play.reject(one.world, one.gateway, "Unauthorized", times=3)
    one.send(call="send-sms", auth="unknown", json=HELLO["bestsms"]["json"])
    one.world.forget()

    assert (len(one.world.journal), len(one.world.agenda), len(one.world.mails), one.account.used) == (0, 0, 0, {})
    assert (one.room.settings.pristine_, one.account.state.pristine_) == (True, True)
    assert body(one.answer(one.request()))["MessageID"] == first
    assert body(one.answer(one.request()))["Result"] == "Success"
