"""Who acts in a sentence of a decision: the body, another body, a minority."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.danish import find_bodies
from index.decision.outcomes import OUTCOME_WORD, Reading, read_outcomes
from index.parsing.people import find_parties, find_people
from index.sentences import Span, marker_end
from index.types import Outcome

_CHOSEN = re.compile(
    r"[^.]{0,60}\b(?:blev|vælges|udpeges|valgtes|indtræder|indstilles|fortsætter som|er ny"
    r"|er (?:gen|ny)?(?:valgt|udpeget))\b|\s(?:valgt|udpeget)(?:\.?$|\s(?:som|til)\b)"
    r"|(?:\s\([A-ZÆØÅ]{1,2}\))?\s(?:orienterede|orienterer|fortalte|redegjorde|fremlagde|gennemgik"
    r"|præsenterede|gav en)\b"
)
_PARTY_HEAD = re.compile(
    r"^(?:(?i:listen?|partiet|gruppen?)\s)?\(?(?:[A-ZÆØÅ]|UP-?\d?|SF|KF|EL|RV|ALT|LA|DF|DD|IA|KD|NB)\)?"
    r"(?:(?:\s?[,+]\s?|\sog\s|\s)\(?(?:[A-ZÆØÅ]|UP-?\d?|SF|KF|EL|RV|ALT|LA|DF|DD|IA|KD|NB)\)?)*\s+(?!(?:og|samt)\b)[a-zæøå]",
)
_DESIGNATES = re.compile(r"^(?:[\w()+-]+,? ){1,6}?udpege(?:r|de) (?=[A-ZÆØÅ])")
"""A party's own choice of whom it sends."""
_MINORITY = re.compile(
    r"\bmindretal(?:let)?\b|^\d{1,2} medlem(?:mer)? .{0,80}(?:imod|ikke)\b", re.IGNORECASE
)
BODY_WORD = re.compile(
    r"\b(?:\S*udvalget|byrådet|rådet|\S*bestyrelsen|magistraten|flertal\S*|indstilling\S*|sagen|punktet|"
    r"forslaget|orientering\S*)\b",
    re.IGNORECASE,
)
_MOTION = re.compile(
    r"(?:stille[rd]?e?|fremsat(?:te)?|fremsætter|foreslog|foreslår|motiverede|begærede)\b.{0,80}"
    r"(?:forslag|ændring|at\b|:|\bud(?:sat|sæt|sky|skud)|\btilbage|\bafvis)|\b(?:under)?ændringsforslag\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"\bstemte om\b.*\b(?:delt|inhabil|habil)|\b(?:in)?habilitet", re.IGNORECASE
)
_VOTING = re.compile(r"\bstem(?:te|mer)\b|\bundl(?:od|ader)\b|^(?:for|imod)\s?:", re.IGNORECASE)
_HEREAFTER = re.compile(
    r"\b(?:herefter|derefter|indstillingen blev|afstemning om indstilling)", re.IGNORECASE
)
_ACTS = re.compile(
    r"\s(?:enstemmigt\s)?(?:godkend|anbefal|indstill|beslutt|vedtog|vedtager|drøft|tiltr|tog|tager|"
    r"har (?:godkendt|anbefalet|drøftet|besluttet)|afvis|udsæt|udsatte|oversend|sender|send)",
)


_GRANTED = re.compile(
    r"\b(?P<what>ud(?:sat|sættes|sættelse|skudt|skydes)|sendt tilbage|sendes tilbage"
    r"|taget af dagsordenen|trukket)\b[^.]{0,80},? (?:hvilket|som) (?:blev |er |byrådet |udvalget "
    r"|rådet )?(?:enstemmigt )?(?:vedtaget|godkendt|imødekommet|efterkommet|vedtog|godkendte"
    r"|tiltrådte|imødekom)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:at |om,? at )?(?:sagen|punktet|forslaget|behandlingen)\b(?: \S+){0,2}? (?P<what>"
    r"ud(?:sat|sættes|skudt|skydes)|sendt tilbage|sendes tilbage|tilbagesendes|hjemvises"
    r"|tages? af dagsordenen|taget af dagsordenen)\b"
    r"|\b(?:forslag|begæring|anmodning|ønske)\w* (?:\S+ ){0,4}?om "
    r"(?P<act>udsættelse|tilbagesendelse)\b",
    re.IGNORECASE,
)
_PUT_OFF = {"udsættelse": "udsættes", "tilbagesendelse": "sendes tilbage"}
_GRANTING = re.compile(
    r"(?:dette|det|forslaget|begæringen|anmodningen|ønsket|udsættelsesforslaget|hvilket)"
    r"(?: herom| om udsættelse)? (?:blev |er |bliver )?(?:(?!ikke )\w+ )?(?:vedtaget|imødekommet"
    r"|tiltrådt|godkendt|fulgt|efterkommet|vedtoges|tiltrådtes)\b",
    re.IGNORECASE,
)
_OF_PROCEDURE = frozenset({Outcome.POSTPONED, Outcome.SENT_BACK, Outcome.WITHDRAWN})
_AMENDMENT = re.compile(r"(?:under)?ændringsforslag(?:et)?\b", re.IGNORECASE)
"""How a line begins that puts an amendment to the vote ("Ændringsforslag 2 fra V: For ...")."""
_FATE = re.compile(
    r"(?:forslaget|dette|det|ændringsforslaget|begæringen|anmodningen|ønsket) "
    r"(?:blev |er |bliver )?(?:(?:her|der)med )?"
    r"(?:\w+ )?(?:fald(?:t|er|et)|bortfald(?:t|er|et)|forkaste(?:t|s|des)|nedstem(?:t|mes)"
    r"|afvis(?:t|es)|ikke (?:vedtaget|imødekommet|tiltrådt)|fik ikke|opnåede ikke)\b",
    re.IGNORECASE,
)
"""What became of a minority's motion, right after it."""


