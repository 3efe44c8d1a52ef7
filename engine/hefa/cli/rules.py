"""``hefa rules``: the rule pack shown, tested, extended and scored."""

import json
from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.chinese import ChineseCommand, ChineseGroup
from hefa.cli.options import Rules
from hefa.cli.output import emit
from hefa.errors import OptionError
from hefa.writing import make_folder

rules_app = typer.Typer(name="rules", help="规则：查看、检验、新建、评分。", cls=ChineseGroup)


@rules_app.callback(invoke_without_command=True)
def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        emit([context.get_help() + "\n"])


@rules_app.command("list", cls=ChineseCommand, help="列出全部规则：编号、严重程度、把握、名称。")
def list_rules(rules: Rules = None) -> None:
    """Print every rule on a line."""
    from hefa.rulebook import list_text  # noqa: PLC0415

    emit([list_text(rules or ())])


@rules_app.command(cls=ChineseCommand, help="显示一条规则：依据、条件、提示语、例子。")
def show(
    rule_id: Annotated[str, typer.Argument(metavar="编号", help="规则编号。")], rules: Rules = None
) -> None:
    """Print one rule in full."""
    from hefa.rulebook import show_text  # noqa: PLC0415

    emit([show_text(rule_id, rules or ())])


@rules_app.command(
    "test", cls=ChineseCommand, help="用规则自带的例子检验规则。退出码：0 全部通过，1 有问题。"
)
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="自己的规则文件夹；省略则检验已安装的规则。")
    ] = None,
) -> None:
    """Check rules by their examples."""
    from hefa.rulebook import check_examples  # noqa: PLC0415

    count, problems = check_examples(folder)
    emit([*(f"{problem}\n" for problem in problems), f"检验规则 {count} 条，问题 {len(problems)} 个\n"])
    raise typer.Exit(1 if problems else 0)


@rules_app.command(cls=ChineseCommand, help="新建规则的模板。")
def new(
    category: Annotated[str, typer.Argument(metavar="类别", help="类别代码，例如 permit。")],
    rule_id: Annotated[str, typer.Argument(metavar="编号", help="例如 permit-900。")],
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件夹", help="写入 文件夹/类别/编号.yml。")
    ] = None,
) -> None:
    """Print or write the template of a rule."""
    from hefa.rulecheck import new_rule  # noqa: PLC0415

    template = new_rule(category, rule_id)
    if folder is None:
        emit([template])
        return
    path = folder / category / f"{rule_id}.yml"
    if path.exists():
        raise OptionError(str(path), "文件已经存在", "换一个编号")
    make_folder(path.parent)
    emit([template], path)


@rules_app.command(cls=ChineseCommand, help="输出规则文件的 JSON Schema，供编辑器使用。")
def schema() -> None:
    """Print the schema of rule files."""
    from hefa.pack import rule_schema  # noqa: PLC0415

    emit([json.dumps(rule_schema(), ensure_ascii=False, indent=2) + "\n"])


@rules_app.command(cls=ChineseCommand, help="用标注集评分：各类别的准确率、召回率、F1。")
def score(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="路径", help="clauses.jsonl、带 .gold.json 的文件夹、带 labels.jsonl 的文件夹，或其上级。"
        ),
    ],
    *,
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="text、json。")] = "text",
    errors: Annotated[
        bool, typer.Option("--show-errors", help="逐条列出漏报（附最接近的规则）和误报。")
    ] = False,
    earlier: Annotated[
        Path | None,
        typer.Option("--compare", metavar="文件", help="与以前用 -f json 保存的评分比较：改好和变坏的。"),
    ] = None,
    rules: Rules = None,
    statutes: Annotated[
        Path | None, typer.Option(metavar="文件", help="核对引用用的法规库文件；省略则不核对。")
    ] = None,
) -> None:
    """Score the rules by labelled texts."""
    from hefa.score import (  # noqa: PLC0415
        check_format,
        compare_text,
        read_earlier,
        score_data,
        score_gold,
        score_json,
        score_text,
    )

    chosen = check_format(form)
    before = read_earlier(earlier) if earlier is not None else None
    report = score_gold(gold, rules or (), statutes)
    emit([score_json(report) if chosen == "json" else score_text(report, errors=errors)])
    if before is not None and chosen == "text":
        emit([compare_text(before, score_data(report))])


@rules_app.command("survey", cls=ChineseCommand, help="在一批文件上看各条规则报了多少，附例子。")
def survey_rules(
    paths: Annotated[list[str], typer.Argument(metavar="路径...", help="文件或文件夹。")],
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="text、json。")] = "text",
    rules: Rules = None,
) -> None:
    """Count findings by rule."""
    from hefa.score import check_format  # noqa: PLC0415
    from hefa.survey import survey, survey_json, survey_text  # noqa: PLC0415

    chosen = check_format(form)
    result = survey(paths, rules or ())
    emit([survey_json(result) if chosen == "json" else survey_text(result)])


@rules_app.command(cls=ChineseCommand, help="哪一条法律规定由哪些规则落实，或者为什么规则做不到。")
def coverage(
    law: Annotated[str | None, typer.Argument(metavar="法律", help="只看名称含这些字的法律。")] = None,
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="text、json。")] = "text",
) -> None:
    """Print which rules cover which provisions."""
    from hefa.coverage import coverage_json, coverage_text, read_coverage  # noqa: PLC0415
    from hefa.score import check_format  # noqa: PLC0415

    chosen = check_format(form)
    entries = read_coverage(law or "")
    emit([coverage_json(entries) if chosen == "json" else coverage_text(entries)])
