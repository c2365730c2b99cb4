"""An archive is refused for what it holds before it is opened."""

from __future__ import annotations

from pathlib import Path

from index.read import contents
from index.types import UnreadableError


def test_a_zip_with_more_members_than_are_read_is_not_opened(tmp_path: Path) -> None:
    packed = tmp_path / "mange.zip"
    packed.write_bytes(b"PK\x03\x04" + b"PK\x01\x02" * 20_001)
    [(name, found)] = contents(packed)
    assert name == "mange.zip"
    assert isinstance(found, UnreadableError)
    assert "over 20000 filer" in str(found)
