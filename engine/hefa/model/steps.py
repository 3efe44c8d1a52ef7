"""The steps of making a document, as a dossier tells of them.

Everything may be left out: what is absent was not seen, which is not the same as not done (``done: false``).
The descriptions are Chinese: template, schema and manual show them to the user. Dates are plain dates.
"""

import datetime
from typing import Literal

from pydantic import Field

from hefa.model.base import Record

State = Literal["unseen", "undone", "done"]

_WHEN_NEEDED = "是否需要开展：true 需要，false 不需要"
_ASIDE = frozenset(("done", "needed", "note"))


class Step(Record):
    """One step; giving any of its particulars says that it was taken."""

    done: bool | None = Field(None, description="true 已开展，false 未开展；不写表示没有见到材料")
    note: str | None = Field(None, description="材料名称或者情况说明")

    @property
    def state(self) -> State:
        """Whether it was taken, was not, or nothing is known."""
        if self.done is False:
            return "undone"
        return "done" if self.done or self.told else "unseen"

    @property
    def told(self) -> tuple[str, ...]:
        """The particulars that are given."""
        return tuple(
            name
            for name in type(self).model_fields
            if name not in _ASIDE and getattr(self, name) not in (None, ())
        )


class Assessment(Step):
    """评估论证: necessity and feasibility."""


class Consultation(Step):
    """公开征求意见."""

    start: datetime.date | None = Field(None, description="开始日期")
    end: datetime.date | None = Field(None, description="截止日期，当日计入")
    with_explanation: bool | None = Field(None, description="草案的说明是否一并公布")
    shortened_because: str | None = Field(None, description="缩短期限时向社会说明的理由")
    changed_after: bool | None = Field(None, description="征求意见后核心内容是否有重大修改")
    again: bool | None = Field(None, description="重大修改后是否再次征求意见")


class Feedback(Step):
    """意见采纳情况反馈."""

    published: bool | None = Field(None, description="采纳情况是否向社会反馈或者公布")


class Departments(Step):
    """征求有关部门意见、会签."""

    agreed: bool | None = Field(None, description="是否取得一致意见")
    explained: bool | None = Field(None, description="不一致的，报送时是否说明情况和理由")


class Groups(Step):
    """听取特定群体、基层单位意见."""

    needed: bool | None = Field(None, description=_WHEN_NEEDED)


class Hearing(Step):
    """听证."""

    needed: bool | None = Field(None, description=_WHEN_NEEDED)
    notice: datetime.date | None = Field(None, description="公布听证时间、地点和内容的日期")
    materials: datetime.date | None = Field(None, description="听证材料送达参加人的日期")
    date: datetime.date | None = Field(None, description="听证会日期")
    record: bool | None = Field(None, description="是否制作笔录")


class Experts(Step):
    """专家论证."""

    needed: bool | None = Field(None, description=_WHEN_NEEDED)
    signed: bool | None = Field(None, description="书面论证意见是否署名、盖章")
    independent: bool | None = Field(None, description="专家与事项是否没有直接利害关系")


class Risk(Step):
    """风险评估."""

    needed: bool | None = Field(None, description=_WHEN_NEEDED)
    controllable: bool | None = Field(None, description="结论是否为风险可控")


Examiner = Literal["drafter", "lead", "market-regulator", "other"]
CompetitionResult = Literal["compliant", "exception", "violating"]
CompetitionPaper = Literal["draft", "explanation", "basis", "form"]


class Competition(Step):
    """公平竞争审查."""

    by: Examiner | None = Field(
        None,
        description="谁审查：drafter 起草单位，lead 牵头起草单位，market-regulator 市场监管部门，other 其他",
    )
    conclusion: CompetitionResult | None = Field(
        None, description="结论：compliant 符合，exception 适用例外规定，violating 不符合"
    )
    heard: bool | None = Field(None, description="是否听取经营者、行业协会商会等利害关系人意见")
    reasons: bool | None = Field(None, description="适用例外的，结论是否详细说明理由")
    no_alternative: bool | None = Field(None, description="适用例外的，是否论证没有影响更小的替代方案")
    ends: bool | None = Field(None, description="适用例外的，是否写明实施期限或者终止条件")
    materials: tuple[CompetitionPaper, ...] | None = Field(
        None, description="送市场监管部门的材料：draft 草案，explanation 说明，basis 依据，form 初审意见"
    )


