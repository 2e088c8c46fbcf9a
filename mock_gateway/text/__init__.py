"""What a text weighs: GSM-7 and UCS-2, segments, and the spellings of telephone numbers.

`segments` here is the function. Its module bears the same name and is met by a longer path, as `unittest.main` is:
`from mock_gateway.text.segments import split`.
"""

from mock_gateway.text.segments import Segments, segments

__all__ = ["Segments", "segments"]
