"""Asked as done, told only as to come: "hvad viste evalueringen?", where one is to be made.

A case names what shall follow it (a hearing, a measurement, a tender, a ruling) in the very words
of the question for its outcome, so that shared words say nothing here: what counts is whether a
sentence about it tells of it as done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.lexicon import stem
from index.sentences import split_sentences
from index.types import SectionKind
from index.words import fold
from rag.abstention.met import main_items
from rag.evidence import Evidence

_STUDY = r"evaluering|måling|undersøgelse|analyse|høring|retssag|forsøg|tælling|screening"
OUTCOME = re.compile(
    rf"\bhvad (?:viste|konkluderede|blev)\b[^?]{{0,24}}?\b\w*(?P<seen>{_STUDY})\w*|"
    rf"\b(?:resultatet|udfaldet) af\b[^?]{{0,24}}?\b\w*(?P<made>{_STUDY})\w*|"
    rf"\bmåleresultat\w*[^?]{{0,30}}?(?P<measured>mål|støj)",
    re.IGNORECASE,
)
"""Asks what something showed or came to."""
WINNER = re.compile(
    r"\b(?:hvem|hvilke[nt]?|which|who)\b[^?]{0,50}\b(?:(?:vandt|har vundet|won|løb med) "
    r"(?=[^?]{0,30}(?:udbud|licitation|konkurrence|opgave|kontrakt|ordre|tender))|"
    r"fik (?:ordren|opgaven|kontrakten|entreprisen)\b)|"
    r"\bhvem af [^?]{0,25}\b(?:bydende|tilbudsgiver\w*|budgiver\w*)\b",
    re.IGNORECASE,
)
WON = re.compile(
    r"\b(?:vandt|vinde[rn]\w*|vundet|tilde(?:l|lt|les|ler)\w*|valgt|vælges?|valgte|antag\w*|kåret|"
    r"gik til|går til|overdrag\w*|indgå(?:s|et)?|laveste|billigste|fordelagtigste|"
    r"bedste (?:bud|tilbud)|leverandør\w* (?:er|bliver|blev)|won)\b",
    re.IGNORECASE,
)
"""Tells of somebody who got what was competed for."""
TALK = re.compile(
    r"\bhvad (?:blev|var|er) [^?]{0,90}\benige om\b|\bhvad (?:nåede|kom) [^?]{0,60}\bfrem til\b|"
    r"\bhvilke (?:pointer|konklusioner|idéer|ideer|læringer)\b",
    re.IGNORECASE,
)
"""Asks what was said in a talk; what came of it may be that it was held."""
CAME_TO = re.compile(
    r"\benig\w*|\bkonklu\w*|\b(?:af|ind)tal\w+|\bpeger? på\b|\bpegede på\b|\blagde vægt|"
    r"\bvægtede\b|\bbeslutte\w*|\bønske\w*|\bfremhæve\w*|\banbefale\w*|\bopford\w+|"
    r"\bblandt andet\b|\b(?:pointe|læring|erfaring|resultat)\w* (?:er|var|blev)\b",
    re.IGNORECASE,
)
"""Tells what was said or agreed, not only that there was a talk."""
DONE = re.compile(
    r"\b(?:viste?r?|vist|fremg(?:år|ik)|konklude\w*|var|blev|er (?:nu )?(?:afsluttet|gennemført|"
    r"foretaget|kommet|modtaget|indkommet|afsagt|faldet)|indkom|modtog\w*|kom der|faldt|steg|"
    r"resultat\w*|afgjorde|frifandt|dømte|har (?:vist|givet))\b|\d\s?(?:%|pct|procent|dB)",
    re.IGNORECASE,
)

BUILD = re.compile(
    r"\b(?:(?:bliver|blir|skal) der (?:så |nu |snart )?(?:bygge[ts]|opført|opføres|anlagt|anlægges|"
    r"lave[ts]|etablere[ts])|(?:kommer|får) (?:der|vi|byen|kommunen)|"
    r"(?:bygger|opfører|anlægger|etablerer) (?:kommunen|i|man))\s+"
    r"(?:snart |også |nu )?(?:en|et|flere|nogle)?\s*(?:nye?t?|flere|større)\s+(?P<thing>\w{5,})",
    re.IGNORECASE,
)
"""Asks whether something new is to be built."""
BUILT = re.compile(
    r"bygg|byg(?:ge)?ri|\bopfør|\betabler|\banlæg|\bplacer|\budvid|\bplan|\boprett|\bny(?:t|e)?\b",
    re.IGNORECASE,
)
"""Tells of a thing that it is built, placed, enlarged or planned, or of a new one."""


def awaits(evidence: Evidence) -> bool:
    """Whether the outcome that the question asks for is, in its items, still to come."""
    text = evidence.question.text
    if WINNER.search(text):
        return not any(WON.search(said) for said in _sentences(evidence))
    if TALK.search(text):
        return not any(CAME_TO.search(said) for said in _sentences(evidence))
    if asked := BUILD.search(text):
        thing = stem(fold(asked["thing"]))
        near = (said for said in _sentences(evidence) if thing in fold(said))
        return not any(BUILT.search(said) for said in near)
    asked = OUTCOME.search(text)
    if asked is None:
        return False
    noun = next(part for part in asked.groups() if part).casefold().removesuffix("ing")
    named = re.compile(rf"{noun}(?:ing|e|t|\\b)", re.IGNORECASE)
    about = [said for said in _sentences(evidence) if named.search(said)]
    return bool(about) and not any(DONE.search(said) for said in about)


def _sentences(evidence: Evidence) -> Iterator[str]:
    for record in main_items(evidence):
        for section in record.item.sections:
            if section.kind is not SectionKind.ATTACHMENTS:
                for start, end in split_sentences(section.text):
                    yield section.text[start:end]
