"""The attachments of a mail message (.eml) by their names; the letter itself is no draft and is not read."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hefa.errors import ReadError
from hefa.read.encoding import decode

if TYPE_CHECKING:
    from email.message import Message

MAIL = ".eml"
HEAD_REACH = 64_000
"""Bytes in which the head of a message ends; those of the servers on its way stand in it."""
LIMIT_PARTS = 1_000
LIMIT_HEADER = 10_000
"""Characters of a header that are looked at: the time that the parser takes grows with the square."""
LIMIT_STEPS = 50_000_000
"""Lines times boundaries: the parser holds every line against every boundary that is open."""


def is_mail(data: bytes) -> bool:
    """Whether the bytes are a message as mail servers hand it on, and not a web archive (.mht)."""
    start = data[:HEAD_REACH].lstrip(b"\xef\xbb\xbf\r\n")
    written = start.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    if b"\nmime-version:" not in b"\n" + written.lower():
        return False
    from email import message_from_bytes  # noqa: PLC0415

    head = message_from_bytes(written)
    if head["MIME-Version"] is None:
        return False
    return head.get_content_type() != "multipart/related" or head["Received"] is not None


def attachments(data: bytes, where: str) -> dict[str, bytes]:
    """Return the files in a message, also in messages forwarded with it.

    Names are what the sender wrote, without folders; of equal names the later are numbered. ``ReadError``
    where the message cannot be taken apart.
    """
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines * (1 + data.lower().count(b"boundary=")) > LIMIT_STEPS:
        raise ReadError(where, "邮件的层次太多，行也太多", "请用邮件软件打开，把附件另存出来再审")
    files: dict[str, bytes] = {}
    try:
        for number, part in enumerate(_parsed(data).walk()):
            if number >= LIMIT_PARTS:
                raise ReadError(where, f"邮件超过 {LIMIT_PARTS} 个部分", "请把附件另存出来再审")
            name = _name_of(part)
            content = part.get_payload(decode=True) if name and not part.is_multipart() else None
            if isinstance(content, bytes):
                files[_free(name, files)] = content
    except (ValueError, LookupError, RecursionError, AssertionError) as error:
        raise ReadError(where, "邮件损坏，读不了", "请用邮件软件打开，把附件另存出来再审") from error
    return files


def _parsed(data: bytes) -> "Message":
    from email import message_from_bytes  # noqa: PLC0415
    from email.policy import Compat32  # noqa: PLC0415

    class Bounded(Compat32):
        """Cuts headers short."""

        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            name, value = super().header_source_parse(sourcelines)
            return name, value[:LIMIT_HEADER]

    return message_from_bytes(data, policy=Bounded())


def _name_of(part: "Message") -> str:
    """Return the name a part was sent under; encoded words, RFC 2231 and bare GBK or UTF-8 bytes are read."""
    found = next(_given_names(part), "")
    return PurePosixPath(found.replace("\\", "/")).name.strip()


def _given_names(part: "Message") -> Iterator[str]:
    from email.message import Message  # noqa: PLC0415

    written = {name.lower(): value for name, value in part.raw_items()}
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        head = Message()
        head[header] = decode(str(written.get(header, "")).encode("utf-8", "surrogateescape")).text
        given = head.get_param(parameter, header=header)
        if isinstance(given, tuple):
            charset, _, value = given
            raw = value.encode("latin-1", "replace")
            yield decode(raw).text if charset is None else raw.decode(_codec(charset), "replace")
        elif given is not None:
            yield _words(str(given))


def _words(value: str) -> str:
    """Return a header's value with its encoded words (RFC 2047) read."""
    from email.header import decode_header  # noqa: PLC0415

    pieces = []
    for piece, charset in decode_header(value):
        if isinstance(piece, str):
            pieces.append(piece)
        else:
            pieces.append(piece.decode(_codec(charset or "raw_unicode_escape"), "replace"))
    return "".join(pieces)


def _codec(charset: str) -> str:
    return "gb18030" if charset.lower() in {"gb2312", "gbk"} else charset


def _free(name: str, taken: dict[str, bytes]) -> str:
    path, number, free = PurePosixPath(name), 1, name
    while free in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free
