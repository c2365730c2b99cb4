"""Which version of the program this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def release() -> str:
    """The version as it was installed; "?" in a folder that was only copied."""
    try:
        return version("svarpunkt")
    except PackageNotFoundError:
        return "?"
