"""The egress guard, rule by rule. Nothing here is looked up on a network: names are resolved by the tests."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from mock_gateway.callbacks.egress import Guard, StoppedError
from mock_gateway.callbacks.http import send
from mock_gateway.errors import UsageError
from mock_gateway.server.running import Gateways

if TYPE_CHECKING:
    from collections.abc import Callable


def names(**known: str) -> Callable[[str, int], list[str]]:
    """Resolve `a_example` as a.example and so on; several addresses stand apart by blanks."""
    book = {name.replace("_", "."): addresses.split() for name, addresses in known.items()}

    def resolve(host: str, _port: int) -> list[str]:
        if host.rstrip(".").lower() not in book:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return book[host.rstrip(".").lower()]

    return resolve


def stopped(guard: Guard, url: str) -> str:
    """Give the reason for which a URL is stopped."""
    with pytest.raises(StoppedError) as caught:
        guard.destination(url)
    return str(caught.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://127.255.255.254/", "127.255.255.254"),
        ("http://[::1]/", "::1"),
        ("https://here.example/", "127.0.0.1"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:7f00:1"),
    ],
)
def test_this_machine_may_always_be_called(url: str, address: str) -> None:
    found = Guard(resolve=names(here_example="127.0.0.1")).destination(url)

    assert (True, (address,)) == (found.loopback, found.addresses)


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",  # noqa: S104  nothing listens there
        "[::]",
        "[::ffff:0.0.0.0]",
        "[::ffff:10.0.0.1]",
        "[::ffff:a00:1]",
        "[64:ff9b::a00:1]",
        "[2002:0a00:0001::]",
        "[::10.0.0.1]",
        "[::2]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[2001:db8::1]",
    ],
)
def test_everything_else_is_stopped_however_it_is_written(host: str) -> None:
    assert "neither this machine nor allowed" in stopped(Guard(), f"http://{host}/")


@pytest.mark.parametrize(
    "host", ["[2002:7f00:0001::]", "[64:ff9b::7f00:1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[::127.0.0.1]"]
)
def test_what_only_carries_the_loopback_address_inside_is_routed_elsewhere_and_stopped(host: str) -> None:
    """6to4, NAT64 and Teredo addresses are on the network: packets to them leave this machine."""
    assert "neither this machine nor allowed" in stopped(Guard(), f"http://{host}/")


@pytest.mark.parametrize(
    "host",
    ["167772161", "0xa000001", "012.0.0.1", "0x0a.0.0.1", "10.1", "10.0.1", "0012.0.0.1"],
)
def test_ten_zero_zero_one_is_stopped_in_decimal_octal_and_hexadecimal(host: str) -> None:
    """The system resolves these spellings itself, so that they are checked as what they mean."""
    assert "neither this machine nor allowed" in stopped(Guard(), f"http://{host}/")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_an_odd_spelling_of_loopback_is_pinned_to_loopback(host: str) -> None:
    assert Guard().destination(f"http://{host}/").addresses == ("127.0.0.1",)


def test_a_name_is_allowed_wherever_it_leads() -> None:
    guard = Guard("hooks.example", resolve=names(hooks_example="192.0.2.1", other_example="192.0.2.1"))

    assert guard.destination("https://hooks.example/").addresses == ("192.0.2.1",)
    assert guard.destination("https://HOOKS.example./").addresses == ("192.0.2.1",)
    assert "neither" in stopped(guard, "https://other.example/")
    assert "neither" in stopped(guard, "https://192.0.2.1/")


def test_a_wildcard_allows_all_below_a_name_and_not_the_name_itself() -> None:
    resolve = names(a_hooks_example="192.0.2.1", b_a_hooks_example="192.0.2.1", hooks_example="192.0.2.1")
    guard = Guard("*.hooks.example", resolve=resolve)

    assert guard.destination("https://a.hooks.example/")
    assert guard.destination("https://b.a.hooks.example/")
    assert "neither" in stopped(guard, "https://hooks.example/")


def test_a_wildcard_does_not_allow_what_only_ends_like_it() -> None:
    guard = Guard("*.hooks.example", resolve=lambda _host, _port: ["192.0.2.1"])

    assert "neither" in stopped(guard, "https://evilhooks.example/")
    assert "neither" in stopped(guard, "https://a.hooks.example.evil.example/")


def test_an_address_or_a_network_is_allowed_under_any_name() -> None:
    resolve = names(a_example="192.0.2.1", b_example="198.51.100.77", c_example="203.0.113.1")
    guard = Guard("192.0.2.1", "198.51.100.0/24", "2001:db8::/32", resolve=resolve)

    assert guard.destination("http://a.example/").addresses == ("192.0.2.1",)
    assert guard.destination("http://b.example/").addresses == ("198.51.100.77",)
    assert guard.destination("http://[2001:db8::1]/").addresses == ("2001:db8::1",)
    assert "c.example is 203.0.113.1" in stopped(guard, "http://c.example/")
    assert "neither" in stopped(guard, "http://192.0.2.2/")
    assert "neither" in stopped(guard, "http://[2001:db9::1]/")


def test_an_allowed_ipv4_address_is_allowed_in_its_ipv6_form() -> None:
    guard = Guard("192.0.2.1")

    assert guard.destination("http://[::ffff:192.0.2.1]/").addresses
    assert "neither" in stopped(guard, "http://[::ffff:192.0.2.2]/")


@pytest.mark.parametrize("text", ["", " ", "10.0.0.0/99", "a/b", "http://a.example/"])
def test_what_can_not_be_allowed_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="neither a name nor an address nor a network"):
        Guard(text)


def test_an_allow_list_is_given_to_the_server() -> None:
    gateways = Gateways(only=["websms"], allowed=["192.0.2.0/24"])
    guard = gateways.engine.lives._guard
    gateways.server._socket.close()

    assert guard.destination("http://192.0.2.9/").addresses == ("192.0.2.9",)
    assert "neither" in stopped(guard, "http://192.0.3.9/")


def test_a_name_is_checked_after_it_was_resolved_and_pinned() -> None:
    """A name server that says something else the second time is not asked a second time."""
    answers = [["127.0.0.1"], ["192.0.2.1"]]
    guard = Guard(resolve=lambda _host, _port: answers.pop(0))
    found = guard.destination("http://rebinding.example/")

    assert found.addresses == ("127.0.0.1",)
    assert len(answers) == 1
    assert "rebinding.example is 192.0.2.1" in stopped(guard, "http://rebinding.example/")


def test_a_request_asks_the_name_server_once() -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        sent = send(f"http://once.example:{port}/", "POST", {}, b"", Guard(resolve=resolve))

    assert asked == ["once.example"]
    assert (sent.status, sent.stopped) == (0, False)


def test_of_several_addresses_only_those_that_are_allowed_are_tried() -> None:
    guard = Guard(resolve=names(mixed_example="192.0.2.1 127.0.0.2 10.0.0.1 127.0.0.1"))

    assert guard.destination("http://mixed.example/").addresses == ("127.0.0.2", "127.0.0.1")


def test_an_address_that_is_told_twice_is_tried_once() -> None:
    guard = Guard(resolve=names(twice_example="127.0.0.1 127.0.0.1"))

    assert guard.destination("http://twice.example/").addresses == ("127.0.0.1",)


def test_a_certificate_is_looked_at_unless_all_addresses_are_this_machines() -> None:
    resolve = names(own_example="127.0.0.1 ::1", mixed_example="127.0.0.1 192.0.2.1")
    guard = Guard("192.0.2.1", resolve=resolve)

    assert guard.destination("https://own.example/").loopback
    assert not guard.destination("https://mixed.example/").loopback


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/hook",
        "example.com/hook",
        "//example.com/hook",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "http://",
        "http:///hook",
        "http://:80/",
        "http://user@/",
        "http://[::1",
        "http://[zz]/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:abc/",
        "http://127.0.0.1:-1/",
    ],
)
def test_what_is_no_http_url_is_stopped(url: str) -> None:
    assert stopped(Guard(resolve=names()), url)


@pytest.mark.parametrize(
    "url",
    [
        "http://nowhere.example/",
        f"http://{'a' * 70}.example/",
        "http://a..example/",
        "http://.example/",
        "http://a\0b/",
    ],
)
def test_a_name_that_can_not_be_resolved_is_stopped_and_nothing_is_raised(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own resolver refuses some names before it asks anybody, and not always with an OSError."""
    ask = socket.getaddrinfo

    def refuse(host: str, *arguments: object, **options: object) -> object:
        if host == "nowhere.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    sent = send(url, "POST", {}, b"", Guard())

    assert (sent.status, sent.stopped) == (0, True)
    assert "cannot be resolved" in sent.problem


def test_user_and_password_are_no_part_of_the_host() -> None:
    found = Guard().destination("http://192.0.2.1:pw@127.0.0.1:81/a?b=c#d")

    assert (found.host, found.port, found.target) == ("127.0.0.1", 81, "/a?b=c")
    assert found.userinfo == "192.0.2.1:pw"
    assert "neither" in stopped(Guard(), "http://127.0.0.1:80@192.0.2.1/")


def test_ports_are_those_of_the_scheme_unless_the_url_says_otherwise() -> None:
    urls = ("http://127.0.0.1", "https://127.0.0.1", "https://127.0.0.1:81")

    assert [(found.port, found.target) for found in map(Guard().destination, urls)] == [
        (80, "/"),
        (443, "/"),
        (81, "/"),
    ]
