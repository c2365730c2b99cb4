"""What a short form stands for: the words with its initials, as the found items print them."""

from __future__ import annotations

import re

from index.sentences import split_sentences
from rag.draft import title_section
from rag.evidence import Evidence
from rag.passages import Passage
from rag.types import Intent

SHORT = re.compile(r"(?<![\w-])[A-ZÆØÅ]{2,6}(?![\w-])")
JOINERS = r"(?:(?:og|for|af|i|på|til|med) )?"
"""Small words that have no initial of their own."""


def meaning(evidence: Evidence) -> Passage | None:
    """The title or sentence that spells out the short form that a question asks the meaning of;
    None when it asks for something else, or no found item spells it out."""
    question = evidence.question
    short = SHORT.search(question.text)
    if question.intent is not Intent.DEFINITION or short is None:
        return None
    spelled = _spelled(short[0])
    for record in evidence.records:
        for section in (title_section(record), *record.item.sections):
            for a, b in split_sentences(section.text):
                if spelled.search(section.text[a:b]):
                    return Passage(record, section, section.start + a, section.start + b, 0.0)
    return None


def _spelled(short: str) -> re.Pattern[str]:
    """Words, or parts of one, that begin with these letters in turn."""
    words = "".join(
        rf"(?:[ -]{{1,2}}{JOINERS}|-?){_letter(one)}[a-zæøåé]{{2,}}" for one in short[1:]
    )
    return re.compile(rf"(?<!\w){_letter(short[0])}[a-zæøåé]{{2,}}?{words}")


def _letter(one: str) -> str:
    return f"[{one}{one.lower()}]"
