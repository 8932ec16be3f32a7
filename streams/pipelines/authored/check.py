# ruff: noqa: INP001, T201 - a script beside its data: prints
"""Check the annotated texts here: balanced brackets, allowed labels, tidy spans; print counts."""

import re
import sys
from collections import Counter
from pathlib import Path

LABELS = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"}
SPAN = re.compile(r"\[([A-Z_]+) ([^\[\]]+)\]")
here = Path(__file__).parent
OWN = {"The Hague", "THE HAGUE", "Christie's", "Moody's", "Sotheby's", "McDonald's", "Lord's", "Lloyd's"}
bad = 0
total: Counter[str] = Counter()
for path in sorted(path for kind in ("world", "wire", "heldout") for path in here.glob(f"{kind}_*.txt")):
    count: Counter[str] = Counter()
    words = 0
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        for label, surface in SPAN.findall(line):
            count[label] += 1
            if label not in LABELS:
                print(f"{path.name}:{number}: label {label}")
                bad += 1
            untidy = surface != surface.strip() or surface.lower().startswith("the ")
            if surface not in OWN and (untidy or surface.endswith(("'s", "\u2019s"))):
                print(f"{path.name}:{number}: span {surface!r}")
                bad += 1
        plain = SPAN.sub(r"\2", line)
        if "[" in plain or "]" in plain:
            print(f"{path.name}:{number}: bracket: {line[:90]}")
            bad += 1
        words += len(plain.split())
    docs = len([d for d in re.split(r"\n\s*\n", text) if d.strip()])
    print(f"{path.name}\t{words} words\t{docs} documents\t{sum(count.values())} spans")
    kind = path.name.split("_")[0]
    total[kind + " words"] += words
    total[kind + " documents"] += docs
    for label, n in count.items():
        total[kind + " " + label] += n
for key in sorted(total):
    print(f"{key}\t{total[key]}")
sys.exit(1 if bad else 0)
