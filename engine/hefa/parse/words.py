"""Words by which titles, organs and norms are known."""

from hefa.model.lazy import lazy

_GENRES = (
    "办法|规定|细则|条例|规则|准则|通知|通报|通告|公告|公报|意见|决定|命令|令|批复|复函|答复|函|报告|总结|"
    "要点|纪要|方案|计划|规划|纲要|预案|措施|政策|若干政策|政策措施|清单|目录|标准|指南|指引|规范|制度|"
    "章程|守则|公约|倡议书|解读|讲话|请示|决议|安排|规程|程序|流程|大纲|说明|须知|导则|导引|名单|行动|"
    "布局|责任书|通则|职责|表"
)
GENRES = tuple(sorted(_GENRES.split("|"), key=len, reverse=True))
"""文种: what a title may end with, the longest first."""
GENRE_NAMES = "|".join(GENRES)
GENRE_END = lazy(rf"(?:{GENRE_NAMES})[”》」]?(?:[（(〔][^（）()〔〕]{{1,40}}[）)〕])?[*#”》]{{0,2}}$")
ORGAN_END = lazy(
    r"(?:政府|国务院|办公[厅室]|委员会|[委局厅部署院会行处站队所室办]|中心|机关|单位|小组|指挥部|公司|集团|大学|学校|"
    r"厅（局）|党组|机制|总工会|海关)(?:[（(][^（）()]{1,20}[）)])?$"
)
MODAL = lazy(r"应当|必须|不得|严禁|禁止|可以|有权|方可|一律|不予|予以|负责")
