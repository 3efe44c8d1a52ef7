"""Which rules put a provision into effect, as a person reads it."""

from hefa.coverage import Entry, coverage_markdown, coverage_text
from hefa.model.rule import LegalBasis


def entry(article: str, *rules: str, point: str | None = None, **fields: str) -> Entry:
    basis = LegalBasis(law="渡口法", article=article, paragraph=fields.pop("paragraph", None))
    category = fields.pop("category", "permit")
    return Entry(category=category, provision=basis, point=point, rules=rules, **fields)  # type: ignore[arg-type]


ENTRIES = (
    entry("第十七条", "permit-001", "permit-002", point="PERMIT-01"),
    entry("第五十四条", "permit-009", paragraph="第二款"),
    entry("第九条", none="说的是法律自己"),
    entry("第十七条", "fee-001", category="fee"),
    entry("第十条之一", "permit-005"),
    entry("第十条", "permit-004"),
    entry("第十七条", "permit-003", point="PERMIT-07", note="另见收费"),
)


def test_provisions_stand_in_the_order_of_their_numbers_each_category_once() -> None:
    assert coverage_text(ENTRIES).splitlines() == [
        "《渡口法》",
        "  第九条 行政许可：无：说的是法律自己",
        "  第十条 行政许可：permit-004",
        "  第十条之一 行政许可：permit-005",
        "  第十七条 行政许可：PERMIT-01 permit-001、permit-002；PERMIT-07 permit-003（另见收费）",
        "  第十七条 收费、保证金、摊派、基金：fee-001",
        "  第五十四条第二款 行政许可：permit-009",
        "共 5 项规定、7 点，有规则的 6 点，没有的 1 点；"
        "PERMIT-01 等是问题目录中的编号，违反一项规定的写法常有几种",
    ]


def test_the_page_has_the_same_rows() -> None:
    rows = [line for line in coverage_markdown(ENTRIES).splitlines() if line.startswith("| 第")]

    assert [row.split(" | ")[0] for row in rows] == [
        *("| 第九条", "| 第十条", "| 第十条之一", "| 第十七条", "| 第十七条", "| 第五十四条第二款"),
    ]
    assert "PERMIT-07 permit-003（另见收费）" in rows[3]
