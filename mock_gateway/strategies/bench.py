"""A gateway on the bench: how its rows judge a request in a world that is set up for it, without a server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mock_gateway import play
from mock_gateway.contract.compose import compose
from mock_gateway.dialects.read import read
from mock_gateway.dialects.versions import answered
from mock_gateway.dialects.write import refuse
from mock_gateway.engine import Engine
from mock_gateway.pipeline import prepare
from mock_gateway.rules.judge import holding, judge
from mock_gateway.strategies.payload import received

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.model.rules import Verdict
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

WORLDS_KEPT = 64


class Bench:
    """One gateway, and the worlds that its requests are tried in.

    Args:
        gateway: whose rows judge.

    """

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self._worlds: dict[str, Engine] = {}

    def engine(self, given: Mapping[str, Any]) -> Engine:
        """Give an engine whose world is set up as told, and has counted the request; judging leaves it as it is."""
        name = json.dumps(given, sort_keys=True, default=str)
        if name not in self._worlds:
            if len(self._worlds) >= WORLDS_KEPT:
                del self._worlds[next(iter(self._worlds))]
            self._worlds[name] = self.prepared(given)
            world = self._worlds[name].sessions.default
            world.room(self.gateway.name).hit(world.account(self.gateway.name), "127.0.0.1", world.clock.now())
        return self._worlds[name]

    def prepared(self, given: Mapping[str, Any]) -> Engine:
        """Give an engine of one's own, whose world is set up as told."""
        engine = Engine({self.gateway.name: self.gateway}, clock="frozen")
        world = engine.sessions.default
        play.give(world, self.gateway, given)
        return engine

    def case(self, request: Mapping[str, Any], given: Mapping[str, Any]) -> Case:
        """Take a request, said as a scenario's step says it, as far as the judge."""
        engine = self.engine(given)
        credentials = engine.sessions.default.account(self.gateway.name).credentials
        composed = compose(self.gateway, request, credentials, {})
        case = prepare(received(composed, self.gateway.name), engine)
        assert case is not None  # noqa: S101  the path begins with the gateway's name
        return case

    def judged(self, request: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[Case, Judgement]:
        """Judge a request."""
        case = self.case(request, given)
        return case, judge(case)

    def judged_as(self, case: Case, document: dict[str, Any]) -> tuple[Case, Judgement]:
        """Judge another document in the place of a request's own, as if it had been read off the request."""
        call = case.call
        if call.recipients_by is not None:
            targets = call.recipients_by(document, case.room, case.account)
        else:
            targets = call.recipients(document, self.gateway.numbers) if call.recipients is not None else ()
        case = case._replace(document=document, valid=call.plan.is_valid(document), targets=targets)
        return case, judge(case)

    def holding(self, request: Mapping[str, Any], given: Mapping[str, Any]) -> list[Verdict]:
        """Give every row that holds, in order."""
        return holding(self.case(request, given))

    def refused(self, request: Mapping[str, Any], given: Mapping[str, Any]) -> Outcome:
        """Give what a request is refused with, as the version that it is of writes it; no body where it is not JSON.

        Raises:
            LookupError: for a request that is accepted.

        """
        case, judgement = self.judged(request, given)
        if judgement.verdict is None:
            raise LookupError("the request is accepted")
        outcome = refuse(judgement.verdict, case.call, case.settings, case.document)
        routed = self.engine(given).router.route(case.request)
        version = self.gateway.versions.get(routed.version) if routed is not None else None
        if not answered_in_json(case):
            return outcome._replace(body=None)
        if version is None:
            return outcome
        return answered(version, outcome, case.call.name, judgement.verdict, case.document)


def answered_in_json(case: Case) -> bool:
    """Tell whether a request is answered in JSON, going by what it is and what it accepts."""
    return "json" in case.call.writing.types[read(case.request, case.call, {}, "").answer.name]
