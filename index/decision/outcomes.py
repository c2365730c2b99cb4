"""A sentence of a decision -> what was done, read from its main clause only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.types import Outcome

_BODY = (
    r"(?:udvalget|\w*udvalget|byrådet|\w*rådet|kommunalbestyrelsen|magistraten|borgerrepræsentationen|"
    r"regionsrådet|bestyrelsen|(?:et |udvalgets )?flertal(?:let)?|et enigt \w+)"
)
_ACT = (
    r"(?:godkend(?:er|te)|vedt(?:og|ager)|beslutte(?:r|de)|anbefale(?:r|de)|indstille(?:r|de)|"
    r"drøfte(?:r|de)|tiltrådte|tiltræder|tog|tager|sender|sendte|oversend(?:er|te)|udsætter|udsatte|"
    r"ønsker|afvis(?:er|te)|valgte|vælger|udpege(?:r|de)|undlod|undlader|noterede|har)"
)
_SUB = re.compile(
    r"\b(?:at|idet|hvor|hvis|når|fordi|da|hvorvidt|om hvorvidt|såfremt|"
    r"eftersom|selvom|"
    r"der(?! (?:gives|meddeles|bevilges|ydes|tildeles|arbejdes|blev|er|var|forelå|foreligger"
    r"|fremkom"
    r"|dispenseres))|"
    r"som(?! (?:helhed|sådan)\b)|hvilket|hvorefter|hvoraf|"
    r"med (?:\w+ ){0,2}(?:bemærkning(?:er|en)?|ønske)|"
    r"under forudsætning|med henblik|således(?! (?:ændrede|tilrettede|reviderede|justerede))|mens|"
    r"medmindre|"
    r"inden(?! for)|(?!efter (?:endt |en )?(?:afstemning|drøftelse|debat|votering))"
    r"efter(?: at)?(?! følgende)|for at)\b"
)
_AS = re.compile(r"som (?:\S+ ){1,4}?(?:valgtes|udpegedes|blev|vælges|udpeges)\b")
"""How a main clause begins with the post and not with the body ("Som formand valgtes ...")."""
_MAIN_AGAIN = re.compile(
    rf"(?:,|;|(?<!- )\bog|\bmen|\bsamt|,? hvorefter) (?:\w+ ){{0,2}}?"
    rf"(?:{_BODY} {_ACT}|{_ACT} (?:\w+ ){{0,2}}?{_BODY})\b"
    rf"|[,;] {_ACT[:-1]}|godkendtes|godkendes|vedtoges) (?:\w+ )?"
    rf"(?:indstilling|sag|forslag|planen)"
    rf"|[,;] (?:blev|er) (?:\w+ ){{0,4}}?"
    r"(?:godkendt|vedtaget|taget til|anbefalet|udsat|drøftet|tiltrådt|forkastet|nedstemt|afvist"
    r"|oversendt)\b"
    r"|(?:,|;|,? og) (?:den|det|sagen|planen|punktet|forslaget|indstillingen) (?:\w+ )?"
    r"(?:godkendes(?! på (?:et|det|næste|kommende))|oversend(?:es|tes)|fremsendes|sendes"
    r"|tilbagesendes|udsættes|udskydes|forelægges|afvises|hjemvises|tages)\b"
    r"|(?<=\bmens )(?:punkt|pkt\.?|ad|dot) ?\S{1,6} "
)
_MAY = re.compile(r"\b(?:kan|skal|må|bør|vil)\b")
_ALTERED = re.compile(r"\bsåledes (?:ændrede|tilrettede|reviderede|justerede)\b")
_DEPARTED = re.compile(
    r"\b(?:fulgte|følger) ikke (?:\w+ )?(?:indstilling|forslag)|"
    r"\bafveg (?:\w+ )?fra (?:\w+ )?indstilling"
)
"""What is then decided is not what was proposed."""
_ABOUT_IT = re.compile(
    r"^(?P<what>(?:\w+ ){0,2}?\w*forslag\w*(?: fra [^,;]{1,60}?)?) om,? at"
    r"(?! (?:udsætte|udskyde|tilbagesende|hjemvise|sende \S+ (?:tilbage|retur))\b) [^;]{3,200}?"
    r"(?=,? (?:blev|bliver|er) (?:\w+ ){0,2}"
    r"(?:godkendt|vedtaget|forkastet|nedstemt|afvist|tiltrådt|imødekommet)\b)"
)
"""What a motion was about, between it and what became of it."""
_CUT = re.compile(r"[,;:]| og | men | samt ")
_NOT_AFTER = re.compile(rf"\s(?:{_BODY}\s)?(?:(?:derfor|dog|således)\s)?ikke\b")
_MODAL = re.compile(r"skal|kan|bør|må|vil|skulle|kunne|burde|ønske\w*")
_FAR_OFF = 6
"""Words back from a phrase at most where a word stands that makes it a wish."""
_NOT_BEFORE = re.compile(r"\b(?:ikke|hverken)\b")
_TAKEN = re.compile(
    r"\b(?:som|jf\.?|jævnfør) (?:(?:tidligere|foreslået og) )?"
    r"(?:indstillet|anbefalet|besluttet|godkendt|vedtaget)\b"
    r"|\bden (?:besluttede|godkendte|vedtagne|anbefalede|indstillede|valgte|udsatte)\b"
    r"|\b(?:de|det|allerede|tidligere) "
    r"(?:besluttede|godkendte|vedtagne|anbefalede|indstillede|valgte|udsatte|godkendt|vedtaget"
    r"|besluttet)\b"
    r"|^godkendt(?: og|,) underskrevet(?: af)?\s?(?=:)"
)
_AS_PROPOSED = re.compile(
    r"^som (?:indstillet|foreslået|anbefalet) af\b"
    r"|^[^,;:]{0,80}?\b(?!drøft|oriente)\w{2,40}[st] som "
    r"(?:indstillet|foreslået|anbefalet|anført i indstillingen)\b"
)
"""A main clause that does what was proposed ("Udvalget nedsættes som indstillet")."""
_AS_TOLD = re.compile(
    r"som (?:indstillet|foreslået|anført|(?:(?:\S+ ){1,8}?(?:indstillede|indstiller|anbefalede"
    r"|foreslog|foreslår))|(?:\S+ ){0,5}?\S+s (?:indstilling|anbefaling|forslag))[ .]*"
)
"""A decision of nothing but that it is the one proposed."""
_ADMINISTRATION = re.compile(
    r"\b(?:administrationen|forvaltningen|\w*forvaltningen|direktionen|sekretariatet|borgmesteren|formanden|"
    r"direktøren|kommunaldirektøren|center for [^,;]{1,80}|afdelingen|"
    r"(?:senior|ældre|handicap|ungdoms|udsatte|integrations|bruger|elev)rådet|seniorrådet)(?= )"
)
_EARLIER = re.compile(
    r"\btidligere\b|\bpå (?:sit |et |udvalgets |byrådets )?(?:forrige |seneste )?møde[t]? "
    r"(?:den|d\.)|\bblev (?:der )?i \d{4}\b"
)
_SENDING = re.compile(r"(?:over|frem|videre)?send\w*\b|henvise\b")
_AGAINST = re.compile(
    r"[^.;]{0,60}\bat [^.;,]{0,80}"
    r"\b(?:indstilling|forslag|ansøgning|dispensation|punkt|sagen|planen)"
    r"[^.;,]{0,60} (?:ikke (?:godkend|imødekom|vedtag|tiltræd|følg)|(?:afvis|forkast)es)"
)
_COMPLEMENT = re.compile(r"^[^,;.]{0,60}?,? ?(?:om )?\bat\b ")
_OTHERS_ITEM = re.compile(
    r"\b(?:punkt(?:et)?|pkt\.?|sag(?:en)?(?: nr\.?)?|nr\.) ?\d{1,3}\b.{0,160}"
    r"\b(?:udgår|udgik|udgået|udsæt\w*|udsat|udskyd\w*|taget af|tages af|behandles|trækkes|tilbage)"
)
OUTCOME_WORD = re.compile(
    r"(?:godkend|anbefal|tages til|taget til|udsat(?!teråd)|udsæt|tiltr|vedt[ao]g|drøft|ikke godk|"
    r"(?:tilbage|over|frem|videre)?send|henvis|afvis)",
    re.IGNORECASE,
)
"""How a line begins that tells an outcome and nobody's name."""
_AMENDMENT = re.compile(
    r"\b(?:under)?ændringsforslag\w*|\bmodforslag\w*|\b\w*forslag(?:et)? fra \(?[a-zæøå]\b|"
    r"^\(?[a-zæøå]\)?s? forslag"
)

