"""``overrides.yml`` of a pack: rules of other packs given another weight, more exceptions, or switched off.

    permit-001: {severity: improper, because: …}
    fee-003: {off: true, because: …}
    proof-001: {unless: [{act: [own-paper]}], because: …}

Every change needs its reason, which the opinion states.
"""

from pathlib import Path

from pydantic import Field, ValidationError

from hefa.model.base import Record
from hefa.model.rule import CONFIDENCE, SEVERITY, Condition, Confidence, Rule, Severity
from hefa.pack.rulefile import check_symbols, conditions_of, translated
from hefa.pack.vocabulary import Vocabulary
from hefa.pack.yamltext import YamlText

FILE = "overrides.yml"


class _Override(Record):
    severity: Severity | None = None
    confidence: Confidence | None = None
    off: bool = False
    unless: tuple[Condition, ...] = ()
    because: str = Field(min_length=1)


def apply_overrides(path: Path, text: str, vocabulary: Vocabulary, rules: dict[str, Rule]) -> list[str]:
    """Change ``rules`` as the file says; return what was changed, and why, in sentences."""
    file = YamlText(path, text)
    said = []
    for rule_id, fields in file.mapping().items():
        if rule_id not in rules:
            raise file.error((rule_id,), f"没有规则 {rule_id}", "编号见 hefa rules list")
        if not isinstance(fields, dict):
            raise file.error((rule_id,), "内容不是“键: 值”的形式", "写成 {off: true, because: 理由}")
        if "unless" in fields:
            fields["unless"] = conditions_of(file, fields["unless"], (rule_id, "unless"))
        try:
            override = _Override.model_validate(fields)
        except ValidationError as error:
            raise translated(file, error.errors(include_url=False)[0], (rule_id,)) from error
        check_symbols(file, vocabulary, [((rule_id, "unless"), condition) for condition in override.unless])
        rules[rule_id], sentence = _changed(rules[rule_id], override)
        if not sentence:
            raise file.error((rule_id,), "没有写改什么", "写 severity、confidence、unless 或者 off: true")
        said.append(f"{sentence}（{override.because}）")
    return said


def _changed(rule: Rule, override: _Override) -> tuple[Rule, str]:
    if override.off:
        return rule.model_copy(update={"status": "removed"}), f"停用规则 {rule.id}"
    update: dict[str, object] = {}
    said = []
    if override.severity:
        update["severity"] = override.severity
        said.append(f"定为{SEVERITY[override.severity]}")
    if override.confidence:
        update["confidence"] = override.confidence
        said.append(f"把握定为{CONFIDENCE[override.confidence]}")
    if override.unless:
        update["unless"] = (*rule.unless, *override.unless)
        said.append("增加例外")
    return rule.model_copy(update=update), f"规则 {rule.id} {'、'.join(said)}" if said else ""
