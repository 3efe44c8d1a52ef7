"""Load on ``hefa serve`` over loopback: throughput, latency, and what is left when it is killed.

    python benchmarks/load_service.py                            2,000 drafts from 16 clients
    python benchmarks/load_service.py --kills 3                  killed (SIGKILL) in mid-load, started again
    python benchmarks/load_service.py --database URL             with PostgreSQL

The library is called directly on the same drafts in the same run, in one process and in as many as there are
workers. Latency is from sending a draft to the answer 202; it ends when the last draft has its opinion.
"""

import argparse
import contextlib
import http.client
import json
import os
import queue
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = "from hefa.cli.main import main; main()"
MATTERS = ("民宿经营", "公园维护", "集贸市场", "河道保洁", "路灯养护", "户外广告", "停车泊位", "餐饮油烟")
CLAUSES = (
    "从事{matter}的，应当经街道办事处核准后方可营业。",
    "违反本办法规定的，由县有关部门处{number}千元以下罚款。",
    "有关单位应当建立{matter}档案，定期更新，并向社会公开。",
    "外地企业参加{matter}项目的，应当在本县设立子公司。",
    "县人民政府有关部门按照职责分工做好{matter}的指导工作。",
    "申请{matter}补贴的，应当提交无违法犯罪记录证明。",
    "{matter}经营者应当缴纳保证金{number}万元。",
    "鼓励社会力量以志愿服务等方式参与{matter}。",
)


def draft(number: int) -> str:
    """Return a draft of some twenty clauses; no two are the same."""
    rng = random.Random(number)
    matter = MATTERS[number % len(MATTERS)]
    lines = [f"青禾县人民政府关于印发《{matter}管理办法》的通知", f"青政规〔2026〕{number + 1}号", ""]
    lines += [
        f"第{at}条　{rng.choice(CLAUSES).format(matter=matter, number=rng.randint(1, 9))}"
        for at in range(1, 21)
    ]
    return "\n".join(
        [*lines, "第21条　本办法自2026年5月1日起施行，有效期五年。", "", "青禾县人民政府", "2026年3月2日", ""]
    )


@dataclass
class Service:
    """``hefa serve`` as a process of its own, which can be killed and started again on the same port."""

    data: Path
    options: tuple[str, ...] = ()
    port: int = 0
    key: str = ""
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        said = self.data.with_suffix(".out")
        arguments = ["serve", "--data", str(self.data), "--port", str(self.port), "--library", "none"]
        with said.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *arguments, *self.options], stdout=out, stderr=out
            )
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(said.read_text())
            with contextlib.suppress(OSError):
                if self.call("GET", "/health")[0] == 200:
                    break
            time.sleep(0.1)
        lines = said.read_text().splitlines()
        self.key = self.key or next(line.rpartition("：")[2] for line in lines if "管理员密钥" in line)

    def kill(self) -> None:
        """End it without warning, as a failing machine does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        """Make one request on a connection of its own."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            return ask(line, self.key, method, path, body)


def ask(
    line: http.client.HTTPConnection, key: str, method: str, path: str, body: object = None
) -> tuple[int, object]:
    """Make a request with JSON in and out."""
    content = json.dumps(body).encode() if body is not None else None
    line.request(
        method, path, content, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    )
    answer = line.getresponse()
    said = answer.read()
    return answer.status, json.loads(said) if said else None


