"""The dossier of a draft (程序材料): which steps of making were taken, when, and with what papers.

Its steps are in ``steps``. The descriptions are Chinese: template, schema and manual show them to the user.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from hefa.model.base import Record
from hefa.model.document import DocumentFacts
from hefa.model.steps import (
    Assessment,
    Competition,
    Consultation,
    Deliberation,
    Departments,
    Experts,
    Feedback,
    Filing,
    Groups,
    Hearing,
    Publication,
    Review,
    Risk,
    Signing,
    Step,
)

Kind = Literal["normative", "rules", "decision", "contract"]
KINDS: dict[Kind, str] = {
    "normative": "行政规范性文件",
    "rules": "规章",
    "decision": "重大行政决策",
    "contract": "政府合同、行政协议",
}
Days = Annotated[int, Field(ge=1, le=366)]
Years = Annotated[int, Field(ge=1, le=50)]
IssuerKind = Literal["government", "department", "township", "authorised", "internal", "temporary"]


class Issuer(Record):
    """制定主体."""

    kind: IssuerKind | None = Field(
        None,
        description="性质：government 县级以上政府及其办公室，department 部门，township 乡镇、街道，"
        "authorised 法律法规授权的组织，internal 内设机构，temporary 临时机构、议事协调机构",
    )
    on_list: bool | None = Field(None, description="是否列入本地公布的制定主体清单")
    own_unit: bool | None = Field(None, description="本单位是否有专门的审核机构或者审核人员")
    joint: bool | None = Field(None, description="是否由多个部门联合制定")


Exemption = Literal["internal", "staffing", "minutes", "plan", "report", "commendation", "personnel", "party"]
Paper = Literal[
    "draft",
    "explanation",
    "basis",
    "comments",
    "adoption",
    "own-review",
    "procedure",
    "facts",
    "problems",
    "hearing-record",
    "research",
]
ExplanationPart = Literal["problems", "basis", "measures", "opinions", "rights", "competition"]
ListName = Literal["permit", "proof", "fee", "power", "market"]


class LocalStep(Record):
    """A step that local rules ask for."""

    name: str = Field(min_length=1, description="步骤名称，例如 社会稳定风险评估")
    done: bool | None = Field(None, description="true 已开展，false 未开展")


class Catalogue(Record):
    """重大行政决策事项目录."""

    listed: bool | None = Field(None, description="是否列入目录")
    party_agreed: bool | None = Field(None, description="目录是否经同级党委同意")
    published: bool | None = Field(None, description="目录是否向社会公布")


Route = Literal["bidding", "procurement", "competitive", "direct"]
Dispute = Literal["court", "arbitration", "other"]


class Contract(Record):
    """政府合同、行政协议."""

    agreement: bool | None = Field(None, description="是否行政协议（特许经营、征收补偿等）")
    capacity: bool | None = Field(None, description="是否核实对方主体资格、资信和履约能力")
    authority: bool | None = Field(None, description="是否属于本机关职权，或者已经取得授权、批准")
    competitive: bool | None = Field(None, description="依法是否应当以招标、采购等竞争方式选择对方")
    route: Route | None = Field(
        None,
        description="实际方式：bidding 招标，procurement 政府采购，competitive 其他竞争方式，direct 直接订立",
    )
    guarantee: bool | None = Field(None, description="是否含有为他人债务担保、保底收益、承诺回购的内容")
    tax_promise: bool | None = Field(None, description="是否含有税收返还、减免或者价格优惠的承诺")
    exclusive: bool | None = Field(None, description="是否授予独家经营权")
    dispute: Dispute | None = Field(
        None, description="争议解决：court 诉讼，arbitration 仲裁，other 其他（如由一方决定）"
    )
    term: str | None = Field(None, description="履行期限")
    one_sided: bool | None = Field(None, description="违约责任是否只约束一方")
    signed: datetime.date | None = Field(None, description="签订日期")


class Limits(Record):
    """Local limits as the user knows them; they come before those of the province's preset."""

    comment_days: Days | None = Field(None, description="公开征求意见最少天数")
    comment_unit: Literal["day", "workday"] | None = Field(
        None, description="征求意见天数的单位：day 日，workday 工作日（不写为 day）"
    )
    filing_days: Days | None = Field(None, description="公布后多少日内报上级行政机关备案")
    congress_days: Days | None = Field(None, description="公布后多少日内报同级人大常委会备案")
    validity_years: Years | None = Field(None, description="有效期最长年数")
    trial_years: Years | None = Field(None, description="名称冠以“暂行”“试行”的，有效期最长年数")


