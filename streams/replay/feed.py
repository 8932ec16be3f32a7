"""Reading in a thread: a slow disk or an idle pipe must not hold up the event loop."""

import asyncio
import threading
from collections import deque
from collections.abc import Iterable

from streams.sources import SourceArticle, SourceItem

MAX_ITEMS = 512
MAX_CHARACTERS = 8 * 1024 * 1024


class Feed:
    """Reads ahead in a thread, within bounds.

    Guarantee:
        Items come out in order, none twice, none missing; an exception of the reader comes out
        after the items before it.
    """

    def __init__(self, items: Iterable[SourceItem]) -> None:
        """Start reading. Call inside a running event loop."""
        self._items = items
        self._loop = asyncio.get_running_loop()
        self._queue: deque[SourceItem] = deque()
        self._characters = 0
        self._lock = threading.Condition()
        self._ready = asyncio.Event()
        self._closed = False
        self._done = False
        self._error: BaseException | None = None
        # A daemon: a read from an idle pipe can't be interrupted and must not keep the process.
        self._thread = threading.Thread(target=self._read, name="replay-reader", daemon=True)
        self._thread.start()

    async def take(self) -> list[SourceItem]:
        """Return what was read since the last call, waiting for something; empty at the end."""
        while True:
            with self._lock:
                if self._queue:
                    taken = list(self._queue)
                    self._queue.clear()
                    self._characters = 0
                    self._lock.notify()
                    return taken
                if self._closed:
                    return []
                if self._done:
                    if self._error is not None:
                        raise self._error
                    return []
                self._ready.clear()
            await self._ready.wait()

    def close(self) -> None:
        """Stop reading and drop what was read ahead."""
        with self._lock:
            self._closed = True
            self._queue.clear()
            self._lock.notify()
        self._ready.set()

    def _read(self) -> None:
        error: BaseException | None = None
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except BaseException as raised:  # noqa: BLE001 - it is raised again by take()
            error = raised
        finally:
            with self._lock:
                self._done = True
                self._error = error
            self._wake()

    def _put(self, item: SourceItem) -> bool:
        size = len(item.article.text) if isinstance(item, SourceArticle) else len(item.message)
        with self._lock:
            while self._is_full() and not self._closed:
                self._lock.wait()
            if self._closed:
                return False
            was_empty = not self._queue
            self._queue.append(item)
            self._characters += size
        if was_empty:
            self._wake()
        return True

    def _is_full(self) -> bool:
        return len(self._queue) >= MAX_ITEMS or self._characters >= MAX_CHARACTERS

    def _wake(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._ready.set)
        except RuntimeError:  # the loop has ended before the reader: nobody waits any more
            with self._lock:
                self._closed = True
                self._queue.clear()
