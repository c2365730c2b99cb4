"""Finds the times that a question mentions, and what each says about when the meeting was.

A date in a question is more often the date of the thing ("regnskab 2022", "fra 1. januar") than of
the meeting, so every mention has a role, and only a stated meeting may become a hard limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from rag.understanding.date_forms import FORMS, FULL, LEFT, MONTH, MONTHS, day_of, month_end


class Role(StrEnum):
    """Whose time a mention is."""

    MEETING = "meeting"
    DECIDED = "decided"
    THING = "thing"
    COMING = "coming"
    BUDGET = "budget"
    ACCOUNTS = "accounts"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of time (both ends included) and where it stands in the text."""

    first: date
    last: date
    start: int
    end: int
    grain: str
    """day, month, part (of a month or year), season, year or span."""
    role: Role = Role.THING
    guessed: bool = False
    """True when the year, or the month, was not stated."""


_DAY_MONTH = re.compile(
    rf"{LEFT}(\d{{1,2}})(?:\.|/)\s*(?:{MONTH}|(\d{{1,2}})\b(?!-[a-zæøå]|[\d.,]*\s?(?:%|pct|kr|mio)))"
)
_SHARES = re.compile(r"1/[234]|[23]/[34]|24/7")
_BEFORE_DAY = re.compile(
    r"(?:\b(?:den|d\.|pr\.?|fra|til|inden|senest|\w*møde\w*|\w*rådet|\w*udvalget|på|the)|[,(]) ?$"
)
_OF_SHARE = re.compile(
    r" ?(?:af|time\w*|år\b|stilling\w*|liter|del\w*|flertal\w*|meter|side\w*|of)\b"
)
_MONTH_ONLY = re.compile(rf"\b{FULL}(?:\b|(?=møde))")
_DAY_ONLY = re.compile(r"\b(?:den|d\.) (\d{1,2})\.?(?=\s*(?:[?,;!]|$))")
_BACK = re.compile(
    r"\b(?:(sidste år|i fjor|forrige år|last year)|(i år|this year)|(sidste måned|last month))\b"
)

_MEETING_WORD = (
    r"\b(?:møde(?:t|ts|r|rne|rnes)?|\w*(?:udvalgs|råds|nævns|bestyrelses|budget|temaråds)"
    r"møde(?:t|ts|r|rne)?|dagsorden(?:en|s|ens|er|erne)?|referat(?:et|er|erne)?"
    r"|meetings?|minutes|agenda)"
)
_PLACE = r"(?: (?:i|for|hos|af|in|of|for) [a-zæøå][a-zæøå ,.-]{1,50}?)?"
_AT = r"(?:,? ?\(?(?:den|d\.|i|fra|af|om|afholdt|holdt|dateret|the|on|of|in|from|held))*"
_MEETING_BEFORE = re.compile(rf"{_MEETING_WORD}{_PLACE}{_AT},? ?$")
_NOT_A_MEETING = re.compile(
    r"\b(?:siden|efter|før|inden|forud for|op til|frem mod|indtil|til og med|om|since|after|before|"
    r"ahead of|borger|et|a|dialog|stor|folke|års|info|informations)\s?(?:\w+ ){0,2}$"
)
_MOVED = re.compile(
    r"\b(?:udsat|udskudt|udsæt\w*|udskyd\w*|flyt\w*|rykke\w*|rykket|aflys\w*|genoptag\w*|henvist|"
    r"indkald\w*|mødekalender\w*|mødeplan\w*|postpone\w*|moved?|reschedul\w*)\b"
)
_ACT = (
    r"(?:beslutt?ede|vedtog|godkendte|afviste|behandlede|drøftede|tiltrådte|forkastede|bestemte|"
    r"stemte|sagde|valgte|indstillede|anbefalede|decided|approved|adopted|discussed|rejected)"
)
_DECIDING = re.compile(
    rf"\b(?:{_ACT}|beslutning\w*|beslut\w*|vedtag\w*|godkend\w*|behandle[dt]\w*|besluttet|udsat|henvist|møde\w*|\w+smøde\w*|"
    r"politikerne|dagsorden\w*|sagen fra|decision|vote[d]?|forelagt|fremlagt)\b"
)
_ACT_BEFORE = re.compile(
    rf"\b{_ACT} [a-zæøå ,-]{{0,60}}(?:udvalg(?:et)?|råd(?:et)?|bestyrelsen) (?:den |d\. |i )?$"
)
_PAPER = (
    r"(?:\w*sag(?:en|er|erne)?|\w*notat\w*|\w*rapport\w*|\w*overslag\w*|\w*udtalelse\w*|"
    r"\w*tal(?:lene)?|breve?t?)"
)
_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.DECIDED, re.compile(r"\b(?:sag|sagen|sager|sagerne|punktet|forslaget) (?:fra|i) $")),
    (Role.THING, re.compile(rf"\b{_PAPER} fra (?:den |d\. )?$")),
    (
        Role.DEADLINE,
        re.compile(
            r"\b(?:senest|frem til|inden|indtil|til og med|udløber|until|by|no later than|til) "
            r"(?:den |d\. )?$"
        ),
    ),
    (
        Role.COMING,
        re.compile(
            r"\b(?:gældende|fra|pr\.?|per|virkning|ikrafttræd\w*|starter|begynder|kraft|nytår|"
            r"taksterne|takster|gebyrer|priser|from|effective|as of) "
            r"(?:fra |og med |med |den |d\. |for |i )?(?:den |d\. )?$"
        ),
    ),
    (
        Role.BUDGET,
        re.compile(
            r"\bbudget(?:tet|forlig\w*|aftale\w*|forslag\w*|ter)? (?:i balance |for |i |på |of )?$"
        ),
    ),
    (
        Role.ACCOUNTS,
        re.compile(
            r"\b(?:\w*regnskab\w*|\w*beretning\w*|årsrapport\w*|opgørelse\w*|udgangen af|"
            r"annual report|accounts) (?:for |i |fra |of )?$"
        ),
    ),
)
_BODY_LEADS = re.compile(r"(?:^|[,(] ?|\bi )$")
_BODY_JOINS = re.compile(r"[ ,]{1,2}(?:den |d\. )?")
_PRICED = re.compile(
    r"\b(?:\w*takst\w*|\w*gebyr\w*|opkræve\w*|kontingent\w*|koster|huslejetab|afsat|sat af|"
    r"afsættes|set aside|allocated)\b"
)


