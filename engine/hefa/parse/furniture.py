"""What the frames of web pages, prints and scans look like: navigation, meta lines, page numbers, notes."""

from hefa.model.lazy import lazy
from hefa.parse.patterns import UNNAMED_DATE

_GAP = r"[ \u3000]*"
_COLON = r"\**[ \u3000]*[：:]"


def _spaced(word: str) -> str:
    """Match a label that pages stretch with spaces: 索 引 号."""
    return _GAP.join(word)


_LABELS = (
    *(
        f"(?:{heads})(?:{tails})"
        for heads, tails in (
            (
                "发布|更新|发文|公开|生成|成文|印发|公布|实施|生效|失效|废止",
                "时间|日期|人|机构|机关|单位|字号",
            ),
            ("主题|公文|信息|体裁|服务对象|组配|公开", "分类|种类|形式|范围|目录|责任部门|程序|时限"),
        )
    ),
    *(_spaced(word) for word in ("索引号", "标题", "文号", "有效性")),
    "是否有效",
    "文件状态",
    "(?:信息|文章)?来源",
    "作者",
    "编辑",
    "责任编辑",
    "责编",
    "审核",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读",
    "点击数",
    "点击",
    "访问量",
    "字体",
    "字号",
    "图解",
)
_STARTS = (
    r"您?[ ]?(?:现在|当前|所在)的?位置",
    "设为首页",
    "加入收藏",
    "收藏本",
    r"首页$",
    r"首页[ ]*[>＞|›»]",
    r"返回(?:首页|顶部|列表)",
    r"\[?(?:打印|关闭|纠错)(?:本页|窗口|此页|\]|】|$|[ |｜])",
    r"【?(?:打印|关闭|收藏|字体|字号|分享|大 中 小)[^。]{0,20}$",
    r"上一[篇条页]",
    r"下一[篇条页]",
    "版权所有",
    r"主办单位[：:].{2,40}(?:承办|ICP|备案)",
    "网站标识码",
    r"分享(?:到|至)",
    "扫一扫",
    r"相关(?:链接|阅读|文件|解读|稿件|新闻)",
    r"(?:原文|附件|文件|文档)下载",
    "【原文下载】",
    r"无障碍(?:浏览|阅读|模式|版|辅助|通道)?[^。]{0,6}$",
    "微信扫",
    "官方微信",
    "手机版",
    "联系我们",
    "网站地图",
    "Copyright",
    "Produced By",
    r"https?://[!-~]+$",
)
_CARD_LABELS = (  # the card above a document of an open-government page: label, space, value
    "信息索引号|索引号|文件编号|发布机构|生成日期|关键词|体裁|效力状况",
    "公开(?:方式|日期|时限|形式|程序|范围)",
    r"主题(?:分类|[(（][一二]级[)）])",
)
_CARDS = (
    *(rf"(?:{labels})[ \u3000\t]+\S.{{0,120}}$" for labels in _CARD_LABELS),
    r"有效期[ \u3000\t]+(?:长期|\d)",
    "内容概述$",
    "网站支持IPv6",
    r"[•·][ \u3000]*(?:繁体版|简体版|无障碍(?:浏览)?|长者模式|关怀版|移动版|手机版|English)$",
)
_MARKDOWN = (
    r"\*?-{3,}$",
    r"={3,}$",
    r"_{3,}$",
    r"\*{3,}$",
    r"- [a-z_0-9]+:",
    r"#{1,6}$",
    r"#{1,4} (?:基本信息|文档[ ：:]|原件)",
    r"(?:- )?\*{2}[\u4e00-\u9fff]{2,6}(?:[：:]\*{2}|\*{2}[ ]?[：:]).{0,120}$",
    r"!?\[[^\]]{0,120}\]\([^)]{0,300}\)$",
    r"- !?\[[^\]]{0,120}\]\(",
)
_PAGES = (
    r"[-—－–─一 \u3000]{0,4}[0-9]{1,3}[-—－–─ \u3000]{0,4}$",
    r"第[ ]?\d{1,3}[ ]?页",
    r"\d{1,3}[ ]?/[ ]?\d{1,3}$",
    r"[Pp]age[ ]?\d",
    r"[—－–-]{1,3}$",
    r"[12]\d{3}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ ]{1,4}\d{1,2}:\d{2}",
)
_FURNITURE = lazy(
    "|".join((*_STARTS, *_CARDS, *(f"(?:{label}){_COLON}" for label in _LABELS), *_MARKDOWN, *_PAGES))
)
_NAMED_SITE = lazy(r"[^。]{0,20}ICP备|[^。]{0,12}公网安备|.{4,80}_中国政府网$")
LINK = lazy(r"(?:- )?!?\[[^\]]{1,200}\]\(")

