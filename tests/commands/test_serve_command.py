"""`mock-gateway serve`, as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests

from mock_gateway.definitions.resources import gateway_names
from mock_gateway.server.tls import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 30
HELLO = {"recipientAddressList": ["447700900000"], "messageContent": "hi"}

LIMITED = """title: The account may send to one recipient more
gateway: websms
covers: [4013]
given: {account: {message_limit: 1}}
steps:
  - request: {call: send-text, json: {recipientAddressList: ["447700900000"], messageContent: hi}}
    reply: {status: 200, body: {statusCode: 2000}}
"""


@contextmanager
def serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command, and make sure that it has ended afterwards."""
    command = [sys.executable, "-m", "mock_gateway", "serve", "--port", "0", "--control-port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def trusted(said: dict[str, Any]) -> str | bool:
    """Give what a client has to verify with, which over plain HTTP does not matter."""
    return str(said["tls"]["ca"]) if "tls" in said else True


def send(server: dict[str, Any], verify: str | bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002  as requests calls it
    auth = (server["credentials"]["username"], server["credentials"]["password"])
    answer = requests.post(
        f"{server['url']}/rest/smsmessaging/text", json=HELLO, auth=auth, timeout=SECONDS, verify=verify
    )
    found: dict[str, Any] = answer.json()
    return found


def test_one_line_of_json_says_where_everything_is() -> None:
    with serving("--json") as process:
        said = first_line(process)
        gateways = said["gateways"]
        answer = send(gateways["websms"])

        assert set(said) == {"gateways", "control"}
        assert answer["statusCode"] == 2000
        assert {name: set(each["credentials"]) for name, each in gateways.items()} == {
            "bestsms": {"sender", "api_key", "token"},
            "cellcast": {"appkey"},
            "cellcast_v3": {"appkey"},
            "tnz": {"sender", "api_key", "token"},
            "transmitsms": {"key", "secret"},
            "websms": {"username", "password", "token"},
        }
        assert all(urlsplit(each["url"]).hostname == "127.0.0.1" for each in gateways.values())
        assert all(urlsplit(each["url"]).path == f"/{name}" for name, each in gateways.items())


def test_only_the_gateways_that_are_asked_for_are_served() -> None:
    with serving("--json", "--gateway", "websms") as process:
        gateways = first_line(process)["gateways"]
        other = requests.get(gateways["websms"]["url"].replace("/websms", "/bestsms/x"), timeout=SECONDS)

        assert list(gateways) == ["websms"]
        assert other.status_code == 404
        assert other.text.startswith("No gateway has this path")


def test_a_scenario_may_be_armed_and_the_clock_and_the_seed_chosen(tmp_path: Path) -> None:
    (tmp_path / "websms").mkdir()
    (tmp_path / "websms" / "limited.yaml").write_text(LIMITED, "utf-8")
    arguments = ("--scenarios", str(tmp_path), "--scenario", "websms/limited", "--clock", "2026-03-01T00:00:00Z")

    with serving("--json", *arguments, "--seed", "5") as process:
        server = first_line(process)["gateways"]["websms"]
        answers = [send(server) for _ in range(2)]

        assert [answer["statusCode"] for answer in answers] == [2000, 4013]
        assert int(answers[0]["transferId"][:10], 16) == 1772323200


def test_the_commands_that_are_printed_do_what_is_said_of_them() -> None:
    with serving() as process:
        assert process.stdout is not None
        lines = list(
            iter(
                lambda: process.stdout.readline().strip(),
                "Stop with Ctrl-C. `mock-gateway list codes` lists every rejection.",
            )
        )
        printed = {
            (next(name for name in gateway_names() if f"/{name}/" in line), lines[at - 1].strip(":")): line
            for at, line in enumerate(lines)
            if line.startswith("curl ")
        }
        ran = {
            which: subprocess.run(
                ["/bin/bash", "-c", line], capture_output=True, text=True, timeout=SECONDS, check=True
            )
            for which, line in printed.items()
        }
        throttled = [each.stdout for (_, which), each in ran.items() if which == "throttled"]
        answers = {which: json.loads(each.stdout) for which, each in ran.items() if which[1] != "throttled"}

        assert answers["websms", "accepted"]["statusCode"] == 2000
        assert answers["websms", "rejected"]["statusCode"] == 4015
        refused = {"Result": "Failed", "ErrorMessage": ["Missing or empty destinations"]}
        assert all(answers[name, "accepted"]["Result"] == "Success" for name in ("bestsms", "tnz"))
        assert all(answers[name, "rejected"] == refused for name in ("bestsms", "tnz"))
        assert all(answers[name, "accepted"]["error"]["code"] == "SUCCESS" for name in ("transmitsms", "cellcast"))
        assert all(
            answers[name, "rejected"]["error"]["code"] == "FIELD_INVALID" for name in ("transmitsms", "cellcast")
        )
        assert answers["cellcast_v3", "accepted"]["meta"]["status"] == "SUCCESS"
        assert answers["cellcast_v3", "rejected"]["meta"]["status"] != "SUCCESS"
        assert len(throttled) == 4
        assert all("OVER_LIMIT" in each or "4025" in each for each in throttled)
        assert {each.stderr for each in ran.values()} == {""}


def test_the_control_api_is_where_the_text_and_the_json_say() -> None:
    with serving() as process:
        assert process.stdout is not None
        lines = [line.split() for line in iter(lambda: process.stdout.readline().strip(), "Control API")]
        named, url = process.stdout.readline().split()

    with serving("--json") as process:
        control = first_line(process)["control"]

    assert (len(lines) > 0, named, set(control)) == (True, "url", {"url", "token"})
    assert [urlsplit(each).path for each in (url, control["url"])] == ["", ""]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("arguments", [(), ("--tls",)], ids=["plain", "tls"])
def test_a_signal_ends_it_without_a_word(sent: signal.Signals, arguments: tuple[str, ...]) -> None:
    with serving("--json", *arguments) as process:
        said = first_line(process)
        server = said["gateways"]["websms"]
        with requests.Session() as kept_open:
            kept_open.get(server["url"], timeout=SECONDS, verify=trusted(said))
            process.send_signal(sent)
            out, err = process.communicate(timeout=SECONDS)

        assert (out, err) == ("", "")
        assert process.returncode in (0, -sent, 128 + sent)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(urlsplit(server["url"]).port or 0)), SECONDS)


