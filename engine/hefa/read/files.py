"""Paths in, ``SourceText`` out; refuses what is missing, empty, too large or not text."""

import hashlib
from pathlib import Path

from hefa.errors import ReadError
from hefa.model.source import SourceText
from hefa.read.encoding import decode

LIMIT_BYTES = 20_000_000
SUFFIXES = (".txt", ".md")
MAGIC = (
    (b"PK\x03\x04", "Office Open XML、OFD 或者压缩包（docx、xlsx、ofd、zip）"),
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 或者 WPS（doc、wps、xls）"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)
CONVERT = "本版只读 .txt 和 .md，请先另存为纯文本再审"


def read_file(path: Path) -> SourceText:
    """Read one draft; ``ReadError`` says what is wrong with it and what to do."""
    where = str(path)
    if not path.exists():
        raise ReadError(where, "文件不存在", "请检查路径是否写对")
    if path.is_dir():
        raise ReadError(where, "这是文件夹，不是文件", "请给出其中的文件，或者使用能审查文件夹的命令")
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise _too_large(where)
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(where, f"文件打不开（{error.strerror}）", "请检查读取权限") from error
    return read_bytes(data, where)


def read_bytes(data: bytes, name: str) -> SourceText:
    """Decode the bytes of one draft called ``name``."""
    if len(data) > LIMIT_BYTES:
        raise _too_large(name)
    for magic, kind in MAGIC:
        if data.startswith(magic):
            raise ReadError(name, f"文件是 {kind} 格式，不是纯文本", CONVERT)
    decoded = decode(data)
    if "\0" in decoded.text:
        raise ReadError(name, "文件含有空字节，是二进制文件，不是纯文本", CONVERT)
    notes: tuple[str, ...] = ()
    if decoded.damaged:
        notes = (
            f"有 {decoded.damaged} 处字节按 {decoded.encoding} 编码读不出来，以 U+FFFD 代替，请核对原文",
        )
    return _source(decoded.text, name, decoded.encoding, data, notes)


def read_text(text: str, name: str = "-") -> SourceText:
    """Take ``text`` as it is; its digest is that of its UTF-8 bytes."""
    return _source(text, name, "utf-8", text.encode("utf-8", errors="surrogatepass"), ())


def find_documents(path: Path) -> list[Path]:
    """All .txt and .md files under the folder ``path``, sorted.

    Hidden files and folders are skipped, and links that lead out of the folder are not followed.
    """
    if not path.is_dir():
        raise ReadError(str(path), "不是文件夹", "请检查路径是否写对")
    home = path.resolve()
    found = [
        file
        for file in sorted(path.rglob("*"))
        if file.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
        and file.is_file()
        and file.resolve().is_relative_to(home)
    ]
    if not found:
        raise ReadError(
            str(path), "文件夹里没有 .txt 或者 .md 文件", "请换一个文件夹，或者先把文件另存为纯文本"
        )
    return found


def _source(text: str, name: str, encoding: str, data: bytes, notes: tuple[str, ...]) -> SourceText:
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise ReadError(name, "没有内容，或者只有空白", "请检查文件是否存对")
    form = "md" if name.lower().endswith(".md") else "txt"
    digest = hashlib.sha256(data).hexdigest()
    return SourceText(text=text, name=name, format=form, encoding=encoding, sha256=digest, notes=notes)


def _too_large(name: str) -> ReadError:
    megabytes = LIMIT_BYTES // 1_000_000
    return ReadError(name, f"文件超过 {megabytes} MB 的上限", "请拆成几个文件，或者只留正文再审")
