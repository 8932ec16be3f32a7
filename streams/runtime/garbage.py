"""How often Python looks for objects that only refer to each other."""

import gc

THRESHOLD = 50_000
"""New objects before a look; Python's own is 700. A batch brings tens of thousands, which go with it."""


def collect_rarely() -> None:
    """Leave alone what is loaded, and look at the rest less often.

    Batches hold no cycles: reference counts free them. Looking at them, again and again, took a quarter of the time of
    a worker's main process, and a twenty-fifth of an enrichment process's.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(THRESHOLD)
