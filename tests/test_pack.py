"""Rule and lexicon files: what loads, and what is refused with file, line, fault and remedy."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from hefa.errors import RuleFileError
from hefa.model.pack import RulePack
from hefa.pack import join_packs, load_packs, rule_schema
from hefa.pack.loader import installed_packs

RULE = """\
id: permit-001
name: 以批准为从事经营活动的前提
status: stable
since: "0.1.0"
category: permit
severity: unlawful
confidence: high
ranks: [normative]
basis:
  - {law: 中华人民共和国行政许可法, article: 第十七条, paragraph: 1, version: 2019-04-23}
when:
  - mode: [gate]
  - given: [approve, confirm]
also:
  - within: sentence
    when: [{act: [operate]}]
none:
  - within: unit
    when: [{basis: [article]}]
unless:
  - basis: [article, applied]
message: 疑似设定行政许可
suggestion: 删去
examples:
  fires:
    - text: 未经街道批准，不得开店。
  silent:
    - {text: 鼓励开店。, because: 没有设定许可}
  known_misses: []
"""
SLOTS = """\
given: lexicon
act: lexicon
mode: [gate, ban]
basis: [article, applied]
rank: [normative, rules]
"""
WORDS = """\
approve: {words: [批准, 同意]}
confirm: {words: [确认, 同意], note: 同一个词可以有两个符号}
operate: {words: [经营]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "permit").mkdir()
    (tmp_path / "lexicon" / "slots.yml").write_text(SLOTS, encoding="utf-8")
    (tmp_path / "lexicon" / "words.yml").write_text(WORDS, encoding="utf-8")
    write(tmp_path, RULE)
    return tmp_path


def write(folder: Path, text: str, name: str = "permit/permit-001.yml") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def refusal(folder: Path, examples: bool = True) -> str:
    with pytest.raises(RuleFileError) as caught:
        join_packs([(folder, examples)])
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.remedy
    return message


def test_rule_and_lexicon_are_read(folder: Path) -> None:
    pack = join_packs([(folder, True)])

    [rule] = pack.rules
    assert [(c.slot, c.symbols) for c in rule.when] == [
        ("mode", ("gate",)),
        ("given", ("approve", "confirm")),
    ]
    assert rule.when[1].wanted == {"given.approve", "given.confirm"}
    assert rule.also[0].when[0].wanted == {"act.operate"}
    assert (rule.none[0].within, rule.unless[0].slot) == ("unit", "basis")
    assert rule.basis[0].paragraph == "1"
    assert str(rule.basis[0].version) == "2019-04-23"
    assert rule.examples is not None
    assert rule.examples.silent[0].because == "没有设定许可"
    assert pack.lexicon.words["approve"] == ("批准", "同意")
    assert pack.lexicon.symbols() == {"approve", "confirm", "operate"}


