"""Words that leave too much open, where they stand beside a sanction, a limit or a person's right.

One pass over the sentences; each kind is told once, at its first place, with the count.
"""

from collections.abc import Iterator

from hefa.form.draft import Draft
from hefa.form.scan import asked
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_SENTENCE = lazy(r"[^。；\n]{4,400}[。；]?")
_SANCTION = lazy(
    r"罚款|没收|吊销|暂扣|扣押|查封|取缔|停产|停业|强制拆除|断水|断电|切断|清退|取消[^，。；]{0,6}资格|"
    r"不予(?:办理|受理|批准|许可|登记|发放|补偿)|列入[^，。；]{0,8}(?:黑名单|失信)|处罚"
)
_LAWFUL = lazy(r"依法|依照|依据|根据|按照|《|法律|法规|规章")
_DISCRETION = lazy(
    r"视情况|视情(?!节|形|况)|视具体情况|酌情|酌定|适当(?=从重|处罚|罚款|加重)|从严(?=处|查|惩)|(?<!、)从重(?=处罚|处理|惩处|查处|打击)|必要时"
)
_PRINCIPLE = lazy(r"原则上[^，。；\n]{0,10}(?:不得|应当|必须|不予|一律|禁止)")
_PEOPLE = lazy(r"企业|经营者|个人|申请人|当事人|公民|居民|村民|业主|农户|群众|投标人|开办者|车主|驾驶员|商户")
_OPEN_LIST = lazy(r"(?:等|及其他|或者其他|和其他)(?:违规|不当|不良|违反规定)?(?:行为|情形|情况)的?[，,]")
_NAMELESS = lazy(
    r"(?:有关|相关)部门(?:予以|给予|进行|可以|有权|对其|将)?[^，。；\n]{0,8}(?:罚款|没收|吊销|取缔|查封|扣押|强制拆除|处罚)"
)
_REFUND = lazy(r"(?:及时|尽快|适时|择期|择机)(?:予以|足额|全额)?(?:退还|返还|退回|发还)")
_OTHERWISE = lazy(r"(?:具体)?(?:办法|标准|细则|规定|政策|方案)(?:，)?另行(?:制定|规定|发布|公布|通知|下发)")
_WHO = lazy(r"由|会同|[局部委厅府]另行")
_BANNED_SUBJECT = lazy(r"任何(?:单位|组织|企业|机构|个人)(?:和个人|、个人|或者个人|或个人)?(?:严禁|禁止)")
_EXCEPT = lazy(r"除了[^。；，\n]{1,30}?(?:以外|之外|外)")
_PLAIN = (
    ("technique.principle", _PRINCIPLE, _PEOPLE),
    ("technique.discretion", _DISCRETION, _SANCTION),
    ("technique.open-list", _OPEN_LIST, _SANCTION),
    ("technique.nameless", _NAMELESS, None),
    ("technique.refund-time", _REFUND, None),
    ("technique.otherwise", _OTHERWISE, None),
    ("technique.ban-subject", _BANNED_SUBJECT, None),
    ("technique.except", _EXCEPT, None),
)
_ONLY_WITHOUT = {
    "technique.discretion": _LAWFUL,
    "technique.open-list": _LAWFUL,
    "technique.nameless": _LAWFUL,
    "technique.otherwise": _WHO,
}
_ASKED = (
    *map(
        asked,
        ["原则上", "视情", "视具体情况", "酌情", "酌定", "适当", "从严", "从重", "必要时", "任何", "除了"],
    ),
    *map(asked, ["有关部门", "相关部门", "退还", "返还", "退回", "发还", "另行"]),
    *(asked(case + behind) for case in ("行为", "情形", "情况") for behind in "，,的"),
)
"""Words of which each pattern must have some."""


def observe_wording(draft: Draft) -> Iterator[Observation]:
    """Yield each kind of open wording once, where it stands first."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    present = [one for one in _ASKED if draft.has(one)]
    letters = [word for one in present for word in one.letters]
    for clause in draft.own_with(*present):
        for sentence in _SENTENCE.finditer(draft.text, clause.start, clause.end):
            said = sentence[0]
            for symbol, pattern, beside in _PLAIN if any(word in said for word in letters) else ():
                match = pattern.search(said)
                without = _ONLY_WITHOUT.get(symbol)
                if not match or (beside and not beside.search(said)):
                    continue
                if not (without and without.search(said)):
                    start, end = sentence.start() + match.start(), sentence.start() + match.end()
                    found.setdefault(symbol, []).append((start, end, match[0]))
    if "technique.refund-time" in found and not draft.is_public:
        del found["technique.refund-time"]
    for symbol, places in found.items():
        start, end, words = places[0]
        yield draft.seen(symbol, start, end, {"words": words, "count": str(len(places))})
