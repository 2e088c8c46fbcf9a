"""What a user is told of scenarios that are not there, or are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_gateway.definitions.scenarios import Library
from mock_gateway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("gateway", [None, "websms", "bestsms"])
def test_an_unknown_name_is_answered_with_scenarios_of_the_gateway_that_it_says(gateway: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        Library().get("websms/nope", gateway)

    said = str(caught.value)
    assert said.startswith("unknown scenario 'websms/nope': ")
    assert said.endswith("(see `mock-gateway list scenarios`)")
    assert "'websms/" in said
    assert not any(other in said for other in ("'bestsms/", "'any/"))


@pytest.mark.parametrize("text", ["[a]\n", "text\n", "5\n"])
def test_a_file_that_is_no_map_is_told_what_a_scenario_is(cli: Callable[..., Any], tmp_path: Path, text: str) -> None:
    path = tmp_path / "websms" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")

    ran = cli("check", "--scenarios", str(tmp_path))

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"{path}:1: a scenario is a map of title, gateway, covers, steps …\n"
