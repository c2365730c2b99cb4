"""The command: what it prints, and how it ends."""

from __future__ import annotations

import json
import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import create_app
from cli import main
from index.build import build
from index.catalogue import Catalogue
from index.danish import moment
from tests.fakes import WordEmbedder, minutes, open_with

Printed = pytest.CaptureFixture[str]


def lines(capsys: Printed) -> str:
    return capsys.readouterr().out


def test_an_answer_is_printed_with_its_sources(sample_folder: Path, capsys: Printed) -> None:
    code = main(["ask", "--archive", str(sample_folder), "Hvad blev besluttet om cykelstien?"])
    text = lines(capsys)
    assert code == 0
    assert "[1]" in text
    assert "Kilder:" in text
    assert "Punkt 3" in text


def test_json_is_one_object_with_the_contract_s_fields(
    sample_folder: Path, capsys: Printed
) -> None:
    assert main(["ask", "--json", "--archive", str(sample_folder), "Hvad blev besluttet?"]) == 0
    answer = json.loads(lines(capsys))
    fields = ["question", "status", "text", "citations", "retrieved", "scope", "engine", "seconds"]
    assert [field for field in fields if field not in answer] == []
    assert answer["scope"] == {"meetings": 10, "from": "2024-02-07", "to": "2025-05-26"}


def test_filters_limit_what_is_found(sample_folder: Path, capsys: Printed) -> None:
    limits = ["--committee", "Økonomiudvalget", "--from", "2025-01-01", "--to", "2025-12-31"]
    main(["ask", "--json", "--archive", str(sample_folder), *limits, "Hvad blev besluttet?"])
    files = {hit["file"] for hit in json.loads(lines(capsys))["retrieved"]}
    assert files
    assert all("oekonomiudvalget" in file and file.startswith("2025") for file in files)


def test_a_case_number_limits_to_its_items(sample_folder: Path, capsys: Printed) -> None:
    limits = ["--case", "05.04.06-P20-3-24"]
    main(["ask", "--json", "--archive", str(sample_folder), *limits, "Hvad blev besluttet?"])
    answer = json.loads(lines(capsys))
    assert answer["citations"]
    assert {c["case_number"] for c in answer["citations"]} == {"05.04.06-P20-3-24"}


def test_a_history_makes_a_question_whole(
    sample_folder: Path, tmp_path: Path, capsys: Printed
) -> None:
    history = tmp_path / "history.json"
    turns = [{"question": "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"}]
    history.write_text(json.dumps(turns), encoding="utf-8")
    asked = ["ask", "--json", "--archive", str(sample_folder), "--history", str(history)]
    main([*asked, "Hvad kommer den til at koste?"])
    cited = json.loads(lines(capsys))["citations"]
    assert any("Cykelsti" in citation["title"] for citation in cited)


def test_a_history_that_is_no_json_is_told(
    sample_folder: Path, tmp_path: Path, capsys: Printed
) -> None:
    broken = tmp_path / "history.json"
    broken.write_text("ikke json")
    asked = ["ask", "--archive", str(sample_folder), "--history", str(broken), "Hvad så?"]
    assert main(asked) == 1
    assert "history.json" in capsys.readouterr().err


def test_the_steps_are_shown_when_asked(sample_folder: Path, capsys: Printed) -> None:
    main(["ask", "--explain", "--archive", str(sample_folder), "Hvad blev besluttet om Torvet?"])
    assert "Sådan blev svaret fundet:" in lines(capsys)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "a" * 10_000, "hvad " * 2_000])
def test_a_question_of_nothing_or_of_10000_characters_is_answered_calmly(
    sample_folder: Path, capsys: Printed, question: str
) -> None:
    assert main(["ask", "--json", "--archive", str(sample_folder), question]) == 0
    answer = json.loads(lines(capsys))
    assert answer["status"] == "declined"
    assert answer["citations"] == []
    assert answer["text"].strip()


