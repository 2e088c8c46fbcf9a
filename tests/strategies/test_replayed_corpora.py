"""`mock-gateway replay --corpus`: lines against a server of its own, and against one that runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from corpora import command, generated, written

import mock_gateway
from mock_gateway.definitions.load import all_gateways
from mock_gateway.server.running import Gateways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mock_gateway import Session

EMPTY = b'{"id": "a", "gateway": "websms", "given": null, "wire_bytes_b64": "R0VUIC8gSFRUUC8xLjENCg0K", '


@pytest.mark.parametrize("gateway", all_gateways())
def test_what_is_generated_is_what_happens(tmp_path: Path, gateway: str) -> None:
    ran = command("replay", "--corpus", str(written(tmp_path / "corpus.jsonl", gateway, "--count", "60")))

    assert (ran.code, ran.err) == (0, ""), ran.out.decode()
    assert ran.out.endswith(b"\n60 passed, 0 failed, 0 skipped\n")


def test_a_difference_is_shown_and_the_exit_code_is_1(tmp_path: Path) -> None:
    whole = generated("websms", "send-text", "--code", "4025", "--count", "2").splitlines(keepends=True)
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(whole[0].replace(b'"statusCode":4025', b'"statusCode":4026') + whole[1])

    ran = command("replay", "--corpus", str(path))

    assert (ran.code, ran.err) == (1, "")
    assert (
        b"failed  websms-send-text-code-4025-0-00000000\n        /statusCode: 4026 was expected, 4025 was found\n"
        in ran.out
    )
    assert ran.out.endswith(b"1 passed, 1 failed, 0 skipped\n")


def test_a_status_that_differs_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(EMPTY + b'"expect": {"status": 299, "body": {"a": 1}}}\n')

    ran = command("replay", "--corpus", str(path))

    assert ran.code == 1
    assert b"status: 299 was expected, 404 was found" in ran.out


def test_lines_of_one_gateway_can_be_picked(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(generated("websms", "--count", "2") + generated("bestsms", "--count", "3"))

    ran = command("replay", "--corpus", str(path), "--gateway", "bestsms")

    assert ran.out.endswith(b"\n3 passed, 0 failed, 0 skipped\n")


@pytest.fixture(name="corpus")
def _corpus(tmp_path: Path) -> Path:
    """Write requests of which some need a world of ours."""
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(
        b"".join(generated("websms", "send-text", "--code", code, "--count", "2") for code in ("4015", "4013"))
    )
    return path


@pytest.fixture(name="own")
def _own() -> Iterator[Gateways]:
    """Run a server that is not the command's own."""
    gateways = Gateways(clock="frozen")
    gateways.start()
    yield gateways
    gateways.stop()


def test_against_a_url_what_needs_a_world_of_ours_is_skipped(own: Gateways, corpus: Path) -> None:
    ran = command("replay", "--corpus", str(corpus), "--against", own.default("websms").url)

    assert (ran.code, ran.err) == (0, "")
    assert b"skipped websms-send-text-code-4013-0-00000000\n        the line needs a world that is ours\n" in ran.out
    assert ran.out.endswith(b"\n2 passed, 0 failed, 2 skipped\n")


def test_against_a_url_it_is_signed_with_other_credentials(tmp_path: Path, corpus: Path) -> None:
    with mock_gateway.running("websms") as session:
        unsigned = command("replay", "--corpus", str(corpus), "--against", session.url)
        signed = command(
            *("replay", "--corpus", str(corpus), "--against", session.url),
            *("--credentials", str(credentials(tmp_path, session))),
        )
        answered = [exchange.verdict is not None and exchange.verdict.row.code for exchange in session.journal]

    assert (unsigned.code, signed.code) == (1, 0)
    assert signed.out.endswith(b"\n2 passed, 0 failed, 2 skipped\n")
    assert answered[-2:] == [4015, 4015]


def credentials(folder: Path, session: Session) -> Path:
    """Write a session's credentials into a file."""
    path = folder / "credentials.json"
    path.write_text(json.dumps(dict(session.credentials)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"x", "unexpected character"),
        (b"[]", "a line of a corpus is an object"),
        (b"{}", "a line of a corpus has id, gateway, given, wire_bytes_b64, expect"),
        (EMPTY + b'"expect": {}}', "the `expect` of a line has a status"),
        (
            EMPTY.replace(b"R0VUIC8gSFRUUC8xLjENCg0K", b"bm9uc2Vuc2U=") + b'"expect": {"status": 200}}',
            "`wire_bytes_b64` is the request as HTTP/1.1 writes it, in Base64",
        ),
        (EMPTY.replace(b"websms", b"websm") + b'"expect": {"status": 200}}', "unknown gateway 'websm'"),
        (
            EMPTY.replace(b"null", b'{"account": {"nope": 1}}') + b'"expect": {"status": 200}}',
            "unknown account field 'nope'",
        ),
    ],
)
def test_what_is_no_line_of_a_corpus_is_told_with_file_and_line(tmp_path: Path, line: bytes, said: str) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(generated("websms", "--count", "1") + line + b"\n")

    ran = command("replay", "--corpus", str(path))

    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f"{path}:2: ")
    assert said in ran.err


def test_a_corpus_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    ran = command("replay", "--corpus", str(tmp_path / "nope.jsonl"))

    assert (ran.code, ran.err) == (
        2,
        f"mock-gateway: {tmp_path}/nope.jsonl cannot be read: No such file or directory\n",
    )
