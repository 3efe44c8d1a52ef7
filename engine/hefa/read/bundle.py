"""Drafts in a zip file or a mail message: their names as paths, archive.zip!/folder/draft.docx, their bytes.

Nothing is unpacked to the file system. A zip file attached to a message is opened, one in a zip file is not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from hefa.errors import ReadError, reason_of
from hefa.read.archive import Archive
from hefa.read.encoding import decode
from hefa.read.formats import SUFFIXES, ZIP, Candidate, find_format
from hefa.read.mail import MAIL, attachments, is_mail

INSIDE = "!/"
"""Stands between the bundle and the name in it."""
BUNDLE = ".zip"
BUNDLES = (BUNDLE, MAIL)
LIMIT_BUNDLE = 100_000_000
"""Bytes of a bundle; it is held in memory."""
NOT_DRAFTS = "__MACOSX"

Member = Callable[[int], bytes]
"""Gives the bytes of a member, at most so many; ``ReadError`` says why it cannot."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is in a zip file or message called ``where``."""

    where: str
    kind: str
    members: dict[str, Member]

    def drafts(self) -> list[Path]:
        """Return the paths of the drafts, sorted; ``ReadError`` where there are none."""
        known = (*SUFFIXES, BUNDLE)
        names = sorted(name for name in self.members if PurePosixPath(name).suffix.lower() in known)
        if not names:
            problem = f"{self.kind}里没有能审查的文件（{'、'.join(SUFFIXES)}）"
            raise ReadError(self.where, problem, "请核对内容，或者换一个文件")
        return [Path(f"{self.where}{INSIDE}{name}") for name in names]

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of the draft ``name``, at most ``limit``."""
        where = f"{self.where}{INSIDE}{name}"
        if name not in self.members:
            raise ReadError(where, f"{self.kind}里没有这个文件", "请检查路径是否写对")
        return self.members[name](limit)


def is_bundle(path: Path) -> bool:
    """Whether ``path`` is a message, or a zip file that is not itself a draft (docx, odt, ofd)."""
    if path.suffix.lower() not in BUNDLES or not path.is_file():
        return False
    if path.suffix.lower() == MAIL:
        return True
    data = path.read_bytes() if path.stat().st_size <= LIMIT_BUNDLE else b""
    return _is_zip(data, str(path))


def open_bundle(data: bytes, where: str) -> Bundle | None:
    """Return the bundle that the bytes are by their content, or none."""
    if _is_zip(data, where):
        return Bundle(where, "压缩包", _in_zip(data, where))
    return Bundle(where, "邮件", _in_mail(data, where)) if is_mail(data) else None


def list_bundle(path: Path) -> list[Path]:
    """Return the paths of the drafts in the bundle ``path``, sorted; ``ReadError`` where there are none."""
    return _bundle_at(path).drafts()


def split_path(path: Path) -> tuple[Path, str] | None:
    """Return the bundle and the name in it that ``path`` stands for, or none for a plain path."""
    outer, inside, name = path.as_posix().partition(INSIDE)
    return (Path(outer), name) if inside and outer.lower().endswith(BUNDLES) and not path.exists() else None


def read_member(path: Path, name: str, limit: int) -> bytes:
    """Return the bytes of the draft ``name`` in the bundle ``path``; at most ``limit``."""
    return _bundle_at(path).read(name, limit)


def _is_zip(data: bytes, name: str) -> bool:
    return data.startswith(ZIP) and find_format(Candidate(data, name)) is None


def _bundle_at(path: Path) -> Bundle:
    if not path.is_file():
        raise ReadError(str(path), "文件不存在", "请检查路径是否写对")
    state = path.stat()
    if state.st_size > LIMIT_BUNDLE:
        raise ReadError(str(path), f"超过 {LIMIT_BUNDLE // 1_000_000} MB 的上限", "请取出里面的文件分批审查")
    return _opened(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _opened(path: str, _changed: int, _size: int) -> Bundle:
    """Open a bundle once for all its drafts."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(path, f"文件打不开（{reason_of(error)}）", "请检查读取权限") from error
    if path.lower().endswith(MAIL):
        return Bundle(path, "邮件", _in_mail(data, path))
    return Bundle(path, "压缩包", _in_zip(data, path))


def _in_zip(data: bytes, where: str) -> dict[str, Member]:
    archive = Archive(data, where)
    members: dict[str, Member] = {}
    for member in archive.names:
        name = _shown(member)
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or ":" in (parts or ("",))[0]:
            raise ReadError(
                where, f"压缩包里有越出文件夹的路径 {name!r}", "可能有害，请核对来源，解压检查后再审"
            )
        if name.endswith("/") or any(part.startswith((".", "~$")) or part == NOT_DRAFTS for part in parts):
            continue
        unopened = ReadError(f"{where}{INSIDE}{name}", "压缩包里的压缩包不展开", "请解压后再审")
        read = partial(_refuse, unopened) if name.lower().endswith(BUNDLE) else partial(archive.read, member)
        members.setdefault(name, read)
    return members


def _in_mail(data: bytes, where: str) -> dict[str, Member]:
    members: dict[str, Member] = {}
    for name, content in attachments(data, where).items():
        if not name.lower().endswith(BUNDLE) or not _is_zip_or_broken(content, name):
            members[name] = partial(_whole, f"{where}{INSIDE}{name}", content)
            continue
        try:
            inner = _in_zip(content, f"{where}{INSIDE}{name}")
            members |= {f"{name}{INSIDE}{one}": read for one, read in inner.items()}
        except ReadError as error:
            members[name] = partial(_refuse, error)
    return members


def _is_zip_or_broken(content: bytes, name: str) -> bool:
    try:
        return _is_zip(content, name)
    except ReadError:
        return True


def _whole(where: str, content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise ReadError(where, f"文件超过 {limit // 1_000_000} MB 的上限", "请拆成几个文件，或者只留正文再审")
    return content


def _refuse(error: ReadError, _limit: int) -> bytes:
    raise error


def _shown(member: str) -> str:
    """Return a name as it was written: without the mark for UTF-8 it is taken for a code page of 1981."""
    try:
        name = member if member.isascii() else decode(member.encode("cp437")).text
    except UnicodeEncodeError:
        name = member
    return name.replace("\\", "/")
