"""Files of dossiers: bad ones, templates, the schema and the manual, and which draft they go with."""

import json
import pickle
from pathlib import Path

import jsonschema
import pytest
import yaml
from dossier_maker import DRAFT, FULL
from rich.cells import cell_len

from hefa.cli.main import run
from hefa.dossier import check_dossier, dossier_schema, dossier_template
from hefa.dossierbook import Dossiers, dossier_of, read_dossier, template_text
from hefa.errors import DossierError
from hefa.model.dossier import KINDS, Dossier
from hefa.review import Reviewer


def written(folder: Path, text: str, name: str = "稿.dossier.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- bad dossiers

BAD = {
    "kind: normativ\n": ":1：kind 的值“normativ”不可用。可用：normative、rules、decision、contract",
    "business: true\n": "缺少 kind。写 normative、rules、decision 或者 contract",
    "- kind\n": "内容不是“键: 值”的形式",
    "": "内容不是“键: 值”的形式",
    "kind: normative\nrevew: {}\n": ":2：不认识的键 revew。是不是 review",
    "kind: normative\nreview:\n  recieved: 2026-03-01\n": ":3：不认识的键 review.recieved。是不是 received",
    "kind: normative\nzzzz: 1\n": ":2：不认识的键 zzzz。检查拼写，或者删去",
    "kind: normative\nas_of: 三月\n": ":2：as_of 的值“三月”不是日期。写成 2026-03-01 的形式",
    "kind: normative\nas_of: 2026-02-30\n": ":2：as_of 的值“2026-02-30”不是日期",
    "kind: normative\nas_of: 20260301\n": ":2：as_of 的值“20260301”不是日期",
    "kind: normative\nas_of: 0206-03-01\n": ":2：as_of 的年份 206 不合常理",
    "kind: normative\nbusiness: 也许\n": ":2：business 的值“也许”不是 true 或者 false",
    "kind: normative\nlimits: {filing_days: 十五}\n": ":2：limits.filing_days 的值“十五”不是整数",
    "kind: normative\nlimits: {filing_days: 0}\n": ":2：limits.filing_days 的值“0”太小",
    "kind: normative\nlimits: {validity_years: 500}\n": ":2：limits.validity_years 的值“500”太大",
    "kind: normative\nlimits: {comment_unit: day}\n": ":2：只写了单位，没有写天数",
    "kind: normative\nmaterials: draft\n": ":2：materials 的值“draft”不是列表。写成 [一, 二]",
    "kind: normative\nmaterials: [darft]\n": ":2：materials.0 的值“darft”不可用",
    "kind: normative\nreview: 已经审过\n": ":2：review 的值“已经审过”不是“键: 值”的形式",
    "kind: normative\nprovince: [河南]\n": ":2：province 的值“['河南']”不是文字",
    "kind: normative\nlocal_steps: [{done: true}]\n": ":2：缺少 local_steps.0.name。补上 name",
    "kind: normative\nkind: rules\n": ":2：键 kind 重复",
    "kind: [normative\n": "不是合法的 YAML",
    "kind: normative\nconsultation: {start: 2026-03-02, end: 2026-03-01}\n": (
        ":2：consultation.end（2026-03-01）早于 consultation.start（2026-03-02）"
    ),
    "kind: normative\nassessment: {done: false}\nfeedback: {done: false, published: true}\n": (
        ":3：feedback.done 是 false，又写了 published"
    ),
    "kind: normative\nreview: {sha256: abc}\n": ":2：review.sha256 不是 64 位十六进制数",
    "kind: normative\ncontract: {agreement: true}\n": ":2：contract 不用于 kind: normative",
    "kind: rules\nmajor_decision: true\n": ":2：规章的制定不适用重大行政决策程序",
    "a: &a [x]\nkind: *a\n": ":2：用了引用（*）或者嵌套太深",
    "kind: " + "[" * 5000 + "]" * 5000 + "\n": ":1：用了引用（*）或者嵌套太深",
}


@pytest.mark.parametrize("text", BAD)
def test_each_fault_is_one_clear_line(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, text)

    with pytest.raises(DossierError) as caught:
        read_dossier(path)

    assert str(caught.value).startswith(f"HF401 {path}")
    assert BAD[text] in str(caught.value)
    assert run(["review", str(written(tmp_path, DRAFT, "稿.txt")), "--dossier", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_check_prints_every_fault_in_the_order_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "kind: normative\nbusiness: 也许\nreview:\n  date: 昨天\n  by: 我\n")

    assert run(["dossier", "check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0].rpartition(":")[2] for line in lines] == ["2", "4", "5"]
    with pytest.raises(DossierError, match="共 3 处问题，用 hefa dossier check 看全部"):
        read_dossier(path)


def test_json_is_as_good_as_yaml(tmp_path: Path) -> None:
    good = written(tmp_path, json.dumps(FULL, ensure_ascii=False), "甲.dossier.json")

    assert read_dossier(good) == dossier_of(FULL)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", ":1：不是合法的 JSON"),
        ('{"kind": "rules", "kind": "rules"}', "键 kind 重复"),
        ("[" * 100_000, "嵌套太深"),
        ('{"kind": "rules", "as_of": 0}', "as_of 的年份 1970 不合常理"),
    ],
)
def test_bad_json_is_one_line(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=problem):
        read_dossier(written(tmp_path, text, "乙.dossier.json"))


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "二进制.yml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "大.yml").write_bytes(b"#" * 1_000_001)

    for name, problem in (
        ("二进制.yml", "UTF-8"),
        ("大.yml", "超过 1 MB"),
        ("无.yml", "打不开"),
        (".", "文件夹"),
    ):
        with pytest.raises(DossierError, match=problem):
            read_dossier(tmp_path / name)


def test_example_with_a_bad_dossier_is_one_line() -> None:
    with pytest.raises(DossierError, match="HF401 dossier：缺少 kind"):
        dossier_of({})


# --- template, schema, manual


@pytest.mark.parametrize("kind", KINDS)
def test_template_is_valid_and_can_be_reviewed(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "稿.dossier.yml"
    draft = written(tmp_path, DRAFT, "稿.txt")

    assert run(["dossier", "new", "--kind", kind, "--preset", "河南", "-o", str(path)]) == 0
    assert run(["dossier", "check", str(path)]) == 0
    assert read_dossier(path) == Dossier(kind=kind, province="河南")  # type: ignore[arg-type]
    assert run(["review", str(draft), "--dossier", str(path), "--fail-on", "unlawful"]) == 0


def test_template_explains_each_key_in_line() -> None:
    lines = dossier_template("normative").splitlines()
    behind = [
        cell_len(line[: line.index("#")])
        for line in lines
        if "#" in line and not line.lstrip().startswith("#")
    ]

    assert set(behind) == {26}
    assert all(line.startswith("#") for line in lines[:5])


def test_template_of_an_unknown_kind_or_province_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dossier", "new", "--kind", "law"]) == 2
    assert "可用：normative、rules、decision、contract" in capsys.readouterr().err
    assert run(["dossier", "new", "--preset", "青海"]) == 2
    assert "没有青海的预设" in capsys.readouterr().err


def test_template_does_not_write_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "kind: rules\n")

    assert run(["dossier", "new", "-o", str(path)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "kind: rules\n"


def test_template_tells_the_known_limits_with_their_source() -> None:
    text = template_text("normative", "上海")

    assert "有效期最长年数：5年（上海市人民政府令第26号（2010年），以正式文本为准）" in text
    assert "以正式文本为准" not in template_text("normative", "河南")
    assert "已知的期限" not in template_text("contract", "河南")


def test_schema_agrees_with_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dossier", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    assert schema == dossier_schema()
    assert list(validator.iter_errors(FULL)) == []
    for kind in KINDS:
        assert list(validator.iter_errors(yaml.safe_load(dossier_template(kind)))) == []
    for value in ({}, {"kind": "x"}, {"kind": "rules", "x": 1}, {"kind": "rules", "review": {"by": "x"}}):
        assert list(validator.iter_errors(value))
        assert isinstance(check_dossier(value), list)


def test_manual_names_every_field() -> None:
    manual = (Path(__file__).parents[1] / "docs" / "dossier.md").read_text(encoding="utf-8")
    models = [Dossier, *(field.annotation for field in Dossier.model_fields.values())]
    names = {name for model in models if hasattr(model, "model_fields") for name in model.model_fields}

    assert {name for name in names if f"`{name}`" not in manual and f".{name}`" not in manual} == set()


# --- where dossiers are found


def test_folder_gives_each_draft_its_own_dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("甲", "乙", "丙"):
        written(tmp_path, DRAFT, f"{name}.txt")
    written(tmp_path, "kind: normative\nassessment: {done: false}\n", "甲.dossier.yml")
    written(tmp_path, '{"kind": "rules"}', "乙.dossier.json")

    assert (
        run(["review", str(tmp_path), "--dossier", str(tmp_path), "-f", "json", "--select", "procedure"]) == 0
    )

    found = {
        Path(opinion["document"]["name"]).stem: (opinion["document"]["rank"], len(opinion["findings"]))
        for opinion in map(json.loads, capsys.readouterr().out.splitlines())
    }
    assert found["甲"] == ("normative", 3)
    assert found["乙"][0] == "rules"
    assert found["丙"] == ("normative", 0)


def test_one_dossier_is_not_for_several_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = written(tmp_path, "kind: normative\n")
    drafts = [str(written(tmp_path, DRAFT, f"{name}.txt")) for name in ("甲", "乙")]

    assert run(["review", *drafts, "--dossier", str(dossier)]) == 2
    assert "一份程序材料不能用于多份草案" in capsys.readouterr().err


def test_bad_dossier_of_one_draft_leaves_the_others_reviewed(tmp_path: Path) -> None:
    drafts = [written(tmp_path, DRAFT, f"{name}.txt") for name in ("甲", "乙")]
    written(tmp_path, "kind: x\n", "甲.dossier.yml")

    first, second = Reviewer(dossier=tmp_path).review_many(drafts)

    assert first.unreadable
    assert "HF401" in first.reason
    assert second.conclusion == "lawful"


def test_reviewer_takes_a_dossier_for_all_or_for_one_call_and_pickles(tmp_path: Path) -> None:
    draft = written(tmp_path, DRAFT, "甲.txt")
    undone = written(tmp_path, "kind: normative\nassessment: {done: false}\n")
    reviewer = pickle.loads(pickle.dumps(Reviewer(select="procedure", dossier=undone)))  # noqa: S301

    assert len(reviewer.review_file(draft).findings) == 3
    assert reviewer.review_file(draft, dossier=dossier_of(FULL)).findings == ()
    assert Dossiers.at(None).of(draft) is None
