"""Which entities the articles of the last minutes name most: few enough for labels of a metric."""

from collections import Counter as Tally
from collections import deque
from collections.abc import Iterable

import msgspec

from streams.runtime.outputs import TOPIC_INDEX, OutputRecord
from streams.topics import ENTITIES

SHOWN = 10
MINUTES = 10
MAX_NAMES, KEPT_NAMES = 10_000, 1_000
"""Names of one minute that are counted, and that are kept beyond it: those named once or twice go."""
NAME_LENGTH = 80
RENEW_SECONDS = 60.0
"""No name comes or goes more often: what bounds the series that Prometheus must keep is names a minute."""


class _Named(msgspec.Struct):
    type: str
    name: str


class _EntityRecord(msgspec.Struct):
    entity: _Named


class MostNamed:
    """Counts articles by entity over ten minutes. Bounded, whatever comes; decodes only what is shown."""

    def __init__(self) -> None:
        """Start empty."""
        self._minutes: deque[tuple[int, Tally[bytes]]] = deque()
        self._values: dict[bytes, bytes] = {}
        self._renewed = float("-inf")
        self._shown: list[tuple[str, str, int]] = []

    def committed(self, outputs: Iterable[OutputRecord], now: float) -> None:
        """Count the entities of a committed batch: each is one record for each article that names it."""
        tally = self._tally(int(now // 60))
        index = TOPIC_INDEX[ENTITIES.name]
        named = [(key, value) for topic, _, key, value, _ in outputs if topic == index and value is not None]
        tally.update(key for key, _ in named)
        self._values.update(named)
        if len(tally) > MAX_NAMES:
            self._trim(tally)

    def shown(self, now: float) -> list[tuple[str, str, int]]:
        """Return type, name and articles of the entities named most, renewed once a minute."""
        if not self._shown or now - self._renewed >= RENEW_SECONDS:
            self._renewed = now
            self._shown = self._most(int(now // 60))
        return self._shown

    def _tally(self, minute: int) -> Tally[bytes]:
        # A clock that is set back must not make room without end.
        if not self._minutes or minute > self._minutes[-1][0]:
            if self._minutes:
                self._trim(self._minutes[-1][1])
            self._minutes.append((minute, Tally()))
        return self._minutes[-1][1]

    def _most(self, minute: int) -> list[tuple[str, str, int]]:
        while self._minutes and self._minutes[0][0] <= minute - MINUTES:
            self._minutes.popleft()
        self._forget()
        total: Tally[bytes] = Tally()
        for _, tally in self._minutes:
            total.update(tally)
        # Two entities may bear one name, such as towns in two countries: they share a series.
        by_name: Tally[tuple[str, str]] = Tally()
        for key, articles in total.most_common(SHOWN):
            entity = msgspec.json.decode(self._values[key], type=_EntityRecord).entity
            by_name[entity.type, entity.name[:NAME_LENGTH]] += articles
        return [(type_, name, articles) for (type_, name), articles in by_name.most_common()]

    def _trim(self, tally: Tally[bytes]) -> None:
        kept = tally.most_common(KEPT_NAMES)
        tally.clear()
        tally.update(dict(kept))
        self._forget()

    def _forget(self) -> None:
        known = {key for _, tally in self._minutes for key in tally}
        self._values = {key: value for key, value in self._values.items() if key in known}
