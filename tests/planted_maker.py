"""Archives in any size with known faults: seeded documents of clauses put together anew, pairs among them.

A plant is two documents on one matter which contradict, repeat or supersede each other; a trap is two that
look so and do not. All else is background: the same matters elsewhere, other matters here.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hefa.archive import open_store
from hefa.archive.rows import rows_of
from hefa.archive.schema import runs
from hefa.archive.store import put_document, put_version
from hefa.model.archive import Examined
from hefa.model.opinion import DocumentInfo, Opinion, Provenance
from hefa.parse import parse_document
from hefa.read import read_text

PLANTS = {
    "deadline": (
        ("{o}应当自受理{m}申请之日起{a}个工作日内作出是否准予的决定。", "10 15 20 30"),
        ("从事{m}的单位应当在变更登记之日起{a}日内向{o}报告变更情况。", "5 10 15 30"),
        ("{m}的档案应当自验收合格之日起保存{a}年。", "2 3 5 10"),
        ("对{m}的投诉，{o}应当在{a}个工作日内答复投诉人。", "3 5 7 15"),
    ),
    "amount": (
        ("从事{m}的单位，每次检验按照每件{a}元缴纳检验费。", "20 30 50 80"),
        ("{m}设施每处建设补助标准为{a}万元。", "1 2 3 5"),
        ("{m}的财政承担比例为百分之六十的部分，县级配套不低于{a}%。", "10 20 30 40"),
        ("受委托开展{m}评审的专家，每人每天支付劳务报酬{a}元。", "300 500 800 1000"),
    ),
    "agency": (
        ("{m}的监督检查工作由{a}负责。", "市场监督管理局 农业农村局 城市管理局 商务局"),
        ("{a}负责{m}项目的验收工作。", "住房和城乡建设局 水利局 自然资源局 交通运输局"),
    ),
    "condition": (
        (
            "申请{m}经营许可的，应当具备下列条件：\n（一）有固定的经营场所；\n（二）有健全的管理制度；{a}",
            "|\n（三）法定代表人在当地缴纳社会保险满三年；|\n（三）注册资本不低于五百万元；",
        ),
        (
            "申请{m}备案的，应当提交下列材料：\n（一）营业执照复印件；\n（二）场所平面图；{a}",
            "|\n（三）社区居民委员会出具的同意证明；|\n（三）近三年纳税证明；",
        ),
    ),
    "duplicate": (),
    "superseded": (),
}
TRAPS = ("same", "unit", "case", "repealed", "expired", "elsewhere")
_CITIES = [f"{a}{b}" for a in "柏云临石青松" for b in "溪岭湖桥"][:14]
_COUNTIES = [f"{a}{b}" for a in "禾竹梅兰荷枫桂杏桃梨柳榆槐桑棠" for b in "丰宁泰康昌兴"]
_BUREAUS = ("农业农村局", "市场监督管理局", "住房和城乡建设局", "文化和旅游局", "民政局")
_FORMS = ("管理办法", "实施细则", "实施意见", "扶持措施", "管理标准")
_OWN_CLAUSES = tuple(
    f"{who}应当{what}，{how}。"
    for who in ("有关部门", "乡镇人民政府", "从事经营活动的单位", "行业协会", "各责任单位", "村民委员会")
    for what in (
        "建立工作台账并如实记录有关情况", "加强对有关人员的业务培训", "及时公开办理的依据和结果",
        "做好现场的日常巡查和维护", "按照职责分工做好衔接配合", "听取群众的意见和建议",
        "对发现的隐患督促整改到位", "安排专人负责咨询解答",
    )
    for how in (
        "保证各项措施落到实处，不得敷衍推诿或者弄虚作假", "方便群众就近办理，不得增加当事人的负担",
        "并将有关情况纳入年度总结，作为改进工作的参考", "做到标准统一、流程清楚、责任到人、记录完整",
    )
)  # fmt: skip


@dataclass(slots=True)
class Made:
    """A document to be written; ``lines`` are what is planted in it."""

    place: str
    organ: str
    matter: str
    form: str
    date: tuple[int, int, int]
    lines: list[str] = field(default_factory=list)
    number: int = 0
    validity: str = ""

    @property
    def path(self) -> str:
        return f"/archive/{self.number // 1000:03}/{self.number:06}.txt"

    @property
    def name(self) -> str:
        return f"{self.place}{self.matter}{self.form}"

    @property
    def called(self) -> str:
        return f"{self.place[0]}{self.organ[0]}规〔{self.date[0]}〕{self.number}号"

    def text(self, rng: random.Random, clauses: Sequence[str]) -> str:
        body = [
            f"为了规范{self.matter}，制定本办法。",
            *rng.sample(clauses, min(len(clauses), rng.randint(6, 14))),
            f"{self.matter}应当坚持依法、公开、便民的原则。",
        ]
        for line in self.lines:
            body.insert(rng.randint(1, len(body)), line)
        year, month, day = self.date
        body.append(f"本办法自{year}年{month}月{day}日起施行{self.validity}。")
        articles = "\n".join(f"第{_chinese(at)}条　{line}" for at, line in enumerate(body, 1))
        issuer = f"{self.place}{self.organ}"
        return (
            f"{issuer}关于印发《{self.name}》的通知\n{self.called}\n\n各有关单位：\n\n"
            f"现将《{self.name}》印发给你们，请遵照执行。\n\n{issuer}\n{year}年{month}月{day}日\n\n"
            f"{self.name}\n\n{articles}\n"
        )


@dataclass(frozen=True, slots=True)
class Planted:
    """What is planted: the kind (or the name of a trap), and the two documents, the later one first."""

    kind: str
    later: Made
    earlier: Made


def planned(
    count: int, matters: Sequence[str], seed: int = 1, share: float = 0.1
) -> tuple[list[Made], list[Planted]]:
    """Return so many documents in a mixed order, ``share`` of them in plants and traps."""
    rng = random.Random(f"{seed}/{count}")  # noqa: S311
    kinds = [*PLANTS, *PLANTS, *TRAPS]
    made: list[Made] = []
    planted: list[Planted] = []
    while len(made) < count * share:
        pair = _plant(kinds[len(planted) % len(kinds)], rng, matters)
        planted.append(pair)
        made += [pair.earlier, pair.later]
    while len(made) < count:
        place, organ = _organ(rng)
        made.append(Made(place, organ, rng.choice(matters), rng.choice(_FORMS), _date(rng, 2015, 2026)))
    rng.shuffle(made)
    for number, one in enumerate(made, 1):
        one.number = number
    for pair in planted:
        if pair.kind == "repealed":
            pair.later.lines.append(f"《{pair.earlier.name}》（{pair.earlier.called}）同时废止。")
    return made, planted


def make_planted(
    path: Path,
    count: int,
    *,
    matters: Sequence[str],
    clauses: Sequence[str] = _OWN_CLAUSES,
    share: float = 0.1,
    seed: int = 1,
) -> list[Planted]:
    """Write a store of so many documents, as an audit without findings would, and return what is planted."""
    made, planted = planned(count, matters, seed, share)
    rng = random.Random(f"text/{seed}")  # noqa: S311
    copies = {id(one.later): one.earlier for one in planted if one.kind == "duplicate"}
    shared = {id(one.earlier): rng.sample([c for c in clauses if len(c) > 60] or clauses, 4)
              for one in planted if one.kind == "duplicate"}  # fmt: skip
    for one in made:
        one.lines += shared.get(id(copies.get(id(one), one)), [])
    with open_store(path, create=True) as store:
        for start in range(0, count, 500):
            with store.write() as connection:
                if start == 0:
                    run = {"id": 1, "started": "2026-03-02T08:00:00", "basis": "b", "hefa": "1", "rules": "1"}
                    connection.execute(runs.insert().values(**run, options="[]", roots="[]"))
                for one in made[start : start + 500]:
                    version = put_version(connection, rows_of(examined(one.text(rng, clauses)), "b"))
                    put_document(connection, one.path, version, size=1, modified=1)
    return planted


def examined(text: str) -> Examined:
    """Return a text as a review without findings gives it."""
    source = read_text(text)
    document = parse_document(source.text)
    facts = document.facts
    names = ("title", "number", "issuer", "rank", "kind", "date")
    info = DocumentInfo(**{name: getattr(facts, name) for name in names}, sha256=source.sha256)
    opinion = Opinion(document=info, conclusion="lawful", provenance=Provenance(hefa="1", rules="1"))
    return Examined(opinion, source.text, document)


def _plant(kind: str, rng: random.Random, matters: Sequence[str]) -> Planted:
    place, organ = _organ(rng)
    matter = rng.choice(matters)
    first, second = rng.sample(_FORMS, 2)
    earlier = Made(place, organ, matter, first, _date(rng, 2015, 2020))
    later = Made(place, organ, matter, second, _date(rng, 2021, 2026))
    if rng.random() < 0.5 and kind not in ("superseded", "repealed"):
        earlier.place, earlier.organ = "东江省", rng.choice(("人民政府", "农业农村厅", "市场监督管理局"))
    if kind == "superseded":
        later.form = earlier.form
    elif PLANTS.get(kind):
        _say(rng.choice(PLANTS[kind]), earlier, later, rng)
    elif kind in TRAPS:
        _mislead(kind, earlier, later, rng)
    return Planted(kind, later, earlier)


def _say(template: tuple[str, str], earlier: Made, later: Made, rng: random.Random) -> None:
    words, values = template
    options = values.split("|") if "|" in values else values.split()
    one, other = rng.sample(options, 2)
    if "|" in values and not other:
        one, other = other, one  # the later one adds
    if "{o}" in words and earlier.place != later.place:
        one, other = sorted((one, other), key=int)  # a lower office may give itself less time
    for made, value in ((earlier, one), (later, other)):
        made.lines.append(words.format(o="县级主管部门", m=made.matter, a=value))


def _mislead(kind: str, earlier: Made, later: Made, rng: random.Random) -> None:
    matter = earlier.matter
    words, values = rng.choice(PLANTS["deadline"])
    one, other = rng.sample(values.split(), 2)
    said = [words.format(o="县级主管部门", m=matter, a=value) for value in (one, other)]
    if kind == "same":
        said[1] = said[0]
    elif kind == "unit":
        said = [f"{matter}合同的期限不得超过{term}。" for term in ("一年", "十二个月")]
    elif kind == "case":
        said = [f"{matter}的{case}应当在{days}日内完成。" for case, days in (("初次检验", 10), ("复检", 5))]
    elif kind == "elsewhere":
        earlier.place, later.place = rng.sample(_COUNTIES, 2)
        earlier.place, later.place = f"{earlier.place}县", f"{later.place}县"
        earlier.organ = later.organ
    elif kind == "expired":
        earlier.validity = f"，有效期至{earlier.date[0] + 2}年12月31日"
    earlier.lines.append(said[0])
    later.lines.append(said[1])


def _organ(rng: random.Random) -> tuple[str, str]:
    place = rng.choice(["东江省", *[f"{city}市" for city in _CITIES], *[f"{name}县" for name in _COUNTIES]])
    bureau = rng.choice(_BUREAUS)
    if place == "东江省":
        bureau = bureau.replace("农业农村局", "农业农村厅").replace("民政局", "民政厅")
    return place, rng.choice(("人民政府", bureau))


def _date(rng: random.Random, first: int, last: int) -> tuple[int, int, int]:
    return rng.randint(first, last), rng.randint(1, 10), rng.randint(1, 28)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")
