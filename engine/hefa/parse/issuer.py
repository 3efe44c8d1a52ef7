"""The name of an organ in, its level and kind out."""

from hefa.model.lazy import lazy
from hefa.parse.words import ORGAN_END

CENTRAL_CITIES = ("北京市", "上海市", "天津市", "重庆市")
STATE = lazy(
    r"^(?:国务院(?:办公厅|令|$)|国务院(?!.{0,20}(?:部|局|委员会))|中共中央|中国共产党中央|全国人民代表大会|全国人大|中央办公厅)"
)
MINISTRY = lazy(
    r"^(?:国家|中国|中央|全国|最高人民|公安部|教育部|财政部|司法部|民政部|商务部|农业|水利部|工业和信息化部|交通运输部|"
    r"生态环境部|自然资源部|住房城乡建设部|住房和城乡建设部|人力资源社会保障部|人力资源和社会保障部|文化和旅游部|"
    r"应急管理部|退役军人|科技部|科学技术部|外交部|审计署|海关总署|市场监管总局|税务总局|金融监管总局|人民银行|"
    r"体育总局|广电总局|国资委|证监会|银保监会|中宣部|中组部|共青团中央|国务院)"
)
TOWNSHIP = lazy(r"(?:[镇乡]|街道)(?:人民政府|办事处|党委|党工委|政府|$)|街道办")
COUNTY = lazy(
    r"[县旗](?!级)|(?<!自治)(?<!地)(?<!社)(?<!行政)(?<!园)(?<!军)(?<!矿)(?<!校)区(?!域|块|划|分)|^[县区]"
)
PROVINCE = lazy(r"^[^市县]{2,8}(?:省|自治区)|^(?:省|自治区)|新疆生产建设兵团|特别行政区|^[^市县]{0,4}省委")
CITY = lazy(r"[市州盟]|地区")
KINDS = (
    ("party", lazy(r"^(?:中共|中国共产党)|[省市县区州盟旗镇乡]委(?:办公|$)|党组|党委|党工委")),
    ("congress", lazy(r"人民代表大会|人大常委")),
    ("court", lazy(r"法院|检察院")),
    ("government", lazy(r"(?:人民政府|国务院|街道办事处|管理委员会|管委会|行政公署)$")),
    ("office", lazy(r"(?:政府|国务院|管委会)[^局]{0,4}办公[厅室]$")),
    ("enterprise", lazy(r"(?:公司|集团|协会|学会|商会|大学|学院|学校|中学|小学|医院|银行)$")),
    ("department", ORGAN_END),
)
BELOW_PROVINCE = lazy(r"^[\u4e00-\u9fff]{1,8}[市州盟县区旗]")


def level(name: str) -> str:
    """Return one of state, ministry, province, city, county, township, unknown."""
    name = name if name.startswith("中共中央") else name.removeprefix("中共")
    for found, pattern in (("state", STATE), ("township", TOWNSHIP), ("ministry", MINISTRY)):
        if pattern.search(name):
            return found
    return _local_level(name)


def _local_level(name: str) -> str:
    province = PROVINCE.search(name)
    rest = name[province.end() :] if province else name
    if province and not BELOW_PROVINCE.search(rest):
        return "province"
    if name.startswith(CENTRAL_CITIES):
        return "county" if COUNTY.search(name[3:]) else "province"
    if COUNTY.search(rest):
        return "county"
    return "city" if CITY.search(rest) else "unknown"


def kind(name: str) -> str:
    """Return one of government, office, department, party, congress, court, enterprise, unknown."""
    return next((found for found, pattern in KINDS if pattern.search(name)), "unknown")
