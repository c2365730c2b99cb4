"""Tables of quality beside milliseconds, and their place in the documentation."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from eval.ablation import (
    Loss,
    MarkerError,
    ablation,
    ablation_table,
    current_commit,
    markdown_table,
    points,
    robustness,
    robustness_table,
    stamp,
    write_between,
)
from eval.gold import Asked, Expect, GoldItem, GoldQuestion
from eval.run import Found

BRIDGE = GoldQuestion(
    "q1", "Hvad kostede broen?", "amount", True, Expect.ANSWER, (GoldItem("a.txt", 1),)
)
SCHOOL = GoldQuestion(
    "q2", "Hvornår lukker skolen på Ærø?", "date", True, Expect.ANSWER, (GoldItem("a.txt", 2),)
)
FOLLOWUP = replace(BRIDGE, id="q3", history=(("user", "Bygges broen?"),))


def by_words(asked: Asked) -> Found:
    """Knows its words only in lower case and spelled right."""
    found: list[tuple[str, int]] = []
    if "broen" in asked["question"]:
        found.append(("a.txt", 1))
    if "Ærø" in asked["question"]:
        found.append(("a.txt", 2))
    return found


def lost(asked: Asked) -> Found:
    return []


def test_every_search_is_measured_on_the_same_stand_alone_questions() -> None:
    ours, theirs = ablation([BRIDGE, SCHOOL, FOLLOWUP], {"ours": by_words, "theirs": lost})
    assert (ours.name, theirs.name) == ("ours", "theirs")
    assert ours.groups["enkeltstående"]["mrr@10"].mean == 1.0
    assert theirs.groups["enkeltstående"]["mrr@10"].mean == 0.0
    assert ours.groups["enkeltstående"]["mrr@10"].n == theirs.latency.n == 2


def test_the_table_has_a_row_a_search_with_peers_in_italics() -> None:
    reports = ablation([BRIDGE, SCHOOL], {"ours": by_words, "theirs": lost})
    head, _, ours, theirs = ablation_table(reports, ["theirs"]).split("\n")
    assert head.startswith("| search | recall@1 |")
    assert head.endswith("| ms p50 | ms p95 |")
    assert ours.startswith("| ours | 1.000 | 1.000 |")
    assert theirs.startswith("| *theirs* | .000 |")
    assert ours.count("|") == head.count("|")


def test_the_plot_gets_median_milliseconds_and_recall_at_five() -> None:
    reports = ablation([BRIDGE], {"ours": by_words, "theirs": lost})
    ours, theirs = points(reports, ["theirs"])
    assert ours.recall == 1.0
    assert theirs.recall == 0.0
    assert theirs.peer
    assert not ours.peer
    assert ours.millis == reports[0].latency.p50


def test_what_mistyping_costs_is_measured_on_the_questions_that_it_changes() -> None:
    losses = {loss.name: loss for loss in robustness([BRIDGE, SCHOOL, FOLLOWUP], by_words)}
    assert losses["capitals"] == Loss("capitals", 1.0, 0.0, 2)
    assert losses["no æøå"] == Loss("no æøå", 1.0, 0.0, 1)
    assert losses["filler"].loss == 0.0
    assert losses["compounds split"].n == 0


def test_the_table_of_losses_shows_them_to_three_decimals() -> None:
    table = robustness_table([Loss("typo", 0.9, 0.85, 20), Loss("filler", 0.9, 0.91, 20)])
    assert "| typo | 20 | .900 | .850 | .050 |" in table
    assert "| filler | 20 | .900 | .910 | -.010 |" in table


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert markdown_table([["a", "b"], ["x|y", "1"]]).split("\n")[-1] == r"| x\|y | 1 |"


def page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_only_what_stands_between_the_markers_is_replaced(tmp_path: Path) -> None:
    path = page(tmp_path, "Før\n<!-- t:start -->\ngammelt\n<!-- t:end -->\nEfter\n")
    write_between(path, "t", "nyt")
    write_between(path, "t", "nyere")
    expected = "Før\n<!-- t:start -->\nnyere\n<!-- t:end -->\nEfter\n"
    assert path.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("text", ["", "<!-- t:start -->", "<!-- t:end --> <!-- t:start -->"])
def test_a_page_without_both_markers_is_left_alone_and_said_so(tmp_path: Path, text: str) -> None:
    path = page(tmp_path, text)
    with pytest.raises(MarkerError, match="t:start"):
        write_between(path, "t", "nyt")
    assert path.read_text(encoding="utf-8") == text
    with pytest.raises(MarkerError):
        write_between(tmp_path / "none.md", "t", "nyt")


def test_the_stamp_names_command_questions_and_commit() -> None:
    assert stamp("svarpunkt eval x", "`dev`", "abc1234").startswith(
        "`svarpunkt eval x` over `dev`, commit abc1234, 20"
    )


def test_a_commit_is_marked_when_its_files_were_changed(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        me = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *me, *arguments], cwd=tmp_path, check=True, capture_output=True)

    assert current_commit(tmp_path / "nowhere") == "unknown"
    git("init", "-q")
    path = page(tmp_path, "a")
    git("add", "page.md")
    git("commit", "-q", "-m", "first")
    clean = current_commit(tmp_path)
    assert len(clean) >= 7
    assert not clean.endswith("+")
    path.write_text("b", encoding="utf-8")
    assert current_commit(tmp_path) == clean + "+"