def test_over_tls_the_json_says_what_is_to_be_trusted_and_it_goes_when_the_server_is_terminated() -> None:
    with serving("--json", "--tls") as process:
        said = first_line(process)
        file = Path(said["tls"]["ca"])
        answer = send(said["gateways"]["websms"], trusted(said))
        was_there = file.is_file()
        process.terminate()
        process.communicate(timeout=SECONDS)

    assert answer["statusCode"] == 2000
    assert said["gateways"]["websms"]["url"].startswith("https://")
    assert said["control"]["url"].startswith("http://")
    assert said["tls"]["environment"] == dict.fromkeys(VARIABLES, str(file))
    assert (was_there, file.parent.exists()) == (True, False)


def test_over_tls_the_commands_that_are_printed_trust_the_file_that_was_named(tmp_path: Path) -> None:
    file = tmp_path / "the ca.pem"
    with serving("--tls", "--tls-ca", str(file), "--gateway", "websms") as process:
        assert process.stdout is not None
        lines = list(iter(lambda: process.stdout.readline().strip(), "Java:"))
        command = next(line for line in lines if line.startswith("curl "))
        ran = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, timeout=SECONDS, check=True)

    assert json.loads(ran.stdout)["statusCode"] == 2000
    assert [line.partition("=")[0] for line in lines if "ca.pem" in line and line[0].isupper()] == list(VARIABLES)
    assert all(f"='{file}'" in line for line in lines if line.partition("=")[0] in VARIABLES)


def test_bad_requests_leave_nothing_on_standard_error() -> None:
    with serving("--json") as process:
        parts = urlsplit(first_line(process)["gateways"]["websms"]["url"])
        for raw in (
            b"no http\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        ):
            with socket.create_connection((str(parts.hostname), parts.port or 0), SECONDS) as plain:
                plain.sendall(raw)
                plain.shutdown(socket.SHUT_WR)
                assert b"".join(iter(lambda: plain.recv(4096), b""))
        process.send_signal(signal.SIGINT)

        assert process.communicate(timeout=SECONDS) == ("", "")


def test_a_port_that_is_taken_is_one_line(cli: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ran = cli("serve", "--port", str(port))

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"mock-gateway: cannot listen on 127.0.0.1 port {port}: ")


def test_tls_without_its_package_is_one_line(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)

    ran = cli("serve", "--tls", "--port", "0", "--control-port", "0")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "mock-gateway: TLS needs the package trustme: pip install 'mock_gateway[tls]'\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--gateway", "websm"), "unknown gateway 'websm': did you mean 'websms'?"),
        (("--port", "65536"), "argument --port: '65536' is no port: a number from 0 to 65535"),
        (("--port", "http"), "argument --port: 'http' is no port: a number from 0 to 65535"),
        (("--port", "-1"), "--port"),
        (("--host", "not a host"), "cannot listen on not a host"),
        (("--host", "192.0.2.1"), "cannot listen on 192.0.2.1"),
        (("--clock", "noon"), "'noon' is no instant"),
        (("--seed", "x"), "argument --seed: invalid int value: 'x'"),
        (("--scenario", "nowhere"), "unknown scenario 'nowhere'"),
        (("--scenario", "websms/nope"), "(see `mock-gateway list scenarios`)"),
        (("--scenarios", "nowhere", "--scenario", "x"), "there is no folder of scenarios 'nowhere'"),
        (("--unknown",), "unrecognized arguments: --unknown"),
        (("--tls-ca", "ca.pem"), "--tls-ca is for --tls, which is not given"),
        (("--tls", "--tls-ca", "nowhere/ca.pem"), "cannot write the certificate authority to "),
    ],
)
def test_bad_use_is_one_line(cli: Callable[..., Any], arguments: tuple[str, ...], said: str) -> None:
    ran = cli("serve", *(() if "--port" in arguments else ("--port", "0")), "--control-port", "0", *arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
