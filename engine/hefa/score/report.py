"""A scoring Report in; a table for people or JSON for programs out."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from rich.cells import cell_len

from hefa.model.category import CATEGORIES
from hefa.model.formats import chosen_format
from hefa.opinion.wording import one_line
from hefa.score.real import RealScore
from hefa.score.run import Report, SetScore
from hefa.score.tally import Miss, Tally

NAMES = {"clauses": "条款集", "documents": "草案集"}
UNITS = {"clauses": "条款", "documents": "条文"}
KINDS = {"false": "误报", "missed": "漏报"}
EXCERPT = 80


def check_format(name: str) -> Literal["text", "json"]:
    """Return ``name`` as a format of score reports."""
    return chosen_format(name, ("text", "json"))


def score_json(report: Report) -> str:
    """Return every figure, and every wrong prediction and missed label, as JSON."""
    return json.dumps(score_data(report), ensure_ascii=False, indent=2) + "\n"


def score_data(report: Report) -> dict[str, Any]:
    """Return every figure, and every wrong prediction and missed label."""
    data: dict[str, Any] = {"rules": report.rules}
    for score in report.sets:
        data[score.name] = {
            "units": score.units,
            "micro": _figures(score.micro),
            "clause_level": _figures(score.whole),
            "categories": {name: _figures(tally) for name, tally in score.categories.items()},
            "styles": {name: _figures(tally) for name, tally in score.styles.items()},
            "formal": {name: tally.model_dump() for name, tally in score.formal.items()},
            "rules": {name: {"tp": tally.tp, "fp": tally.fp} for name, tally in score.rules.items()},
            "notices": score.notices,
            "errors": [miss.model_dump(exclude_none=True) for miss in score.misses],
        }
    for real in report.real:
        data["real"] = {
            **real.model_dump(exclude={"misses"}),
            **real.shares(),
            "errors": [miss.model_dump(exclude_none=True) for miss in real.misses],
        }
    return data


def score_text(report: Report, *, errors: bool = False) -> str:
    """Return a table for each gold set; with ``errors``, each error below it."""
    lines = [f"规则 {report.rules}"]
    for score in report.sets:
        lines += ["", *_table(score), *(_errors(score.misses) if errors else ())]
    for real in report.real:
        lines += ["", *_real(real), *(_errors(real.misses) if errors else ())]
    return "\n".join(lines) + "\n"


def _figures(tally: Tally) -> dict[str, int | float | None]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {**tally.model_dump(), **shares}


def _table(score: SetScore) -> Iterator[str]:
    name, unit = NAMES[score.name], UNITS[score.name]
    yield f"{name}（{score.units} 个）"
    yield _row("类别", ("对", "误报", "漏报", "准确率", "召回率", "F1"))
    yield _tally_row("合计（微平均）", score.micro)
    yield _tally_row(f"按{unit}（有无问题）", score.whole)
    for category, tally in score.categories.items():
        yield _tally_row(f"{CATEGORIES[category][:10]} {category}", tally)
    yield f"另有提示 {score.notices} 处，不计"
    if score.formal:
        yield _row("文件本身的类别（含提示）", ("标注", "找到", "另报", "非提示", "清洁稿"))
        for category, formal in score.formal.items():
            figures = (formal.planted, formal.found, formal.further, formal.grave, formal.on_clean)
            yield _row(f"{CATEGORIES[category]} {category}", tuple(map(str, figures)))
    if score.styles:
        yield _row("写法（有无问题）", ("对", "误报", "漏报", "准确率", "召回率", "F1"))
        for style, tally in score.styles.items():
            yield _tally_row(style, tally)
    noisy = sorted(
        (rule for rule, tally in score.rules.items() if tally.fp),
        key=lambda rule: (-score.rules[rule].fp, rule),
    )
    if noisy:
        shown = (
            f"{rule} {score.rules[rule].fp}/{score.rules[rule].tp + score.rules[rule].fp}" for rule in noisy
        )
        yield f"有误报的规则（误报/共报）：{'、'.join(shown)}"


def _real(real: RealScore) -> Iterator[str]:
    shares = {name: _percent(value) for name, value in real.shares().items()}
    yield f"真实文件（{real.documents} 个）"
    yield (
        f"发现 {real.findings} 处，与标注重合 {real.right} 处：准确率 {shares['precision']}"
        f"（类别也一致 {real.right_strict} 处：{shares['precision_strict']}）"
    )
    yield (
        f"明确标注 {real.clear} 处，找到 {real.clear_found} 处：召回率 {shares['recall']}"
        f"（类别也一致 {real.clear_found_strict} 处：{shares['recall_strict']}）"
    )
    yield f"可争议标注 {real.arguable} 处，找到 {real.arguable_found} 处"
    yield f"合法陷阱 {real.traps} 处，{real.trapped} 处发现落入其中；另有提示 {real.notices} 处，不计"


def _errors(misses: Sequence[Miss]) -> Iterator[str]:
    for miss in misses:
        text = one_line(miss.text)
        shown = text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
        rule = f" {miss.rule}" if miss.rule else f" 最近 {miss.nearest}" if miss.nearest else ""
        yield f"  {KINDS[miss.kind]} {miss.category}{rule} {miss.where}：{shown}"


def _tally_row(name: str, tally: Tally) -> str:
    shares = map(_percent, (tally.precision, tally.recall, tally.f1))
    return _row(name, (str(tally.tp), str(tally.fp), str(tally.fn), *shares))


def _row(name: str, cells: Sequence[str]) -> str:
    return name + " " * (38 - cell_len(name)) + "".join(" " * (8 - cell_len(cell)) + cell for cell in cells)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
