"""A web archive (.mht, also what Word saves as one) in, the text of its page out."""

import email
from email.message import Message

from hefa.errors import ReadError
from hefa.read import html
from hefa.read.formats import Reading, ReadOptions


def read(data: bytes, name: str, options: ReadOptions) -> Reading:
    """Read the first page in the archive; ``ReadError`` where there is none."""
    try:
        page = next(
            (content for part in email.message_from_bytes(data).walk() if (content := _page(part))), None
        )
    except (ValueError, LookupError, RecursionError) as error:
        raise ReadError(
            name, "网页归档损坏，读不了", "请用浏览器或者 Word 打开后另存为 .docx 再审"
        ) from error
    if page is None:
        raise ReadError(name, "网页归档里没有网页", "请用浏览器或者 Word 打开后另存为 .docx 再审")
    return html.read(page, name, options)


def _page(part: Message) -> bytes | None:
    if part.get_content_type() != "text/html":
        return None
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None
