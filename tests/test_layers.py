"""Imports point one way: command line, joiners, stages, model, errors; no stage imports another."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[1] / "engine" / "hefa"
STAGES = {
    *("read", "parse", "extract", "pack", "infer", "opinion", "statutes"),
    *("dossier", "cite", "form", "relate", "annotate", "versions", "archive"),
}
BOTTOM = {"model", "errors"}
COMMANDS = {"cli"}
PARTS = sorted({path.relative_to(ENGINE).parts[0].removesuffix(".py") for path in ENGINE.rglob("*.py")})
JOINERS = set(PARTS) - STAGES - BOTTOM - COMMANDS - {"__init__"}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "hefa")


def imported_parts(part: str) -> set[str]:
    folder = ENGINE / part
    files = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    names = (name for file in files for name in imports(ast.parse(file.read_text(encoding="utf-8"))))
    parts = {name.split(".")[1] for name in names if name.startswith("hefa.")}
    return (parts & set(PARTS)) - {part}


def allowed(part: str) -> set[str]:
    if part == "errors":
        return set()
    if part in BOTTOM | STAGES:
        return BOTTOM
    if part in COMMANDS:
        return set(PARTS)
    return BOTTOM | STAGES | JOINERS


@pytest.mark.parametrize("part", [part for part in PARTS if part != "__init__"])
def test_imports_point_one_way(part: str) -> None:
    assert imported_parts(part) <= allowed(part)


def test_every_stage_is_there() -> None:
    assert set(PARTS) >= STAGES | BOTTOM | COMMANDS


def test_joiners_do_not_import_each_other_in_circles() -> None:
    edges = {part: imported_parts(part) & JOINERS for part in JOINERS}

    while free := {part for part, targets in edges.items() if not targets}:
        edges = {part: targets - free for part, targets in edges.items() if part not in free}

    assert edges == {}


def test_grammars_and_built_in_rules_hold_no_logic() -> None:
    for package in ("grammar/hefa_grammar", "rules/hefa_rules"):
        for path in (ENGINE.parents[1] / package).rglob("*.py"):
            names = set(imports(ast.parse(path.read_text(encoding="utf-8"))))
            assert not {name for name in names if name.split(".")[0].startswith("hefa")}, path


def test_only_one_module_touches_durable() -> None:
    users = {
        path.relative_to(ENGINE).as_posix()
        for path in ENGINE.rglob("*.py")
        if any(name.startswith("durable") for name in imports(ast.parse(path.read_text(encoding="utf-8"))))
    }

    assert users == {"infer/durable_engine.py"}
