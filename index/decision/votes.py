"""The lines of a decision that tell of a vote -> its sides, exactly as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.parsing.people import find_parties, find_people
from index.sentences import Span, blank_quotes, marker_end
from index.types import Side, Vote

_VERB = r"(?:stemte|stemmer|har stemt|stemt)"
_ABSTAIN = r"(?:undlod|undlader|undlade|afstod|afstår|afholdt sig|har undladt)"
_ACTOR = (
    r"(?:(?-i:[^a-zæøå\s]\S*)|og|samt|fra|uden|for|parti(?:et|erne)?|gruppen?|liste(?:n)?"
    r"|medlem(?:mer|met)?|stemmer|hele|begge|alle|løsgænger|von|van|de|del|el|al|af|da)"
)
"""A word of those who take a side: names, parties, and what stands between them."""
_BRACKET = re.compile(r"\s?\((?P<who>[^()]{1,120})\)")
"""Those who voted, beside the verb ("3 stemte imod (Ø)")."""
_LEADING = re.compile(r"^\s?\([^()]{1,120}\)[,;]?\s?(?:og\s)?")
_DECIDED = re.compile(
    r"\b(?:godkend|anbefal|indstill|vedt|beslut|tiltr|tilslut|udsat|udsæt|afvis|oversend)\w*[^,;]*"
    r"(?:[,;]|\bog\b)"
)
_REASON = re.compile(
    rf",?\s(?:idet(?!(?:\s{_ACTOR}){{1,25}}\s(?:{_VERB}|{_ABSTAIN})\b)"
    r"|med (?:følgende )?(?:bemærkning|begrundelse|henvisning)|fordi|da|af hensyn|"
    r"eftersom|og ønsker|for så vidt|på grund af|under henvisning)\b|\bmed bemærkning",
    re.IGNORECASE,
)
_ADVERB = r"(?:(?:derfor|dog|ligeledes|også|desuden|herefter|alle|begge|samt)\s)?"
_OBJECT = (
    r"(?:\s(?:forslaget|indstillingen|dette|det|planen|sagen|punktet|\w*forslaget|godkendelse"
    r"|(?:\w+s|den \w+) (?:indstilling|forslag|\w+forslag)))?"
)
_DONE_BY = (
    r"\b(?:godkend|tiltr|vedt|anbefal)\w{1,8} af(?=\s(?:(?:gruppe|liste)\s)?(?-i:[A-ZÆØÅ])"
    r"(?:,|\s?\+|\sog\s|\ssamt\s|\.|$))"
)
"""What stands before the parties that adopted it ("Tiltrådt af A, F og V")."""
_CANNOT = (
    r"(?<=[A-ZÆØÅ)])\s(?:kan|kunne)\sikke\s(?:tiltræde|godkende|anbefale|støtte|tilslutte|stemme"
    r"\sfor|gå\sind)\b"
)
"""What stands after the parties that did not."""
_SIDES = (
    # (side, what stands before its actors, what stands after them)
    (Side.FOR, rf"\bfor{_OBJECT}\s{_VERB}|{_DONE_BY}", rf"\s{_ADVERB}{_VERB}\s{_ADVERB}for\b"),
    (
        Side.AGAINST,
        rf"\b(?:i|)mod{_OBJECT}\s{_VERB}",
        rf"\s{_ADVERB}{_VERB}\s{_ADVERB}i?mod\b|{_CANNOT}",
    ),
    (
        Side.ABSTAINED,
        rf"(?:^|[.,;]\s?|\bfølgende\s){_ABSTAIN}(?:\s(?:at|fra at)\s(?:stemme|tage stilling))?",
        rf"\s{_ADVERB}{_ABSTAIN}\b(?:\s(?:at|fra at)\s(?:stemme|tage stilling)\b(?=\s?\())?",
    ),
)
_BARE = re.compile(r"^(?P<side>for|imod|mod|undlod|hverken for eller imod)\s?:\s?", re.IGNORECASE)
_BARE_SIDES = {"for": Side.FOR, "imod": Side.AGAINST, "mod": Side.AGAINST}
_COUNTED = (
    re.compile(
        r"\b(?:med\s)?(?:stemmerne\s|stemmetallene\s)?(?P<for>\d{1,3}|ingen)\s(?:stemmer?\s)?for\s?(?:,|og|,\s?og|mod|\s)\s?"
        r"(?:stemmer\s)?(?P<against>\d{1,3}|ingen)\s(?:stemmer?\s)?i?mod\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<for>\d{1,3})\s(?:stemmer?|medlemmer)\s(?:\([^()]{1,60}\)\s)?(?:for\s)?(?:i?mod)\s(?P<against>\d{1,3})\b",
        re.IGNORECASE,
    ),
)
_FOR_ALONE = re.compile(r"\bmed stemmerne (?P<for>\d{1,3}) for\b", re.IGNORECASE)
_UNDLOD = re.compile(
    r"(?<![-–.\d])\b(?P<n>\d{1,3})\s(?:medlemmer\s|stemmer\s)?(?:undlod|undlader|hverken for)\b"
    r"(?:(?:\s(?:at|fra at)\sstemme)?\s?\((?P<who>[^()\d]{1,120})\))?",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?P<n>\d{1,3})\s(?:stemmer|medlem(?:mer)?)\s?\((?P<who>[^()]{1,120})\)\s"
    r"(?P<verb>anbefale[rt]|stemte for|stemmer for|stemte imod|stemmer imod|"
    r"kan ikke|kunne ikke|undlod|undlader|tiltræder|tiltrådte)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?P<n>\d{1,3})\s(?:stemmer?\s|medlem(?:mer)?\s)?(?P<verb>for|i?mod)\s?"
    r"\((?P<who>[^()]{1,120})\)",
    re.IGNORECASE,
)
"""A count with its parties beside it ("5 for (A, B), 2 imod (V)")."""
_AGAINST_EACH = re.compile(
    r"\b(?P<a>\d{1,3})\s(?:stemmer?|medlem(?:mer)?)\s?\((?P<one>[^()]{1,120})\)\s(?:for\s)?i?mod\s"
    r"(?P<b>\d{1,3})(?:\s(?:stemmer?|medlem(?:mer)?))?\s?\((?P<other>[^()]{1,120})\)",
    re.IGNORECASE,
)
_MAJORITY = re.compile(
    r"\b(?:et |med )?flertal(?:let)?,?\s(?:(?:bestående af|på)\s(?P<who>[^.;]{1,160})"
    r"|\((?P<in>[^()]{1,120})\))",
    re.IGNORECASE,
)
_BODY_ACTS = re.compile(
    r"\b(?:udvalget|byrådet|rådet|kommunalbestyrelsen|[a-zæøå]+udvalget|magistraten)\s*$",
    re.IGNORECASE,
)
_BODY_FOLLOWS = re.compile(
    r"\s(?:udvalget|byrådet|rådet|kommunalbestyrelsen|[a-zæøå]+udvalget|magistraten)\b",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"forkast|nedstemt|ikke (?:vedtaget|godkendt|tiltrådt)|afvist", re.IGNORECASE
)
_COUNT = re.compile(
    r"(?<![\w-])\(?(\d{1,3})\)?(?:\s(?:stemmer?|medlem(?:mer)?)\b|\)|$|\s?\(|\.?\s*$)"
)


def read_votes(text: str, spans: Sequence[Span]) -> tuple[tuple[Vote, ...], frozenset[Span]]:
    """The sides of a vote and those of the text's `spans` that tell of them.

    A side is given only as printed: "enstemmigt" and a body that "undlod at tage stilling"
    are no votes. `Vote.text` is the printed sentence (with the lines of names below it).
    """
    masked = blank_quotes(text)
    votes: list[Vote] = []
    told: set[Span] = set()
    for i, span in enumerate(spans):
        if span in told:
            continue
        stop = _names_below(text, spans, i)
        place = slice(span[0], spans[stop][1])
        found = list(_sides(masked[place], text[place]))
        if found:
            votes.extend(found)
            told.update(spans[i : stop + 1])
    return tuple(votes), frozenset(told)


def _names_below(text: str, spans: Sequence[Span], i: int) -> int:
    """The position of the last span that belongs to a "For stemte:" with its names below."""
    line = text[spans[i][0] : spans[i][1]].rstrip()
    if not line.endswith(":") or not (_BARE.match(line) or re.search(rf"{_VERB}|{_ABSTAIN}", line)):
        return i
    last = i
    for k in range(i + 1, min(i + 40, len(spans))):
        entry = text[spans[k][0] : spans[k][1]]
        bare = _before_reason(entry[marker_end(entry) :].strip())
        if (
            _BARE.match(bare)
            or len(_without_people(bare)) > 3
            or re.search(rf"{_VERB}|{_ABSTAIN}", bare)
        ):
            break
        if not (find_people(bare) or find_parties(bare)) or bare.endswith(":"):
            break
        last = k
    return last


def _without_people(line: str) -> list[str]:
    for name in find_people(line):
        line = line.replace(name, " ")
    return re.findall(r"\w{3,}", line)


def _sides(sentence: str, printed: str) -> Iterator[Vote]:
    """Every side that one sentence tells of, in the order it is printed."""
    bare = sentence[marker_end(sentence) :].strip()
    grouped = _grouped(bare)
    sides = {side for side, *_ in grouped}
    found = [*(one for one in _counted(bare) if one[0] not in sides), *grouped]
    counted = {side for side, *_ in found}
    found += [one for one in _named(bare) if one[0] not in counted]
    majority = _MAJORITY.search(_before_reason(bare))
    if majority and not any(side is Side.FOR for side, *_ in found):
        who = majority["who"] or majority["in"]
        found.append((Side.FOR, None, find_parties(who), find_people(who)))
    for side, count, parties, names in found:
        if count is not None or parties or names:
            yield Vote(side=side, count=count, parties=parties, names=names, text=printed)


Found = tuple[Side, int | None, tuple[str, ...], tuple[str, ...]]


def _counted(sentence: str) -> list[Found]:
    found: list[Found] = []
    for form in _COUNTED:
        match = form.search(sentence)
        if match and not found:
            first, second = (_number(match[name]) for name in ("for", "against"))
            if _REJECTED.search(sentence) and "for" not in match.group().casefold().split():
                first, second = sorted((first, second))
            found = [(Side.FOR, first, (), ()), (Side.AGAINST, second, (), ())]
    alone = None if found else _FOR_ALONE.search(sentence)
    if alone:
        found.append((Side.FOR, int(alone["for"]), (), ()))
    rest = _UNDLOD.search(sentence)
    if rest:
        beside = rest["who"] or ""
        found.append((Side.ABSTAINED, int(rest["n"]), find_parties(beside), find_people(beside)))
    return found


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else 0


def _grouped(sentence: str) -> list[Found]:
    found: list[Found] = []
    for match in _GROUP.finditer(sentence):
        verb = match["verb"].casefold()
        side = Side.AGAINST if "imod" in verb or "ikke" in verb else Side.FOR
        side = Side.ABSTAINED if verb.startswith("undl") else side
        who = match["who"].replace("+", ", ")
        found.append((side, int(match["n"]), find_parties(who), find_people(who)))
    for match in () if found else _AGAINST_EACH.finditer(sentence):
        for side, n, who in ((Side.FOR, "a", "one"), (Side.AGAINST, "b", "other")):
            names = match[who].replace("+", ", ")
            found.append((side, int(match[n]), find_parties(names), find_people(names)))
    for match in () if found else _BESIDE.finditer(sentence):
        side = Side.FOR if match["verb"].casefold() == "for" else Side.AGAINST
        who = match["who"].replace("+", ", ")
        found.append((side, int(match["n"]), find_parties(who), find_people(who)))
    return found


def _named(sentence: str) -> list[Found]:
    """Sides with their actors before or after the verb; a reason given for a vote is left out."""
    told = _before_reason(sentence)
    label = _BARE.match(told)
    if label:
        side = _BARE_SIDES.get(label["side"].casefold(), Side.ABSTAINED)
        return [_actors(side, told[label.end() :])]
    places = sorted(_places(told))
    found: list[Found] = []
    for n, (start, end, side, before) in enumerate(places):
        stop = places[n + 1][0] if n + 1 < len(places) else len(told)
        begin = places[n - 1][1] if n else 0
        part = told[begin:start] if before else told[end:stop]
        if before and _BODY_ACTS.search(part):
            continue
        if before:
            part = re.split(r"(?<![A-ZÆØÅ])[.;]\s|\sog\s(?=(?:udvalget|byrådet)\b)", part)[-1]
            part = _actors_at_end(_LEADING.sub("", part) if n else part)
            beside = _BRACKET.match(told, end, stop)
            if beside and not (find_parties(part) or find_people(part)):
                part = f"{part} stemmer {beside['who']}"
        after = re.match(r"[^.;,()]{0,40}\((\d{1,3})\)", told[end:stop]) if before else None
        found.append(_actors(side, f"{part} {after[1]} stemmer" if after else part))
    return found


def _actors_at_end(part: str) -> str:
    """Those who are named behind the last decision that a part of a sentence tells ("Et flertal (A
    og F) godkendte indstillingen, mens V" -> "V"); all of it where it tells none."""
    decided = [match.end() for match in _DECIDED.finditer(part)]
    told = part[decided[-1] :] if decided else part
    return told if find_parties(told) or find_people(told) else part


def _places(told: str) -> Iterator[tuple[int, int, Side, bool]]:
    """(start, end, side, whether its actors stand before) of every verb of voting."""
    for side, leading, trailing in _SIDES:
        taken: set[int] = set()
        for match in re.finditer(leading, told, re.IGNORECASE):
            taken.update(range(*match.span()))
            yield match.start(), match.end(), side, False
        for match in re.finditer(trailing, told, re.IGNORECASE):
            if _BODY_FOLLOWS.match(told, match.end()):
                continue  # "derfor undlod udvalget at tage stilling" is no vote
            if not taken & {match.start(), match.end() - 1}:
                yield match.start(), match.end(), side, True


def _actors(side: Side, part: str) -> Found:
    count = _COUNT.search(part)
    return side, int(count[1]) if count else None, find_parties(part), find_people(part)


def _before_reason(sentence: str) -> str:
    reason = _REASON.search(sentence)
    return sentence[: reason.start()] if reason else sentence
