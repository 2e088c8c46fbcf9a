"""The control API and a session's URL from Node, with nothing but Node's own HTTP."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from node_clients import node

if TYPE_CHECKING:
    from mock_gateway.server.running import Gateways

SCRIPT = Path(__file__).with_name("control.mjs")
SECONDS = 60


@pytest.fixture(name="seen")
def _seen(gateways: Gateways) -> dict[str, Any]:
    """Run the script, and give what it saw."""
    environment = {**os.environ, "CONTROL_URL": gateways.control.url, "CONTROL_TOKEN": gateways.control.token}
    done = subprocess.run(
        [node(), str(SCRIPT)], capture_output=True, text=True, check=False, timeout=SECONDS, env=environment
    )
    assert (0, "") == (done.returncode, done.stderr)
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_a_test_in_node_opens_uses_and_ends_a_session(seen: dict[str, Any]) -> None:
    sent = seen["accepted"]["transferId"]

    assert (200, 201, 200, 200, 200) == tuple(seen[each] for each in ("ready", "minted", "account", "played", "reset"))
    assert (4013, 2000) == (seen["refused"]["statusCode"], seen["accepted"]["statusCode"])
    assert sent == seen["waited"]["id"]
    assert [(sent, "delivered")] == [
        (each["message_id"], each["what"]) for each in seen["clock"]["events"] if each["kind"] == "status"
    ]
    assert [2000] == [json.loads(each["reply"]["body"])["statusCode"] for each in seen["journal"]["exchanges"]]
    assert {"447700900000": {"texts": ["Hello"], "delivered": ["Hello"]}} == seen["ledger"]["handsets"]
    assert ["acknowledged"] == [each["state"] for each in seen["callbacks"]]
    assert seen["reports"] == [json.loads(each["body"]) for each in seen["callbacks"]]
    assert [sent] == [each["transferId"] for each in seen["reports"]]
    assert (204, 404) == (seen["ended"], seen["unknown"])
    assert seen["gone"].startswith("There is no session")


def test_without_node_it_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="Node is not installed: install it"):
        node()


def test_without_node_it_fails_where_ci_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="CI is set"):
        node()