_DECIDING = frozenset({Outcome.APPROVED, Outcome.ELECTED})
_NEGATABLE = _DECIDING | {Outcome.RECOMMENDED, Outcome.NOTED, Outcome.REFERRED, Outcome.DISCUSSED}
_CHOICE = re.compile(
    r"\b(?:model|scenari|løsning|forslag|alternativ|placering|variant|mulighed|tilbud)\w*[^,;]*$"
)
"""What is chosen and nobody elected ("Model 2 blev valgt")."""
_LONGEST = 2000
"""Characters of a sentence that are read: more is a table or a list, never a main clause."""
_APPROVING = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE})
_PUTTING_OFF = frozenset({Outcome.POSTPONED, Outcome.SENT_BACK, Outcome.WITHDRAWN})
_FORMAL = frozenset({Outcome.RECOMMENDED, Outcome.APPROVED})


class Reading(NamedTuple):
    """What a sentence says: firm outcomes, weak ones, and whether it is about an amendment."""

    strong: tuple[Outcome, ...] = ()
    weak: tuple[Outcome, ...] = ()
    amendment: bool = False


class _Match(NamedTuple):
    start: int
    end: int
    outcome: Outcome


def read_outcomes(sentence: str, agenda: bool = False) -> Reading:
    """The outcomes that a sentence's main clause tells of, in the order printed.

    The sentence is without its marker and with quotations blanked. Negation comes first
    ("ikke godkendt", "besluttede, at ... ikke ..."), then "anbefales/indstilles", whatever
    they contain, then the rest. `agenda` says that the item approves an agenda: what is
    told of other items ("Punkt 5 udgår") is then not its outcome.
    """
    low = " ".join(sentence[:_LONGEST].lower().split())
    if _AS_TOLD.fullmatch(low):
        return Reading((Outcome.APPROVED,))
    low = _ABOUT_IT.sub(r"\g<what>", low)
    proposed = _AS_PROPOSED.search(low)
    low = _TAKEN.sub(lambda found: "·" * len(found.group()), low)
    first = next(iter(_matches(low, "strong")), None)
    amendment = first is not None and _AMENDMENT.search(low[: first.end + 30]) is not None
    strong = tuple(dict.fromkeys(_main_outcomes(low, agenda)))
    if agenda and _OTHERS_ITEM.search(low):
        strong = tuple(outcome for outcome in strong if outcome in _APPROVING)
    if proposed and not strong and not _NOT_BEFORE.search(low[: proposed.end()]):
        strong = (Outcome.APPROVED,)
    if strong:
        return Reading(strong, (), amendment)
    return Reading((), tuple(dict.fromkeys(m.outcome for m in _matches(low, "weak"))), amendment)


