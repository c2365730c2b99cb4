"""A question that asks two things, "Hvad koster broen, og hvornår er den færdig?", in its parts."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.intent import intents
from rag.scope import strip_asking
from rag.types import Question

_AND = re.compile(
    r"(?:,? (?:og|samt|and)|\?) (?=(?:(?:i|på|for|til|af|efter|med|in|on|for|to|of|by) )?"
    r"(?:hv(?:ad|em|ilke[nt]?|or\w*|is)|what|who\w*|which|when|where|why|how)\b"
    r"|(?:er|var|blev|bliver|har|havde|skal|skulle|kan|kunne|fik|får|fulgte|stemte|sagde|is|was|"
    r"did|does|has|will|can) "
    r"(?:det|den|de|der|han|hun|man|udvalget|byrådet|kommunen|it|they|there|the)\b)",
    re.IGNORECASE,
)
FEWEST = 3
"""Words of a part; fewer ask nothing of their own ("og hvorfor?")."""


def parts(question: Question) -> tuple[Question, ...]:
    """The questions that the question is made of, in order; itself alone when it is one."""
    begin, told = 0, []
    for match in _AND.finditer(question.text):
        told.append(question.text[begin : match.start()])
        begin = match.end()
    told.append(question.text[begin:])
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
