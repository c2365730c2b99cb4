"""The reader finds the sentence that answers, and the program does without it when it must."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from rag.reader import Reader, Text, bundled


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = bundled()
    assert found is not None
    return found


@pytest.fixture
def forgotten() -> Iterator[None]:
    bundled.cache_clear()
    yield
    bundled.cache_clear()


POOL = Text(
    "Ny svømmehal i Birkeby",
    [
        "Den nuværende hal er fra 1974 og er nedslidt.",
        "Hallen ligger på Skovvej 12 ved siden af skolen.",
        "Anlægget ventes at koste 48 mio. kr.",
        "Arkitektfirmaet Linde & Krog har tegnet forslaget.",
        "Byggeriet kan tidligst begynde i april 2027.",
    ],
)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Hvor meget koster den nye svømmehal?", 2),
        ("Hvem har tegnet svømmehallen?", 3),
        ("Hvor ligger hallen?", 1),
        ("Hvornår kan man gå i gang med at bygge?", 4),
        ("How much will the new pool cost?", 2),
    ],
)
def test_the_sentence_that_answers_scores_highest(
    reader: Reader, question: str, sentence: int
) -> None:
    (scores,) = reader.scores(question, [POOL])
    assert len(scores) == len(POOL.sentences)
    assert scores.index(max(scores)) == sentence


def test_a_text_that_answers_scores_above_one_that_does_not(reader: Reader) -> None:
    other = Text("Cykelsti ved Engvej", ["Stien bliver 2,5 meter bred.", "Naboerne er hørt."])
    pool, path = reader.scores("Hvad koster svømmehallen?", [POOL, other])
    assert max(pool) > max(path)


def test_scores_do_not_depend_on_what_else_is_read(reader: Reader) -> None:
    alone = reader.scores("Hvor ligger hallen?", [POOL])[0]
    beside = reader.scores("Hvor ligger hallen?", [Text("Andet", ["Noget andet."]), POOL])[1]
    assert alone == pytest.approx(beside, abs=1e-4)


def test_long_texts_are_read_in_windows_and_lose_no_sentence(reader: Reader) -> None:
    many = Text(
        "Mange", [f"Sag {n} handler om vej nummer {n} og dens belægning." for n in range(90)]
    )
    (scores,) = reader.scores("Hvad handler sag 7 om?", [many])
    assert len(scores) == 90


def test_empty_input_gives_scores_and_no_error(reader: Reader) -> None:
    assert reader.scores("", []) == []
    (scores,) = reader.scores("", [Text("", ["", "Et møde."])])
    assert len(scores) == 2
    assert scores[0] < scores[1]


@pytest.mark.usefixtures("forgotten")
def test_the_reader_is_off_when_the_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVARPUNKT_READER", "0")
    assert bundled() is None


@pytest.mark.usefixtures("forgotten")
def test_a_damaged_file_is_reported_and_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "reader.onnx").write_bytes(b"not a model")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    with caplog.at_level(logging.WARNING):
        assert bundled() is None
    assert "Læseren kan ikke indlæses" in caplog.text