@cache
def _table(strength: str) -> tuple[tuple[Outcome, re.Pattern[str]], ...]:
    data = _data()[strength]
    return tuple((Outcome(name), re.compile("|".join(words))) for name, words in data.items())


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _words(group: str) -> re.Pattern[str]:
    words = _data()[group]["words"]
    return re.compile(words.strip() if isinstance(words, str) else "|".join(words))


def _matches(low: str, strength: str) -> list[_Match]:
    """Every phrase of the table in the sentence, in order; the first kind wins a place."""
    found: list[_Match] = []
    taken = bytearray(len(low))
    for outcome, pattern in _table(strength):
        for match in pattern.finditer(low):
            a, b = match.span()
            if not any(taken[a:b]):
                taken[a:b] = b"\1" * (b - a)
                found.append(_Match(a, b, outcome))
    return sorted(found)


def _main_outcomes(low: str, agenda: bool) -> Iterator[Outcome]:
    """The outcomes of the main clauses, each with its negation and its complement read."""
    clauses = _main_clauses(low)
    last: Outcome | None = None
    stop = -1
    for match in _matches(low, "strong"):
        begin = next((a for a, b in clauses if a <= match.start < b), None)
        if begin is None or match.start < stop:
            continue
        if last is Outcome.RECOMMENDED and begin == clauses[0][0] and match.outcome in _FORMAL:
            continue
        if _is_not_the_bodys(low, begin, match):
            continue
        outcome, stop = _judge(low, begin, match, agenda)
        if outcome:
            last = outcome
            yield outcome


def _main_clauses(low: str) -> list[tuple[int, int]]:
    """(start, end) of the stretches that are main clauses, from the sentence's start on."""
    starts = [0, *(found.start() for found in _MAIN_AGAIN.finditer(low))]
    clauses: list[tuple[int, int]] = []
    for n, start in enumerate(starts):
        limit = starts[n + 1] if n + 1 < len(starts) else len(low)
        first = _SUB.search(low, start + 1 if n or _AS.match(low) else start, limit)
        clauses.append((start, first.start() if first else limit))
    return clauses


def _is_not_the_bodys(low: str, begin: int, match: _Match) -> bool:
    """Whether the administration or an earlier meeting is the one that acts."""
    before = low[begin : match.start]
    if _EARLIER.search(before):
        return True
    if match.outcome not in _FORMAL or not low[match.start : match.end].endswith(("r", "de", "te")):
        return False
    return _ADMINISTRATION.search(before) is not None


