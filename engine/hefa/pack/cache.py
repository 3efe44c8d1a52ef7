"""Packs as read before, by the digest of their files: reading hundreds of YAML files takes a quarter second.

A file is the JSON of a RulePack in the user's own cache folder (``XDG_CACHE_HOME``, else ``~/.cache``);
one that is missing, damaged or of another version is as good as none, and one that cannot be written is not.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from hefa.model.pack import RulePack

KEPT = 8  # files; the oldest beyond them are deleted


def load_pack(key: str) -> RulePack | None:
    """Return the pack kept under the key."""
    try:
        return RulePack.model_validate_json(_path(key).read_bytes())
    except (OSError, RuntimeError, ValidationError):
        return None


def keep_pack(key: str, pack: RulePack) -> None:
    """Keep the pack under the key, if the folder can be written."""
    with suppress(OSError, RuntimeError):
        path = _path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pack.model_dump_json(exclude_defaults=True).encode())
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)
        kept = sorted(path.parent.glob("pack-*.json"), key=lambda file: file.stat().st_mtime_ns)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)


def _path(key: str) -> Path:
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "hefa" / f"pack-{key}.json"
