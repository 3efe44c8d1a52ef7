"""Where a draft lists what an applicant needs: conditions, and papers to hand in."""

import re
from collections.abc import Iterator

from hefa.model.observation import Observation
from hefa.relate.draft import Draft, squeezed

_LISTED = re.compile(
    r"(?P<for>申请|申领|申办|取得|办理|领取|核发)(?P<what>[^，。；：]{0,30})(?:，|的，)?[^。；：]{0,24}?"
    r"(?:(?P<conditions>(?:具备|符合|满足|达到)(?:下列|以下|如下)[^，。；：]{0,4}(?:条件|要求))"
    r"|(?P<materials>(?:提交|提供|报送|出具|携带)(?:下列|以下|如下)[^，。；：]{0,6}(?:材料|资料|文件|证件|证明)))"
)
_ADMISSION = re.compile(
    r"许可|批准|审批|核准|准入|准运|准营|[^凭保认]证(?!明|券|据)|备案|登记|资格|资质|设置|设立|开办|经营"
)
_AID = re.compile(r"补贴|补助|奖励|资助|资金|救助|贷款|津贴|保障性?住房|公租房|扶持|认定为|评选|称号")


def observe_conditions(draft: Draft) -> Iterator[Observation]:
    """Yield where conditions or papers of an admission are listed; those of aid and awards are not meant."""
    document, text = draft.document, draft.source.text
    if document.facts.fragment:
        return
    for clause in document.clauses:
        words = text[clause.start : clause.end]
        if not any(list_word in words for list_word in ("下列", "以下", "如下")):
            continue
        found = _LISTED.search(squeezed(words))
        if found and _ADMISSION.search(found["what"]) and not _AID.search(found[0]):
            symbol = "conditions-listed" if found["conditions"] else "materials-listed"
            yield Observation(
                start=clause.start,
                end=clause.end,
                clause=clause.id,
                symbols=frozenset({f"relation.{symbol}"}),
            )