def test_without_examples_only_what_stands_before_them_is_read(folder: Path) -> None:
    write(folder, RULE.replace("  fires:", "  fires: [}"))

    assert join_packs([(folder, False)]).rules[0].examples is None
    assert "permit-001.yml:25" in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("severity: unlawful", "severity: unlawful\nseverity: notice", 7, "键 severity 重复"),
        ("severity: unlawful", "severity: unlawful\ncolour: red", 7, "不认识的键 colour"),
        ("severity: unlawful", "severity: bad", 6, "severity 的值“bad”不可用"),
        ("name: 以批准为从事经营活动的前提\n", "", 1, "缺少 name"),
        ("message: 疑似设定行政许可", "message:", 22, "message 的值不对"),
        ("law: 中华人民共和国行政许可法, ", "", 10, "缺少 basis.0.law"),
        ("version: 2019-04-23", "version: 去年", 10, "basis.0.version 的值不对"),
        ("given: [approve, confirm]", "given: [approve, consent]", 13, "槽 given 没有符号 consent"),
        ("mode: [gate]", "mood: [gate]", 12, "没有槽 mood"),
        ("mode: [gate]", "mode: [approve]", 12, "槽 mode 没有符号 approve"),
        ("mode: [gate]", "mode: gate", 12, "条件 mode 的符号不是列表"),
        ("- mode: [gate]", "- {mode: [gate], act: [operate]}", 12, "一个条件只写一个槽"),
        ("[{act: [operate]}]", "[{act: [run]}]", 16, "槽 act 没有符号 run"),
        ("within: sentence", "within: page", 15, "also.0.within 的值“page”不可用"),
        ("ranks: [normative]", "ranks: [decree]", 8, "槽 rank 没有符号 decree"),
        ("ranks: [normative]", "ranks: []", 8, "ranks 是空的"),
        ("id: permit-001", "id: permit-002", 1, "编号 permit-002 与文件名不同"),
        ("id: permit-001", "id: permit-1", 1, "编号“permit-1”不合格式"),
        ("id: permit-001", "id: fee-001", 1, "编号 fee-001 不以类别 permit 开头"),
        ("category: permit", "category: licence", 5, "没有类别 licence"),
        ("    - text: 未经街道批准，不得开店。\n", "    []\n", 25, "examples.fires 是空的"),
        ("  silent:\n    - {text: 鼓励开店。, because: 没有设定许可}\n", "", 24, "缺少 examples.silent"),
        (", because: 没有设定许可", "", 28, "没有写理由"),
        ("text: 未经街道批准，不得开店。", "text: 待填：应当触发的条文", 26, "text 还没有填写"),
        ("  known_misses: []\n", "disguised: true\n", 29, "examples 之后还有别的键"),
        ("when:\n  - mode", "when:\n  mode", 13, "不是合法的 YAML"),
    ],
)
def test_fault_is_refused_with_its_line(folder: Path, old: str, new: str, line: int, fault: str) -> None:
    assert old in RULE
    path = write(folder, RULE.replace(old, new))

    message = refusal(folder)

    assert fault in message
    assert message.startswith(f"HF101 {path}:{line}：")


def test_rule_without_examples_is_refused_even_when_they_are_not_read(folder: Path) -> None:
    write(folder, RULE.partition("examples:")[0])

    assert "没有 examples" in refusal(folder, examples=False)


@pytest.mark.parametrize("examples", [True, False])
def test_broken_yaml_without_examples_is_called_broken(folder: Path, examples: bool) -> None:
    path = write(folder, 'id: permit-001\nname: "未收口\n')

    message = refusal(folder, examples=examples)

    assert "不是合法的 YAML" in message
    assert message.startswith(f"HF101 {path}:")


def test_rule_in_another_categorys_folder_is_refused(folder: Path) -> None:
    (folder / "permit" / "permit-001.yml").rename(write(folder, "", "fee/permit-001.yml"))

    assert "类别 permit 与文件夹名不同" in refusal(folder)


def test_same_id_in_two_packs_is_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    path = write(other, RULE)

    with pytest.raises(RuleFileError, match="编号 permit-001 已被另一个规则包使用") as caught:
        join_packs([(folder, True), (other, True)])
    assert caught.value.where == str(path)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("words.yml", "approve: {words: [批准], words: [同意]}", "键 words 重复"),
        ("words.yml", "approve: [批准]", "符号 approve 没有词"),
        ("words.yml", "approve: {words: [批准, 批准]}", "词“批准”写了两次"),
        ("words.yml", "approve: {words: [批准], notes: x}", "不认识的键 notes"),
        ("words.yml", "- approve", "内容不是“键: 值”的形式"),
        ("more.yml", "approve: {words: [准许]}", "符号 approve 在另一个词表文件中已有"),
        ("slots.yml", "mode: words", "槽 mode 的值既不是列表也不是 lexicon"),
    ],
)
def test_faulty_lexicon_is_refused(folder: Path, name: str, text: str, fault: str) -> None:
    path = write(folder, text, f"lexicon/{name}")

    message = refusal(folder)

    assert fault in message
    assert str(path) in message or "words.yml" in message


def test_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "permit" / "permit-001.yml").write_bytes(RULE.encode("gb18030"))

    assert "不是 UTF-8 编码" in refusal(folder)


