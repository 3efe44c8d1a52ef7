"""Statute files (Markdown, .docx) -> statutes, parts of codes put together; what is of no use is told."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hefa.errors import HefaError, StatuteError
from hefa.model.statute import Statute, statute_key
from hefa.statutes.markdown import StatuteFile, parse_markdown
from hefa.statutes.paragraphs import parse_paragraphs

_PART = re.compile(r"\d\d-")
_PART_OF_NAME = re.compile(r"(?:[（(]\d{4}-\d{2}-\d{2}[)）]|_\d{8})$")
_MARKDOWN, _OFFICE = ".md", ".docx"
_WANTED = "给出法规文本（.md、.docx）或者它们所在的文件夹"
Paragraphs = Callable[[Path], Sequence[str]]
"""Reads the paragraphs of an office file."""


def read_statutes(folder: Path, paragraphs: Paragraphs) -> Iterator[Statute | str]:
    """Yield each statute of the folder, or of the one file, and one line for each file that holds none."""
    if not folder.exists():
        raise StatuteError(str(folder), "没有这个文件夹", _WANTED)
    root = folder if folder.is_dir() else folder.parent
    paths = [
        path
        for path in (sorted(folder.rglob("*")) if folder.is_dir() else [folder])
        if path.suffix.lower() in {_MARKDOWN, _OFFICE} and not path.name.startswith(("_", "~$", "."))
    ]
    if not paths:
        raise StatuteError(str(folder), "没有 .md、.docx 文件", _WANTED)
    groups: dict[tuple[Path, str], list[tuple[Path, StatuteFile]]] = {}
    for path in paths:
        try:
            file = _file(path, paragraphs)
        except HefaError as error:
            yield str(error)
            continue
        groups.setdefault(_group(path, file), []).append((path, file))
    for group in groups.values():
        yield from _joined(group, root)


def _file(path: Path, paragraphs: Paragraphs) -> StatuteFile:
    if path.suffix.lower() == _OFFICE:
        return parse_paragraphs(list(paragraphs(path)), path.stem)
    return parse_markdown(path.read_text(encoding="utf-8", errors="replace"), path.stem)


def _group(path: Path, file: StatuteFile) -> tuple[Path, str]:
    """Files are parts of one statute where they are numbered in one folder, or have the same title there."""
    numbered = path.suffix == _MARKDOWN and (_PART.match(path.name) or path.name == "README.md")
    return path.parent, "" if numbered else file.title or _PART_OF_NAME.sub("", path.stem)


def _joined(group: list[tuple[Path, StatuteFile]], folder: Path) -> Iterator[Statute | str]:
    titled = next(((path, file) for path, file in group if path.name == "README.md"), group[0])[1]
    title = titled.title or _PART_OF_NAME.sub("", group[0][0].stem)
    by_date: dict[object, list[tuple[Path, StatuteFile]]] = {}
    for path, file in group:
        known = file.promulgated if _PART_OF_NAME.search(path.stem) else titled.promulgated
        by_date.setdefault(known, []).append((path, file))
    for parts in by_date.values():
        articles = {(a.number, a.inserted): a for _, file in parts for a in file.articles}
        names = tuple(path.relative_to(folder).as_posix() for path, _ in parts)
        if not articles and not title:
            yield f"{names[0]}：没有读出名称和条文"
            continue
        file = parts[0][1] if len(parts) == 1 else titled
        yield Statute(
            key=statute_key(title),
            title=title,
            promulgated=file.promulgated,
            effective=max(_of_this_version(parts, file.promulgated), default=None),
            history=file.history,
            repeals=tuple(dict.fromkeys(key for _, f in parts for key in f.repeals)),
            articles=tuple(articles[number] for number in sorted(articles)),
            sources=names,
        )


def _of_this_version(
    parts: list[tuple[Path, StatuteFile]], promulgated: datetime.date | None
) -> Iterator[datetime.date]:
    """Yield the dates of effect that are not of an earlier version."""
    for _, file in parts:
        if file.effective and (promulgated is None or file.effective >= promulgated):
            yield file.effective
