"""Where a draft demands something that an official list would name: a permit, a proof, a fee.

    sentence of a draft ──► mentions: kind of thing, its name, where it stands

What is abolished, waived, reported or left to the law (取消, 不再, 无须, 依法取得) is no demand.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hefa.model.document import Clause
from hefa.model.lazy import lazy
from hefa.relate.draft import Passage

_WORD = r"[^，。；、：:“”《》（）()0-9０-９或及]"
_ACT = (
    r"(?:从事|设置|设立|开办|举办|经营|开设|建设|占用|运输|销售|投放|安装|(?<!持续)开展|调运|调出|运出|外运|招收|招用|改变|迁移|拆除"
    r"|采伐|砍伐|采集|采挖|捕捞|养殖|屠宰|加工|生产|悬挂|张贴|摆放|堆放|停放|上路|驶入|营业|开业|施工|开工|排放|组织)"
)
_ORGAN_WORD = (
    r"[^，。；：]{1,22}?(?:局|政府|委|办|部门|机关|厅|站|所|乡|镇|办事处|管委会|中心)[^，。；：]{0,6}?"
)
_PERMITS = (
    lazy(
        rf"(?:取得|领取|申领|申办|办理|办领|办妥|持有?|具有)(?P<name>{_WORD}{{2,18}}?(?:许可证|准运证|准入证|准营证|经营证|营运证|备案证|资质证书|许可手续|审批手续|行政许可|经营许可))"
    ),
    lazy(
        rf"未经{_ORGAN_WORD}(?:批准|许可|审批|审核同意|核准|同意)的?，?(?:任何[^，。；]{{2,10}}，?)?(?:一律)?(?:不得|禁止|严禁)(?:擅自)?(?P<name>{_ACT}{_WORD}{{2,22}})"
    ),
    lazy(
        rf"(?P<name>{_ACT}{_WORD}{{2,22}}?)的?，?(?:经营者|单位和个人|单位|个人)?(?:应当|必须|须|应)(?:事先|提前)?(?:报|经){_ORGAN_WORD}(?:批准|许可|审批|核准)"
    ),
    lazy(
        rf"(?P<name>[^，。；：]{{3,22}}?)的?，(?:应当|须|必须)?(?:事先|先)?(?:经|报){_ORGAN_WORD}(?:批准|核准|审查同意|审核同意|许可|审批)后?，?(?:方可|方能|再)"
    ),
    lazy(rf"(?:实行|实施)(?P<name>{_WORD}{{2,16}}?(?:准入许可|许可|审批|核准))(?:制度|制|管理)"),
)
_PROOF_DEMAND = lazy(r"提供|提交|出具|开具|持(?!续)|凭|附|须有")
_PROOF = lazy(
    rf"(?:^|[、和及凭持附]|提供|提交|出具|开具|须有)(?P<name>(?:(?!提供|提交|出具|开具|须有|证明){_WORD}){{2,16}}?证明)"
    r"(?=[，。、；（和及或等]|材料|文件|书|原件|复印件|后|方可|的|$)"
)
_FEE = lazy(
    rf"(?:收取|缴纳|交纳|征收|收缴|缴交|计收|预交)(?P<name>{_WORD}{{1,14}}?(?:费|基金|保证金|押金|抵押金|诚信金))(?!用|者|率|力)"
)
_QUALIFICATION = lazy(
    rf"(?:取得|持有?|具有|具备|考取|获得)(?P<name>{_WORD}{{2,16}}?(?:职业资格证书|职业资格|从业资格证|从业资格|资格证书|资格证|上岗证|执业证书|执业证))"
)
_PENALTY = lazy(
    rf"(?:^对?|，对)(?P<name>(?:(?!，对)[^。；：“”]){{4,50}}?)的，(?:由{_ORGAN_WORD})?(?:责令[^，。；]{{2,12}}，)?(?:可以|应当|并)?[^，。；]{{0,32}}?(?:处[^，。；]{{0,24}}罚款|没收|吊销|给予警告|予以处罚)"
)
_INSPECTION = lazy(
    r"对(?!象)(?P<name>[^，。；：“”]{3,24}?)(?:实施|进行|开展)(?:行政|监督|现场|专项|日常)?检查"
)
_SELF_STANDING = lazy(
    r"^(?!逾期|劝阻|限期|屡次|首次|再次|多次|情节|违法|拒不|当事人|违规收费|构成|以上|前款|有)(?!.*之一)[^依]{5}"
)
_INSPECTED = lazy(r"企业|经营|商户|场所|店|厂|公司|车辆|业主")
_ENTRY = lazy(
    rf"未经{_ORGAN_WORD}(?:批准|许可|审批|核准|同意)的?，?[^，。；]{{0,10}}?(?:不得|禁止)(?:擅自)?(?P<name>(?:从事|经营|开办|开设|设立){_WORD}{{2,22}})"
    rf"|(?:禁止|暂停|不得)(?:新设|新增|新办|新开办)(?P<new>{_WORD}{{2,14}}(?:企业|店|厂|场|站|机构|业务|项目))"
)
_DEMAND = lazy(
    r"应当|必须|须|方可|方能|不得|不予|未取得|未办理|未领取|每[人户车家辆吨次年月]|应(?![急用对届付有收税纳])"
)
_AID = lazy(r"补贴|补助|奖励|资助|津贴|资金")
_OTHER_MATTER = lazy(
    r"举报|投标|招标|采购|评审|评选|证据|执法人员|录取|考生|贷款|不得[^，。；]{0,10}(?:要求|收取|强制|强行|变相)|不合理|缴存"
)
_NO_DEMAND = lazy(
    r"取消|不再|无需|无须|不需|免于|免予|不得要求|不得收取|不得(?:新|增|擅自|自行)?设[定卡]|不得以|不得违规|严禁(?:违规|擅自|以)|清理|废止|停止(?:收|征)|删去|已经收取"
    r"|下放|优化|简化|压缩|精简|改革|推进|推行|探索|支持|鼓励|指导|引导|协助|帮助|告知承诺|免费|免收|减免|免征|代办|规范"
)
_LEFT_TO_LAW = lazy(
    r"依法(?:应当)?(?:取得|办理|缴纳|交纳|征收|需|需要)|法律、?(?:行政)?法规[^，。；]{0,8}规定|按照?(?:国家|有关|规定)"
)
_FOUNDED = lazy(r"《[^》]+》")
_VAGUE = lazy(
    r"^(?:[^，。；]{0,14}(?:出具|开具|核发|颁发)的|相关|有关|其他|以上|上述|该|本|此|相应|必要|真实|合法|有效|书面|各类|各种|所需|一定|规定|前款|国家|法定|等)+|^的"
)
_MARKET_FEE = lazy(
    r"竞买|投标|履约|工资|质保|物业|租赁?|水费|电费|燃气|气费|保险|保费|学费|住宿|会费|服务费$|运费|工程款|材料费|邮|话费|社会|党费|工会|税费|代理|诉讼|仲裁|所得|医疗|管网|公积|个人|应|欠|各项|任何|一切|全部|部分|预|货|本"
)
_USUAL_PROOF = lazy(
    r"等证明|^的证明|身份|资质|资格|营业|法人|授权|完税|纳税|合格|质量|检验|检测|检疫|产权|不动产|付款|财务|业绩|获奖|文件|票据"
)


_Named = Callable[[str], bool]
_PATTERNS: tuple[tuple[str, re.Pattern[str], str, _Named], ...] = (
    *(("permits", pattern, "", bool) for pattern in _PERMITS),
    ("proofs", _PROOF, "", lambda name: not _USUAL_PROOF.search(name)),
    ("fees", _FEE, "", lambda name: not _MARKET_FEE.search(name)),
    ("qualifications", _QUALIFICATION, "", bool),
    ("powers", _PENALTY, "处罚", lambda name: bool(_SELF_STANDING.search(name))),
    ("powers", _INSPECTION, "检查", lambda name: bool(_INSPECTED.search(name))),
    ("negative", _ENTRY, "", bool),
)
"""Kind, where its names stand, type of power, and what a name must be."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One demand: ``kind`` is of the list that would name it; ``founded``, whether it names a law."""

    kind: str
    name: str
    start: int
    end: int
    clause: Clause
    founded: bool
    sentence: Passage
    type: str = ""


