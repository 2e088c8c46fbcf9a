"""A page through 26 replies of the TransmitSMS family, as its documents tell clients to read them.

Neither client of the family that the tests run can read replies: PyPI `apprise` only sends, and npm `burstsms` only
sends and formats numbers. So a plain HTTP client does here what the documents say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

if TYPE_CHECKING:
    from mock_gateway import Session

HANDSET = "61491570156"
TEXTS = [f"Reply {number}" for number in range(1, 27)]


def ask(session: Session, call: str, **parameters: object) -> Any:
    """Call, and give the answer, which must be a success."""
    auth = (session.credentials.key, session.credentials.secret)
    answer = requests.post(f"{session.url}/{call}.json", data=parameters, auth=auth, timeout=10)
    read = answer.json()
    assert (200, {"code": "SUCCESS", "description": "OK"}) == (answer.status_code, read["error"])
    return read


def pages(session: Session, call: str, **parameters: object) -> list[Any]:
    """Read page after page, until the number of a page is the count of all."""
    read = [ask(session, call, page=1, **parameters)]
    while read[-1]["page"]["number"] < read[-1]["page"]["count"]:
        read.append(ask(session, call, page=len(read) + 1, **parameters))
    return read


@pytest.mark.parametrize("call", ["get-sms-responses", "get-user-sms-responses"])
@pytest.mark.parametrize(("size", "counts"), [(10, [10, 10, 6]), (25, [25, 1])])
def test_a_client_that_reads_until_the_last_page_gets_each_of_26_replies_once(
    transmitsms: Session, call: str, size: int, counts: list[int]
) -> None:
    transmitsms.settings.page_size = size
    sent = ask(transmitsms, "send-sms", message="Hello?", to=HANDSET)
    for text in TEXTS:
        transmitsms.clock.advance("1s")
        transmitsms.receive(text, from_=HANDSET)

    read = pages(transmitsms, call, **({"message_id": sent["message_id"]} if call == "get-sms-responses" else {}))

    assert counts == [len(page["responses"]) for page in read]
    assert [{"count": len(counts), "number": number} for number in range(1, len(counts) + 1)] == [
        page["page"] for page in read
    ]
    assert {26} == {page["total"] for page in read}
    assert TEXTS[::-1] == [reply["response"] for page in read for reply in page["responses"]]
    assert {(sent["message_id"], int(HANDSET))} == {
        (reply["message_id"], reply["msisdn"]) for page in read for reply in page["responses"]
    }
