"""Which code and data made a result: the fingerprint in every event."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import streams
from streams import enrich, records


@cache
def code_fingerprint() -> str:
    """Return 16 hexadecimal digits over all code and lexicons that results depend on."""
    digest = blake2b(streams.__version__.encode(), digest_size=8)
    for package in (enrich, records):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            # Compiled files differ by machine and say nothing that their source does not say.
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(recogniser_fingerprint: str) -> str:
    """Return 16 hexadecimal digits over code, lexicons and the recogniser's weights."""
    seed = f"{code_fingerprint()}\0{recogniser_fingerprint}"
    return blake2b(seed.encode(), digest_size=8).hexdigest()
