"""What every test may use: the sample archive, built once a session."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample" / "referater"
SLOW = (
    "test_end_to_end.py",
    "web/test_journeys.py",
    "index/test_embed.py",
    "index/test_kill.py",
    "eval/test_regression.py",
    "web/test_axe.py",
    "index/portals/test_sync.py",
    "web/test_browser.py",
    "index/formats/test_reading.py",
    "index/formats/test_publication.py",
    "web/test_access.py",
    "index/test_build.py",
    "web/test_pages.py",
    "web/test_limits.py",
    "web/test_again.py",
)
"""The files that take longest (20 to 70 s), though some hold few tests. They are begun first: the
one that is begun last would keep a core waiting. The first two do not wait for one archive."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first, then the files with most tests (`--no-loadscope-reorder` keeps it so)."""
    size = Counter(item.path for item in items)
    place = {HERE / name: n for n, name in enumerate(SLOW)}
    items.sort(key=lambda item: (place.get(item.path, len(SLOW)), -size[item.path]))


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive of the sample's ten meetings; shared by parallel workers."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, lock = root / "sample-archive", root / "sample-archive.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (folder / "snapshot").exists():
            archive = Archive.open(folder, create=True)
            report = build(archive, [SAMPLE])
            assert not report.unread
            archive.close()
    return folder


@pytest.fixture(scope="session")
def sample_archive(sample_folder: Path) -> Iterator[Archive]:
    """The sample's archive, open for reading."""
    archive = Archive.open(sample_folder)
    yield archive
    archive.close()
