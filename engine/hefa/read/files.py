"""Paths in, ``SourceText`` out; refuses what is missing, empty, too large or of no known format."""

import hashlib
import os
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from hefa.errors import ReadError, reason_of
from hefa.model.source import SourceText
from hefa.read.bundle import BUNDLE, BUNDLES, is_bundle, list_bundle, read_member, split_path
from hefa.read.encoding import decode
from hefa.read.formats import (
    LIMIT_BYTES,
    OLE,
    REFUSED,
    SUFFIXES,
    ZIP,
    Candidate,
    Reading,
    ReadOptions,
    find_format,
    limit_of,
)
from hefa.read.mail import MAIL

CONVERT = "请改用草案的 Word、WPS、PDF、OFD 或者文本文件"
PICTURE = "请取得 Word 或者文字版，或者先做文字识别（OCR）再审"
PLAIN = ReadOptions()
_HIDDEN = (".", "~$")
_READABLE = (*SUFFIXES, *BUNDLES)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a docx or xlsx that has a password."""


def read_file(path: Path, options: ReadOptions = PLAIN) -> SourceText:
    """Read one draft; ``ReadError`` says what is wrong with it and what to do."""
    return read_bytes(read_content(path), str(path), options)


def read_content(path: Path) -> bytes:
    """Return the bytes of one draft, which may lie in a bundle."""
    where = str(path)
    if inside := split_path(path):
        return read_member(*inside, limit_of(where))
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > LIMIT_BYTES and size > limit_of(where):
                raise _too_large(where, limit_of(where))
            return file.readall()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise ReadError(where, "文件不存在", "请检查路径是否写对") from error
    except OSError as error:
        if path.is_dir():
            remedy = "请给出其中的文件，或者使用能审查文件夹的命令"
            raise ReadError(where, "这是文件夹，不是文件", remedy) from error
        raise ReadError(where, f"文件打不开（{reason_of(error)}）", "请检查读取权限") from error


def read_bytes(data: bytes, name: str, options: ReadOptions = PLAIN) -> SourceText:
    """Read the bytes of one draft called ``name``, whatever its format."""
    if data.startswith(OLE) and ENCRYPTED in data:
        raise ReadError(name, "有密码保护，读不了", "请去掉密码后另存一份再审")
    form = find_format(Candidate(data, name))
    if len(data) > (limit := form.limit if form else LIMIT_BYTES):
        raise _too_large(name, limit)
    if form is not None:
        return _source(form.reader().read(data, name, options), name, form.name, data)
    if data.startswith(ZIP) and name.lower().endswith(BUNDLE):
        raise ReadError(
            name, "这是压缩包，里面的文件要逐个审查", "请把压缩包的路径交给 hefa review，或者解压后再审"
        )
    if name.lower().endswith(MAIL):
        raise ReadError(
            name, "这是邮件，里面的附件要逐个审查", "请把邮件的路径交给 hefa review，或者把附件另存出来再审"
        )
    for magic, kind in REFUSED:
        if data.startswith(magic):
            remedy = PICTURE if kind.endswith("图片") else CONVERT
            raise ReadError(name, f"这是{kind}，不是能审查的草案", remedy)
    return _source(_decoded(data, name), name, _text_format(name), data)


def read_text(text: str, name: str = "-") -> SourceText:
    """Take ``text`` as it is; its digest is that of its UTF-8 bytes."""
    data = text.encode("utf-8", errors="surrogatepass")
    return _source(Reading(text), name, _text_format(name), data)


def find_documents(path: Path) -> list[Path]:
    """All files of readable suffixes under the folder, or in the zip file or message, ``path``, sorted.

    Hidden files and folders and the lock files of Office (~$…) are skipped, and links that lead out of
    the folder are not followed. In place of a zip file or message in a folder stand the drafts in it.
    """
    if is_bundle(path):
        return list_bundle(path)
    if not path.is_dir():
        raise ReadError(str(path), "不是文件夹或者压缩包", "请检查路径是否写对")
    found = sorted(_files_in(path), key=attrgetter("parts"))
    if not found:
        known = "、".join(SUFFIXES)
        raise ReadError(str(path), f"文件夹里没有能审查的文件（{known}）", "请换一个文件夹")
    return [draft for file in found for draft in _opened(file)]


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of readable suffixes under a folder."""
    home = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        for name in names:
            if not name.startswith(_HIDDEN) and name.lower().endswith(_READABLE):
                file = Path(place, name)
                if file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(home)):
                    yield file


def _opened(path: Path) -> list[Path]:
    """Put in place of a bundle the drafts in it; one that cannot be opened stays, to be reported."""
    try:
        return list_bundle(path) if is_bundle(path) else [path]
    except ReadError:
        return [path]


def _decoded(data: bytes, name: str) -> Reading:
    decoded = decode(data)
    if "\0" in decoded.text:
        raise ReadError(name, "文件是二进制文件，不是文本，也不是认得的格式，可能已经损坏", CONVERT)
    notes: tuple[str, ...] = ()
    if decoded.damaged:
        notes = (
            f"有 {decoded.damaged} 处字节按 {decoded.encoding} 编码读不出来，以 U+FFFD 代替，请核对原文",
        )
    return Reading(decoded.text, notes=notes, encoding=decoded.encoding)


def _text_format(name: str) -> str:
    return "md" if name.lower().endswith(".md") else "txt"


def _source(reading: Reading, name: str, form: str, data: bytes) -> SourceText:
    if not reading.text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise ReadError(name, "没有内容，或者只有空白", "请检查文件是否存对")
    return SourceText(
        text=reading.text,
        name=name,
        format=form,
        encoding=reading.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        notes=reading.notes,
        origins=reading.origins,
    )


def _too_large(name: str, limit: int) -> ReadError:
    return ReadError(name, f"文件超过 {limit // 1_000_000} MB 的上限", "请拆成几个文件，或者只留正文再审")