def test_the_status_and_the_page_say_the_same_of_when_the_archive_was_built(
    sample_folder: Path, capsys: Printed, tmp_path: Path
) -> None:
    folder = tmp_path / "arkiv"
    shutil.copytree(sample_folder, folder)
    catalogue = Catalogue.in_folder(folder)
    catalogue.note(built="2025-03-01T11:05:00+00:00")
    catalogue.close()
    told = f"idst opdateret {moment(datetime(2025, 3, 1, 11, 5, tzinfo=UTC))}."
    assert main(["status", "--archive", str(folder)]) == 0
    assert f"S{told}" in capsys.readouterr().out
    assert f"s{told}" in TestClient(create_app(folder)).get("/arkiv").text
    assert main(["status", "--json", "--archive", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["built"] == "2025-03-01T11:05:00+00:00"


def test_the_status_counts_meetings_for_each_body(sample_folder: Path, capsys: Printed) -> None:
    assert main(["status", "--archive", str(sample_folder)]) == 0
    text = lines(capsys)
    assert "10 møder fra 2024-02-07 til 2025-05-26, 90 punkter" in text
    assert "Hjortsund, Byrådet: 2" in text
    assert main(["status", "--json", "--archive", str(sample_folder)]) == 0
    found = json.loads(lines(capsys))
    assert sum(row["meetings"] for row in found["bodies"]) == found["meetings"] == 10
    assert (found["unread"], found["pending"]) == ([], 0)


def test_the_source_is_the_text_that_citations_point_into(
    sample_folder: Path, capsys: Printed
) -> None:
    main(["ask", "--json", "--archive", str(sample_folder), "Hvad blev besluttet om cykelstien?"])
    citations = json.loads(lines(capsys))["citations"]
    assert citations
    for citation in citations:
        assert main(["source", "--archive", str(sample_folder), citation["file"]]) == 0
        text = lines(capsys)
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_file_is_inspected_without_an_archive(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "havn.txt"
    file.write_text(minutes(items=["Ny mole", "Eventuelt"]), encoding="utf-8")
    assert main(["inspect", str(file)]) == 0
    text = lines(capsys)
    assert "Ny mole" in text
    assert "godkendt" in text
    assert main(["inspect", "--json", str(file)]) == 0
    (meeting,) = json.loads(lines(capsys))["meetings"]
    assert [item["title"] for item in meeting["items"]] == ["Ny mole", "Eventuelt"]


def test_the_feet_of_pages_that_are_left_out_are_listed(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "havn.txt"
    text = minutes(items=["Ny mole", "Ny kran", "Eventuelt"])
    for n, title in enumerate(("Ny mole", "Ny kran", "Eventuelt"), 1):
        text = text.replace(f" {title}", f" {title}\n\nHavneudvalget    Side {n} af 3\n", 1)
    file.write_text(text, encoding="utf-8")
    assert main(["inspect", str(file)]) == 0
    assert "udeladt: 2 linjer (»Havneudvalget Side 2 af 3« ...)" in lines(capsys)
    assert main(["inspect", "--json", str(file)]) == 0
    assert len(json.loads(lines(capsys))["furniture"]) == 2


@pytest.mark.parametrize(
    "command",
    [["ask", "Hvad?"], ["status"], ["source", "a.txt"], ["case", "1"], ["index", "mangler"]],
)
def test_without_an_archive_it_is_told_what_to_do(
    tmp_path: Path, capsys: Printed, command: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "none", tmp_path / "empty"):
        assert main([*command, "--archive", str(folder)]) == 1
        told = capsys.readouterr().err
        assert str(folder) in told or "mangler findes ikke" in told
    assert not (tmp_path / "none").exists()
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("command", [["index", "cli.py"], ["ask", "Hvad?"], ["status"]])
def test_an_archive_that_is_a_file_is_told(
    tmp_path: Path, capsys: Printed, command: list[str]
) -> None:
    (tmp_path / "arkiv").write_text("ikke en mappe")
    assert main([*command, "--archive", str(tmp_path / "arkiv")]) == 1
    assert str(tmp_path / "arkiv") in capsys.readouterr().err
    assert (tmp_path / "arkiv").read_text() == "ikke en mappe"


def test_an_archive_of_another_version_is_told_and_left_alone(
    tmp_path: Path, capsys: Printed
) -> None:
    archive = open_with(WordEmbedder(), tmp_path)
    archive.catalogue.note(format="0", model="words@test", dimensions="64")
    archive.close()
    assert main(["ask", "--archive", str(tmp_path), "Hvad blev besluttet?"]) == 1
    told = capsys.readouterr().err
    assert "en anden version af Svarpunkt (arkivformat 0" in told
    assert "urørt" in told


def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "catalogue.sqlite").write_text("noget helt andet " * 999)
    assert main(["status", "--archive", str(tmp_path)]) == 1
    assert "Filen er ikke et katalog" in capsys.readouterr().err


def test_the_version_is_told(capsys: Printed) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert lines(capsys).startswith("svarpunkt 0.")


def test_an_archive_of_another_model_is_refused(tmp_path: Path, capsys: Printed) -> None:
    archive = open_with(WordEmbedder(), tmp_path)
    archive.catalogue.note(format="1", model="words@test", dimensions="64")
    archive.close()
    assert main(["ask", "--archive", str(tmp_path), "Hvad blev besluttet?"]) == 1
    told = capsys.readouterr().err
    assert "words@test" in told
    assert "byg et nyt arkiv" in told


@pytest.mark.parametrize(
    "arguments", [[], ["sving"], ["ask"], ["index"], ["ask", "--from", "i går", "Hvad?"]]
)
def test_misuse_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_files_that_cannot_be_read_are_listed_and_end_with_1(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.archive.open_embedder", lambda setting: WordEmbedder())
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "havn.txt").write_text(minutes(items=["Ny mole"]), encoding="utf-8")
    archive = ["--archive", str(tmp_path / "archive")]
    assert main(["index", *archive, str(folder)]) == 0
    assert "Uddrag beregnet: " in lines(capsys)
    (folder / "tom.pdf").write_bytes(b"")
    assert main(["index", *archive, str(folder)]) == 1
    text = lines(capsys)
    assert "intet nyt at beregne" in text
    assert "tom.pdf er tom" in text
    assert "tom.pdf: tom.pdf" not in text


def test_the_archive_can_be_set_in_the_environment(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = open_with(WordEmbedder(), tmp_path / "set")
    (tmp_path / "havn.txt").write_text(minutes(items=["Ny mole"]), encoding="utf-8")
    build(archive, [tmp_path / "havn.txt"])
    archive.close()
    monkeypatch.setenv("SVARPUNKT_ARCHIVE", str(tmp_path / "set"))
    assert main(["status"]) == 0
    assert "1 møder" in lines(capsys)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "der mangler: KOMMANDO"),
        (["sving"], "'sving' findes ikke; vælg mellem"),
        (["ask"], "der mangler: SPØRGSMÅL"),
        (["ask", "Hvad?", "--sving"], "det kendes ikke: --sving"),
        (["ask", "Hvad?", "--from"], "--from: der mangler en værdi"),
        (["ask", "Hvad?", "--from", "i går"], "»i går« er ikke en dato"),
        (["ask", "Hvad?", "--json=1"], "--json: tager ingen værdi, men fik '1'"),
        (["ask", "Hvad?", "--m", "x"], "--m er ikke entydig"),
        (["serve", "--port", "dør"], "»dør« er ikke en port"),
        (["serve", "--port", "70000"], "»70000« er ikke en port"),
        (["eval"], "der mangler"),
    ],
)
def test_misuse_is_told_in_danish(capsys: Printed, arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith("brug: svarpunkt")
    assert f"fejl: {said}" in told or said in told.partition("fejl: ")[2]
    assert "error" not in told
    assert "usage" not in told


@pytest.mark.parametrize("command", ["index", "ask", "serve", "user", "source", "eval"])
def test_the_help_is_danish(capsys: Printed, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    told = lines(capsys)
    assert ended.value.code == 0
    assert told.startswith(f"brug: svarpunkt {command}")
    assert "vis denne hjælp" in told
    assert not [word for word in ("usage", "options:", "positional", "show this") if word in told]


def test_a_port_that_is_taken_is_told_before_anything_is_said_to_be_ready(
    sample_folder: Path, capsys: Printed
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--archive", str(sample_folder), "--port", port]) == 1
    told = capsys.readouterr()
    assert "klar" not in told.out
    assert "Porten er optaget" in told.err
