"""Two bodies of an invented municipality: what they recommended, decided, postponed and closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build
from tests.fakes import WordEmbedder, open_with
from tests.rag.island import MEETINGS

COMMITTEE = """REFERAT Havneudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Mødested Lodshuset, Aaløse Kommune

Mødedeltagere Bodil Krabbe, Svend Torsk, Inger Makrel, Kaj Rødspætte

Punkt 1: Godkendelse af dagsorden

00.01.00-A00-1-24

Beslutning

Godkendt.

Fraværende: Kaj Rødspætte

Punkt 2: Udvidelse af østmolen

08.00.00-P20-7-24

Resume

Østmolen er for kort til de nye kuttere, og bølgerne slår ind i inderhavnen.

Sagsfremstilling

Østmolen forlænges med 45 meter. Arbejdet varer fra maj til september 2024, og fiskerne kan bruge vestkajen imens.

Økonomi

Udvidelsen koster 12,4 mio. kr. Pengene tages fra havnens anlægspulje.

Indstilling

Havneforvaltningen indstiller,
1. at østmolen udvides for 12,4 mio. kr.
2. at arbejdet sendes i licitation.

Beslutning

Havneudvalget anbefaler indstillingen.

Svend Torsk stemte imod.

Punkt 3: Sauna på sydstranden

04.06.00-G01-2-24

Sagsfremstilling

Vinterbaderne søger om lov til at opstille en sauna på sydstranden. Tolv naboer klager over støj.

Indstilling

Havneforvaltningen indstiller, at der gives tilladelse til saunaen.

Beslutning

Sagen blev udsat til mødet i april.

Punkt 4: Lukket: Køb af isværket

82.01.00-G10-3-24

Punkt 5: Takster for gæstesejlere

08.00.00-S29-1-24

Sagsfremstilling

Bådlængde\tPris pr. døgn
Under 10 meter\t150 kr.
Over 10 meter\t240 kr.

Beslutning

Taksterne blev godkendt.
"""
COUNCIL = """REFERAT Kommunalbestyrelsen d. 20-03-2024

Mødedato Onsdag d. 20. marts 2024 kl. 18:00

Mødested Rådhuset, Aaløse Kommune

Mødedeltagere Bodil Krabbe, Svend Torsk, Viggo Hummer

Punkt 1: Godkendelse af dagsorden

00.01.00-A00-2-24

Beslutning

Godkendt.

Punkt 2: Udvidelse af østmolen

08.00.00-P20-7-24

Resume

Havneudvalget har anbefalet, at østmolen udvides.

Indstilling

Havneforvaltningen indstiller,
1. at østmolen udvides for 12,4 mio. kr.
2. at arbejdet sendes i licitation.

Beslutning

Godkendt med den ændring, at der bruges 11,9 mio. kr. til østmolen.
"""


def archive_of(home: Path, minutes: str | Mapping[str, str]) -> Archive:
    """The archive of one meeting, or of several by file, embedded by words.

    Whoever opens it closes it.
    """
    files = {"referat.txt": minutes} if isinstance(minutes, str) else minutes
    (home / "minutes").mkdir()
    for name, text in files.items():
        (home / "minutes" / name).write_text(text, encoding="utf-8")
    archive = open_with(WordEmbedder(), home / "archive")
    report = build(archive, [home / "minutes"])
    assert (report.meetings, report.unread) == (len(files), [])
    return archive


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive of Aaløse's two meetings, embedded by words; for reading only."""
    archive = archive_of(
        tmp_path_factory.mktemp("town"), {"havn.txt": COMMITTEE, "byraad.txt": COUNCIL}
    )
    assert archive.catalogue.counts()["items"] == 7
    yield archive
    archive.close()


@pytest.fixture(scope="session")
def island(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive of Tangø's three meetings, embedded by words; for reading only."""
    archive = archive_of(tmp_path_factory.mktemp("island"), MEETINGS)
    assert archive.catalogue.counts()["items"] == 10
    yield archive
    archive.close()
