"""Gateways whose paths say how to answer: `/send-sms.json`, `/send-sms.xml`, with an older prefix or without."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from helpers import edited
from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import gateway, load
from mock_gateway.dialects.route import Routed, Router
from mock_gateway.model.ways import Route
from mock_gateway.model.wire import Request

if TYPE_CHECKING:
    from pathlib import Path

    from mock_gateway.model.gateway import Gateway

WEBSMS = gateway("websms")
SUFFIXES = {"json": "php", "xml": "xml"}


def made(name: str, routes: dict[str, list[str]], **ways: object) -> Gateway:
    """Make a gateway with these calls and routes, `METHOD path` each, out of one that there is."""
    calls = {"": WEBSMS.calls[""]}
    for call, texts in routes.items():
        parted = [text.split(" ") for text in texts]
        found = tuple(Route(method, tuple(path.strip("/").split("/")), "json") for method, path in parted)
        calls[call] = replace(WEBSMS.calls["send-text"], name=call, routes=found)
    return replace(
        WEBSMS, name=name, hosts=(f"api.{name}.com",), calls=calls, **{"suffixes": SUFFIXES, "prefix": "2", **ways}
    )


ROUTES = {
    "send": ["POST /send-sms", "GET /send-sms"],
    "add": ["POST /add-list"],
    "get": ["GET /lists/{id}", "GET /lists/all"],
    "other": ["GET /{method_name}"],
}
SMS = made("sms", ROUTES)
LATER = made("later", {"send": ["POST /send-sms"], "own": ["POST /own"]}, prefix="3")
ROUTER = Router({"websms": WEBSMS, "sms": SMS, "later": LATER})


def route(path: str, method: str = "POST", host: str = "", router: Router = ROUTER) -> Routed | None:
    return router.route(Request(method, path, "", {"host": host} if host else {}))


def where(routed: Routed | None) -> tuple[str, ...] | None:
    if routed is None:
        return None
    return routed.session, routed.gateway.name, routed.call.name, routed.trouble, routed.answer


@pytest.mark.parametrize(
    ("path", "session"),
    [
        ("/sms/send-sms.json", ""),
        ("/sms/2/send-sms.json", ""),
        ("/sms//2/send-sms.json", ""),
        ("/sms//send-sms.json", ""),
        ("/~s1/sms/send-sms.json", "s1"),
        ("/~s1//sms///2//send-sms.json", "s1"),
        ("//~s1//sms/send-sms.json", "s1"),
        ("/~s1//2/send-sms.json", "s1"),
        ("/~s1/send-sms.json", "s1"),
        ("/send-sms.json", ""),
        ("//send-sms.json", ""),
        ("/2/send-sms.json", ""),
        ("//2/send-sms.json", ""),
    ],
)
def test_a_suffix_is_taken_off_a_prefix_does_not_count_and_doubled_slashes_are_one(path: str, session: str) -> None:
    assert where(route(path)) == (session, "sms", "send", "", "php")
    assert where(route(path.replace(".json", ".xml"), "GET")) == (session, "sms", "send", "", "xml")


def test_a_host_names_the_gateway_whatever_stands_before_the_path() -> None:
    for path in ("/send-sms.xml", "//2/send-sms.xml", "//send-sms.xml"):
        assert where(route(path, host="api.sms.com")) == ("", "sms", "send", "", "xml")


@pytest.mark.parametrize("path", ["/2/send-sms.json", "//2/send-sms.json", "/sms//2/send-sms.json", "//send-sms.json"])
def test_a_path_without_parameters_is_looked_up_and_not_searched(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def search(*_: object) -> Routed:
        raise AssertionError

    monkeypatch.setattr(ROUTER, "_search", search)

    assert where(route(path)) == ("", "sms", "send", "", "php")


@pytest.mark.parametrize("path", ["/sms/send%2Dsms.json", "/sms/send-sms.json/", "/sms/%32/send-sms.%6ason"])
def test_escapes_and_a_trailing_slash_do_not_matter(path: str) -> None:
    assert where(route(path)) == ("", "sms", "send", "", "php")


@pytest.mark.parametrize("path", ["send-sms", "send-sms.", "send-sms.csv", "send-sms.JSON", ".json", "", "2", "2/"])
def test_without_a_known_suffix_a_path_leads_to_no_call(path: str) -> None:
    assert where(route(f"/sms/{path}")) == ("", "sms", "", "path", "")


def test_the_case_of_a_suffix_does_not_matter_where_that_of_a_path_does_not() -> None:
    router = Router({"sms": replace(SMS, folds_paths=True)})

    assert where(route("/sms/Send-SMS.JSON", router=router)) == ("", "sms", "send", "", "php")


def test_a_known_path_with_another_method_is_a_trouble_of_its_own() -> None:
    assert where(route("/sms/send-sms.xml", "PUT")) == ("", "sms", "", "method", "xml")
    assert where(route("/sms/2/add-list.json", "PUT")) == ("", "sms", "", "method", "php")


def test_an_unknown_path_is_answered_as_its_suffix_says() -> None:
    assert where(route("/sms/a/b/c.xml")) == ("", "sms", "", "path", "xml")


def test_a_path_as_it_stands_wins_over_one_with_parameters_even_where_it_lacks_the_method() -> None:
    assert where(route("/sms/send-sms.json", "GET")) == ("", "sms", "send", "", "php")
    assert where(route("/sms/lists/all.json", "GET")) == ("", "sms", "get", "", "php")
    assert where(route("/sms/add-list.json", "GET")) == ("", "sms", "", "method", "php")


def test_of_two_routes_the_one_with_fewer_parameters_answers_however_it_is_spelled() -> None:
    routed = route("/sms/lists/%61ll.json", "GET")

    assert routed is not None
    assert routed.parameters == {}


def test_what_no_route_names_meets_the_one_that_takes_any() -> None:
    routed = route("/2/get-anything.v1.xml", "GET")

    assert routed is not None
    assert where(routed) == ("", "sms", "other", "", "xml")
    assert routed.parameters == {"method_name": "get-anything.v1"}
    assert where(route("/sms/get-anything.json", "POST")) == ("", "sms", "", "method", "php")


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/send-sms", "sms"),
        ("/SEND-SMS.JSON", "sms"),
        ("/lists/7.json", "sms"),
        ("/2", "sms"),
        ("/2/nowhere", "sms"),
        ("/nowhere.json", "sms"),
        ("/nowhere.XML", "sms"),
        ("/own.json", "later"),
        ("/own", "later"),
        ("/3/send-sms.json", "later"),
        ("/rest/smsmessaging/text", "websms"),
    ],
)
def test_a_gateway_owns_its_first_segments_its_prefix_and_its_suffixes_where_no_earlier_one_does(
    path: str, owner: str
) -> None:
    routed = route(path)

    assert routed is not None
    assert routed.gateway.name == owner


@pytest.mark.parametrize("path", ["/nowhere", "/.json", "/a/nowhere.json", "/nowhere.csv", "/4/send-sms.json"])
def test_other_paths_are_nobodys(path: str) -> None:
    assert route(path) is None


def test_a_gateway_that_does_not_own_bare_paths_owns_none() -> None:
    router = Router({"sms": replace(SMS, owns_bare_paths=False)})

    assert route("/send-sms.json", router=router) is None
    assert route("/2/send-sms.json", router=router) is None


def test_a_prefix_needs_no_suffixes() -> None:
    router = Router({"sms": replace(SMS, suffixes={})})

    assert where(route("/2/send-sms", router=router)) == ("", "sms", "send", "", "")
    assert where(route("/%32/send-sms", router=router)) == ("", "sms", "send", "", "")


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ({"call": "send"}, ("POST", "/send-sms.json")),
        ({"call": "send", "form": {"to": "1"}}, ("POST", "/send-sms.json")),
        ({"call": "send", "method": "GET", "suffix": "xml"}, ("GET", "/send-sms.xml")),
        ({"call": "send", "method": "PUT", "suffix": "xml"}, ("PUT", "/send-sms.xml")),
        ({"call": "get", "path": {"id": "a/b"}}, ("GET", "/lists/a%2Fb.json")),
        ({"call": "other", "path": {"method_name": "x"}, "suffix": "xml"}, ("GET", "/x.xml")),
        ({"path": "/2/send-sms.json", "form": {}}, ("POST", "/2/send-sms.json")),
    ],
)
def test_a_request_is_composed_with_the_first_suffix_or_the_one_that_it_names(
    spec: dict[str, object], wanted: tuple[str, str]
) -> None:
    credentials = dict.fromkeys(SMS.credentials, "x")
    composed = compose(SMS, spec, credentials, {})

    assert (composed.method, composed.target) == wanted


def test_a_request_with_a_body_is_posted_where_that_can_be_whichever_route_comes_first() -> None:
    sms = made("sms", {"send": ["GET /send-sms", "POST /send-sms"], "read": ["GET /read"]})
    credentials = dict.fromkeys(sms.credentials, "x")

    assert compose(sms, {"call": "send"}, credentials, {}).method == "GET"
    assert compose(sms, {"call": "send", "form": {}}, credentials, {}).method == "POST"
    assert compose(sms, {"call": "read", "form": {}}, credentials, {}).method == "GET"


PATHS = "paths: {fold: false, bare: true, allow: true}"


def test_a_gateways_data_says_its_suffixes_and_its_prefix(tmp_path: Path) -> None:
    ways = 'paths: {fold: false, bare: true, allow: true, suffixes: {js: json, json: json}, prefix: "2"}'
    loaded = load(edited(tmp_path, "websms", "gateway.yaml", PATHS, ways))

    assert (loaded.suffixes, loaded.prefix) == ({"js": "json", "json": "json"}, "2")
    assert loaded.calls["send-text"].routes[0].path == "/rest/smsmessaging/text.js"
    assert where(route("/websms/2/rest/smsmessaging/text.json", router=Router({"websms": loaded}))) == (
        "",
        "websms",
        "send-text",
        "",
        "json",
    )
