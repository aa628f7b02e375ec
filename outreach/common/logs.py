"""Lines of the log, without what would tell which matter somebody looked for or what opens one.

Django writes the address of every refused request. A number in it may be that of a sealed matter, and somebody may
have put a tracking code there; the log is read by people who may know neither. And some addresses are secrets
themselves: that of a calendar, and the link in a mail.
"""

import logging
import re

#: Numbers such as ``XFJ-2026-482913``: what kind and which year may stay, or faults could not be found.
_NUMBER = re.compile(r"\b([A-Za-z]{2,5}-\d{4})-\d{3,}")
#: Sixteen base32 symbols in groups of four, as printed or with blanks, or in one piece.
_CODE = re.compile(
    r"\b[A-Za-z2-7]{4}(?:-[A-Za-z2-7]{4}){3}\b"
    r"|\b[A-Z2-7]{4}(?:(?: |%20|\+)[A-Z2-7]{4}){3}\b"
    r"|\b(?=[A-Z]*[2-7])[A-Z2-7]{16}\b"
)


#: A part of an address that was drawn or signed: 43 signs of base64, or more.
_SECRET = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w.:-]{43,}")


class MaskingFormatter(logging.Formatter):
    """A line as usual, its traceback included, with numbers and codes masked."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def masked(line: str) -> str:
    """``line`` with every number cut after its year, and every tracking code and secret address gone."""
    return _SECRET.sub("****", _CODE.sub("****", _NUMBER.sub(r"\1-***", line)))
