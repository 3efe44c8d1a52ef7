"""Drafts in a zip file: their names as paths, archive.zip!/folder/draft.docx, and their bytes.

Nothing is unpacked to the file system. A zip file in a zip file is not opened.
"""

from functools import lru_cache
from pathlib import Path, PurePosixPath

from hefa.errors import ReadError
from hefa.read.archive import Archive
from hefa.read.encoding import decode
from hefa.read.formats import SUFFIXES, ZIP, Candidate, find_format

INSIDE = "!/"
"""Stands between the zip file and the name in it."""
BUNDLE = ".zip"
LIMIT_BUNDLE = 100_000_000
"""Bytes of a zip file of drafts; it is held in memory."""
NOT_DRAFTS = "__MACOSX"


def is_bundle(path: Path) -> bool:
    """Whether ``path`` is a zip file of drafts, and not a draft in a zip container (docx, odt, ofd)."""
    if path.suffix.lower() != BUNDLE or not path.is_file():
        return False
    data = path.read_bytes() if path.stat().st_size <= LIMIT_BUNDLE else b""
    return data.startswith(ZIP) and find_format(Candidate(data, str(path))) is None


def list_bundle(path: Path) -> list[Path]:
    """Return the paths of the drafts in the zip file ``path``, sorted; ``ReadError`` where there are none."""
    names = sorted(
        name for name in _members(path)[1] if PurePosixPath(name).suffix.lower() in (*SUFFIXES, BUNDLE)
    )
    if not names:
        known = "、".join(SUFFIXES)
        raise ReadError(str(path), f"压缩包里没有能审查的文件（{known}）", "请解压后检查，或者换一个文件")
    return [Path(f"{path}{INSIDE}{name}") for name in names]


def split_path(path: Path) -> tuple[Path, str] | None:
    """Return the zip file and the name in it that ``path`` stands for, or none for a plain path."""
    outer, inside, name = path.as_posix().partition(INSIDE)
    return (Path(outer), name) if inside and outer.lower().endswith(BUNDLE) and not path.exists() else None


def read_member(path: Path, name: str, limit: int) -> bytes:
    """Return the bytes of the draft ``name`` in the zip file ``path``; at most ``limit``."""
    archive, members = _members(path)
    where = f"{path}{INSIDE}{name}"
    if name not in members:
        raise ReadError(where, "压缩包里没有这个文件", "请检查路径是否写对")
    if name.lower().endswith(BUNDLE):
        raise ReadError(where, "压缩包里的压缩包不展开", "请解压后再审")
    return archive.read(members[name], limit)


def _members(path: Path) -> tuple[Archive, dict[str, str]]:
    if not path.is_file():
        raise ReadError(str(path), "文件不存在", "请检查路径是否写对")
    state = path.stat()
    if state.st_size > LIMIT_BUNDLE:
        raise ReadError(str(path), f"压缩包超过 {LIMIT_BUNDLE // 1_000_000} MB 的上限", "请解压后分批审查")
    return _opened(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _opened(path: str, _changed: int, _size: int) -> tuple[Archive, dict[str, str]]:
    """Open a zip file once for all its drafts; return with it its members by their names as shown."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(path, f"文件打不开（{error.strerror}）", "请检查读取权限") from error
    archive = Archive(data, path)
    members: dict[str, str] = {}
    for member in archive.names:
        name = _shown(member)
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or ":" in (parts or ("",))[0]:
            raise ReadError(
                path, f"压缩包里有越出文件夹的路径 {name!r}", "可能有害，请核对来源，解压检查后再审"
            )
        if name.endswith("/") or any(part.startswith((".", "~$")) or part == NOT_DRAFTS for part in parts):
            continue
        members.setdefault(name, member)
    return archive, members


def _shown(member: str) -> str:
    """Return a name as it was written: without the mark for UTF-8 it is taken for a code page of 1981."""
    try:
        name = member if member.isascii() else decode(member.encode("cp437")).text
    except UnicodeEncodeError:
        name = member
    return name.replace("\\", "/")
