"""A line of a section -> is it what the paragraph below it is about?"""

from __future__ import annotations

import re

from index.sentences import marker_end
from index.types import Section, SectionKind

ENDS = ".!?:;,»”\"')…"
BLANK = re.compile(r"[ \t]*\n[ \t]*\n\s*")
FINITE = re.compile(
    r"\b(?:er|var|har|havde|bliver|blev|skal|skulle|vil|ville|kan|kunne|må|måtte|\w{3,}(?:ede|te))\b",
    re.IGNORECASE,
)
NAMES_TOPIC = re.compile(
    r"(?:vedr\w*|om|ad|angående|spørgsmål\w*|hvorvidt|hvordan|hvad|emne\w*|tema\w*)\b",
    re.IGNORECASE,
)
"""How a heading begins that has a verb in it."""
HEADING_WORDS = 24
"""Words of a line between blank lines that may be a heading."""
TELLING = (
    SectionKind.SUMMARY,
    SectionKind.CASE,
    SectionKind.ASSESSMENT,
    SectionKind.ECONOMY,
    SectionKind.CONSEQUENCES,
    SectionKind.HEARING,
    SectionKind.OTHER,
)
"""Sections of running text under headings of their own."""


def stands_over(section: Section, start: int, end: int) -> bool:
    """Whether a line between blank lines is what a paragraph is about ("Om spørgsmålet, hvorvidt
    ..."): it ends like no sentence, and what follows does."""
    line, text = section.text[start:end], section.text
    if line[-1] in ENDS or not line[0].isupper() or len(line.split()) > HEADING_WORDS:
        return False
    if FINITE.search(line) and not NAMES_TOPIC.match(line):
        return False
    if section.kind not in TELLING or "\t" in line or "\n" in line or marker_end(line):
        return False
    after = BLANK.match(text, end)
    if after is None or (start > 0 and not BLANK.search(text, max(start - 4, 0), start)):
        return False
    paragraph = text[after.end() : after.end() + 2_000].partition("\n")[0].strip()
    return len(paragraph.split()) >= 6 and "\t" not in paragraph and paragraph[-1] in ".:"
