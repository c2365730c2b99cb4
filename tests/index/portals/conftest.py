"""What the tests of portals share: an archive that what is fetched goes into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from tests.fakes import WordEmbedder, open_with


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive, embedded by words."""
    found = open_with(WordEmbedder(), tmp_path / "archive")
    yield found
    found.close()
