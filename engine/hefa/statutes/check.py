"""What in the library looks like a slip of its sources: gaps in the numbering, no date, very short."""

from collections.abc import Iterator

from hefa.statutes.store import StatuteLibrary


def check_library(library: StatuteLibrary) -> Iterator[str]:
    """Yield a line for each thing to look at."""
    for statute in library.versions():
        name = f"{statute.title}（{statute.promulgated or '日期不明'}）"
        if statute.promulgated is None:
            yield f"{name}：没有公布日期"
        numbers = sorted({article.number for article in library.articles_of(statute)})
        if not numbers:
            yield f"{name}：没有读出条文"
            continue
        missing = sorted(set(range(1, numbers[-1] + 1)) - set(numbers))
        if missing:
            shown = "、".join(map(str, missing[:5])) + ("……" if len(missing) > 5 else "")
            yield f"{name}：缺第 {shown} 条"
        empty = [article.number for article in library.articles_of(statute) if not article.text]
        if empty:
            yield f"{name}：第 {empty[0]} 条没有内容"
