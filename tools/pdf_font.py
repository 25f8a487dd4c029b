"""Make the font of the PDF reports from Noto Sans SC (OFL-1.1): the letters of our texts, Latin with its accents, and
the 3,755 most used Chinese characters, as TrueType outlines, which is what reportlab embeds.

    python -m venv /tmp/font && /tmp/font/bin/pip install fonttools pylopdf-fonts-zh-cn
    /tmp/font/bin/python tools/pdf_font.py $(find /tmp/font -name NotoSansSC-Regular.otf)

Run it again when tests/diagnosis/test_report.py names a character that the font lacks. Only what a report uses goes
into its file, some tens of kilobytes.
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-not-found]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-not-found]
from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont, newTable  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "diagnosis" / "fonts" / "noto-sans-sc.ttf"
TEXTS = ("locale/zh_Hans/LC_MESSAGES/django.po", "plans/catalogue/exercises.csv")
MAX_ERROR = 1.0  # of a curve, in units of a thousandth of the letter's size


def characters() -> set[str]:
    common = (bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    latin = (chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040)))
    signs = "€₂→←↑↓−≈≤≥≠×÷·•…‰′″≥✓、。〈〉《》「」『』【】〔〕！（），：；？～％＋－／＝"
    ours = "".join(path.read_text(encoding="utf-8") for name in TEXTS for path in [ROOT / name])
    return {*filter(None, common), *latin, *signs, *filter(str.isprintable, ours)}


def quadratic(font: TTFont) -> None:
    """Cubic outlines (CFF) as quadratic ones (glyf)."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    for tag in ("CFF ", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"):
        if tag in font:
            del font[tag]
    font["maxp"].tableVersion = 0x00010000
    for name in (
        "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(font["maxp"], name, 1 if name == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def main() -> None:
    font = TTFont(sys.argv[1])
    options = Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters()))
    subsetter.subset(font)
    quadratic(font)
    TARGET.parent.mkdir(exist_ok=True)
    font.save(TARGET)
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main()
