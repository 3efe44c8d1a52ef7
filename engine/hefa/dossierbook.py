"""Dossiers as a person uses them: read from a file, found beside drafts, checked, and made from a template.

NAME.dossier.yml or .json ──► plain values ──check──► Dossier, or one line for each fault
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hefa.dossier import Fault, check_dossier, dossier_schema, dossier_template, preset
from hefa.errors import DossierError, reason_of
from hefa.model.dossier import Dossier
from hefa.pack.tables import read_table
from hefa.pack.yamltext import YamlText, read_utf8

SUFFIXES = (".yml", ".yaml", ".json")
MARK = ".dossier"
LIMIT_BYTES = 1_000_000
DEPTH = 12


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Which dossier goes with which draft: one for the only draft, or those of a folder by name."""

    one: Dossier | None = None
    folder: Path | None = None

    @classmethod
    def at(cls, path: Path | str | Dossier | None) -> "Dossiers":
        """Take a dossier, a file that holds one, or a folder with the dossiers of several drafts."""
        if path is None or isinstance(path, Dossier):
            return cls(one=path)
        path = Path(path)
        return cls(folder=path) if path.is_dir() else cls(one=read_dossier(path))

    def of(self, draft: Path | str) -> Dossier | None:
        """Return the dossier of ``draft``: the only one, or NAME.dossier.yml in the folder or beside it."""
        if self.folder is None:
            return self.one
        draft = Path(draft)
        for folder in (self.folder, draft.parent):
            for suffix in SUFFIXES:
                path = folder / f"{draft.stem}{MARK}{suffix}"
                if path.is_file():
                    return read_dossier(path)
        return None


def read_dossier(path: Path | str) -> Dossier:
    """Read one dossier; ``DossierError`` tells the first fault and how many there are."""
    found = _checked(Path(path))
    if isinstance(found, Dossier):
        return found
    more = f"（共 {len(found)} 处问题，用 hefa dossier check 看全部）" if len(found) > 1 else ""
    raise DossierError(found[0].where, found[0].problem, f"{found[0].remedy}{more}")


def dossier_of(value: object) -> Dossier:
    """Take the plain values of a dossier that is in no file, as the example of a rule has them."""
    found = check_dossier(value)
    if isinstance(found, Dossier):
        return found
    raise DossierError("dossier", found[0].problem, found[0].remedy)


def faults(path: Path | str) -> list[str]:
    """Return one line for each fault of a dossier, in the order of the file."""
    found = _checked(Path(path))
    return [] if isinstance(found, Dossier) else [str(error) for error in found]


def template_text(kind: str, province: str | None = None) -> str:
    """Return the template for one kind of document, with what is known of its province."""
    return dossier_template(kind, province, preset(province, _tables()) if province else ())


def schema_text() -> str:
    """Return the JSON Schema of dossiers."""
    return json.dumps(dossier_schema(), ensure_ascii=False, indent=2) + "\n"


def _tables() -> dict[str, list[dict[str, str]]]:
    """Read the table of provinces of the built-in pack alone: a template needs no rules."""
    import hefa_rules  # noqa: PLC0415

    path = Path(hefa_rules.__path__[0]) / "tables" / "provinces.yml"
    return {"provinces": read_table(YamlText(path, read_utf8(path)))}


def _checked(path: Path) -> Dossier | list[DossierError]:
    value, line = _read(path)
    found = check_dossier(value)
    if isinstance(found, Dossier):
        return found

    def error(fault: Fault) -> DossierError:
        return DossierError(line(fault), fault.problem, fault.remedy)

    return sorted(map(error, found), key=_line)


def _line(error: DossierError) -> int:
    """Return the line that ends the place of an error; JSON has none."""
    line = error.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _read(path: Path) -> tuple[object, Callable[[Fault], str]]:
    """Return the values in a file, and what says where in it a fault is."""
    where = str(path)
    try:
        if path.is_dir():
            raise DossierError(where, "这是文件夹，不是程序材料文件", "写出文件名，例如 草案.dossier.yml")
        if path.stat().st_size > LIMIT_BYTES:
            raise DossierError(where, "文件超过 1 MB，不像程序材料", "检查是不是给错了文件")
    except OSError as error:
        raise DossierError(where, f"打不开（{reason_of(error)}）", "检查文件是否存在、是否有权限") from error
    text = read_utf8(path, DossierError)
    if path.suffix.lower() == ".json":
        return _json(where, text), lambda _: where
    file = YamlText(path, text, DossierError, deepest=DEPTH, references=False)
    return file.value, lambda fault: file.error(fault.place, fault.problem, fault.remedy).where


def _json(where: str, text: str) -> object:
    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if repeated := next((key for key in keys if keys.count(key) > 1), None):
            raise DossierError(where, f"键 {repeated} 重复", "同一层的键各写一次")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=mapping)
    except json.JSONDecodeError as error:
        raise DossierError(
            f"{where}:{error.lineno}", "不是合法的 JSON", "检查这一行的引号、逗号和括号"
        ) from error
    except RecursionError as error:
        raise DossierError(where, "嵌套太深", "按 hefa dossier schema 写") from error
