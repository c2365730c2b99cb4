"""What a database cannot do is told in Danish with what to do; what was stored stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError

from index.catalogue import Catalogue
from index.store.tables import ABOUT, DOCUMENTS
from index.types import ArchiveError, Document


def of(catalogue: Catalogue, name: str, length: int = 10) -> None:
    """Store a document of some length."""
    document = Document(f"/aaløse/{name}", name, "A" * length, name)
    catalogue.put(document, "1-1", [], [])


def prepare(catalogue: Catalogue, statement: str) -> None:
    """Say something to every connection from now on."""

    def say(connection: DBAPIConnection, _: object) -> None:
        connection.cursor().execute(statement)

    event.listen(catalogue.engine, "connect", say)
    catalogue.engine.dispose()


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    catalogue = Catalogue.in_folder(tmp_path)
    of(catalogue, "first.txt")
    prepare(catalogue, "PRAGMA max_page_count=60")
    with pytest.raises(ArchiveError, match="Disken er fuld"):
        of(catalogue, "second.txt", 1_000_000)
    assert list(Catalogue.in_folder(tmp_path).files()) == ["/aaløse/first.txt"]


def test_a_folder_that_must_not_be_written_can_still_be_read(tmp_path: Path) -> None:
    of(Catalogue.in_folder(tmp_path), "first.txt")
    held = Catalogue(f"sqlite:///file:{tmp_path}/catalogue.sqlite?mode=ro&uri=true")
    assert list(held.files()) == ["/aaløse/first.txt"]
    with pytest.raises(ArchiveError, match="må ikke skrives"):
        of(held, "second.txt")


def test_another_process_that_writes_is_told(tmp_path: Path) -> None:
    busy, other = Catalogue.in_folder(tmp_path), Catalogue.in_folder(tmp_path)
    prepare(other, "PRAGMA busy_timeout=0")
    said = "En anden proces skriver i arkivet"
    with busy.writer.connect() as connection:
        connection.execute(select(ABOUT))
        with pytest.raises(ArchiveError, match=said):
            of(other, "first.txt")


@pytest.mark.parametrize(
    ("name", "said"), [("mangler/catalogue.sqlite", "kan ikke åbnes"), ("", "kan ikke åbnes")]
)
def test_a_place_without_a_database_is_told(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=said):
        Catalogue(f"sqlite:///{tmp_path / name}")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_text("Referat af mødet i Havneudvalget. " * 99)
    with pytest.raises(ArchiveError, match="ikke et katalog"):
        Catalogue.in_folder(tmp_path)


def test_tables_of_another_version_are_told(tmp_path: Path) -> None:
    with Catalogue.in_folder(tmp_path).writer.begin() as connection:
        connection.execute(text("ALTER TABLE documents RENAME COLUMN stamp TO mark"))
    with pytest.raises(ArchiveError, match="en anden version"):
        Catalogue.in_folder(tmp_path).files()


def test_a_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    catalogue = Catalogue.in_folder(tmp_path)
    of(catalogue, "first.txt")
    twice = DOCUMENTS.insert().from_select([c.name for c in DOCUMENTS.c], select(*DOCUMENTS.c))
    with pytest.raises(IntegrityError), catalogue.writer.begin() as connection:
        connection.execute(twice)


def test_what_one_connection_reads_is_of_one_moment(tmp_path: Path) -> None:
    reader, writer = Catalogue.in_folder(tmp_path), Catalogue.in_folder(tmp_path)
    count = select(func.count()).select_from(DOCUMENTS)
    with reader.engine.connect() as connection:
        assert connection.execute(count).scalar_one() == 0
        of(writer, "first.txt")
        assert connection.execute(count).scalar_one() == 0
    assert reader.counts()["documents"] == 1
