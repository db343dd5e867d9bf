"""Figures of a running server, as Prometheus reads them: turns, errors, seconds, and who answered each task."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from chatbot.types import Event

BUCKETS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 8, 13, 30)


class Metrics:
    """Counts turns, errors, seconds and fallbacks, in a registry of its own.

    counts: (task, who answered) -> times. rising: whether people sound unhappier than usual.
    """

    def __init__(
        self,
        counts: Callable[[], dict[tuple[str, str], int]] = dict,
        rising: Callable[[], bool] = lambda: False,
    ) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("chatbot_turns", "Answered turns.", ["intent"], registry=self.registry)
        self.errors = Counter("chatbot_errors", "Errors shown to people.", ["code"], registry=self.registry)
        self.seconds = Histogram("chatbot_turn_seconds", "Whole turns.", buckets=BUCKETS, registry=self.registry)
        self.tickets = Counter("chatbot_tickets", "Conversations handed to a person.", registry=self.registry)
        self.moods = Counter("chatbot_sentiment", "Messages by sentiment.", ["sentiment"], registry=self.registry)
        help = "1 while the share of negative turns is well above the usual one."
        alarm = Gauge("chatbot_negative_rising", help, registry=self.registry)
        alarm.set_function(lambda: float(rising()))
        self.registry.register(_Tasks(counts))

    def watch(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events; the finished turn is counted and timed."""
        start = time.perf_counter()
        for event in events:
            if event.turn is not None:
                self.turns.labels(event.turn.intent).inc()
                self.moods.labels(event.turn.sentiment).inc()
                self.tickets.inc(event.turn.ticket is not None)
                self.seconds.observe(time.perf_counter() - start)
            yield event


class _Tasks(Collector):
    def __init__(self, counts: Callable[[], dict[tuple[str, str], int]]) -> None:
        self.counts = counts

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily("chatbot_tasks", "Which task was answered by what.", labels=["task", "by"])
        for (task, by), number in self.counts().items():
            family.add_metric([task, by], number)
        yield family
