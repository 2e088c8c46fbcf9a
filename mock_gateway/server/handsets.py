"""What a handset can send, and what it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_gateway.errors import UsageError
from mock_gateway.text.octets import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

SMS = ("text", "binary")
"""The kinds that are SMS."""


def check_received(
    text: str, kind: str, segments: Sequence[bytes], *, user_data_header: bool, flash: bool | None
) -> None:
    """Check a message of a handset.

    Raises:
        UsageError: for what no message can be.

    """
    if kind != "binary" and (segments or user_data_header):
        raise UsageError(
            f"a message of the kind {kind!r} has no segments and no user data header: that is kind='binary'"
        )
    if kind not in SMS and flash is not None:
        raise UsageError(f"a message of the kind {kind!r} is no SMS, and only an SMS can be a flash SMS")
    if segments and text:
        raise UsageError(f"a binary message has segments or a text, not both: {text!r}")
    for each in segments:
        if not 1 <= len(each) <= MOST:
            raise UsageError(f"a segment has 1 to {MOST} bytes, not {len(each)}")
