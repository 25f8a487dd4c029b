"""The one font of the PDF reports: Noto Sans SC (OFL-1.1), cut down by tools/pdf_font.py to the letters of our texts,
Latin with its accents, and the most used Chinese characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

FONT = "NotoSansSC"
FILE = Path(__file__).resolve().parent.parent / "fonts" / "noto-sans-sc.ttf"
UNKNOWN = "?"
SAME = str.maketrans({"\u00a0": " ", "\u202f": " "})


@cache
def register() -> TTFont:
    """Make the font known to reportlab, once in a process."""
    font = TTFont(FONT, FILE)
    registerFont(font)
    return font


def printable(text: str) -> str:
    """The text with a question mark for each character that the font lacks: a name in a script of its own."""
    known = register().face.charToGlyph
    return "".join(sign if ord(sign) in known else UNKNOWN for sign in text.translate(SAME))
