"""What every test may use: the sample archive, built once a session."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build

SAMPLE = Path(__file__).parent.parent / "sample" / "referater"


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
