"""A login is known by its key, for as long as it lasts."""

from __future__ import annotations

import time

import pytest

from web.sessions import LASTS, Sessions


def test_a_login_is_known_by_its_key_alone_until_it_is_ended() -> None:
    sessions = Sessions(lambda name: "hash")
    key = sessions.begin("Bo", "hash")
    assert (sessions.name(key), sessions.name("gættet"), sessions.name("")) == ("Bo", "", "")
    sessions.end(key)
    assert sessions.name(key) == ""


def test_a_login_does_not_outlive_the_password_that_it_was_given_for() -> None:
    now = {"Bo": "gammelt", "Ida": "hendes"}
    sessions = Sessions(lambda name: now.get(name, ""))
    bo, ida = sessions.begin("Bo", "gammelt"), sessions.begin("Ida", "hendes")
    now["Bo"] = "nyt"
    assert (sessions.name(bo), sessions.name(ida)) == ("", "Ida")
    now["Bo"] = "gammelt"
    assert sessions.name(bo) == ""  # what has ended does not come back
    del now["Ida"]
    assert sessions.name(ida) == ""


def test_a_login_for_a_password_that_was_changed_meanwhile_is_none() -> None:
    sessions = Sessions(lambda name: "nyt")
    assert sessions.name(sessions.begin("Bo", "gammelt")) == ""


def test_a_login_lasts_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(lambda name: "hash")
    key, now = sessions.begin("Bo", "hash"), time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + LASTS - 60)
    assert sessions.name(key) == "Bo"
    monkeypatch.setattr(time, "monotonic", lambda: now + LASTS + 60)
    assert sessions.name(key) == ""


def test_logins_that_are_over_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(lambda name: "hash")
    now = time.monotonic()
    for _ in range(3):
        sessions.begin("Bo", "hash")
    monkeypatch.setattr(time, "monotonic", lambda: now + LASTS + 60)
    key = sessions.begin("Ida", "hash")
    assert list(sessions._held) == [key]
