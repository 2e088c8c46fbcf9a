"""The egress guard: nothing that a request or a scenario names is called unless its address is allowed.

Loopback is, everything else only by an allow list. A name is resolved once, its addresses are checked, and only those
that passed are connected to: a second answer of the name server cannot lead elsewhere.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from mock_gateway.errors import MockGatewayError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from ipaddress import IPv4Network

Address = IPv4Address | IPv6Address
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_LAST_32_BITS = 0xFFFFFFFF
PORTS = {"http": 80, "https": 443}


class StoppedError(MockGatewayError):
    """The guard does not let this go out."""


class Destination(NamedTuple):
    """Where a URL leads, resolved and allowed.

    Attributes:
        addresses: to be tried in turn.
        host: for the Host header and the certificate.
        target: path and query.
        loopback: all addresses are this machine's own.

    """

    scheme: str
    addresses: tuple[str, ...]
    host: str
    port: int
    target: str
    userinfo: str
    loopback: bool


class Guard:
    """The guard of one server.

    Args:
        allowed: names, `*.name` for all below a name, addresses, and networks as `10.0.0.0/8`.
        resolve: a name and port to addresses.

    """

    def __init__(self, *allowed: str, resolve: Callable[[str, int], Iterable[str]] | None = None) -> None:
        self._names: set[str] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        for each in allowed:
            self._allow(each)
        self._resolve = resolve or _resolve

    def destination(self, url: str, default_port: int | None = None) -> Destination:
        """Resolve a URL and check where it leads.

        Raises:
            StoppedError: where it leads nowhere that is allowed.

        """
        try:
            parts = urlsplit(url)
            port = parts.port or default_port or PORTS.get(parts.scheme, 0)
        except ValueError as problem:
            raise StoppedError(f"{url!r} is no URL: {problem}") from None
        host = parts.hostname or ""
        if parts.scheme not in PORTS or not host:
            raise StoppedError(f"{url!r} is no http or https URL")
        addresses = self._addresses(host, port)
        passed = tuple(address for address in addresses if self._is_allowed(host, address))
        if not passed:
            raise StoppedError(
                f"{host} is {', '.join(addresses) or 'no address'}, which is neither this machine nor allowed: "
                "lead the URL here with the setting callback_map, or allow it when the server is started"
            )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        userinfo = parts.netloc.rpartition("@")[0]
        loopback = all(is_loopback(each) for each in passed)
        return Destination(parts.scheme, passed, host, port, target, userinfo, loopback)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            return list(dict.fromkeys(self._resolve(host, port)))
        except (OSError, UnicodeError) as problem:
            raise StoppedError(f"{host} cannot be resolved: {problem}") from None

    def _is_allowed(self, host: str, text: str) -> bool:
        address = embedded(ip_address(text))
        if is_loopback(text) or any(address in network for network in self._networks):
            return True
        name = host.lower().rstrip(".")
        return name in self._names or any(name.endswith(each[1:]) for each in self._names if each.startswith("*."))

    def _allow(self, text: str) -> None:
        try:
            self._networks.append(ip_network(text, strict=False))
        except ValueError:
            if "/" in text or not text.strip():
                raise UsageError(f"{text!r} is neither a name nor an address nor a network") from None
            self._names.add(text.lower().rstrip("."))


def is_loopback(text: str) -> bool:
    """Tell whether an address is this machine's own; of the forms that carry an IPv4 address only the mapped one is."""
    address = ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def embedded(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 one carries, so that it cannot be used to say the same thing otherwise."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and not address.is_loopback and not address.is_unspecified):
        return IPv4Address(int(address) & _LAST_32_BITS)
    return address


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]).partition("%")[0] for each in found]
