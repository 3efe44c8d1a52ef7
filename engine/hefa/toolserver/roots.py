"""Which files a client may have reviewed: those in the folders that the user named, and no others."""

import stat
from collections.abc import Sequence
from pathlib import Path

from hefa.errors import OptionError, ReadError

_OUTSIDE = "不在允许的文件夹里，或者没有这个文件"


class Roots:
    """Folders of drafts; a path counts from them, and where it leads out of all of them it is refused."""

    def __init__(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise OptionError(f"--root {folder}", "没有这个文件夹", "写草案所在的文件夹")
        self._folders = [folder.resolve() for folder in folders]

    def file(self, path: str) -> Path:
        """Return the file meant, links followed; what lies outside is not told from what is not there."""
        if not self._folders:
            raise OptionError("review_file", "没有允许读取的文件夹", "以 hefa mcp --root 文件夹 启动")
        for folder in self._folders:
            if found := _within(folder, path):
                return found
        raise ReadError(path, _OUTSIDE, f"允许的文件夹：{'、'.join(map(str, self._folders))}")


def _within(folder: Path, path: str) -> Path | None:
    """Return the regular file, or the draft in a zip file, that ``path`` leads to within the folder."""
    try:
        found = (folder / path).resolve()
        if found == folder or not found.is_relative_to(folder):
            return None
        container = next(one for one in (found, *found.parents) if one.exists())
        regular = stat.S_ISREG(container.stat().st_mode)
    except (OSError, RuntimeError, ValueError):  # a name too long, a loop of links, a null character
        return None
    return found if regular else None