def test_a_later_pack_may_use_and_extend_the_lexicon(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(
        other, RULE.replace("permit-001", "permit-002").replace("[gate]", "[veto]"), "permit/permit-002.yml"
    )
    write(other, "approve: {words: [准许]}", "lexicon/words.yml")
    write(other, "mode: [veto]", "lexicon/slots.yml")

    pack = join_packs([(folder, True), (other, True)])

    assert [rule.id for rule in pack.rules] == ["permit-001", "permit-002"]
    assert pack.lexicon.words["approve"] == ("批准", "同意", "准许")


def test_version_names_the_content_and_not_the_place_or_the_line_ends(folder: Path, tmp_path: Path) -> None:
    (folder / "pack.yml").write_text('version: "2026.11"', encoding="utf-8")
    before = join_packs([(folder, True)]).version
    moved = folder.rename(tmp_path.with_name(tmp_path.name + "-moved"))

    assert before.startswith("2026.11+")
    assert join_packs([(moved, False)]).version == before
    write(moved, RULE.replace("\n", "\r\n"))
    assert join_packs([(moved, True)]).version == before
    write(moved, RULE.replace("删去", "删除"))
    assert join_packs([(moved, True)]).version != before


def test_built_in_pack_comes_through_the_entry_point() -> None:
    [built_in] = [root for root in installed_packs() if root.name == "hefa_rules"]

    assert (built_in / "lexicon" / "slots.yml").is_file()


def test_extra_folders_are_read_with_their_examples(folder: Path) -> None:
    write(folder, RULE.replace("permit-001", "permit-999"), "permit/permit-999.yml")
    (folder / "permit" / "permit-001.yml").unlink()
    (folder / "lexicon" / "slots.yml").write_text("given: [confirm]", encoding="utf-8")

    pack = load_packs([folder])

    assert next(rule for rule in pack.rules if rule.id == "permit-999").examples is not None


def test_missing_extra_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="没有这个规则文件夹"):
        load_packs([tmp_path / "none"])


def test_schema_takes_the_rule_and_refuses_faults() -> None:
    validator = jsonschema.Draft202012Validator(rule_schema())
    jsonschema.Draft202012Validator.check_schema(rule_schema())
    rule = yaml.load(RULE, Loader=yaml.SafeLoader)
    rule["basis"][0]["version"] = "2019-04-23"

    assert list(validator.iter_errors(rule)) == []
    assert list(validator.iter_errors(rule | {"colour": "red"}))
    assert list(validator.iter_errors(rule | {"category": "licence"}))
    assert list(validator.iter_errors(rule | {"when": [{"mode": ["gate"], "act": ["operate"]}]}))
    assert list(validator.iter_errors({key: value for key, value in rule.items() if key != "examples"}))


def overridden(tmp_path: Path, text: str) -> RulePack:
    (tmp_path / "overrides.yml").write_text(text, encoding="utf-8")
    return load_packs([tmp_path])


def test_a_pack_may_change_and_switch_off_rules_with_a_reason(tmp_path: Path) -> None:
    pack = overridden(
        tmp_path,
        "permit-001: {severity: notice, unless: [{actor: [court]}], because: 本省另有清单}\n"
        "fee-001: {off: true, because: 由财政部门另行审查}\n",
    )

    rules = {rule.id: rule for rule in pack.rules}
    assert (rules["permit-001"].severity, rules["fee-001"].status) == ("notice", "removed")
    assert rules["permit-001"].unless[-1].symbols == ("court",)
    assert pack.changes == (
        "规则 permit-001 定为提示、增加例外（本省另有清单）",
        "停用规则 fee-001（由财政部门另行审查）",
    )
    assert load_packs().version != pack.version


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("fee-999: {off: true, because: 无}\n", "没有规则 fee-999"),
        ("fee-001: {off: true}\n", "缺少 because"),
        ("fee-001: {because: 无}\n", "没有写改什么"),
        ("fee-001: {unless: [{act: [no-such]}], because: 无}\n", "没有符号 no-such"),
        ("fee-001: 停用\n", "键: 值"),
    ],
)
def test_an_override_that_cannot_be_is_one_clear_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(RuleFileError, match=problem) as caught:
        overridden(tmp_path, text)
    assert "overrides.yml:1" in str(caught.value)
