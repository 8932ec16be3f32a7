"""What goes to Kafka from one enriched event: keys and their places."""

import random

from aiokafka.partitioner import murmur2

from streams.runtime.outputs import POSITIVE_INT32, key_hashes


def test_hashes_of_many_keys_are_those_of_kafka() -> None:
    rng = random.Random(1)  # noqa: S311 - bytes of any kind, the same in every run
    sizes = [0, 1, 3, 4, 8, 15, 16, 16, 16, 32, 33]
    keys = [rng.randbytes(rng.choice(sizes)) for _ in range(2000)] + [b"\xff" * 16, b"\x00" * 16]
    assert key_hashes(keys) == [murmur2(key) & POSITIVE_INT32 for key in keys]
    assert key_hashes([keys[0]]) == [murmur2(keys[0]) & POSITIVE_INT32]
    assert key_hashes([]) == []
