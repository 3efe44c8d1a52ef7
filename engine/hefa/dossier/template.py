"""A dossier to fill in: every field that a kind of document can need, with what it means beside it."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hefa.dossier.limits import Limit
from hefa.errors import OptionError
from hefa.model.dossier import KINDS, Dossier

_RULES_ALONE = ("plan", "signed_by_drafters", "immediate_because", "signing.order", "filing.catalogue")
_FOR_CONTRACT = (
    *("kind", "province", "as_of", "secret", "issuer", "experts", "risk", "local_steps", "review"),
    *("deliberation", "party_report", "archive", "contract"),
)
_NOT_FOR: dict[str, tuple[str, ...]] = {
    "normative": ("catalogue", "contract", *_RULES_ALONE),
    "rules": (
        *("exempt", "major_decision", "catalogue", "assessment", "bidding", "bidding_rules_checked"),
        *("lists_checked", "contract", "limits", "renewal", "expires", "risk"),
    ),
    "decision": (
        *("exempt", "major_decision", "assessment", "explanation", "bidding", "bidding_rules_checked"),
        *("lists_checked", "contract", "limits", "renewal", "expires", "filing", *_RULES_ALONE),
    ),
    "contract": tuple(name for name in Dossier.model_fields if name not in _FOR_CONTRACT),
}
_SAID_ABOVE = frozenset(("done", "note", "needed"))
_HEARSAY = "，以正式文本为准"
_COMMENT_COLUMN = 26
_HEAD = """\
# 程序材料（{name}）：说明这份草案是怎样制定的，供 hefa review 草案 --dossier 本文件 使用。
# 知道多少填多少。空着的表示没有见到材料；确实没有做的步骤写 done: false，两者在意见中说法不同。
# 每个步骤都可以写 done（true 已开展，false 未开展；写了细目就不必写）、note（材料名称或者情况说明）；
# 不是每份文件都要做的步骤，needed 写 true（需要）或者 false（不需要）。
# 日期写成 2026-03-01；是否写 true、false；几项并列写成 [一, 二]。填好后用 hefa dossier check 本文件 检查。
"""


def dossier_template(kind: str, province: str | None = None, known: Sequence[tuple[str, Limit]] = ()) -> str:
    """Return the template for ``kind``; ``known`` are the local limits of ``province``, told in comments."""
    name = next((name for code, name in KINDS.items() if code == kind), None)
    if name is None:
        raise OptionError("--kind", f"没有种类 {kind}", f"可用：{'、'.join(KINDS)}")
    given = {"kind": kind, **({"province": province} if province else {})}
    lines = [_HEAD.format(name=name), *_lines(Dossier, _NOT_FOR[kind], given, "", "")]
    if known and "limits" not in _NOT_FOR[kind]:
        lines.append(f"# {province}已知的期限（上面写了的优先）：")
        lines += [
            f"#   {name}：{limit.value}{limit.unit}（{limit.source}{'' if limit.read else _HEARSAY}）"
            for name, limit in known
        ]
    return "\n".join(lines) + "\n"


def _lines(
    model: type[BaseModel], left_out: Sequence[str], given: dict[str, str], above: str, indent: str
) -> Iterator[str]:
    nested = False
    for name, field in model.model_fields.items():
        path = above + name
        if path in left_out:
            continue
        if inner := _inner(field):
            yield f"\n# {field.description}"
            yield f"{name}:"
            yield from _lines(inner, left_out, given, f"{path}.", "  ")
            nested = True
            continue
        if nested:
            yield ""
            nested = False
        if name in _SAID_ABOVE and above:
            yield f"{indent}{name}:"
            continue
        value = f" {given[path]}" if path in given else ""
        yield from _commented(f"{indent}{name}:{value}", _meaning(field), indent)


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _meaning(field: FieldInfo) -> str:
    meaning = field.description or ""
    if field.annotation and "LocalStep" in str(field.annotation):
        meaning += "，写成 [{name: 社会稳定风险评估, done: true}]"
    return meaning


def _commented(line: str, meaning: str, indent: str) -> Iterator[str]:
    """Give a key with its meaning behind it, or above it where that is long."""
    if len(meaning) <= 40:
        width = sum(2 if ord(char) > 0x2E7F else 1 for char in line)
        yield f"{line}{' ' * max(_COMMENT_COLUMN - width, 1)}# {meaning}"
    else:
        yield f"{indent}# {meaning}"
        yield line
