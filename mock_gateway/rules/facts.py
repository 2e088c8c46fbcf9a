"""The table of facts: named conditions that a schema cannot say, each with its witness.

A fact is a pure function of a case (and, for facts about single recipients, a target) and its plain arguments; it gives
what it found, or None where it does not hold. Its witness says how to make it hold, so that scenarios, `explain` and
generators can provoke it. To add one: write the function in `conditions` (or in one of the modules beside it), write
its witness, add an entry to `FACTS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_gateway.rules import conditions, limits, several
from mock_gateway.rules.facts_of_accounts import ACCOUNTS
from mock_gateway.rules.facts_of_channels import CHANNELS
from mock_gateway.rules.facts_of_fields import FIELDS
from mock_gateway.rules.facts_of_messages import MESSAGES
from mock_gateway.rules.facts_of_recipients import RECIPIENTS
from mock_gateway.rules.witness import LISTED, FactKind, Witness, with_item, with_member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_gateway.model.gateway import Gateway


def _wrong_credentials(_document: dict[str, Any], arguments: Mapping[str, Any], gateway: Gateway) -> Witness:
    """Sign wrongly, in a form that the row is about."""
    forms = arguments["forms"]
    if forms and gateway.calls[""].forms[0].read not in forms:
        scheme = next(form.names[0] for read in forms for form in gateway.forms if form.read == read)
        return Witness(auth={"header": f"{scheme} no-such-token"})
    words = {"absent": "none", "unknown": "unknown", "wrong": "wrong", "incomplete": "identifier_only"}
    return Witness(auth=words[arguments["standings"][0]])


FACTS: Mapping[str, FactKind] = {
    "always": FactKind(
        conditions.always,
        lambda _d, _a, _g: Witness(),
        {},
        "request",
        "every request",
        "use another call, or change the setting that the row names",
    ),
    "never": FactKind(
        conditions.never,
        lambda _d, _a, _g: Witness(),
        {"because": "plain"},
        "request",
        "no request at all: the row can only be forced",
        "stop forcing it",
    ),
    "field_not_enabled": FactKind(
        conditions.field_not_enabled,
        lambda d, a, _g: Witness(with_member(d, a["place"], a["value"]), {"account": {a["field"]: False}}),
        {"place": "place", "value": "plain", "field": "account"},
        "account",
        "a value that the account is not enabled for",
        "use another value, or enable it for the account",
        gate="place",
    ),
    "credential_missing": FactKind(
        conditions.credential_missing,
        lambda _d, a, _g: Witness(auth="none" if a["part"] == "identifier" else "identifier_only"),
        {"part": "plain"},
        "credentials",
        "no credentials, or half of them",
        "send the gateway's credentials",
        more=several.credentials,
    ),
    "credentials_stand": FactKind(
        conditions.credentials_stand,
        _wrong_credentials,
        {"standings": "plain", "forms": "plain"},
        "credentials",
        "credentials that are missing, unknown or wrong",
        "send the session's credentials",
        more=several.credentials,
    ),
    "account_is": FactKind(
        conditions.account_is,
        lambda _d, a, _g: Witness(given={"account": {a["field"]: a["value"]}}),
        {"field": "account", "value": "plain"},
        "account",
        "a state of the account",
        "set the account's field back",
    ),
    "address_not_allowed": FactKind(
        conditions.address_not_allowed,
        lambda _d, a, _g: Witness(given={"account": {a["field"]: []}}),
        {"field": "account"},
        "account",
        "the client's address is not on the account's list",
        "put the client's address on the list, or set it to null",
    ),
    "over_throttle": FactKind(
        conditions.over_throttle,
        lambda _d, a, g: Witness(given={"account": {g.throttles[a["throttle"]].limit: 0}}),
        {"throttle": "throttle"},
        "account",
        "too much in a window of time",
        "wait for the next window of the session's clock, or raise the account's limit",
        near=limits.throttled,
    ),
    "over_quota": FactKind(
        conditions.over_quota,
        lambda _d, a, _g: Witness(given={"account": {a["limit"]: 0}}),
        {"quota": "plain", "limit": "account"},
        "account",
        "a quota of the account is used up",
        "raise the account's limit",
        near=limits.counted,
    ),
    "over_account_limit": FactKind(
        conditions.over_account_limit,
        lambda d, a, _g: Witness(with_member(d, a["place"], 999_999)),
        {"place": "place", "field": "account"},
        "request",
        "a number above what the account may use",
        "lower the number to the account's limit",
        gate="place",
        near=limits.number_for_account,
    ),
    "recipient_malformed": FactKind(
        conditions.recipient_malformed,
        lambda d, a, _g: Witness(with_member(d, a["place"], "abc")),
        {"place": "place"},
        "request",
        "a recipient that is no number",
        "write the recipient in international form",
        more=several.members(*several.NO_NUMBERS),
    ),
    "recipient_not_mobile": FactKind(
        conditions.recipient_not_mobile,
        lambda d, a, _g: Witness(with_item(d, a["place"], "nobody")),
        {"place": "place"},
        "request",
        "a recipient that is no mobile number",
        "write a mobile number",
        each=True,
    ),
    "recipient_listed": FactKind(
        conditions.recipient_listed,
        lambda d, a, _g: Witness(with_item(d, a["place"], LISTED), {"account": {a["field"]: [LISTED]}}),
        {"place": "place", "field": "account"},
        "account",
        "a recipient on one of the account's lists",
        "take the number off the list",
        each=True,
    ),
    "nobody_left": FactKind(
        conditions.nobody_left,
        lambda d, a, _g: Witness(with_member(d, a["place"] + "/*", "nobody")),
        {"place": "place"},
        "request",
        "no recipient is left that could be sent to",
        "name at least one recipient that can be sent to",
        more=several.of_nobody,
    ),
    "sender_malformed": FactKind(
        conditions.sender_malformed,
        lambda d, a, _g: Witness(with_member(d, a["place"], "x" * 99)),
        {"place": "place", "kind": "place", "letters": "setting", "digits": "setting"},
        "request",
        "an originator that does not fit its type",
        "shorten the originator, or name the type that it is of",
        gate="place",
        near=limits.sender_length,
        more=several.members(*several.NO_SENDERS),
    ),
    "sender_not_allowed": FactKind(
        conditions.sender_not_allowed,
        lambda d, a, _g: Witness(with_member(d, a["place"], "Shop"), {"account": {a["field"]: []}}),
        {"place": "place", "field": "account"},
        "account",
        "an originator that is not the account's",
        "use one of the account's originators",
        gate="place",
        more=several.senders,
    ),
    "over_parts": FactKind(
        conditions.over_parts,
        lambda d, a, _g: Witness(with_member(with_member(d, a["place"], "a" * 161), a["limit"], 1)),
        {"place": "place", "limit": "place"},
        "request",
        "a text of more parts than the request allows",
        "shorten the text, or allow more parts",
        gate="limit",
        near=limits.parts_of_request,
    ),
    "message_unknown": FactKind(
        conditions.message_unknown,
        lambda d, a, _g: Witness(with_member(d, a["place"], "no-such-message")),
        {"place": "place"},
        "request",
        "a message id that the account does not have",
        "ask for an id that a send was answered with",
        more=several.members(*several.NO_IDS),
    ),
    "plain_http": FactKind(
        conditions.plain_http,
        lambda _d, _a, _g: Witness(),
        {},
        "request",
        "a request that did not come over TLS",
        "send the request over HTTPS",
        unrouted=True,
    ),
    "header_absent": FactKind(
        conditions.header_absent,
        lambda _d, _a, _g: Witness(),
        {"header": "plain"},
        "request",
        "a request without a header of this name",
        "send the header",
    ),
    "token_stands": FactKind(
        conditions.token_stands,
        _wrong_credentials,
        {"standings": "plain", "forms": "plain"},
        "credentials",
        "a token that is unknown or wrong",
        "send the session's token",
        more=several.credentials,
    ),
    "over_unstated_parts": FactKind(
        conditions.over_unstated_parts,
        lambda d, a, _g: Witness(with_member(d, a["place"], "a" * 161)),
        {"place": "place", "unless": "place", "limit": "plain"},
        "request",
        "a text of more parts than are allowed unless the request says otherwise",
        "shorten the text, or say how many parts are allowed",
        near=limits.parts_unstated,
    ),
    "id_used_before": FactKind(
        conditions.id_used_before,
        lambda d, a, _g: Witness(with_member(d, a["place"], "used-before"), {"account": {a["field"]: ["used-before"]}}),
        {"place": "place", "field": "account"},
        "request",
        "a client's own id that an earlier message had",
        "give every message an id of its own",
        gate="place",
        more=several.used_ids,
    ),
    **ACCOUNTS,
    **CHANNELS,
    **FIELDS,
    **MESSAGES,
    **RECIPIENTS,
}