class Dossier(Record):
    """The papers on how one draft was made."""

    kind: Kind = Field(
        description="种类：normative 行政规范性文件，rules 规章，decision 重大行政决策，"
        "contract 政府合同、行政协议"
    )
    province: str | None = Field(None, description="省份，例如 河南；用来查本省规定的期限")
    as_of: datetime.date | None = Field(None, description="核查日期；写了才判断是否逾期，不写只提示到期日")
    major_decision: bool | None = Field(None, description="规范性文件是否同时属于重大行政决策")
    business: bool | None = Field(None, description="是否与经营主体（市场主体）生产经营活动密切相关")
    secret: bool | None = Field(None, description="是否依法需要保密、不予公开")
    urgent: bool | None = Field(None, description="是否属于应对突发事件或者执行上级紧急命令")
    bidding: bool | None = Field(None, description="是否涉及招标投标")
    exempt: Exemption | None = Field(
        None,
        description="没有作为规范性文件送审的，归入哪一类：internal 内部管理、工作制度，staffing 机构编制，"
        "minutes 会议纪要，plan 工作方案，report 请示报告，commendation 表彰奖惩，personnel 人事任免，"
        "party 党政联合发文",
    )
    issuer: Issuer = Field(Issuer(), description="制定主体")
    catalogue: Catalogue = Field(Catalogue(), description="重大行政决策事项目录")
    plan: Step = Field(Step(), description="列入年度制定计划（立项）")
    assessment: Assessment = Field(Assessment(), description="必要性、可行性评估论证")
    explanation: tuple[ExplanationPart, ...] | None = Field(
        None,
        description="起草说明写明了：problems 背景和问题，basis 依据，measures 主要措施，"
        "opinions 意见处理情况，rights 减损权利、增加义务的理由，competition 公平竞争影响",
    )
    basis: tuple[str, ...] | None = Field(None, description="附有文本的制定依据的名称，逐件写出")
    materials: tuple[Paper, ...] | None = Field(
        None,
        description="送审材料：draft 送审稿，explanation 起草说明，basis 制定依据，comments 征求意见材料，"
        "adoption 意见采纳情况，own-review 起草单位的合法性审核意见，procedure 履行程序的说明，"
        "facts 实际情况和数据，problems 存在的问题，hearing-record 听证笔录，research 调研报告",
    )
    signed_by_drafters: bool | None = Field(None, description="送审稿是否由（各）起草单位主要负责人签署")
    consultation: Consultation = Field(Consultation(), description="公开征求意见")
    enterprises: Step = Field(Step(), description="听取企业、行业协会商会意见")
    feedback: Feedback = Field(Feedback(), description="意见采纳情况反馈")
    departments: Departments = Field(Departments(), description="征求有关部门意见")
    groups: Groups = Field(Groups(), description="听取特定群体、下级和基层意见")
    hearing: Hearing = Field(Hearing(), description="听证会")
    experts: Experts = Field(Experts(), description="专家论证")
    risk: Risk = Field(Risk(), description="风险评估")
    competition: Competition = Field(Competition(), description="公平竞争审查")
    bidding_rules_checked: bool | None = Field(
        None, description="涉及招标投标的，是否按其公平竞争审查规则核对"
    )
    lists_checked: tuple[ListName, ...] | None = Field(
        None,
        description="核对了哪些清单：permit 行政许可，proof 证明，fee 收费，power 权责，market 市场准入负面",
    )
    local_steps: tuple[LocalStep, ...] = Field((), description="本地规定的其他评估、审查")
    review: Review = Field(Review(), description="合法性审核")
    deliberation: Deliberation = Field(Deliberation(), description="集体审议")
    party_report: Step = Field(Step(), description="向同级党委（党组）请示报告")
    signing: Signing = Field(Signing(), description="签署")
    publication: Publication = Field(Publication(), description="公布")
    effective: datetime.date | None = Field(None, description="施行日期")
    immediate_because: str | None = Field(None, description="规章公布后不满30日即施行的理由")
    expires: datetime.date | None = Field(None, description="有效期届满日期")
    renewal: bool | None = Field(None, description="是否有效期届满前的延续、重新公布")
    evaluation: Step = Field(Step(), description="实施情况评估（后评估）")
    filing: Filing = Field(Filing(), description="备案")
    archive: Step = Field(Step(), description="过程记录、材料归档")
    contract: Contract = Field(Contract(), description="合同要素")
    limits: Limits = Field(Limits(), description="本地规定的期限；写了就以此为准，不写查省份的预设")

    def is_moot(self, facts: DocumentFacts) -> bool:
        """Whether nothing is said of procedure: a bare clause was not made by any.

        What the parser takes for a bare clause may well be a contract, which has no title of a document.
        """
        return facts.fragment and self.kind != "contract"

    @property
    def kind_name(self) -> str:
        """What its kind is called."""
        return KINDS[self.kind]
