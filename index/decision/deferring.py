"""Decisions that only point to another one ("Som Økonomiudvalget.") -> what that one came to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.danish import is_binding, same_body
from index.types import Decision, Outcome

_SHOWN = (Outcome.NONE,)
_AS = re.compile(
    r"^\W{0,3}(?:beslutning(?:en)?:? )?som (?P<who>[^.,;:\n]{2,90}?)(?: (?:besluttede|vedtog"
    r"|har besluttet|den \d[^.,;:\n]{3,20}))?(?P<stop>[.,;]|\s*$|\s*\n)",
    re.IGNORECASE,
)
_NAMELESS = re.compile(r"(?:fag)?udvalget?", re.IGNORECASE)
_BODY = re.compile(r"(?:udvalg|råd|bestyrelse|magistrat|nævn)(?:et|en)?$|^[A-ZÆØÅ]{2,4}$")
_OTHER_ITEM = re.compile(
    r"^\W{0,3}(?:(?:der )?(?:henvises til|se|jf\.?|jævnfør|som)|(?:sagen |punktet )?(?:blev |er )?"
    r"behandlet (?:sammen med|under|i forbindelse med|samtidig med))"
    r" (?:\w{1,20} ){0,3}?(?:punkt|pkt\.?|sag(?: nr\.?)?|dagsordenspunkt) ?\d{1,4}\b",
    re.IGNORECASE,
)


def defers(decision: Decision) -> bool:
    """Whether a decision prints no outcome of its own and points to another body's or item's."""
    if decision.outcomes != _SHOWN:
        return False
    return _body_meant(decision) is not None or _OTHER_ITEM.match(decision.text) is not None


def _body_meant(decision: Decision) -> str | None:
    match = _AS.match(decision.text)
    who = match["who"].strip() if match else ""
    return who if _BODY.search(who) else None


def resolve(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """An item's decisions, with what another body decided for "Som Økonomiudvalget.".

    That body's own decision must stand in the item, before this one: where it does not, there is
    no outcome. What a committee recommends to the council the council approves when it does as the
    committee did; any other body does the same as the one that it points to.
    """
    done: list[Decision] = []
    for decision in decisions:
        meant = _body_meant(decision) if decision.outcomes == _SHOWN else None
        model = _model(done, meant, decision) if meant else None
        if model is not None and model.outcomes != _SHOWN:
            sentence = (_AS.match(decision.text) or [""])[0].strip()
            decision = replace(decision, outcomes=_taken_over(model, decision), sentence=sentence)
        done.append(decision)
    return tuple(done)


def _model(earlier: Sequence[Decision], meant: str, decision: Decision) -> Decision | None:
    others = [one for one in earlier if not same_body(one.body, decision.body)]
    if _NAMELESS.fullmatch(meant):
        return others[0] if len(others) == 1 else None
    return next((one for one in reversed(others) if same_body(one.body, meant)), None)


def _taken_over(model: Decision, decision: Decision) -> tuple[Outcome, ...]:
    final = is_binding(decision.body or "") == 3
    return tuple(
        dict.fromkeys(
            Outcome.APPROVED if final and outcome is Outcome.RECOMMENDED else outcome
            for outcome in model.outcomes
        )
    )
