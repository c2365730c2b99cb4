"""What the catalogue forgets when it is cleaned: the documents of files that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.archive import Archive


def forget_gone(
    archive: Archive, paths: Sequence[Path], present: set[str]
) -> tuple[int, list[tuple[str, str]]]:
    """Forget what stood under these paths and does so no more: how many documents, and (name, why)
    of the folders where nothing was forgotten.

    A folder in which nothing is left is told and not forgotten: mostly its disk is not there.
    """
    removed, told = 0, []
    held = set(archive.catalogue.files()) | set(archive.catalogue.unread_stamps())
    for root in dict.fromkeys(path.resolve() for path in paths):
        lost = sorted(key for key in held - present if _is_under(key, root))
        if str(root) not in held and not any(_is_under(key, root) for key in present):
            if lost:
                told.append((root.name, _EMPTIED.format(root=root, count=len(lost))))
            continue
        for key in lost:
            if not is_at(Path(key)):
                archive.catalogue.remove(key)
                removed += 1
        held -= set(lost)
    return removed, told


_EMPTIED = (
    "Der er ingen referater i {root}. De {count} filer, som arkivet har derfra, er ikke glemt. Er "
    "drevet tilsluttet? Er mappen tømt med vilje, så kør med --prune på mappen over den."
)


def _is_under(key: str, root: Path) -> bool:
    """Whether a document's path is the root, in it, or a member of it when it is a ZIP archive."""
    return Path(key).is_relative_to(root) or key.startswith(f"{root}!")


def is_at(path: Path) -> bool:
    """Whether a file is there; where it may not be looked at, it is taken to be."""
    try:
        return path.exists()
    except PermissionError:
        return True
