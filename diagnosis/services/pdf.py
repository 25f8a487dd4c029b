"""The report as a PDF, from the same data and words as the page.

One font for all of it, whose letters go into the file as far as they are used: what somebody else's reader of PDFs
brings along is not ours to rely on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from diagnosis.core.findings import INFO
from diagnosis.services.pdf_charts import drawing
from diagnosis.services.pdf_font import FONT, printable, register
from diagnosis.wording.reading import Reading, Told, read
from plans.wording import quantities

MARGIN = 18 * mm
INK, SOFT, LINE = colors.HexColor("#14201b"), colors.HexColor("#4a5852"), colors.HexColor("#d3dad4")
GRADES = {
    "urgent": colors.HexColor("#a8201a"),
    "act": colors.HexColor("#a8201a"),
    "watch": colors.HexColor("#7d4500"),
    "info": colors.HexColor("#0a6650"),
    "good": colors.HexColor("#0a6650"),
    "unknown": SOFT,
}


def style(size: float, **changes: Any) -> ParagraphStyle:
    facts = {"fontName": FONT, "fontSize": size, "leading": size * 1.4, "textColor": INK, "wordWrap": "CJK"}
    return ParagraphStyle(f"size-{size}-{len(changes)}", **{**facts, **changes})


TEXT, SMALL = style(10), style(8.5, textColor=SOFT)
H1, H2, H3 = style(19, spaceAfter=6), style(13.5, spaceBefore=12, spaceAfter=4), style(11)


def to_pdf(report: Mapping[str, Any], units: str) -> bytes:
    """The report as a file, in the language of the moment. units: metric or imperial, of whoever reads."""
    register()
    reading = read(report, units)
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=str(_("Diagnosis")),
        author="Spotter",
    )
    document.build(list(_story(reading)), onFirstPage=_foot, onLaterPages=_foot)
    return made.getvalue()


def _p(text: str, as_: ParagraphStyle = TEXT, colour: Any = None) -> Paragraph:
    return Paragraph(escape(printable(text)) if colour is None else _coloured(text, colour), as_)


def _coloured(text: str, colour: Any) -> str:
    return f'<font color="#{colour.hexval()[2:]}">{escape(printable(text))}</font>'


def _day(on: Any) -> str:
    return date_format(on, "DATE_FORMAT")


# --- The parts --------------------------------------------------------------------------------------------------------
def _story(reading: Reading) -> Iterator[Flowable]:
    yield _p(f"{_day(reading.first_on)} – {_day(reading.last_on)}", SMALL)
    yield _p(_("Your training, looked at as a whole"), H1)
    for sentence in reading.summary:
        yield _p(sentence, style(11.5))
    yield _p(_("Your current state"), H2)
    yield _state(reading)
    for told in reading.findings:
        yield KeepTogether(list(_finding(told, reading.summary[-1])))
    if reading.pictures:
        yield _p(_("How it went"), H2)
    for drawn in reading.pictures:
        title = f"{drawn.title} ({drawn.unit})" if drawn.unit else drawn.title
        yield KeepTogether([_p(title, H3), drawing(drawn), _p(drawn.text, SMALL), Spacer(1, 8)])
    yield from _comparison(reading)
    yield from _quality(reading)
    yield from _sources(reading)


def _state(reading: Reading) -> Flowable:
    rows = [
        [
            _p(area.name),
            _p(area.word, TEXT, GRADES[area.status]),
            _p(" · ".join(filter(None, (area.number, area.because))), SMALL),
        ]
        for area in reading.areas
    ]
    return _table(rows, [45 * mm, 45 * mm, 84 * mm])


def _table(rows: list[list[Any]], widths: list[float]) -> Table:
    made = TableStyle()
    made.add("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)
    made.add("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    made.add("TOPPADDING", (0, 0), (-1, -1), 2)
    return Table(rows, colWidths=widths, style=made)


def _finding(told: Told, last_said: str) -> Iterator[Flowable]:
    """last_said: the end of the summary, which a finding that is only good to know need not repeat."""
    yield Spacer(1, 8)
    yield _p(told.title, H3, GRADES[told.severity])
    sure = _("%(percent)s %% sure") % {"percent": told.confidence_percent} if told.confidence_percent < 100 else ""
    yield _p(" · ".join(filter(None, (told.area, told.word, sure))), SMALL)
    yield _p(told.meaning)
    if told.explained:
        yield _p(told.explained)
    elif told.severity != INFO or told.advice != last_said:
        yield _p(told.advice)
    if told.professional:
        yield _p(told.professional, TEXT, GRADES["urgent"])
    if told.votes:
        yield _p(told.votes, SMALL)
    for opinion in told.opinions:
        yield _p(f"{opinion.who}: {opinion.text}", SMALL)
    yield _p(" · ".join(f"{label}: {value}" for label, value in told.numbers), SMALL)


def _comparison(reading: Reading) -> Iterator[Flowable]:
    told = reading.comparison
    if told is None:
        return
    yield _p(_("Against the report of %(day)s") % {"day": _day(told["made_at"])}, H2)
    for note in told["unlike"]:
        yield _p(note, SMALL)
    for label, titles in ((_("New:"), told["new"]), (_("No longer:"), told["gone"])):
        if titles:
            yield _p(f"{label} {' · '.join(titles)}")
    for title, trend in told["stays"]:
        yield _p(f"{title} · {trend}")
    if told["numbers"]:
        head = [[_p(_("What"), SMALL), _p(_("Then"), SMALL), _p(_("Now"), SMALL)]]
        rows = [[_p(row["label"]), _p(row["before"]), _p(row["now"])] for row in told["numbers"]]
        yield _table(head + rows, [90 * mm, 42 * mm, 42 * mm])


def _quality(reading: Reading) -> Iterator[Flowable]:
    yield _p(_("How much data there was"), H2)
    yield _p(reading.made_from)
    for gap in reading.gaps:
        yield _p(f"• {gap}")
    if not reading.gaps:
        yield _p(_("Nothing was missing."))


def _sources(reading: Reading) -> Iterator[Flowable]:
    yield _p(_("Who says this"), H2)
    if reading.authors:
        authors = ", ".join(reading.authors)
        yield _p(_("Findings are Spotter's rules; opinions on them are from %(authors)s.") % {"authors": authors})
    else:
        yield _p(_("All findings are Spotter's rules. No language model was asked, or none answered."))
    for line in (*(f"{each.who}: {each.text}" for each in reading.silent), *reading.also_named):
        yield _p(line)
    for source in reading.sources:
        yield _p(f"• {source['reference']}", SMALL)
    yield _p(_("Estimates and habits, no medical examination. With pain, ask a doctor or physiotherapist."), SMALL)


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.setFillColor(SOFT)
    canvas.drawRightString(A4[0] - MARGIN, 10 * mm, f"Spotter · {quantities.number(document.page)}")