def find_actor(paragraph: str) -> str | None:
    """The body that the paragraph begins with as its subject, when it does something."""
    line = paragraph[marker_end(paragraph) :].lstrip()[:200]
    bodies = find_bodies(line)
    if not bodies or bodies[0][1] != 0 or not _ACTS.match(line[bodies[0][2] :]):
        return None
    return bodies[0][0]


def find_motions(text: str, masked: str, spans: Sequence[Span]) -> frozenset[Span]:
    """The sentences of a minority's own motion: from "stillede forslag" to what is then decided."""
    found: set[Span] = set()
    inside = 0
    for n, (a, b) in enumerate(spans):
        line = masked[a:b]
        apart = n > 0 and "\n\n" in text[spans[n - 1][1] : a]
        if inside == 3 and (apart or "indstilling" in line.casefold()):
            inside = 0
        if _PROCEDURE.search(line):
            inside = 1
            found.add((a, b))
        elif is_minority(line) and _MOTION.search(line):
            inside = 2 if line.rstrip().endswith(":") else 1
            found.add((a, b))
        elif _AMENDMENT.match(line) and line.find(":") > 0 and not read_outcomes(line).strong:
            inside = 3
            found.add((a, b))
        elif inside and _HEREAFTER.search(line):
            inside = 0
        elif inside == 2:
            found.add((a, b))
            joined = n + 1 < len(spans) and "\n\n" not in text[b : spans[n + 1][0]]
            inside = 2 if joined else 1
        elif inside and (_FATE.match(line) or _takes_sides(line, inside == 3)):
            found.add((a, b))
        else:
            inside = 0
    return frozenset(found)


def read_fallen(text: str, spans: Sequence[Span], motions: frozenset[Span]) -> Span | None:
    """The sentence in which a member's motion fell, where the decision tells of nothing else: the
    motion was the matter. None for motions that only put the matter off, and for amendments."""
    told = [span for span in spans if not is_vote(text[slice(*span)])]
    if not told or not {*told} <= motions:
        return None
    whole = " ".join(text[slice(*span)] for span in told)
    if _ASKED.search(whole) or "ændringsforslag" in whole.casefold():
        return None
    last = text[slice(*told[-1])]
    fell = _FATE.match(last) and read_outcomes(last).strong == (Outcome.REJECTED,)
    return told[-1] if fell else None


def read_granted(line: str) -> Reading:
    """What a motion came to that was granted in the same sentence ("V begærede sagen udsat, hvilket
    blev vedtaget"); nothing for any other sentence."""
    match = _GRANTED.search(line) if _MOTION.search(line) else None
    told = read_outcomes(f"Sagen {match['what']}") if match else Reading()
    return told if {*told.strong} <= _OF_PROCEDURE else Reading()


def read_asked(line: str) -> Reading:
    """What a motion asks for that only puts the matter off ("V foreslog, at sagen sendes tilbage");
    nothing for any other sentence."""
    match = _ASKED.search(line)
    if match and not (match["act"] or _MOTION.search(line)):
        return Reading()
    asked = _PUT_OFF.get((match["act"] or "").casefold(), match["what"]) if match else None
    told = read_outcomes(f"Sagen {asked}") if asked else Reading()
    return told if told.strong and {*told.strong} <= _OF_PROCEDURE else Reading()


def is_granting(line: str) -> bool:
    """Whether a sentence says of the motion right before it that it was adopted, and no more."""
    return _GRANTING.match(line) is not None


def is_vote(line: str) -> bool:
    """Whether a sentence only tells who took which side."""
    return _VOTING.search(line) is not None and not read_outcomes(line).strong


def _takes_sides(line: str, only: bool) -> bool:
    """Whether a sentence tells who took which side; `only` says that it may tell nothing else."""
    if only and read_outcomes(line).strong:
        return False
    return (_VOTING.search(line) is not None or _only_names(line)) and not _ACTS.search(line)


def _only_names(line: str) -> bool:
    return bool(find_people(line)) and not re.search(r"\b[a-zæøå]{4,}", line)


def is_minority(line: str) -> bool:
    """Whether a party, a person or a minority is the one that acts in the sentence."""
    if _MINORITY.search(line):
        return True
    if _DESIGNATES.search(line):
        return False
    if _PARTY_HEAD.match(line):
        return "flertal" not in line
    bodies = find_bodies(line[:120])
    if bodies and bodies[0][1] == 0:
        return False
    people = find_people(line[:120])
    if people and line.startswith(people[0]) and not OUTCOME_WORD.match(line):
        chosen = _CHOSEN.match(line[len(people[0]) :])
        return not chosen and not BODY_WORD.match(line[: len(people[0])])
    long_name = re.match(r"[A-ZÆØÅ][a-zæøå]+(?:\s(?:[A-ZÆØÅ][a-zæøå]+)){0,2}\b", line)
    if long_name and find_parties(long_name.group()) and not find_people(long_name.group()):
        return "flertal" not in line
    office = re.match(r"(?:Udvalgs|Byråds|Råds)?[Mm]edlem(?:met)?\s[A-ZÆØÅ]", line)
    return office is not None
