"""Addresses in what somebody has written, made to be tapped."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# The same rule as static/js/chat-links.js. Punctuation at the end belongs to the sentence.
ADDRESS = re.compile(r"""(https?://[^\s<>"'，。；：！？、（）《》「」]*[^\s<>"'，。；：！？、（）《》「」.,;:!?)\]])""")


@register.filter
def linked(text: str) -> SafeString:
    """The text, escaped, with its web addresses as links that open beside the page."""
    parts = ADDRESS.split(str(text))  # every second one is an address
    return mark_safe("".join(_anchor(part) if place % 2 else escape(part) for place, part in enumerate(parts)))  # noqa: S308 - each part is escaped


def _anchor(address: str) -> SafeString:
    return format_html('<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>', address)
