"""What the service counts, for Prometheus: requests, drafts, jobs. There is nothing of a draft in it."""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from hefa.service.limits import App, Message, Receive, Send

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)


class Metrics:
    """Counters of one service; ``jobs`` gives the number of jobs by state when it is asked."""

    def __init__(self, jobs: Callable[[], dict[str, int]]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "hefa_requests",
            "Requests by route and status",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._latency = Histogram(
            "hefa_request_seconds", "Time to answer", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self._ended = Counter("hefa_jobs_ended", "Jobs that ended", ("state",), registry=self.registry)
        self._work = Histogram(
            "hefa_job_seconds", "Time from worker to opinion", buckets=_SECONDS, registry=self.registry
        )
        self.registry.register(_Jobs(jobs))

    def ended(self, state: str, seconds: float) -> None:
        """Count a job that ended."""
        self._ended.labels(state).inc()
        self._work.observe(seconds)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        return generate_latest(self.registry)


class Counted:
    """Middleware (ASGI) that counts requests by the path of their route, never by what a client wrote."""

    def __init__(self, app: App, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if route != "none" else "none"
            self._metrics.requested(method, route, status, time.perf_counter() - began)


class _Jobs(Collector):
    def __init__(self, jobs: Callable[[], dict[str, int]]) -> None:
        self._jobs = jobs

    def collect(self) -> list[GaugeMetricFamily]:
        family = GaugeMetricFamily("hefa_jobs", "Jobs in the store", labels=("state",))
        counts = self._jobs()
        for state in ("queued", "running", "done", "failed"):
            family.add_metric((state,), counts.get(state, 0))
        return [family]