def mentions(
    low: str,
    *,
    today: date,
    last: date | None,
    bodies: Sequence[tuple[int, int]] = (),
) -> tuple[Mention, ...]:
    """The times that folded text mentions, in order of place, each with its role.

    A month without a year, or a day without a month, is the latest one not after `last` (the
    archive's last meeting; `today` when it is None) and marked as guessed. `bodies` are the spans
    of bodies: "i Økonomiudvalget den 5. maj" is that body's meeting.
    """
    found: list[Mention] = []
    for pattern, build in FORMS:
        for match in pattern.finditer(low):
            span = None if _taken(match, found) else build(match)
            if span:
                found.append(Mention(span[0], span[1], match.start(), match.end(), span[2]))
    known = last or today
    for mention in (*_relative(low, today), *_yearless(low, known)):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    ordered = sorted(found, key=lambda mention: mention.start)
    return tuple(
        replace(mention, role=Role.MEETING if _of_body(low, mention, bodies) else role)
        for mention in ordered
        if (role := _role(low, mention))
    )


def _of_body(low: str, mention: Mention, bodies: Sequence[tuple[int, int]]) -> bool:
    """ "i Økonomiudvalget den 5. maj 2023", "Byrådet, 05-05-2023"."""
    return mention.grain == "day" and any(
        _BODY_LEADS.search(low[:start]) and _BODY_JOINS.fullmatch(low[end : mention.start])
        for start, end in bodies
        if end <= mention.start
    )


def _taken(match: re.Match[str], found: Iterable[Mention]) -> bool:
    return any(match.start() < other.end and other.start < match.end() for other in found)


def _relative(low: str, today: date) -> list[Mention]:
    found = []
    for match in _BACK.finditer(low):
        year = today.year - (1 if match[1] else 0)
        first, last, grain = date(year, 1, 1), date(year, 12, 31), "year"
        if match[3]:
            last = today.replace(day=1) - timedelta(days=1)
            first, grain = last.replace(day=1), "month"
        found.append(Mention(first, last, match.start(), match.end(), grain))
    return found


def _yearless(low: str, known: date) -> list[Mention]:
    found: list[Mention] = []
    for match in _DAY_MONTH.finditer(low):
        if _is_share(low, match):
            continue
        month = MONTHS[match[2]] if match[2] else int(match[3])
        day = _latest(known, month, int(match[1])) if 1 <= month <= 12 else None
        if day:
            found.append(Mention(day, day, match.start(), match.end(), "day", guessed=True))
    for match in _MONTH_ONLY.finditer(low):
        first = _latest(known, MONTHS[match[1]], 1)
        if first and not _taken(match, found):
            last = month_end(first.year, first.month)
            found.append(Mention(first, last, match.start(), match.end(), "month", guessed=True))
    for match in _DAY_ONLY.finditer(low):
        day = _latest_day(known, int(match[1]))
        if day and not _taken(match, found):
            found.append(Mention(day, day, match.start(), match.end(), "day", guessed=True))
    return found


def _is_share(low: str, match: re.Match[str]) -> bool:
    """Whether "1/2" is a half and no day: a common fraction, or a share of what follows."""
    if "/" not in match.group():
        return False
    if _OF_SHARE.match(low, match.end()):
        return True
    dated = _BEFORE_DAY.search(low[: match.start()]) is not None
    return not dated and _SHARES.fullmatch(match.group()) is not None


