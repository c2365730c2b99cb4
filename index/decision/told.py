"""Minutes without labels: the sentence under a title that tells what was decided."""

from __future__ import annotations

import re

from index.decision.outcomes import OUTCOME_WORD, read_outcomes
from index.sentences import Span, marker_end, split_sentences

_ABOUT = re.compile(
    r"(?:(?:dagsordenen|referatet|indstillingen|forslaget|ansøgningen|orienteringen|sagen|punktet"
    r"|regnskabet|budgettet|planen|protokollen|beretningen|\w+(?:planen|forslaget|regnskabet))"
    r"(?: \S+){0,6}? (?:blev|er|bliver|godkendes|godkendtes|tages|udsættes|vedtoges)\b"
    r"|[^.:;]{2,80}? (?:blev|er) (?:enstemmigt )?(?:gen|ny)?valgt\b"
    r"|(?:som|til) [^.:;]{2,40} (?:gen|ny)?(?:valgtes|udpegedes)\b"
    r"|det blev (?:\S+ )?(?:besluttet|vedtaget|aftalt|godkendt)"
    r"|(?:ikke|enstemmigt) \w+|til efterretning|bevilget|bevilges"
    r"|(?:der (?:var|er) )?(?:intet|ingen)"
    r"|der (?:meddeles|meddeltes|gives|ydes|bevilges|bevilgedes|var enighed)\b"
    r"|afslag|afslået|imødekom\w+)",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"(?:herefter|derefter|efterfølgende|afslutningsvis) \w+ "
    r"(?:udvalget|rådet|bestyrelsen|byrådet|kommunalbestyrelsen)\b|"
    r"(?:et (?:enigt|enstemmigt) |et flertal i )?(?:[A-ZÆØÅ]?[\w-]*(?:udvalget|rådet|bestyrelsen"
    r"|repræsentationen|magistraten|nævnet|forsamlingen))\s(?:\w+\s)?(?:godkend|vedt|beslutt|anbefal"
    r"|indstill|drøft|tiltr|tog|tager|har|meddel|afvis|afslog|udsatte|udsæt|valgte|udpege|bevil"
    r"|gav|giver|ønske|send|oversend|henvis|imødek|kan|kunne)",
    re.IGNORECASE,
)


def find_told(text: str) -> Span | None:
    """(start, end) of the paragraphs from the first sentence on that decides; None without one.

    Such a sentence begins with the outcome ("Godkendt."), with the body that acts ("Udvalget
    vedtog") or with what was treated ("Dagsordenen blev godkendt").
    """
    for a, b in split_sentences(text):
        sentence = text[a:b]
        bare = sentence[marker_end(sentence) :].strip()
        opens = (OUTCOME_WORD, _ABOUT, _ACTOR)
        if any(one.match(bare) for one in opens) and read_outcomes(bare).strong:
            return a, len(text.rstrip())
    return None
