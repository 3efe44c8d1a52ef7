"""Drafts to measure with: generated ones of three lengths, and a fixed sample of real ones where present."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from hefa.pack import RulePack, load_packs

SIZES = (1, 10, 100)
"""Multiples of about 2,000 characters."""

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "text"
SAMPLE_SIZE = 30
ARTICLES_PER_SIZE = 29
DIGITS = "零一二三四五六七八九"

SENTENCES = (
    "县农业农村局负责本办法的组织实施，乡镇人民政府协助做好日常管理工作。",
    "经营者应当在经营场所的显著位置公示服务项目、价格和投诉电话。",
    "从事仓储服务的单位应当建立台账，如实记录货物的来源、数量和去向，台账保存期限不少于二年。",
    "任何单位和个人不得以任何名义要求经营者购买指定的商品或者服务。",
    "未经镇农业服务中心批准，任何单位和个人不得从事农机维修经营活动。",
    "违反前款规定的，由县农业农村局处五百元以上二千元以下罚款。",
    "申请人应当提交村民委员会出具的经营场所证明，材料齐全的当场受理。",
    "对生产经营中遇到的困难，有关部门应当及时协调解决，并将结果告知申请人。",
    "鼓励经营者参加信用评价，评价结果由行业协会向社会公布。",
    "进场交易的商户应当向市场管理办公室缴纳履约保证金三千元。",
    "依照《中华人民共和国农产品质量安全法》的规定应当检测的，由生产者自行或者委托检测机构检测。",
    "各有关单位要加强宣传引导，做好政策解读，营造良好的社会氛围。",
    "同等条件下，优先采购本县企业生产的农机具和包装材料。",
)
ITEMS = (
    "有固定的经营场所和必要的设施；",
    "有与经营规模相适应的管理人员；",
    "法律、法规规定的其他条件。",
)


def chinese(number: int) -> str:
    """Give the numeral of 1 to 9,999 as in 第一百零三条."""
    digits = [int(digit) for digit in str(number)]
    text = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            text += DIGITS[digit] + ("", "十", "百", "千")[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零").removeprefix("一") if 10 <= number < 20 else text.rstrip("零")


def make_draft(size: int) -> str:
    """Write a draft of about ``size`` times 2,000 characters; the same every time."""
    lines = ["青禾县农产品流通管理办法", "", "青禾县人民政府办公室", ""]
    for article in range(1, ARTICLES_PER_SIZE * size + 1):
        if article % 12 == 1:
            lines.append(f"第{chinese(article // 12 + 1)}章　流通管理")
        first, second = SENTENCES[article % len(SENTENCES)], SENTENCES[article * 5 % len(SENTENCES)]
        lines.append(f"第{chinese(article)}条　{first}")
        if article % 4 == 0:
            lines.append("　　从事农产品流通的经营者应当具备下列条件：")
            lines += [f"　　（{chinese(at)}）{item}" for at, item in enumerate(ITEMS, 1)]
        elif article % 3 == 0:
            lines.append(f"　　{second}")
    lines.append(f"第{chinese(ARTICLES_PER_SIZE * size + 1)}条　本办法自2026年5月1日起施行，有效期五年。")
    return "\n".join(lines) + "\n"


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="session")
def drafts() -> dict[int, str]:
    return {size: make_draft(size) for size in SIZES}


@pytest.fixture(scope="session")
def corpus() -> list[str]:
    """Every n-th text of the corpus by name, so that the sample stays the same."""
    paths = sorted(CORPUS.glob("*.txt"))
    if not paths:
        pytest.skip("no corpus of real texts beside the repository")
    return [path.read_bytes().decode("utf-8") for path in paths[:: max(1, len(paths) // SAMPLE_SIZE)]]


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return load_packs()


Measure = Callable[..., Any]


@pytest.fixture
def measure(benchmark: BenchmarkFixture) -> Measure:
    """Run ``work`` on each of ``inputs`` in one round and note the throughput of the fastest."""

    def run(work: Callable[[Any], Any], inputs: Sequence[Any], texts: Sequence[str]) -> list[Any]:
        results: list[Any] = benchmark(lambda: [work(item) for item in inputs])
        if benchmark.stats is not None:
            seconds = benchmark.stats.stats.min
            size = sum(len(text.encode()) for text in texts)
            benchmark.extra_info["mb_per_s"] = round(size / seconds / 1e6, 3)
            benchmark.extra_info["documents_per_s"] = round(len(texts) / seconds, 1)
        return results

    return run


@pytest.fixture
def growth(benchmark: BenchmarkFixture) -> Callable[[Callable[[Any], Any], dict[int, Any]], None]:
    """Note in one run how time grows with length; the benchmark itself times the longest."""

    def run(work: Callable[[Any], Any], inputs: dict[int, Any]) -> None:
        benchmark.pedantic(work, args=(inputs[SIZES[-1]],), rounds=3, warmup_rounds=1)
        base = fastest(work, inputs[SIZES[0]], repeat=10)
        for size in SIZES[1:]:
            ratio = fastest(work, inputs[size], repeat=3) / base
            benchmark.extra_info[f"ratio_{size}"] = round(ratio, 1)

    return run


def fastest(work: Callable[[Any], Any], item: Any, repeat: int) -> float:
    """Return the seconds of the fastest of ``repeat`` runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work(item)
        times.append(time.perf_counter() - start)
    return min(times)
