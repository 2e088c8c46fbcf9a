"""What TNZ sends beside SMS: e-mails, faxes, and calls that play a recording or speak a text.

How large each is, and so what it costs, is reckoned from what was sent: nothing is rendered, dialled or spoken.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mock_gateway.gateways.bestsms.kinds import seconds_spoken
from mock_gateway.gateways.bestsms.operations import Content, submit, template, written

if TYPE_CHECKING:
    from mock_gateway.model.wire import Outcome
    from mock_gateway.rules.judge import Judgement
    from mock_gateway.state.case import Case

BYTES_A_SECOND = 16_000
"""Of a recording as the documents want it: 16 bits, 8000 Hz."""
SECONDS_A_MINUTE = 60

_OF_EMAILS = frozenset({"MessagePlain", "MessageHTML"})
_OF_FAXES = frozenset({"Message"})
_OF_CALLS = frozenset(
    {
        "MessageToPeople",
        "MessageToAnswerPhones",
        "MessageToAnswerphones",
        "CallRouteMessageToPeople",
        "CallRouteMessageToOperators",
        "CallRouteMessageOnWrongKey",
    }
)


def send_email(case: Case, judgement: Judgement) -> Outcome:
    """Take an e-mail; of two bodies the HTML one is what is read."""
    data = case.document["MessageData"]
    text = written(case, "MessageHTML", "MessagePlain")
    size = len(text.encode()) + sum(_size(file.get("Data", "")) for file in data.get("Files", ()))
    content = Content(text, "email_price_thousandths", 1, _OF_EMAILS, f"EmailSize:{size}")
    return submit(case, judgement, content)


def send_fax(case: Case, judgement: Judgement) -> Outcome:
    """Take a fax: a page for the message, and one for each file; of a template one."""
    data = case.document["MessageData"]
    files = data.get("Files", ())
    message = data.get("Message", "") or ("" if files else template(case))
    pages = len(files) + bool(message)
    text = "\n".join([*filter(None, [message]), *(_attached(file["Name"], file["Data"]) for file in files)])
    content = Content(text, "fax_page_price_thousandths", pages, _OF_FAXES, f"FaxPages:{pages}")
    return submit(case, judgement, content)


def send_voice(case: Case, judgement: Judgement) -> Outcome:
    """Take a call that plays a recording; a template's text is spoken."""
    recording = case.document["MessageData"].get("MessageToPeople")
    if recording is None:
        return send_tts(case, judgement)
    return _call(case, judgement, _attached("recording", recording), _size(recording) / BYTES_A_SECOND)


def send_tts(case: Case, judgement: Judgement) -> Outcome:
    """Take a call that speaks a text."""
    text = written(case, "MessageToPeople")
    return _call(case, judgement, text, seconds_spoken(text))


def _call(case: Case, judgement: Judgement, text: str, length: float) -> Outcome:
    """Take a call, charged by the minutes that it has begun."""
    seconds = int(-(-length // 1)) or 1
    minutes = -(-seconds // SECONDS_A_MINUTE)
    content = Content(text, "call_minute_price_thousandths", minutes, _OF_CALLS, f"VoiceSeconds:{seconds}")
    return submit(case, judgement, content)


def _attached(name: str, data: str) -> str:
    """Stand in for a file in what is kept of a message: the same file is told from another of its name."""
    return f"[{name} {sha256(data.encode()).hexdigest()[:8]}]"


def _size(data: Any) -> int:  # noqa: ANN401  what a client sends
    """Count the bytes that base64 stands for."""
    return len(data.rstrip("= \r\n")) * 3 // 4 if isinstance(data, str) else 0
