"""Runs datatrove's C4QualityFilter on our texts and writes test/golden/c4/datatrove.json.

    python bench/oracles/c4_datatrove.py .lectern/corpora
"""

import hashlib
import importlib.metadata
import json
import pathlib
import sys

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter

from c4_texts import corpus_texts, texts

ROOT = pathlib.Path(__file__).parents[2]
C4 = C4QualityFilter()
counts = {}
C4.stat_update = lambda *names, **_: [counts.__setitem__(name, counts.get(name, 0) + 1) for name in names]


def judge(text):
    counts.clear()
    doc = Document(text=text, id="1")
    result = C4.filter(doc)
    if result is True:
        return {"text": doc.text, "lines": {name: n for name, n in counts.items() if name.startswith("line-filter-")}}
    return {"reason": result[1]}


def main(cache):
    pages = [{"input": text, **judge(text)} for text in texts()]
    corpora = []
    for name, text in corpus_texts(cache):
        verdict = judge(text)
        if "text" in verdict:
            digest = hashlib.md5(verdict["text"].encode("utf-8")).hexdigest()
            verdict = {"md5": digest, "lines": verdict["lines"]}
        corpora.append({"file": name, **verdict})
    result = {
        "program": "datatrove",
        "version": importlib.metadata.version("datatrove"),
        "sentences": f"spacy {importlib.metadata.version('spacy')}",
        "pages": pages,
        "corpora": corpora,
    }
    path = ROOT / "test/golden/c4/datatrove.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(pages)} texts, {len(corpora)} corpus pages: {path}")


main(*sys.argv[1:])