@dataclass
class Load:
    """What clients did: the versions accepted by draft, the seconds each took, and errors they saw."""

    accepted: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self, service: Service, count: int, clients: int) -> None:
        """Submit drafts; a client whose line breaks tries the same draft again when the service is back."""
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(count):
            waiting.put(number)
        threads = [threading.Thread(target=self._client, args=(service, waiting)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _client(self, service: Service, waiting: "queue.SimpleQueue[int]") -> None:
        line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        with contextlib.suppress(queue.Empty):
            for number in iter(waiting.get_nowait, None):
                body = {"text": draft(number), "title": f"第{number}件"}
                for _ in range(200):
                    began = time.perf_counter()
                    try:
                        status, said = ask(line, service.key, "POST", "/api/v1/drafts/text", body)
                    except (OSError, http.client.HTTPException):
                        line.close()
                        self.errors.append("broken")
                        time.sleep(0.1)
                        continue
                    if status == 202 and isinstance(said, dict):
                        self.seconds.append(time.perf_counter() - began)
                        self.accepted[number] = said["version"]
                        break
                    self.errors.append(str(status))
                    time.sleep(0.1)
        line.close()


def wait_for_all(service: Service, seconds: float) -> Counter[str]:
    """Wait until no job is left, and return the jobs by state."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)) as line:
            line.request("GET", "/metrics", headers={"Authorization": f"Bearer {service.key}"})
            lines = line.getresponse().read().decode().splitlines()
        counts = Counter[str]()
        for one in lines:
            if one.startswith("hefa_jobs{"):
                counts[one.partition('"')[2].partition('"')[0]] = int(float(one.rpartition(" ")[2]))
        if not counts["queued"] + counts["running"] or time.monotonic() > end:
            return counts
        time.sleep(0.2)


def check_opinions(service: Service, load: Load) -> list[str]:
    """Return what is wrong: accepted drafts without their opinion, or with that of another."""
    wrong = []
    for number, version in load.accepted.items():
        status, opinion = service.call("GET", f"/api/v1/versions/{version}/opinion")
        named = f"青政规〔2026〕{number + 1}号"
        if status != 200 or not isinstance(opinion, dict) or opinion["document"]["number"] != named:
            wrong.append(f"{number}: version {version}: {status}")
    return wrong


def review_directly(texts: list[str]) -> tuple[float, float]:
    """Return the seconds, and those of the processor, that the library takes for the drafts here."""
    from hefa.review import Reviewer  # noqa: PLC0415

    reviewer = Reviewer()
    reviewer.review_text(texts[0])
    began, spent = time.perf_counter(), time.process_time()
    for text in texts:
        reviewer.review_text(text)
    return time.perf_counter() - began, time.process_time() - spent


def killed(service: Service, kills: int, load: Load, count: int) -> Iterator[int]:
    """Kill the service as the load goes on, evenly over it, and start it again; yield each time."""
    for turn in range(1, kills + 1):
        while len(load.accepted) < count * turn // (kills + 1):
            time.sleep(0.02)
        service.kill()
        service.start()
        yield turn


def main() -> None:
    """Run the load and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--drafts", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--database")
    options = parser.parse_args()
    texts = [draft(number) for number in range(options.drafts)]
    alone, work = review_directly(texts)
    parts = [texts[start :: options.workers] for start in range(options.workers)]
    with ProcessPoolExecutor(options.workers) as pool:
        together = max(seconds for seconds, _ in pool.map(review_directly, parts))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        more = ("--database", options.database) if options.database else ()
        service = Service(Path(folder) / "data", ("--workers", str(options.workers), *more))
        service.start()
        load = Load()
        began = time.perf_counter()
        clients = threading.Thread(target=load.run, args=(service, options.drafts, options.clients))
        clients.start()
        for turn in killed(service, options.kills, load, options.drafts):
            sys.stdout.write(f"killed and started again ({turn}), {len(load.accepted)} accepted\n")
        clients.join()
        accepted = time.perf_counter() - began
        counts = wait_for_all(service, 1200)
        whole = time.perf_counter() - began
        wrong = check_opinions(service, load)
        code = service.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    count, ordered = options.drafts, sorted(load.seconds)
    p50, p95, p99 = (1000 * ordered[int(len(ordered) * part)] for part in (0.5, 0.95, 0.99))
    for line in (
        f"library, one process: {count / alone:.0f}/s; {options.workers} processes: {count / together:.0f}/s",
        f"service, {options.clients} clients, {options.workers} workers: accepted {count / accepted:.0f}/s, "
        f"opinions {count / whole:.0f}/s ({whole:.1f} s)",
        f"processor: library {1000 * work / count:.1f} ms a draft, service {1000 * spent / count:.1f} ms, "
        "with its start and the reading of every opinion",
        f"answer 202: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms, most {1000 * ordered[-1]:.0f} ms",
        f"accepted {len(load.accepted)}, errors seen {dict(Counter(load.errors))}, jobs {dict(counts)}",
        f"wrong: {wrong or 'none'}; exit code {code}",
    ):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