Reviewer = Literal["government", "own", "designated", "drafter"]
Conclusion = Literal["lawful", "amend", "unlawful"]
Substitute = Literal["comment", "cosign", "attendance"]
Point = Literal[
    "subject",
    "power",
    "content",
    "prohibited",
    "rights",
    "self-power",
    "procedure",
    "values",
    "coordination",
    "opinions",
    "technique",
]


class Review(Step):
    """合法性审核 (审查)."""

    by: Reviewer | None = Field(
        None,
        description="谁审核：government 政府的审核机构，own 本单位审核机构或者人员，"
        "designated 政府指定的机构，drafter 起草人员自己",
    )
    received: datetime.date | None = Field(None, description="收到送审材料的日期")
    supplement_asked: datetime.date | None = Field(None, description="要求补正材料的日期")
    complete: datetime.date | None = Field(
        None, description="材料齐备（补正到位）的日期，审核期限从这一天的次日起算"
    )
    date: datetime.date | None = Field(None, description="出具审核意见的日期")
    conclusion: Conclusion | None = Field(
        None, description="审核结论：lawful 合法，amend 应当予以修改，unlawful 不合法"
    )
    signed: bool | None = Field(None, description="是否书面出具并签字、盖章")
    points: tuple[Point, ...] | None = Field(
        None,
        description="审核了哪些方面：subject 制定主体，power 权限，content 内容，prohibited 禁止设定的事项，"
        "rights 权利义务，self-power 本部门权责，procedure 程序；规章还有 values 社会主义核心价值观，"
        "coordination 与其他规章协调，opinions 意见处理，technique 立法技术",
    )
    replaced_by: Substitute | None = Field(
        None, description="以什么代替了审核：comment 征求意见，cosign 会签，attendance 参加审议"
    )
    counsel: bool | None = Field(None, description="法律顾问、公职律师是否提出法律意见")
    difficult: bool | None = Field(None, description="是否疑难、影响面大")
    experts: bool | None = Field(None, description="疑难的，是否召开座谈会、论证会听取专家意见")
    followed: bool | None = Field(None, description="审核意见是否被采纳")
    reasons: bool | None = Field(None, description="未完全采纳的，提请审议时是否说明理由和依据")
    risk_stated: bool | None = Field(None, description="探索性改革事项，是否明示法律风险")
    sha256: str | None = Field(None, description="审核意见所对应文本的 SHA-256（hefa review 的输出中有）")


Meeting = Literal["executive", "plenary", "ministry", "office", "other"]


class Deliberation(Step):
    """集体审议."""

    date: datetime.date | None = Field(None, description="审议日期")
    meeting: Meeting | None = Field(
        None,
        description="会议：executive 政府常务会议，plenary 政府全体会议，ministry 部务会议或者委员会会议，"
        "office 办公会议，other 其他",
    )
    head_last: bool | None = Field(None, description="行政首长是否最后发表意见")
    dissent: bool | None = Field(None, description="不同意见是否如实载明")


OrderPart = Literal["organ", "number", "name", "adopted", "effective", "signer", "published"]


class Signing(Step):
    """签署."""

    date: datetime.date | None = Field(None, description="签署（成文）日期")
    by_head: bool | None = Field(None, description="是否由行政首长签发")
    order: tuple[OrderPart, ...] | None = Field(
        None,
        description="公布规章的命令载明：organ 制定机关，number 序号，name 规章名称，adopted 通过日期，"
        "effective 施行日期，signer 首长署名，published 公布日期",
    )


Channel = Literal["gazette", "site", "paper", "law-site"]


class Publication(Step):
    """公布."""

    date: datetime.date | None = Field(None, description="公布日期")
    channels: tuple[Channel, ...] | None = Field(
        None, description="途径：gazette 公报，site 政府网站，paper 报纸，law-site 中国政府法制信息网"
    )
    interpreted: bool | None = Field(None, description="是否同步作政策解读")


FilingPaper = Literal["report", "text", "explanation", "electronic"]


class Filing(Step):
    """备案."""

    date: datetime.date | None = Field(None, description="报送上级行政机关（规章：国务院）备案的日期")
    congress_date: datetime.date | None = Field(None, description="报送同级人大常委会备案的日期")
    materials: tuple[FilingPaper, ...] | None = Field(
        None, description="备案材料：report 备案报告，text 正式文本，explanation 说明，electronic 电子文本"
    )
    catalogue: datetime.date | None = Field(None, description="报送上一年度规章目录的日期")
