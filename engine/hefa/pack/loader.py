"""Rule packs -> one RulePack: distributions with the entry point group ``hefa.rules``, and folders.

A pack is a folder with ``<category>/<id>.yml``, and where it needs them ``lexicon/*.yml``,
``tables/*.yml``, ``overrides.yml`` and ``pack.yml`` (``version``). Nothing here imports a pack's code.
"""

import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from hefa import __version__
from hefa.errors import RuleFileError
from hefa.model.evidence import WordEvidence
from hefa.model.pack import RulePack
from hefa.model.rule import Rule
from hefa.pack.cache import keep_pack, load_pack
from hefa.pack.overrides import FILE as OVERRIDES
from hefa.pack.overrides import apply_overrides
from hefa.pack.rulefile import parse_rule
from hefa.pack.tables import read_table
from hefa.pack.vocabulary import Vocabulary
from hefa.pack.yamltext import YamlText, read_utf8

ENTRY_POINTS = "hefa.rules"
TABLES = "tables"
EVIDENCE = "evidence/words.json"
DATA_FOLDERS = frozenset({"lexicon", "coverage", "evidence", TABLES})


def load_packs(extra: Sequence[Path] = (), examples: bool = False) -> RulePack:
    """All installed packs and the folders ``extra``.

    Installed packs are read without their examples unless ``examples`` is set: they were
    tested before they were installed. The examples of ``extra`` folders are always read.
    """
    for folder in extra:
        if not folder.is_dir():
            raise RuleFileError(str(folder), "没有这个规则文件夹", "检查文件夹的路径")
    packs = [(root, examples) for root in installed_packs()] + [(root, True) for root in extra]
    return join_packs(packs)


def installed_packs() -> list[Path]:
    """Find the folders of the packages that the entry points name, in the order of their names."""
    roots = []
    for entry in sorted(importlib.metadata.entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        spec = importlib.util.find_spec(entry.value)
        if spec is None or not spec.submodule_search_locations:
            raise RuleFileError(
                entry.value, f"规则包 {entry.name} 没有安装完整", "重新安装这个规则包，或者卸载它"
            )
        roots.append(Path(spec.submodule_search_locations[0]))
    return roots


def join_packs(packs: Sequence[tuple[Path, bool]]) -> RulePack:
    """Join packs (folder, whether to read examples); a rule may use any pack's lexicon."""
    files = [_read_pack(root) for root, _ in packs]
    digest, place = hashlib.sha256(), hashlib.sha256(__version__.encode())
    for (root, examples), pack in zip(packs, files, strict=True):
        place.update(f"{root}\0{examples}\0".encode())
        for path, text in chain.from_iterable(pack):
            digest.update(f"{path.relative_to(root).as_posix()}\0{text}\0".encode())
    calendar = next(filter(None, (_calendar_version(root) for root, _ in packs)), "0")
    place.update(f"{calendar}\0".encode() + digest.digest())
    joined = load_pack(place.hexdigest()[:32])
    if joined is None:
        version = f"{calendar}+{digest.hexdigest()[:8]}"
        joined = _joined(
            [(*pack, examples) for pack, (_, examples) in zip(files, packs, strict=True)], version
        )
        keep_pack(place.hexdigest()[:32], joined)
    return joined


_Files = list[tuple[Path, str]]


def _read_pack(root: Path) -> tuple[_Files, _Files, _Files, _Files, _Files]:
    """Return lexicon, rules, overrides, tables and evidence of one pack, as path and text."""
    paths = (
        sorted((root / "lexicon").glob("*.yml")),
        _rule_files(root),
        [path for path in (root / OVERRIDES,) if path.is_file()],
        sorted((root / TABLES).glob("*.yml")),
        [path for path in (root / EVIDENCE,) if path.is_file()],
    )
    lexicon, rules, overrides, tables, evidence = (
        [(path, read_utf8(path)) for path in kind] for kind in paths
    )
    return lexicon, rules, overrides, tables, evidence


def _joined(packs: Iterable[tuple[_Files, _Files, _Files, _Files, _Files, bool]], version: str) -> RulePack:
    packs = list(packs)
    vocabulary = Vocabulary()
    rows: dict[str, list[dict[str, str]]] = {}
    for lexicon, _, _, tables, _, _ in packs:
        vocabulary.add(YamlText(path, text) for path, text in lexicon)
        for path, text in tables:
            rows.setdefault(path.stem, []).extend(read_table(YamlText(path, text)))
    rules_by_id: dict[str, Rule] = {}
    for _, rules, _, _, _, examples in packs:
        for path, text in rules:
            rule = parse_rule(path, text, vocabulary, examples)
            if rule.id in rules_by_id:
                raise RuleFileError(str(path), f"编号 {rule.id} 已被另一个规则包使用", "换一个编号")
            rules_by_id[rule.id] = rule
    said = [
        sentence
        for _, _, overrides, _, _, _ in packs
        for path, text in overrides
        for sentence in apply_overrides(path, text, vocabulary, rules_by_id)
    ]
    return RulePack(
        rules=tuple(rules_by_id[key] for key in sorted(rules_by_id)),
        lexicon=vocabulary.lexicon(),
        version=version,
        changes=tuple(said),
        evidence=next((_evidence(*file) for *_, weights, _ in packs for file in weights), None),
        tables={name: tuple(found) for name, found in rows.items()},
    )


def _evidence(path: Path, text: str) -> WordEvidence:
    try:
        return WordEvidence.model_validate_json(text)
    except ValidationError as error:
        raise RuleFileError(str(path), "不是用语权重文件", "重新生成，见 docs/rules.md") from error


def _rule_files(root: Path) -> list[Path]:
    """Other files beside ``pack.yml`` belong to no category; a category folder may itself be the root."""
    paths = sorted(root.glob("*/*.yml")) + [
        path for path in sorted(root.glob("*.yml")) if path.name not in {"pack.yml", OVERRIDES}
    ]
    return [path for path in paths if path.parent.name not in DATA_FOLDERS]


def _calendar_version(root: Path) -> str:
    path = root / "pack.yml"
    if not path.is_file():
        return ""
    file = YamlText(path, read_utf8(path))
    version = file.mapping().get("version")
    if not isinstance(version, str):
        raise file.error((), "没有 version", "写成 version: 2026.11 的形式")
    return version
