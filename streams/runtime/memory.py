"""What is asked of Python's garbage collector and of the C library's allocator."""

import contextlib
import ctypes
import gc

THRESHOLD = 50_000
"""New objects before Python looks for those that only refer to each other; its own number is 700."""
_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
"""Numbers of glibc's ``mallopt`` (malloc.h)."""
LARGE_BYTES = 1_048_576
KEPT_BYTES = 4_194_304


def collect_rarely() -> None:
    """Leave alone what is loaded, and look at the rest less often.

    Batches hold no cycles: reference counts free them. Looking at them, again and again, took a quarter of the time of
    a worker's main process, and a twenty-fifth of an enrichment process's.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(THRESHOLD)


def return_memory() -> None:
    """Let all threads allocate from one arena, and give large blocks back at once. Where the C library is glibc.

    Threads unpickle batches whose parts other threads free. With an arena for each of them, what is free in one is of
    no use to the others: tens of megabytes in a worker's main process. A few megabytes at the arena's end stay: what
    a batch takes would else be given back after it, and asked for again, page by page, for the next.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another C library, or another system
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, LARGE_BYTES)
        mallopt(_TRIM_THRESHOLD, KEPT_BYTES)
