"""Callbacks of a version, of a beginning and of what follows: how they are declared, and for which messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callback_benches import made, opened
from helpers import Bench, edited, line_of, refused
from mock_gateway.definitions.load import gateway, load
from mock_gateway.model.lives import Scope, Update, WriteBy

if TYPE_CHECKING:
    from pathlib import Path

SPEC, STATUSES = "gateway.yaml", "statuses.yaml"
VERSION = "    instead_of: report\n    versions: [v3.00]\n"
WRITTEN = "account: webhook_format, dialects: {JSON: json, XML: xml, POST: form, GET: query}}"
V3_BODY = "body: {Version: v3.00, "
CLICKED = "updates: [{result: Link clicked, after: 60s}]"
FAILS = 'steps: [{event: fail, result: "Undelivered", after: 2s}]'
BEGUN = "begun_while: {pending_webhooks: sent}"


def test_what_can_be_declared_of_a_webhook_is_loaded() -> None:
    spec = gateway("bestsms").callbacks["v3_report"]

    assert spec.scope == Scope(frozenset(), frozenset({"v3.00"}))
    assert spec.unless == ("NotificationType", frozenset({"None", "Email"}))
    assert (spec.updates, spec.begun_while, spec.empty_parameters) == ("UPDATED", (("pending_webhooks", "sent"),), True)
    assert gateway("bestsms").statuses.outcomes["link_clicked"].updates == (Update("Link clicked", 60_000),)


@pytest.mark.parametrize(
    ("call", "version", "names"),
    [
        ("send-sms", "", {"report", "reply", "inbound"}),
        ("send-sms", "v2.02", {"report", "reply", "inbound"}),
        ("send-sms", "v3.00", {"v3_report", "v3_reply", "v3_inbound"}),
        ("send-http", "", {"http_report", "http_reply", "inbound"}),
    ],
)
def test_of_each_message_one_callback_of_a_kind_tells(call: str, version: str, names: set[str]) -> None:
    for name in ("bestsms", "tnz"):
        specs = gateway(name).callbacks.values()
        assert {spec.name for spec in specs if spec.is_about(call, version)} == names


@pytest.mark.parametrize(
    ("fields", "account", "dialect"),
    [
        ({"Format": "POST"}, {"format": "XML"}, "form"),
        ({"Format": "YAML"}, {"format": "XML"}, "xml"),
        ({}, {"format": "XML"}, "xml"),
        ({}, {"format": "YAML"}, None),
        ({}, {}, None),
    ],
)
def test_a_message_chooses_how_it_is_told_of_before_the_account(
    fields: dict[str, str], account: dict[str, str], dialect: str | None
) -> None:
    chosen = WriteBy("Format", "format", {"XML": "xml", "POST": "form"})

    assert chosen.dialect(fields, account) == dialect


@pytest.mark.changed_data
def test_what_is_null_is_left_out_of_a_query_unless_said_otherwise(tmp_path: Path) -> None:
    folder = edited(tmp_path, "bestsms", SPEC, "    null_parameters: empty\n", "")
    urls = []
    for bench in (Bench("bestsms"), opened(folder)):
        bench.account.state.webhook_url = "http://127.0.0.1:9/hook"
        sms = {"Message": "Hello", "Destination": "+61491570156", "WebhookCallbackFormat": "GET"}
        bench.send(path="/api/v3.00/sms", json=sms)
        bench.advance("2s")
        urls += [callback.url for callback in made(bench)]

    told, short = urls
    assert ("&ReceivedID=&" in told, "&Message=&" in told) == (True, True)
    assert ("ReceivedID" in short, "&Message=" in short) == (False, False)


@pytest.mark.parametrize(
    ("path", "json", "version"),
    [
        ("/api/v3.00/sms", {"Message": "Hello", "Destination": "+61491570156"}, "v3.00"),
        ("/api/v2.03/send/sms", {"MessageData": {"Message": "Hello", "Destinations": ["+61491570156"]}}, "v2.03"),
        ("/api/v2.04/send/sms", {"MessageData": {"Message": "Hello", "Destinations": ["+61491570156"]}}, ""),
    ],
)
def test_a_message_remembers_the_version_that_it_was_sent_through(
    bestsms_bench: Bench, path: str, json: dict[str, object], version: str
) -> None:
    exchange = bestsms_bench.send(path=path, json=json)
    message = bestsms_bench.world.store.find("bestsms", exchange.message_id)

    assert message is not None
    assert message.version == version


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "said"),
    [
        (
            SPEC,
            VERSION,
            VERSION.replace("v3.00", "v3.0"),
            "versions: [v3.0]",
            "unknown version 'v3.0': did you mean 'v3.00'",
        ),
        (SPEC, VERSION, "    versions: [v3.00]\n", "  v3_report:", "instead_of"),
        (SPEC, VERSION, "    instead_of: report\n", "    instead_of: report\n    on", "it needs `calls` or `versions`"),
        (
            SPEC,
            WRITTEN,
            WRITTEN.replace("webhook_format", "webhook_form"),
            "account: webhook_form,",
            "unknown account field 'webhook_form'",
        ),
        (SPEC, WRITTEN, WRITTEN.replace("form,", "plain,"), "POST: plain", "unknown value 'plain'"),
        (SPEC, V3_BODY, V3_BODY + "More: [1], ", V3_BODY, "query cannot write a list or a map"),
        (
            SPEC,
            "    null_parameters: empty\n",
            "    null_parameters: none\n",
            "null_parameters: none",
            "unknown value 'none'",
        ),
        (
            SPEC,
            BEGUN,
            "begun_while: {pending_webhook: sent}",
            "{pending_webhook: sent}",
            "unknown setting 'pending_webhook'",
        ),
        (
            SPEC,
            BEGUN,
            "begun_while: {pending_webhooks: told}",
            "{pending_webhooks: told}",
            "pending_webhooks cannot be 'told'",
        ),
        (
            SPEC,
            "unless: {field: NotificationType, values:",
            "unless: {member: NotificationType, values:",
            "unless: {member",
            "unknown key 'member'",
        ),
        (
            SPEC,
            "  version: webhook_version\n",
            "  version: webhook_versions\n",
            "  version: webhook_versions",
            "unknown account field 'webhook_versions'",
        ),
        (STATUSES, FAILS, f"{FAILS}\n    {CLICKED}", CLICKED, "updates follow a delivery, and this ends in 'FAILED'"),
        (STATUSES, CLICKED, CLICKED.replace("after: 60s", "after: later"), "after: later", "later"),
    ],
)
def test_what_cannot_be_declared_is_refused_where_it_stands(  # noqa: PLR0913, PLR0917  one edit and what is said of it
    tmp_path: Path, file: str, old: str, new: str, at: str, said: str
) -> None:
    folder = edited(tmp_path, "bestsms", file, old, new)
    lines = {error.line: str(error) for error in refused(folder)}

    assert said in lines[line_of(folder / file, at)]


def test_updates_that_no_callback_tells_of_are_refused(tmp_path: Path) -> None:
    steps = "    steps: [{event: deliver, result: sms, after: 2s}]\n"
    folder = edited(tmp_path, "websms", STATUSES, steps, f"{steps}    {CLICKED}\n")
    (error,) = refused(folder)

    assert "no callback of the gateway has `updates`" in str(error)
    assert error.line == line_of(folder / STATUSES, CLICKED)


def test_null_parameters_of_what_is_never_a_query_are_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "websms", SPEC, "    write: json\n", "    write: json\n    null_parameters: empty\n")
    (error,) = refused(folder)

    assert "it is never written as a query" in str(error)


def test_what_updates_are_called_otherwise_for_a_call_is_known(tmp_path: Path) -> None:
    words = "words: {send-sms: {Link clicked: Followed}}\n"
    folder = edited(tmp_path, "bestsms", STATUSES, "initial: PENDING", f"{words}initial: PENDING")

    assert load(folder).statuses.words == {"send-sms": {"Link clicked": "Followed"}}


def test_what_is_done_to_a_message_now_has_its_updates_too(bestsms_bench: Bench) -> None:
    bench = bestsms_bench
    message = bench.world.store.find("bestsms", bench.send().message_id)
    assert message is not None
    told = bench.engine.lives.end(bench.world, message, "link_clicked", "")

    assert [(event.kind, event.what, event.detail) for event in told] == [
        ("status", "SUCCESS", "delivered"),
        ("update", "SUCCESS", "Link clicked"),
    ]
