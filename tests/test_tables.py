"""Cells of tables are reviewed like sentences, where they may set a norm."""

import pytest

from hefa.parse import parse_document
from hefa.review import Reviewer

REVIEWER = Reviewer()
HEAD = "某县人民政府关于印发《某县集市管理办法》的通知\n各乡镇人民政府：\n第一条　集市管理按下表执行。\n"
BAR = "未经镇政府批准，不得在集市摆摊"


@pytest.mark.parametrize("gap", ["\t", "　　　　"])
def test_cell_that_sets_a_norm_is_found_at_its_row(gap: str) -> None:
    text = f"{HEAD}序号{gap}事项{gap}要求\n1{gap}摆摊{gap}{BAR}\n2{gap}清扫{gap}收摊后应当清扫干净\n"

    [finding] = REVIEWER.review_text(text, rank="normative").findings

    assert finding.category == "permit"
    assert BAR.endswith(finding.quote)
    assert finding.location.label == "第一条表格第2行"


def test_names_and_figures_in_cells_are_no_clauses() -> None:
    text = f"{HEAD}序号\t单位名称\t行政许可事项名称\t数量\n1\t某县市场监督管理局\t食品经营许可核发\t12\n"

    clauses = parse_document(text, "normative").clauses

    assert not any("表格" in clause.location.label for clause in clauses)
