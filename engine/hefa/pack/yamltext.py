"""YAML text -> plain values with their lines; duplicate keys are refused.

Every scalar stays the text it is (``1``, ``true``, ``2019-04-23``): the records give types.
An empty value is ``None``. libyaml does the parsing.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml

from hefa.errors import HefaError, RuleFileError, reason_of
from hefa.pack.yamlwords import said_of

DEEPEST, MOST = 50, 1_000_000
"""Levels of nesting, and values of a file with what its references repeat."""
_Mark = Any
"""A place in a text, of libyaml or none."""
_SAFE = 20_000
"""Characters of a text that cannot nest so deeply that libyaml runs out of stack."""


class _Loader(yaml.CBaseLoader):
    """Works out no tags: every scalar is text, and that costs a third of the time."""

    def resolve(self, kind: type[yaml.Node], _value: str | None, _implicit: object) -> str:
        """Return the tag of the kind of node."""
        return str(self._TAGS[kind])

    _TAGS: ClassVar = {
        yaml.ScalarNode: yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG,
        yaml.SequenceNode: yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG,
        yaml.MappingNode: yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    }


class YamlText:
    """One parsed file: its plain ``value``, and where in the file a part of it stands.

    ``fault`` is the error for what is wrong with it; without ``references`` none may be used in it.
    """

    def __init__(
        self,
        path: Path,
        text: str,
        fault: type[HefaError] = RuleFileError,
        *,
        deepest: int = DEEPEST,
        references: bool = True,
    ) -> None:
        self.path, self._fault, self._deepest = path, fault, deepest
        self._met: set[int] | None = None if references else set()
        self._count = 0
        try:
            if len(text) > _SAFE:
                self._check_depth(yaml.parse(text, Loader=yaml.CBaseLoader))
            self._root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            line, said = said_of(error)
            raise fault(
                f"{path}:{line}", f"不是合法的 YAML（{said}）", "检查这一行的缩进、冒号和引号"
            ) from error
        except yaml.YAMLError as error:
            raise fault(str(path), "含有 YAML 不允许的字符", "删去不可见的控制字符") from error
        self.value: object = (
            self._plain(self._root, 0, self._root.start_mark) if self._root is not None else None
        )

    def mapping(self) -> dict[str, Any]:
        """Give the value, which must be a mapping."""
        if not isinstance(self.value, dict):
            raise self.error((), "内容不是“键: 值”的形式", "按 docs 中的字段表写成键和值")
        return self.value

    def error(self, place: Sequence[str | int], problem: str, remedy: str) -> HefaError:
        """Describe a fault at ``place`` (keys and indexes from the top), with its line."""
        return self._fault(f"{self.path}:{self._line(place)}", problem, remedy)

    def _check_depth(self, events: Iterable[yaml.Event]) -> None:
        depth = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > self._deepest:
                raise self._tangled(event.start_mark)

    def _tangled(self, mark: _Mark) -> HefaError:
        line = mark.line + 1 if mark else 1
        return self._fault(f"{self.path}:{line}", "用了引用（*）或者嵌套太深", "把内容直接写出，按模板分层")

    def _plain(self, node: yaml.Node, depth: int, mark: _Mark) -> object:
        """Return the value of a node; ``mark`` is where it is used: a reference stands elsewhere."""
        self._count += 1
        if depth > self._deepest or self._count > MOST:
            raise self._tangled(mark)
        if self._met is not None:
            if id(node) in self._met:
                raise self._tangled(mark)
            self._met.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return None if not node.style and node.value in ("", "~", "null") else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, depth + 1, node.start_mark) for item in node.value]
        mapping: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in mapping:
                raise self._fault(
                    f"{self.path}:{key.start_mark.line + 1}",
                    f"键 {key.value} 重复" if isinstance(key, yaml.ScalarNode) else "键不是单个词",
                    "同一层的键各写一次",
                )
            mapping[key.value] = self._plain(item, depth + 1, key.start_mark)
        return mapping

    def _line(self, place: Sequence[str | int]) -> int:
        node, line = self._root, 1
        for step in place:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            elif isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == step), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            else:
                break
        return line


def read_utf8(path: Path, fault: type[HefaError] = RuleFileError) -> str:
    """Read a data file, every line end as one line feed; ``fault`` says what stands against it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(str(path), "不是 UTF-8 编码", "另存为 UTF-8") from error
    except OSError as error:
        raise fault(str(path), f"打不开（{reason_of(error)}）", "检查文件是否存在、是否有权限") from error