_NOTE_LABELS = (
    "抄送",
    "抄报",
    "校对",
    "主题词",
    "传真",
    "地址",
    "邮编",
    "邮箱",
    "联系人",
    "联系电话",
    "联系地址",
    "联系方式",
    "联系单位",
    "电话",
    "签发人",
)
_NOTES = (
    r"[（(]?此件",
    r"(?:\*{1,2})?[（(](?![^（）()]{1,80}[）)][\u4e00-\u9fff0-9]{5})(?:联系|此件|主动公开|本文有删减|注[：:])",
    r"公开(?:方式|属性)\**[：:]",
    "信息公开选项",
    r"(?:咨询|监督|举报)电话[：:]",
    r"电子邮[箱件][：:]",
    r"[（(]共印",
    r"(?:主动公开|依申请公开|不公开)$",
    "（政策咨询",
    r"[（(]\d{4}年.{4,80}(?:通过|公布|修订|修正|发布).{0,60}[）)]$",
)
_NOTE = lazy("|".join((*_NOTES, *(f"{_spaced(word)}[：:]" for word in _NOTE_LABELS))))
_PRINTED = lazy(rf"[\u4e00-\u9fff ]{{2,40}}{UNNAMED_DATE}[ \u3000]*印发")
_BREAK = r"[\r\n]{0,2}"
_CHARGE = _BREAK.join(
    f"(?:{'|'.join(_BREAK.join(word) for word in words.split())})"
    for words in ("牵头 责任 配合 参与 参加 主责 协办 主办", "单位 部门 处室 领导 科室")
)
INNOTE = lazy(
    rf"[（(〔\[【]{_CHARGE}[^。]{{0,300}}[）)〕\]】][。]?$"
    rf"|[（(〔\[【]{_CHARGE}(?:[^。（(〔）)〕】]|[（(〔][^。）)〕】]{{0,40}}[）)〕】]){{0,300}}$"
    rf"|{_CHARGE}(?:[^。：:，]{{0,12}}[：:][^。]{{0,300}})?[）)〕\]】]?[。]?$"
)
"""Who is in charge of the task above it."""


_OPENS_FURNITURE = frozenset(
    " !#*-=CP[_hp·–—•─　【－一上下主体作信公关内分加印原发图大失字官实审废当微您成所手打扫收效文无是更有服来"
    "标浏点版现生相第索纠组编网联设访责返阅附首"
)
_OPENS_NOTE = frozenset("(*不主举传依信公咨地抄校此电监签联邮（")
_OPENS_INNOTE = frozenset("([【〔主协参牵责配（")
"""The characters that what the expressions match begins with (digits apart): most lines begin with others."""


def is_furniture(line: str) -> bool:
    """Whether a line is of the frame of a page."""
    if (line[0] in _OPENS_FURNITURE or line[0].isdecimal()) and _FURNITURE.match(line):
        return True
    named = "ICP备" in line or "公网安备" in line or "_中国政府网" in line
    return named and _NAMED_SITE.match(line) is not None


def is_note(line: str) -> bool:
    """Whether a line says how the document is published, printed or to be asked about."""
    if line[0] in _OPENS_NOTE and _NOTE.match(line):
        return True
    return "印发" in line and _PRINTED.match(line) is not None


def is_innote(line: str) -> bool:
    """Whether a line says who is in charge of the task above it."""
    return line[0] in _OPENS_INNOTE and INNOTE.match(line) is not None
