from __future__ import annotations

import pytest

from mock_gateway.definitions.load import all_gateways
from mock_gateway.dialects.route import Routed, Router
from mock_gateway.model.wire import Request

ROUTER = Router(all_gateways())
WEBSMS = "/rest/smsmessaging/text"
BESTSMS = "/api/v2.04/send/sms"


def route(path: str, method: str = "POST", host: str = "") -> Routed | None:
    return ROUTER.route(Request(method, path, "", {"host": host} if host else {}))


def where(routed: Routed | None) -> tuple[str, str, str, str] | None:
    return None if routed is None else (routed.session, routed.gateway.name, routed.call.name, routed.trouble)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (f"/websms{WEBSMS}", ("", "websms", "send-text", "")),
        (f"/~s1/websms{WEBSMS}", ("s1", "websms", "send-text", "")),
        ("/websms/json/smsmessaging/text", ("", "websms", "send-text", "")),
        (f"/bestsms{BESTSMS}", ("", "bestsms", "send-sms", "")),
        ("/websms", ("", "websms", "", "path")),
        ("/websms/", ("", "websms", "", "path")),
        ("/~s1/websms", ("s1", "websms", "", "path")),
        ("/websms/nowhere", ("", "websms", "", "path")),
    ],
)
def test_a_prefix_names_the_gateway(path: str, wanted: tuple[str, str, str, str]) -> None:
    assert where(route(path)) == wanted


@pytest.mark.parametrize("host", ["api.websms.com", "api.websms.com:8480", "api.linkmobility.eu"])
def test_a_host_names_the_gateway(host: str) -> None:
    assert where(route(WEBSMS, host=host)) == ("", "websms", "send-text", "")
    assert where(route(BESTSMS, host=host)) == ("", "websms", "", "path")


def test_a_host_is_the_same_in_upper_case() -> None:
    """RFC 9110 §4.2.3: the host is case-insensitive."""
    assert where(route("/nowhere", host="API.WEBSMS.COM")) == ("", "websms", "", "path")


def test_a_session_may_stand_before_a_path_whose_gateway_the_host_names() -> None:
    assert where(route(f"/~s1{WEBSMS}", host="api.websms.com")) == ("s1", "websms", "send-text", "")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (WEBSMS, ("", "websms", "send-text", "")),
        (BESTSMS, ("", "bestsms", "send-sms", "")),
        ("/api/nowhere", ("", "bestsms", "", "path")),
        (f"/~s1{BESTSMS}", ("s1", "bestsms", "send-sms", "")),
    ],
)
def test_the_path_alone_names_the_gateway_that_owns_it(path: str, wanted: tuple[str, str, str, str]) -> None:
    assert where(route(path)) == wanted


@pytest.mark.parametrize("path", ["", "/", "//", "/nowhere", "/~s1", "/~", "*"])
def test_a_path_of_nobodys_leads_to_no_gateway(path: str) -> None:
    assert route(path) is None


@pytest.mark.parametrize(
    "path", ["/websms//rest/smsmessaging//text", "/websms/rest/smsmessaging/text/", "/websms/rest/smsmessaging/te%78t"]
)
def test_doubled_and_trailing_slashes_and_encoded_letters_do_not_matter(path: str) -> None:
    assert where(route(path)) == ("", "websms", "send-text", "")


def test_slashes_doubled_before_the_prefix_do_not_matter() -> None:
    """Clients join a base URL that ends in a slash and a path that begins with one."""
    assert where(route(f"//websms{WEBSMS}")) == ("", "websms", "send-text", "")
    assert where(route(f"/~s1//websms{WEBSMS}")) == ("s1", "websms", "send-text", "")


def test_the_case_of_a_path_matters_where_the_gateway_says_so() -> None:
    assert where(route("/bestsms/API/V2.04/Send/SMS")) == ("", "bestsms", "send-sms", "")
    assert where(route("/websms/REST/smsmessaging/text")) == ("", "websms", "", "path")


def test_a_known_path_with_another_method_is_a_trouble_of_its_own() -> None:
    assert where(route(f"/websms{WEBSMS}", method="GET")) == ("", "websms", "", "method")


def test_parameters_of_a_path_are_decoded() -> None:
    routed = route("/bestsms/api/v2.04/get/status/ID%20%2F1", method="GET")

    assert routed is not None
    assert routed.parameters == {"MessageID": "ID /1"}


@pytest.mark.parametrize("name", sorted(all_gateways()))
def test_every_route_of_a_gateway_leads_to_its_call(name: str) -> None:
    for call in all_gateways()[name].calls.values():
        for each in call.routes:
            found = route(f"/{name}{each.path.replace('{', '').replace('}', '')}", method=each.method)

            assert found is not None
            if each.choice is not None:
                assert found.choices is not None
                assert found.choices[1][each.choice[1].lower()].name == call.name
            else:
                assert where(found) == ("", name, call.name, "")
            assert found.version == each.version
