"""A step of a scenario becomes a request."""

from __future__ import annotations

import pytest

from mock_gateway.contract.compose import compose
from mock_gateway.definitions.load import gateway
from mock_gateway.errors import UsageError

CREDENTIALS = {"sender": "a@example.com", "api_key": "k", "token": "t"}


def test_a_path_has_what_an_earlier_step_kept() -> None:
    step = {"path": "/contact/{c}/group/{long_name}?a=1", "method": "GET"}

    assert compose(gateway("bestsms"), step, CREDENTIALS, {"c": "a/b", "long_name": 7}).target == (
        "/contact/a%2Fb/group/7?a=1"
    )


def test_a_path_that_needs_what_nothing_kept_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'contact'.*did you mean 'contacts'"):
        compose(gateway("bestsms"), {"path": "/{contact}"}, CREDENTIALS, {"contacts": "x"})