def _judge(low: str, begin: int, match: _Match, agenda: bool) -> tuple[Outcome | None, int]:
    """(the outcome of one phrase with negation, complement and change; where reading goes on)."""
    after = low[match.end :]
    clause = _CUT.split(low[begin : match.start])[-1]
    negated = _NOT_BEFORE.search(clause) or _NOT_AFTER.match(after)
    if not negated and match.outcome not in _PUTTING_OFF and _is_wished(clause):
        return None, match.end
    if match.outcome in _NEGATABLE and negated:
        refused = match.outcome is not Outcome.DISCUSSED and "taget beslutning" not in clause
        return (Outcome.REJECTED if refused else None), match.end
    if match.outcome is Outcome.SENT_BACK and re.search(
        r"\bhar (?:vedtaget|godkendt|tiltrådt)", after
    ):
        return Outcome.APPROVED, len(low)
    if match.outcome is Outcome.RECOMMENDED:
        against = _AGAINST.match(after)
        return (Outcome.REJECTED if against else Outcome.RECOMMENDED), match.end
    if match.outcome is Outcome.ELECTED and _CHOICE.search(clause):
        return Outcome.APPROVED, match.end
    if match.outcome is Outcome.APPROVED:
        return _approval(low, match), match.end
    if agenda and match.outcome in {Outcome.WITHDRAWN, Outcome.POSTPONED}:
        return (
            match.outcome if re.search(r"dagsorden|mødet", low[: match.start]) is None else None
        ), match.end
    return match.outcome, match.end


def _is_wished(clause: str) -> bool:
    """Whether what stands before a phrase says that it should be so, and not that it is. A phrase
    right behind "kan" is what the body can do ("kan godkende")."""
    last = clause.rsplit(None, _FAR_OFF)[-_FAR_OFF:] if clause.endswith(" ") else []
    return last[-1:] not in (["kan"], ["kunne"]) and any(map(_MODAL.fullmatch, last))


def _approval(low: str, match: _Match) -> Outcome:
    """An approval or a decision to do something: what its "at ..." says may turn it."""
    after = low[match.end :]
    complement = _COMPLEMENT.match(after)
    if complement:
        first = after[complement.end() :].removeprefix("der ")
        first = _SUB.split(first, maxsplit=1)[0]
        verb = low[match.start : match.end]
        direct = verb.startswith("tilt") and re.match(r",? at\b", after) is not None
        turned = _turned(first, direct or verb.startswith(("beslut", "vedt")))
        if turned:
            return turned
    elif low[match.start : match.end].startswith("beslut"):
        turned = _turned(after.removeprefix(" følgende:"), True)
        if turned:
            return turned
    if _SENT_ON.search(after):
        return Outcome.RECOMMENDED
    resolved = complement and low[match.start : match.end].startswith("beslut")
    what = after[complement.end() :] if complement and resolved else low[match.start :]
    formal = what.startswith(("godk", "vedt", "tilt", "tils", "send"))
    changed = formal and (_words("change").search(after) or _ALTERED.search(low, 0, match.start))
    changed = changed or _DEPARTED.search(low, 0, match.end)
    return Outcome.APPROVED_WITH_CHANGE if changed else Outcome.APPROVED


_SENT_ON = re.compile(
    r"\b(?:frem|over|videre)?send(?:es|er|t|te) til \S*(?:råd|udvalg|bestyrelse)\w*\b[^.;:]{0,40}"
    r" med (?:\S+ )?anbefaling\b"
)
"""What an adopted recommendation is for: another body's decision."""
_TURNING = (
    Outcome.POSTPONED,
    Outcome.SENT_BACK,
    Outcome.REFERRED,
    Outcome.WITHDRAWN,
    Outcome.REJECTED,
    Outcome.NOTED,
    Outcome.RECOMMENDED,
    Outcome.ELECTED,
)


def _turned(whole: str, decided: bool) -> Outcome | None:
    """What "besluttede, at <complement>" comes to when it is no approval."""
    patterns = dict(_table("strong"))
    complement = _CUT.split(whole)[0]
    if _words("refusing").search(complement):
        return Outcome.REJECTED
    if decided and _SENDING.match(whole) and patterns[Outcome.REFERRED].search(whole):
        return Outcome.REFERRED
    kinds: tuple[Outcome, ...] = (
        _TURNING if decided else (Outcome.POSTPONED, Outcome.SENT_BACK, Outcome.REJECTED)
    )
    if _MAY.search(complement):
        kinds = tuple(kind for kind in kinds if kind is not Outcome.ELECTED)
    return next((kind for kind in kinds if patterns[kind].search(complement)), None)
