"""Clients from npm, unmodified, in Node: one process answers call after call, until one of them kills it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mock_gateway import Session

FOLDER = Path(__file__).resolve().parent / "clients" / "node"
SECONDS = 30
"""How long a call may take."""

PARAMETERS = (
    "message",
    "to",
    "from",
    "send_at",
    "list_id",
    "dlr_callback",
    "reply_callback",
    "validity",
    "replies_to_email",
    "from_shared",
    "countrycode",
)
"""What `send` takes, in order."""

HANDSETS = ("447700900000",)
"""Whom `websmscom` sends to, unless told otherwise."""


class Outcome(NamedTuple):
    """What became of a call.

    Attributes:
        how: its promise `resolves` or `rejects`, or its callback is called with an answer (`resolves`) or an error
            (`calls_back`), or it `throws`, or the call `kills` the process.
        value: what the promise was settled with or the callback called with, or the class of the error that nobody
            could catch.
        exit_code: of the process, None while it lives.
        stderr: what the process wrote there, "" while it lives.

    """

    how: str
    value: Any
    exit_code: int | None = None
    stderr: str = ""


class NodeClient:
    """A package in a process that is started when it is first called, and again when it has died.

    Args:
        package: its name; the script of that name drives it.
        environment: variables of the process, beside those of this one.

    Attributes:
        late: what became of earlier lines once more, where a callback was called twice.

    """

    def __init__(self, package: str, environment: dict[str, str] | None = None) -> None:
        self.late: list[Outcome] = []
        self._asked = 0
        self._package = package
        self._environment = {**os.environ, "NODE_NO_WARNINGS": "1", **(environment or {})}
        self._process: subprocess.Popen[str] | None = None

    def ask(self, line: Mapping[str, object]) -> Outcome:
        """Give the script a line, and wait for what becomes of it."""
        process = self._running()
        into, out = _open(process.stdin), _open(process.stdout)
        self._asked += 1
        into.write(json.dumps({"number": self._asked, **line}) + "\n")
        into.flush()
        with _limited(process):
            outcome = self._heard(out)
        return outcome._replace(**self._end()) if outcome.how == "kills" else outcome

    def _heard(self, out: IO[str]) -> Outcome:
        for said in iter(out.readline, ""):
            read = json.loads(said)
            number = read.pop("number", self._asked)
            if number == self._asked:
                return Outcome(**read)
            self.late.append(Outcome(**read))
        raise AssertionError(f"Node ended without a word: {self._end()}")

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._end()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [node(), str(installed(self._package) / f"{self._package}.cjs")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=self._environment,
                cwd=FOLDER,
            )
        return self._process

    def _end(self) -> dict[str, Any]:
        process, self._process = self._process, None
        if process is None:
            raise LookupError("there is no process")
        with _limited(process):
            _, stderr = process.communicate()
        return {"exit_code": process.returncode, "stderr": stderr}


class BurstSMS(NodeClient):
    """The npm package `burstsms`.

    Args:
        environment: variables of the process, beside those of this one.

    """

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        super().__init__("burstsms", environment)

    def send(self, session: Session, sends: Mapping[str, object] | None = None, **options: object) -> Outcome:
        """Call `sms.send` for a session, with what is to be sent by the names of the parameters."""
        given = {"message": "Hello", "to": "61491570156", **(sends or {})}
        return self.call("send", tuple(given.get(name) for name in PARAMETERS), {**of(session), **options})

    def format_number(self, session: Session, *given: object) -> Outcome:
        """Call `sms.formatNumber` for a session."""
        return self.call("formatNumber", given, of(session))

    def call(self, name: str, given: tuple[object, ...], options: dict[str, object] | None) -> Outcome:
        """Call a function of `sms`, and wait for what becomes of it."""
        return self.ask({"options": options, "call": name, "given": given})


class WebSmsCom(NodeClient):
    """The npm package `websmscom`, which speaks HTTPS alone.

    Args:
        environment: variables of the process, by which it trusts a certificate authority.

    """

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        super().__init__("websmscom", environment)

    def send(self, session: Session, content: object = "Hello", to: object = HANDSETS, **given: object) -> Outcome:
        """Send for a session: a text, or a binary message where the content is a list of segments.

        Args:
            session: whose gateway and credentials.
            content: of the message.
            to: its recipients.
            given: `header`, whether segments begin with one; `most`, SMS of a text; `test`; `password`, another one
                than the session's; others are set by their setters.

        """
        own = ("header", "most", "test", "password")
        binary = isinstance(content, list)
        credentials = session.credentials
        return self.ask(
            {
                "client": [session.url, credentials.username, given.get("password", credentials.password)],
                "kind": "BinaryMessage" if binary else "TextMessage",
                "made": [to, content, given.get("header", False)] if binary else [to, content],
                "set": {name: value for name, value in given.items() if name not in own},
                "most": given.get("most"),
                "test": given.get("test"),
            }
        )


def of(session: Session) -> dict[str, object]:
    """Give the options that lead to a session; its URL has to end in a slash."""
    return {"url": f"{session.url}/", "key": session.credentials.key, "secret": session.credentials.secret}


def node() -> str:
    """Find Node; where tests are run for everybody it has to be there."""
    found = shutil.which("node")
    if found is None:
        _missing("Node is not installed", "install it to run the tests in its language")
    return str(found)


def installed(package: str = "burstsms") -> Path:
    """Give the folder that the packages are installed in."""
    if not (FOLDER / "node_modules" / package).is_dir():
        _missing(
            f"{package} from npm is not installed",
            "`make test` installs it where npm is, and so does `npm ci --prefix tests/clients/node`",
        )
    return FOLDER


def _missing(what: str, remedy: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI is set: these tests may not be skipped there")
    pytest.skip(f"{what}: {remedy}")


@contextmanager
def _limited(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill a process that takes too long."""
    timer = Timer(SECONDS, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _open(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise LookupError("no pipe")
    return stream
