"""A spaCy pipeline that is light, and hostile where the text asks for it."""

from pathlib import Path

PIPELINE = "hostile_pipeline"

TEXT = "\x1b[2J\x1b]0;owned\x07 Amina \u202edlonod\u202c [bold]5 people[/bold] [/] \x9b31m\r\x00 \u2066end\u200f"
"""Clears the screen, sets the title, changes colours and direction, and ends a markup that nobody began."""

CODE = """
import os, time
import spacy
from spacy.language import Language

@Language.component("hostile")
def hostile(doc):
    if "RAISE" in doc.text:
        raise RuntimeError("raised on purpose")
    if "SLOW" in doc.text:
        time.sleep(0.3)
    if "HANG" in doc.text:
        time.sleep(3600)
    if "CRASH" in doc.text:
        os.kill(os.getpid(), 9)
    return doc

def load(**_):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    names = ("Amina Diallo", "Liza Manalo", "Ravi Menon", "Tomas Novak", "Grace Achieng", "Emeka Obi")
    ruler.add_patterns([{"label": "PER", "pattern": name} for name in names])
    nlp.add_pipe("hostile")
    return nlp
"""


def install(directory: Path) -> Path:
    """Write the pipeline as an installed package; return what to put on PYTHONPATH.

    Texts with RAISE, SLOW, HANG and CRASH raise, take 0.3 s, never end, and kill the process.
    """
    package = directory / "packages" / PIPELINE
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(CODE)
    information = package.parent / f"{PIPELINE}-1.0.dist-info"
    information.mkdir(exist_ok=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PIPELINE}\nVersion: 1.0\n")
    return package.parent