def mentions(sentence: Passage, kinds: frozenset[str]) -> Iterator[Mention]:
    """Yield what ``sentence`` demands that lists of ``kinds`` would name."""
    words = sentence.words
    if _NO_DEMAND.search(words) or _LEFT_TO_LAW.search(words):
        return
    if not _PROOF_DEMAND.search(words):
        kinds = kinds - {"proofs"}
    if not _DEMAND.search(words) or _OTHER_MATTER.search(words):
        kinds = kinds & {"powers", "negative"}
    elif _AID.search(words):
        kinds = kinds - {"permits", "fees", "qualifications"}
    founded = bool(_FOUNDED.search(words))
    seen = set()
    for kind, found, type_ in _found(words, kinds):
        group = found.lastgroup or 0
        (start, end), name = found.span(group), found[group]
        vague = _VAGUE.match(name)
        if vague:
            start, name = start + vague.end(), name[vague.end() :]
        if len(name) >= 3 and (kind, start) not in seen:
            seen.add((kind, start))
            yield Mention(kind, name, *sentence.span(start, end), sentence.clause, founded, sentence, type_)


def _found(words: str, kinds: frozenset[str]) -> Iterator[tuple[str, re.Match[str], str]]:
    """Yield each match with its kind and type, those of names that are something else left out."""
    for kind, pattern, type_, is_named in _PATTERNS:
        if kind in kinds:
            for found in pattern.finditer(words):
                if is_named(found[found.lastgroup or 0]):
                    yield kind, found, type_
