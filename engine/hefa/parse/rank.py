"""Title, number and genre in, the rank of the document out, with the reason in Chinese.

Rank decides which rules apply: 行政规范性文件, 规章, 地方性法规, 行政法规, 法律, or none of these.
"""

from hefa.model.lazy import lazy
from hefa.parse.speech import speaks

OTHER_KINDS = {
    "报告": "报告属于事务性或者报告性文件",
    "总结": "总结属于事务性文件",
    "纪要": "会议纪要不对外设定权利义务",
    "公报": "公报是信息公布文件",
    "讲话": "讲话不是规范性文件",
    "解读": "解读是说明材料",
    "新闻": "新闻报道不是规范性文件",
    "函": "函是机关之间的往来文书",
    "批复": "批复是对下级机关请示的答复",
    "请示": "请示是上行文",
    "答复": "答复是对来函、提案的回复",
    "通报": "通报是内部表彰、批评或者情况文件",
    "名单": "名单是事项公布文件",
    "大纲": "大纲是事务性文件",
    "倡议书": "倡议书没有约束力",
}
ORDER = lazy(r"(?:人民政府|部|委员会|总局|局|署|银行|省政府|市政府)令")
BY_GOVERNMENT = lazy(
    r"(?<!国)(?:政府|政办|办公[厅室]|[局委厅])[\u4e00-\u9fff]{0,3}[〔\[]|政府文件|政府令|政[办规发]"
)
RULE_TITLE = lazy(r"(?:办法|规定|细则|规则|决定)$")
NEWS = lazy(
    r"本报讯|新华社|[（(]记者|日电|本网讯|通讯员|记者[\u4e00-\u9fff]{2,4}[）)报]|答记者问|新闻发布会|图解|一图读懂"
)
REGION = lazy(r"^(?!中华人民共和国)[\u4e00-\u9fff]{2,12}?(?:省|市|自治区|自治州|自治县|特区|新区)")
REGIONAL = lazy(rf"{REGION.pattern}(?!.*关于).*条例$")
_IN_BRACKETS = lazy(r"[（(][^（）()]*[）)]$")
REPORT = lazy(
    r"工作(?:报告|总结)|情况(?:的)?(?:报告|通报|说明)|(?:年度|述职|审查|评估)报告|审查意见书?$|解读"
)
ISSUES = lazy(r"印发|发布|公布")
BY_TITLE = (
    (lazy(r"^中国共产党"), "other", "党内法规，不属于行政规范性文件"),
    (lazy(r"^中华人民共和国.{1,30}法$"), "law", "标题为中华人民共和国某法"),
    (REGIONAL, "local-regulation", "标题为地方冠名的条例"),
    (lazy(r"^(?!.*关于).*条例$"), "administrative-regulation", "标题为不冠地方名称的条例"),
    (
        lazy(r"人民代表大会(?:常务委员会)?关于.{2,60}(?:决定|决议)$"),
        "local-regulation",
        "人民代表大会或者其常务委员会的决定",
    ),
)


def rank_of(title: str | None, kind: str | None, marks: str, opening: str, text: str) -> tuple[str, str]:
    """Return rank and reason; ``marks`` are the number and notes of the head, ``opening`` the first words."""
    if kind is None and "关于" not in (title or "") and not speaks(text):
        return "other", "没有读出可以审查的条文"
    if title is None:
        return "normative", "没有标题，按行政规范性文件的条文处理"
    name = _IN_BRACKETS.sub("", title) if title[-1:] in "）)" else title
    return (
        _misnamed(name, marks)
        or next(((rank, reason) for pattern, rank, reason in BY_TITLE if pattern.search(name)), None)
        or _by_order(name, marks)
        or _other(name, kind, opening)
        or ("normative", "没有法律、法规、规章的标志，按行政规范性文件处理")
    )


def _misnamed(name: str, marks: str) -> tuple[str, str] | None:
    """Return the rank of a 条例 that a local government, not a congress, has issued."""
    if not name.endswith("条例") or not REGIONAL.search(name) or not BY_GOVERNMENT.search(marks):
        return None
    if ORDER.search(marks):
        return "rules", "以政府令公布，虽称条例"
    return "normative", "由政府或者部门印发，虽称条例"


def _by_order(name: str, marks: str) -> tuple[str, str] | None:
    if "国务院令" in marks:
        return "administrative-regulation", "以国务院令公布"
    if ORDER.search(marks) and RULE_TITLE.search(name):
        return "rules", "以政府令或者部门令公布的办法、规定、细则"
    return None


def _other(name: str, kind: str | None, opening: str) -> tuple[str, str] | None:
    if NEWS.search(name) or NEWS.search(opening[:160]):
        return "other", "新闻报道、解读或者发布会材料"
    if REPORT.search(name) and not name.endswith("通知"):
        return "other", "工作报告、总结、审查材料或者解读"
    if kind in OTHER_KINDS and not (kind in {"函", "通报"} and ISSUES.search(name)):
        return "other", OTHER_KINDS[kind]
    return None
