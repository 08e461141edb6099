"""Publication dates as files write them. Nothing is guessed: an unknown form is an error."""

from __future__ import annotations

import datetime as dt
import email.utils
import re

from comity.documents.problems import DocumentError

_CLOCK = r"\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})(?:[T ]{_CLOCK})?$")
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y", "%B %d %Y")


def parse_date(value: object) -> dt.date | None:
    """The day that a field holds; None where it is empty. Raises `DocumentError` for what is no date."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise DocumentError(f"the date {value!r} is no text; write it as YYYY-MM-DD")
    text = value.strip()
    if match := _ISO.match(text):
        text = match[1]
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    try:
        return email.utils.parsedate_to_datetime(text).date()  # RFC 2822, as feeds have it
    except (ValueError, TypeError, IndexError, OverflowError):
        raise DocumentError(f"the date {text[:40]!r} is not understood; write it as YYYY-MM-DD") from None
