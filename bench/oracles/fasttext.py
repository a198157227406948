"""Trains small fastText models on our own lines, one for each loss and form of file, and writes them with the C++
program's predictions to test/golden/fasttext/.

    python bench/oracles/fasttext.py

Training is not deterministic, so a new run makes new models; they are golden together with their predictions.
"""

import importlib.metadata
import json
import pathlib
import sys
import tempfile

sys.path.pop(0)  # this file has the name of the package it imports

import fasttext  # noqa: E402

ROOT = pathlib.Path(__file__).parents[2]
TARGET = ROOT / "test" / "golden" / "fasttext"

# label, words that speak for it
SUBJECTS = {
    "sea": "harbour anchor tide sailor mast gull wave island lighthouse storm rope deck captain fog reef",
    "kitchen": "flour oven butter knife pepper soup bread kettle spoon onion garlic plate recipe salt lemon",
    "garden": "rose spade seed hedge beetle apple root leaf compost ladder bee orchard fence moss rain",
    "sprache": "wörter größe fluß straße übung bücher mädchen häuser schön grün küche tür jäger",
    "язык": "слово речь буква звук книга письмо строка перевод словарь алфавит грамматика",
}
NOISE = "the a of and in with near old small two under this that was had".split()


def lines():
    state = 12345
    for round_ in range(400):
        for label, words in SUBJECTS.items():
            words = words.split()
            out = []
            for _ in range(9):
                state = (state * 1103515245 + 12345) % 2**31
                pool = words if (state >> 16) % 3 else NOISE
                out.append(pool[(state >> 8) % len(pool)])
            yield f"__label__{label} {' '.join(out)}"
            # labels of unlike frequency, for the Huffman tree
            if round_ % 3 == 0 and label in ("garden", "язык"):
                break


def numbered_lines():
    """As many labels as a quantized output matrix needs."""
    for round_ in range(4):
        for n in range(260):
            yield f"__label__n{n} number{n} {SUBJECTS['sea'].split()[n % 14]} of {SUBJECTS['garden'].split()[n % 11]} {round_}"


QUERIES = [
    "",
    "   ",
    "the",
    "the anchor and the tide",
    "butter, flour and an old kettle",
    "roses under the hedge",
    "a sailor in the garden with bread",
    "größere Bücher und schöne Häuser",
    "алфавит и грамматика",
    "слово\tharbour\u00a0butter \u3000 leaf",
    "__label__sea __label__unknown rope",
    "xyzzy qwrtp 12345",
    "\u65e5\u672c\u8a9e \U0001F600 emoji",
    "</s> in the middle",
    "tide tide tide tide tide tide tide tide tide tide",
]

NUMBERED = dict(loss="softmax", minn=2, maxn=3, bucket=200)
MODELS = {
    "softmax": dict(loss="softmax", minn=2, maxn=4, bucket=300),
    "hs": dict(loss="hs", minn=2, maxn=3, bucket=300),
    "ova": dict(loss="ova", minn=0, maxn=0),
    "ns": dict(loss="ns", minn=3, maxn=3, bucket=200),
    "bigrams": dict(loss="softmax", wordNgrams=2, bucket=500),
    "trigrams": dict(loss="hs", wordNgrams=3, minn=2, maxn=2, bucket=701),
}
QUANTIZED = {
    "quantized": ("softmax", dict(dsub=2, qnorm=False)),
    "quantized-norms": ("hs", dict(dsub=3, qnorm=True)),
    "quantized-output": ("numbered", dict(dsub=2, qnorm=True, qout=True)),
    "pruned": ("trigrams", dict(dsub=2, qnorm=True, cutoff=260)),
}
DIM = 8


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    golden = {"program": "fastText", "version": importlib.metadata.version("fasttext-wheel"), "queries": QUERIES, "models": {}}
    with tempfile.TemporaryDirectory() as folder:
        training = pathlib.Path(folder, "lines.txt")
        training.write_text("\n".join(lines()) + "\n")
        numbered = pathlib.Path(folder, "numbered.txt")
        numbered.write_text("\n".join(numbered_lines()) + "\n")

        def train(name):
            source = numbered if name == "numbered" else training
            return fasttext.train_supervised(str(source), dim=DIM, epoch=15, lr=0.6, thread=10, verbose=0, minCount=2, **{**MODELS, "numbered": NUMBERED}[name])

        def write(name, model, ending):
            file = f"{name}{ending}"
            model.save_model(str(TARGET / file))
            saved = fasttext.load_model(str(TARGET / file))
            golden["models"][file] = [
                [[label, score] for score, label in saved.f.predict(query + "\n", -1, 0.0, "strict")] for query in QUERIES
            ]

        for name in MODELS:
            write(name, train(name), ".bin")
        for name, (base, options) in QUANTIZED.items():
            model = train(base)
            model.quantize(input=str(numbered if base == "numbered" else training), retrain="cutoff" in options, thread=10, verbose=0, **options)
            write(name, model, ".ftz")
    (TARGET / "predictions.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")
    for path in sorted(TARGET.iterdir()):
        print(path.name, path.stat().st_size)


fasttext.FastText.eprint = lambda *_: None
main()