def _latest(known: date, month: int, day: int) -> date | None:
    years = (known.year, known.year - 1)
    return next((d for year in years if (d := day_of(year, month, day)) and d <= known), None)


def _latest_day(known: date, day: int) -> date | None:
    month = known.replace(day=1)
    for _ in range(3):
        found = day_of(month.year, month.month, day)
        if found and found <= known:
            return found
        month = (month - timedelta(days=1)).replace(day=1)
    return None


def _role(low: str, mention: Mention) -> Role:
    before = low[max(0, mention.start - 90) : mention.start]
    compound = low[mention.start : mention.end + 6].endswith("møde") or low[
        mention.end :
    ].startswith(("mødet", "møde"))
    meeting = _MEETING_BEFORE.search(before)
    if (meeting and not _NOT_A_MEETING.search(before[: meeting.start()])) or compound:
        return Role.MEETING
    if mention.grain == "day" and (_ACT_BEFORE.search(before) or _acted_after(low, mention)):
        return Role.MEETING
    for role, cue in _CUES:
        if cue.search(before):
            return role
    if mention.grain in ("year", "span") and _PRICED.search(low):
        return Role.COMING
    return Role.DECIDED if _DECIDING.search(low) else Role.THING


def _acted_after(low: str, mention: Mention) -> bool:
    """ "Den 6. marts 2023 besluttede byrådet": the sentence opens with the meeting's day."""
    opens = low[: mention.start].strip() in ("", "den", "d.", "on")
    return opens and re.match(rf",? {_ACT}\b", low[mention.end :]) is not None


def stated(
    low: str, found: Sequence[Mention], *, of_meeting: bool = False, of_all: bool = False
) -> tuple[date, date] | None:
    """The stretch that the question itself limits the meetings to, None when it does not.

    `of_meeting`: the question asks of a meeting (who was there), so that a day is that meeting's.
    `of_all`: it asks for all that was done at a time, which then is the meetings' time.
    None whenever a second time, a guess or a moved meeting makes that doubtful: a wrong limit loses
    the answer, a missing one costs little.
    """
    doubtful = not of_all and any(
        mention.guessed
        or not (mention.role is Role.MEETING or (of_meeting and mention.grain == "day"))
        for mention in found
    )
    if not found or doubtful or _MOVED.search(low):
        return None
    if not of_all and any(mention.grain == "season" for mention in found):
        return None
    first = min(_whole_month(mention)[0] for mention in found)
    return first, max(_whole_month(mention)[1] for mention in found)


def _whole_month(mention: Mention) -> tuple[date, date]:
    if mention.grain != "part":
        return mention.first, mention.last
    last = mention.last
    return mention.first.replace(day=1), month_end(last.year, last.month)


def moment(found: Sequence[Mention]) -> tuple[date, date] | None:
    """The one day or month that the question states; None when it states none, or several."""
    told = {
        (mention.first, mention.last)
        for mention in found
        if mention.grain in ("day", "month") and not mention.guessed
    }
    return next(iter(told)) if len(told) == 1 else None


# Days before and after a mention in which the meeting that speaks of it is likely: a year's plans
# and prices are settled in the year before, its figures are told in the year after.
_REACH: dict[Role, tuple[int, int]] = {
    Role.MEETING: (0, 0),
    Role.DECIDED: (0, 20),
    Role.THING: (45, 365),
    Role.COMING: (365, 90),
    Role.BUDGET: (300, 0),
    Role.ACCOUNTS: (0, 365),
}


def likely(found: Sequence[Mention], last: date | None) -> tuple[date, date] | None:
    """The stretch in which the meetings that the question means probably lie; None if unknown.

    A thing's time after `last`, the archive's last meeting, says nothing of when it was decided.
    """
    stated_outright = [mention for mention in found if not mention.guessed] or found
    spans = [
        _reach(mention)
        for mention in stated_outright
        if mention.role is not Role.DEADLINE and not _is_ahead(mention, last)
    ]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last_day for _, last_day in spans)


def _is_ahead(mention: Mention, last: date | None) -> bool:
    return mention.role is Role.THING and last is not None and mention.first > last


def _reach(mention: Mention) -> tuple[date, date]:
    before, after = _REACH[mention.role]
    if mention.role is Role.DECIDED and mention.grain in ("year", "day", "span"):
        after = 0
    if mention.role is Role.THING and mention.grain not in ("year", "span"):
        before, after = 15, 150
    end = mention.last
    if mention.role in (Role.BUDGET, Role.COMING) and end.year > mention.first.year > 1:
        end = date(mention.first.year, 12, 31)
    first = mention.first if mention.first == date.min else mention.first - timedelta(days=before)
    return first, end if end == date.max else end + timedelta(days=after)
