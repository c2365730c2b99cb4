"""A question that asks two things, "Hvad koster broen, og hvornår er den færdig?", in its parts."""

from __future__ import annotations

import re
from dataclasses import replace

from index.lexicon import stop_words
from index.words import words
from rag.types import Question
from rag.understanding.intent import intents
from rag.understanding.scope import strip_asking

_AND = re.compile(
    r"(?:,? (?:og|samt|and)|\?) (?=(?:(?:i|på|for|til|af|efter|med|in|on|for|to|of|by) )?"
    r"(?:hv(?:ad|em|ilke[nt]?|or\w*|is)|what|who\w*|which|when|where|why|how)\b"
    r"|(?:er|var|blev|bliver|har|havde|skal|skulle|kan|kunne|fik|får|fulgte|stemte|sagde|is|was|"
    r"did|does|has|will|can) "
    r"(?:det|den|de|der|han|hun|man|udvalget|byrådet|kommunen|it|they|there|the)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"^(?:hv\w+(?: (?:meget|mange|længe))?|wh\w+|how(?: much)?)\s+", re.IGNORECASE)
TOPIC = 2
"""Words of a part, its question word and small words left out, that say what it is about."""
FEWEST = 3
"""Words of a part; fewer ask nothing of their own ..."""
_ALONE = re.compile(
    r"(?:hvorfor|hvornår|hvordan|hvem|hvor(?: meget| mange| længe)?|why|when|how|who|where|"
    r"how much)[ ,?]*$",
    re.IGNORECASE,
)
"""... but what its neighbour is about ("..., og hvorfor?", "Hvem og hvornår ...?")."""


def parts(question: Question) -> tuple[Question, ...]:
    """The questions that the question is made of, in order; itself alone when it is one."""
    begin, told = 0, []
    for match in _AND.finditer(question.text):
        told.append(question.text[begin : match.start()])
        begin = match.end()
    told.append(question.text[begin:])
    told = _completed(told)
    if len(told) < 2 or any(len(part.split()) < FEWEST for part in told):
        return (question,)
    return tuple(
        replace(
            question,
            text=part,
            search=strip_asking(part).strip(" ,?") or part,
            intents=intents(part),
        )
        for part in told[:2]
    )


def _completed(told: list[str]) -> list[str]:
    """The parts, a bare question word with the words of the part beside it."""
    if len(told) != 2:
        return told
    first, second = (part.strip(" ,?") for part in told)
    if _ALONE.match(second) and _is_about(first):
        return [told[0], f"{second} {_WORD.sub('', first)}?"]
    if _ALONE.match(first) and _is_about(second):
        return [f"{first} {_WORD.sub('', second)}?", told[1]]
    return told


def _is_about(part: str) -> bool:
    """Whether a part says what it asks of: "koster broen", not "koster det"."""
    return sum(word.text not in stop_words() for word in words(_WORD.sub("", part))) >= TOPIC
