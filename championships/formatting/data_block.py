"""Data inside a page, for machines: JSON that no text in it can break out of, whatever somebody called himself."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# HTML would read the first three as markup, old JavaScript the last two as ends of lines.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write_data_block(data: Any) -> SafeString:
    """A script element that is never run: browsers take its type for data, and the CSP has nothing to say to it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above
