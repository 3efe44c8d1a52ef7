"""Drafts of our own making in any number: seeded, each another mixture of clauses, some at fault."""

import random
from pathlib import Path

_PLACES = ("青禾县", "柏溪市", "云岭区", "临湖县", "石桥镇")
_ORGANS = ("人民政府", "人民政府办公室", "城市管理局", "住房和城乡建设局", "市场监督管理局")
_MATTERS = (
    "民宿经营", "公园维护", "路灯养护", "集贸市场", "校外托管", "停车泊位", "河道保洁", "户外广告",
    "养老服务", "旧衣回收", "犬只登记", "菜市场改造",
)  # fmt: skip
_LAWFUL = (
    "{m}工作坚持便民、公开、高效的原则。",
    "县级有关部门按照各自职责做好{m}的指导和服务工作。",
    "鼓励社会力量参与{m}，依法保护经营者的合法权益。",
    "有关部门应当每年向社会公布{m}的情况，接受公众监督。",
    "不得以{m}的名义收取保证金或者摊派费用。",
    "对{m}中的意见和投诉，有关部门应当在十五日内答复。",
    "各单位应当做好{m}的档案管理，档案保存期限为{n}年。",
    "{m}所需经费按照规定列入部门预算，专款专用。",
    "从事{m}的单位应当遵守《中华人民共和国民法典》和有关法律、法规的规定。",
    "有关部门应当加强{m}的安全检查，发现隐患的，督促有关单位及时消除。",
    "{m}的具体标准由县级有关部门另行公布，自公布之日起{n}日后执行。",
)
_FAULTY = (
    "从事{m}的，应当经街道办事处核准后方可营业。",
    "从事{m}的单位应当向主管部门缴纳保证金{n}000元，期满无投诉的予以退还。",
    "违反{m}规定的，由镇人民政府处{n}00元以上{n}000元以下罚款。",
    "从事{m}的企业应当在本地注册独立法人，外地企业不得参加。",
    "对{m}的处理决定为最终决定，当事人不得申请行政复议或者提起行政诉讼。",
)


def draft(number: int, seed: int = 1) -> str:
    """Return the draft of that number."""
    rng = random.Random(f"{seed}/{number}")  # noqa: S311
    place, organ, matter = rng.choice(_PLACES), rng.choice(_ORGANS), rng.choice(_MATTERS)
    year, month, day = rng.randint(2015, 2026), rng.randint(1, 12), rng.randint(1, 28)
    clauses = [rng.choice(_FAULTY if rng.random() < 0.08 else _LAWFUL) for _ in range(rng.randint(8, 30))]
    lines = [
        f"{place}{organ}关于印发《{place}{matter}管理办法》的通知",
        f"{place[0]}政规〔{year}〕{number}号",
        "",
        f"第一条　为了规范{matter}，根据有关法律、法规，结合本地实际，制定本办法。",
    ]
    lines += [
        f"第{_chinese(at)}条　{clause.format(m=matter, n=rng.randint(2, 9))}"
        for at, clause in enumerate(clauses, 2)
    ]
    end = f"本办法自{year}年{month}月{day}日起施行，有效期至{year + 5}年{month}月{day}日。"
    if number % 5 == 4:
        end += f"《{place}{matter}管理规定》（{place[0]}政规〔{year}〕{number - 1}号）同时废止。"
    lines += [f"第{_chinese(len(clauses) + 2)}条　{end}", "", f"{place}{organ}", f"{year}年{month}月{day}日"]
    return "\n".join(lines) + "\n"


def make_drafts(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Write drafts 0 to ``count`` into sub-folders of a hundred; return their paths."""
    paths = [folder / f"{number // 100:04}" / f"{number:06}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draft(number, seed), encoding="utf-8")
    return paths


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")
