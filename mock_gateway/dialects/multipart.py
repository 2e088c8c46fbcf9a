"""Names and values as parts of a `multipart/form-data` body; parts that are files do not count."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from mock_gateway.dialects import form
from mock_gateway.dialects.base import Dialect, UnreadableError

if TYPE_CHECKING:
    from mock_gateway.model.ways import Reading


def read(body: bytes, boundary: str, reading: Reading | None) -> Any:  # noqa: ANN401, ARG001  one signature for all dialects
    """Parse; of a name given twice the last one counts."""
    from werkzeug.exceptions import HTTPException  # noqa: PLC0415  imported by those who meet such a body
    from werkzeug.formparser import MultiPartParser  # noqa: PLC0415  as above

    if not boundary:
        raise UnreadableError("the Content-Type names no boundary")
    parser = MultiPartParser(stream_factory=_memory, max_form_parts=form.PARAMETERS_READ)
    try:
        fields, _files = parser.parse(BytesIO(body), boundary.encode(), len(body))
    except (HTTPException, LookupError, ValueError) as problem:
        raise UnreadableError(f"no multipart body: {problem}") from None
    return {name: value for name, value in fields.items(multi=True) if isinstance(name, str)}


def _memory(*_: object, **__: object) -> BytesIO:
    return BytesIO()


MULTIPART = Dialect("multipart", read, form.write, told="boundary")
