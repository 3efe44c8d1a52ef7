"""Where the opinions of ``hefa review`` go: each format's way out, checked before the first draft is read."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hefa.cli.output import STDOUT, check_shown, emit, look, save
from hefa.errors import OptionError

if TYPE_CHECKING:
    from hefa.model.reviewed import Reviewed
    from hefa.model.rule import Rule

Delivery = Callable[[Iterable["Reviewed"]], None]
SUFFIX = "-审查意见.docx"


def delivery(
    form: str,
    out: Path | None,
    template: Path | None,
    drafts: Sequence[Path],
    rules: "Sequence[Rule]",
    *,
    several: bool,
    explain: bool,
) -> Delivery:
    """Return what writes the reviews of ``drafts``; ``OptionError`` where that could not be done."""
    from hefa.opinion import check_format, render  # noqa: PLC0415

    chosen = check_format(form)
    if template is not None and chosen != "docx":
        raise OptionError("--template", f"不用于 {form} 格式", "加上 -f docx，或者去掉 --template")
    check_shown(chosen, out, "意见")
    target = out or STDOUT
    if chosen == "docx":
        return _letters(target, template, drafts, rules, several=several)
    if target != STDOUT and target.resolve() in {draft.resolve() for draft in drafts}:
        raise _overwrites(target, target)
    if chosen == "xlsx":
        return _workbook(target, rules)
    colour, width = look(target)

    def write(reviews: "Iterable[Reviewed]") -> None:
        pieces = render(
            reviews, chosen, several=several, color=colour, width=width, explain=explain, rules=rules
        )
        emit(pieces, target)

    return write


def _workbook(out: Path, rules: "Sequence[Rule]") -> Delivery:
    from hefa.opinion.sheet import render_sheet  # noqa: PLC0415

    return lambda reviews: save(render_sheet(reviews, rules), out)


def _letters(
    out: Path, template: Path | None, drafts: Sequence[Path], rules: "Sequence[Rule]", *, several: bool
) -> Delivery:
    """Write a formal opinion for each draft that could be read: one file, or one each in a folder."""
    from hefa.opinion.docx import Template, render_docx  # noqa: PLC0415

    if several and not out.is_dir():
        problem = f"每件草案写一份意见书，{len(drafts)} 件草案要写到已有的文件夹"
        raise OptionError(f"-o {out}", problem, "建一个文件夹，用 -o 文件夹")
    targets = _targets(out, drafts) if out.is_dir() else [out]
    taken = {draft.resolve() for draft in drafts} - {STDOUT.resolve()}
    for target in targets:
        if target.resolve() in taken:
            raise _overwrites(out, target)
    chosen = Template(template)

    def write(reviews: "Iterable[Reviewed]") -> None:
        for reviewed, target in zip(reviews, targets, strict=True):
            if not reviewed.opinion.unreadable:
                save(render_docx(reviewed.opinion, chosen, rules), target)

    return write


def _targets(folder: Path, drafts: Sequence[Path]) -> list[Path]:
    """Return a file in ``folder`` for each draft, called after it; of equal names the later are numbered."""
    seen: Counter[str] = Counter()
    targets = []
    for draft in drafts:
        stem = draft.stem if draft.stem.strip("-") else "草案"
        seen[stem] += 1
        again = f"-{seen[stem]}" if seen[stem] > 1 else ""
        targets.append(folder / f"{stem}{again}{SUFFIX}")
    return targets


def _overwrites(out: Path, target: Path) -> OptionError:
    named = "" if target == out else f"（{target.name}）"
    return OptionError(f"-o {out}", f"会盖掉要审查的草案{named}", "换一个文件名或者文件夹")
