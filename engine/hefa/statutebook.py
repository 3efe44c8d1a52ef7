"""The statute library as a person uses it: imported, listed, shown article by article, searched."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hefa.citations import check_day
from hefa.errors import StatuteError
from hefa.model.statute import Article, Status, Statute, statute_key
from hefa.opinion.wording import one_line, shortened
from hefa.pack import load_packs
from hefa.read import read_file
from hefa.statutes import (
    ArticleReference,
    Hit,
    StatuteLibrary,
    check_library,
    default_path,
    parse_reference,
    read_statutes,
)
from hefa.statutes.write import write_library

STATUS = {"in-force": "有效", "not-yet": "尚未施行", "superseded": "已被修改", "repealed": "已废止"}
EXCERPT = 80
HITS = 20


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A version of a statute with the articles asked for, and what it is on the day asked about."""

    statute: Statute
    articles: tuple[Article, ...]
    day: datetime.date | None
    status: Status | None


def import_folders(folders: Sequence[Path], library: Path | None = None) -> tuple[str, list[str]]:
    """Add the statutes of the folders to the library; return a summary, and a line for each file unused.

    ``StatuteError`` where the folders have none.
    """
    path = library or default_path()
    found: list[Statute] = []
    read: list[Statute] = []
    problems = []
    if path.is_file():
        with StatuteLibrary(path) as earlier:
            found += earlier.whole()
    for folder in folders:
        for item in read_statutes(folder, _paragraphs):
            if isinstance(item, str):
                problems.append(item)
            else:
                read.append(item)
    if not read:
        said = f"，{len(problems)} 件不能用，例如 {problems[0]}" if problems else ""
        raise StatuteError("、".join(map(str, folders)), f"没有读到法规文本{said}", "给出 .md、.docx 文本")
    found += read
    count = write_library(path, found)
    articles = sum(len(statute.articles) for statute in found)
    return f"法规库 {path}：{count} 个版本（读入 {len(found)} 个，{articles} 条）\n", problems


def list_text(words: str, library: Path | None = None) -> str:
    """Return a line for each version whose name holds the words."""
    with StatuteLibrary(library or default_path()) as opened:
        versions = [version for version in opened.versions() if words in version.title]
        lines = [
            f"{version.promulgated or '日期不明'}\t{version.effective or ''!s:<10}\t"
            f"{len(opened.articles_of(version)):>4} 条\t{version.title}"
            for version in versions
        ]
        return "\n".join([*lines, f"共 {len(versions)} 个版本；法规库 {opened.version}"]) + "\n"


def look_up(
    law: str, article: str | None = None, day: datetime.date | None = None, library: Path | None = None
) -> LookedUp:
    """Return the version of a day (without one: the latest), whole or with one article, 款 or 项 of it."""
    with StatuteLibrary(library or default_path()) as opened:
        statute = _version(opened, _full_name(law), day)
        status = opened.status(statute, day) if day else None
        if article is None:
            return LookedUp(statute, tuple(opened.articles_of(statute)), day, status)
        reference = parse_reference(article)
        found = opened.article(statute, reference)
        if found is None:
            last = opened.articles_of(statute)[-1:]
            shown = f"没有第 {reference.article} 条" + (f"，最后一条是{last[0].label}" if last else "")
            raise StatuteError(f"《{statute.title}》", shown, "检查条号和版本")
        part = found.model_copy(update={"text": _part(found, reference)})
        return LookedUp(statute, (part,), day, status)


def show_text(law: str, article: str | None, day: str | None = None, library: Path | None = None) -> str:
    """Return the version of a day (today's text: the latest), whole or one article of it."""
    found = look_up(law, article, check_day(day), library)
    status = f"，{found.day} {STATUS[found.status]}" if found.status else ""
    lines = [f"{found.statute.title}（{found.statute.promulgated or '日期不明'}{status}）"]
    if article is None:
        lines += [*found.statute.history, ""]
    lines += [f"{one.label}　{one.text}" for one in found.articles]
    return "\n".join(lines) + "\n"


def search_articles(words: str, library: Path | None = None, limit: int = HITS) -> list[Hit]:
    """Return the articles that hold the words."""
    with StatuteLibrary(library or default_path()) as opened:
        return opened.search(words, limit)


def search_text(words: str, library: Path | None = None) -> str:
    """Return the articles that hold the words, each with the stretch around them."""
    hits = search_articles(words, library)
    lines = []
    for hit in hits:
        shown = shortened(one_line(hit.article.text), (words,), EXCERPT)
        lines.append(f"《{hit.statute.title}》（{hit.statute.promulgated}）{hit.article.label}：{shown}")
    return "\n".join([*lines, f"共 {len(hits)} 条"]) + "\n"


def check_text(library: Path | None = None) -> str:
    """Return what in the library looks like a slip of its sources; ``StatuteError`` where it is damaged."""
    with StatuteLibrary(library or default_path()) as opened:
        opened.check_sound()
        lines = list(check_library(opened))
    return "\n".join([*lines, f"共 {len(lines)} 处可能的缺漏"]) + "\n"


def _full_name(law: str) -> str:
    """Return the full name that a short one in use stands for."""
    rows = load_packs().tables.get("statute_names", ())
    return next((row["name"] for row in rows if row["short"] == statute_key(law)), law)


def _paragraphs(path: Path) -> list[str]:
    """Return the lines of an office file; ``ReadError`` where it cannot be read."""
    return read_file(path).text.splitlines()


def _version(library: StatuteLibrary, law: str, day: datetime.date | None) -> Statute:
    if day is None:
        return library.versions(law)[-1]
    found = library.on(law, day)
    if found is None:
        raise StatuteError(f"《{law}》", f"{day} 还没有施行", "换一个日期")
    return found


def _part(article: Article, reference: ArticleReference) -> str:
    """Return the article, or the 款 or 项 of it that is asked for."""
    paragraphs = article.paragraphs
    if not reference.paragraph and not reference.item:
        return article.text
    at = max(reference.paragraph, 1)
    if at > len(paragraphs):
        raise StatuteError(article.label, f"没有第 {at} 款", f"这一条有 {len(paragraphs)} 款")
    lines = paragraphs[at - 1]
    if not reference.item:
        return "\n".join(lines)
    if reference.item >= len(lines):
        raise StatuteError(f"{article.label}第 {at} 款", f"没有第 {reference.item} 项", "检查项号")
    return lines[reference.item]
