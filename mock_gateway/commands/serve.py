"""`mock-gateway serve`: all gateways on this machine, for clients in any language."""

from __future__ import annotations

import argparse
import gc
import json
import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import all_gateways, gateway
from mock_gateway.errors import UsageError
from mock_gateway.server.control_server import ControlServer
from mock_gateway.server.running import Gateways
from mock_gateway.server.tls import VARIABLES

if TYPE_CHECKING:
    from types import FrameType

    from mock_gateway.model.gateway import Gateway
    from mock_gateway.server.session import Session
    from mock_gateway.server.tls import Tls


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--gateway", metavar="NAME", action="append", default=[], help="serve only this one; may be repeated"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8480, help="0 picks a free one (8480)")
    parser.add_argument("--control-port", type=_port, default=8481, help="of the control API (8481)")
    parser.add_argument(
        "--scenario", metavar="NAME", action="append", default=[], help="arm a scenario; may be repeated"
    )
    parser.add_argument("--scenarios", metavar="DIR", type=Path, action="append", default=[], help="your own scenarios")
    parser.add_argument("--seed", type=int, default=0, help="of all identifiers (0)")
    parser.add_argument("--clock", default="real", help="real, frozen, or an ISO instant (real)")
    parser.add_argument(
        "--allow-callbacks-to",
        metavar="HOST",
        action="append",
        default=[],
        help="a name, address or network that callbacks and mails may reach; may be repeated",
    )
    parser.add_argument("--tls", action="store_true", help="speak HTTPS, with a certificate made for this run")
    parser.add_argument("--tls-ca", metavar="FILE", type=Path, help="write what clients have to trust to this file")
    parser.add_argument("--json", action="store_true", help="say where the gateways are in one line of JSON")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted or terminated."""
    if options.tls_ca and not options.tls:
        raise UsageError("--tls-ca is for --tls, which is not given")
    names = [gateway(name).name for name in options.gateway] or list(all_gateways())
    gateways = Gateways(
        *options.scenarios,
        seed=options.seed,
        clock=options.clock,
        host=options.host,
        port=options.port,
        only=names,
        allowed=options.allow_callbacks_to,
        tls=options.tls_ca or options.tls,
    )
    try:
        return _serve(gateways, names, options)
    finally:
        gateways.stop()


def _serve(gateways: Gateways, names: list[str], options: argparse.Namespace) -> int:
    if options.scenarios:
        gateways.library.names()  # a folder that is none is refused now, not when a scenario is asked for
    sessions = {name: gateways.default(name) for name in names}
    for name in options.scenario:
        scenario = gateways.library.get(name)
        for session in sessions.values():
            if scenario.is_neutral or scenario.is_of(gateway(session.gateway)):
                session.play(scenario.name)
    control = ControlServer(gateways, port=options.control_port)
    if options.json:
        print(json.dumps(_as_json(sessions, control, gateways.tls)), flush=True)
    else:
        print(_as_text(sessions, control, gateways.tls), flush=True)
    control.start()
    _calm_collector()
    signal.signal(signal.SIGTERM, _terminated)
    try:
        gateways.run()
    finally:
        control.stop()
    return 0


def _calm_collector() -> None:
    """Look for cycles seldom: what a session remembers holds none, and looking through all of it takes 100 ms."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() else -1
    if not 0 <= number <= 65535:  # noqa: PLR2004  the ports there are
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to 65535")
    return number


def _as_json(sessions: dict[str, Session], control: ControlServer, tls: Tls | None) -> dict[str, Any]:
    return {
        "gateways": {
            name: {"url": session.url, "credentials": dict(session.credentials)} for name, session in sessions.items()
        },
        "control": {"url": control.url, "token": control.token},
        **({} if tls is None else {"tls": tls.as_json}),
    }


def _as_text(sessions: dict[str, Session], control: ControlServer, tls: Tls | None) -> str:
    lines = []
    for name, session in sessions.items():
        of = all_gateways()[name]
        lines += [f"{of.title}", f"  url         {session.url}"]
        lines += [f"  {key:<11} {value}" for key, value in session.credentials.items()]
        lines += [f"  {which}:\n    {_curl(of, spec, session)}" for which, spec in of.curls.items()]
        lines.append("")
    lines += ["Control API", f"  url         {control.url}", f"  token       {control.token}", ""]
    lines += [] if tls is None else [*_trusting(tls), ""]
    lines.append("Stop with Ctrl-C. `mock-gateway list codes` lists every rejection.")
    return "\n".join(lines)


def _trusting(tls: Tls) -> list[str]:
    """Say how each kind of client is brought to trust the server."""
    file, store = shlex.quote(str(tls.ca)), "mock_gateway.p12"
    width = max(len(f"{name}={file}") for name in VARIABLES)
    return [
        "TLS: clients have to trust this certificate authority",
        f"  file        {tls.ca}",
        *(f"  {f'{name}={file}':<{width}}  for {clients}" for name, clients in VARIABLES.items()),
        "  Java:",
        f"    keytool -importcert -noprompt -alias mock -file {file} -keystore {store} -storepass changeit",
        f"    java -Djavax.net.ssl.trustStore={store} -Djavax.net.ssl.trustStorePassword=changeit …",
    ]


def _terminated(_number: int, _frame: FrameType | None) -> None:
    """End as after Ctrl-C: what was started is stopped, and temporary files go."""
    raise SystemExit(128 + signal.SIGTERM)


def _curl(of: Gateway, spec: dict[str, Any], session: Session) -> str:
    """Write a request as a command that can be pasted into a POSIX shell."""
    body = spec.get("shell")
    named = {name: value for name, value in spec.items() if name not in ("shell", "times")}
    composed = compose(of, {**named, "raw": body} if body else named, session.credentials, {})
    again = f"#[1-{spec['times']}]" if "times" in spec else ""
    trusting = [] if session.tls is None else ["--cacert", str(session.tls.ca)]
    words = ["curl", "-sS", *trusting, "-X", composed.method, session.url + composed.target + again]
    for name, value in composed.headers.items():
        words += ["-H", f"{name}: {value}"]
    if composed.body:
        words += ["-d", composed.body.decode()]
    quoted = [shlex.quote(word) for word in words]
    if body:
        escaped = body.replace("\\", "\\\\").replace('"', '\\"')
        quoted[-1] = f'"{escaped}"'
    return " ".join(quoted)
