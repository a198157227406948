"""Runs the functions of C4's own code (tensorflow_datasets/text/c4_utils.py, unpacked from PyPI) on our texts.

    pip download --no-deps tensorflow-datasets==4.9.10 && unzip tensorflow_datasets-*.whl -d tfds
    python bench/oracles/c4_tfds.py tfds .lectern/corpora

Writes test/golden/c4/tfds.json. Only TensorFlow and Beam are replaced, by nothing that decides anything. Sentences are
NLTK's, with the parameters in assets/punkt/english.
"""

import importlib.util
import json
import pathlib
import sys
import types

import nltk
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from c4_texts import corpus_texts, texts

ROOT = pathlib.Path(__file__).parents[2]


def load_c4_utils(folder):
    """The module itself, with stand-ins for what it imports but does not need here."""
    tensorflow = types.SimpleNamespace(compat=types.SimpleNamespace(as_text=str))
    stubs = {
        "absl": {"logging": None},
        "tensorflow_datasets": {},
        "tensorflow_datasets.core": {},
        "tensorflow_datasets.core.utils": {},
        "tensorflow_datasets.core.utils.lazy_imports_utils": {"tensorflow": tensorflow},
        "tensorflow_datasets.public_api": {},
    }
    for name, members in stubs.items():
        module = types.ModuleType(name)
        module.__dict__.update(members)
        sys.modules[name] = module
    path = pathlib.Path(folder) / "tensorflow_datasets/text/c4_utils.py"
    spec = importlib.util.spec_from_file_location("c4_utils", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["c4_utils"] = module
    spec.loader.exec_module(module)
    return module


def english_sentences():
    folder = ROOT / "assets/punkt/english"
    rows = lambda name: (folder / name).read_text(encoding="utf-8").split("\n")
    parameters = PunktParameters()
    parameters.abbrev_types = set(rows("abbrev_types.txt"))
    parameters.sent_starters = set(rows("sent_starters.txt"))
    parameters.collocations = {tuple(row.split("\t")) for row in rows("collocations.tab")}
    for row in rows("ortho_context.tab"):
        word, flags = row.rsplit("\t", 1)
        parameters.ortho_context[word] = int(flags)
    return PunktSentenceTokenizer(parameters)


def run(utils):
    counts = {}

    def count(name, amount=1):
        counts[name] = counts.get(name, 0) + amount

    utils.get_counter_inc_fn = lambda namespace: count
    clean = utils.get_clean_page_fn()

    def judge(text):
        counts.clear()
        page = utils.PageFeatures(url="u", normalized_url="u", text=text)
        out = list(clean(page, counter_inc_fn=count))
        if out:
            lines = {name: n for name, n in counts.items() if name.startswith("line-filtered")}
            return {"text": out[0].text, "lines": lines}
        return {"reason": next(name for name in counts if name.startswith("filtered:"))}

    return judge, counts, count


def line_dedup(utils, count, counts, pages):
    """remove_duplicate_text, with its three Beam steps done by hand."""
    chosen = {}
    for page in pages:
        for key, url in utils._emit_url_to_lines(page):
            if key not in chosen or utils._hash_text(url) < utils._hash_text(chosen[key]):
                chosen[key] = url
    out = []
    for page in pages:
        lines = [key for key, url in chosen.items() if url == page.url]
        counts.clear()
        kept = list(utils._remove_lines_from_text((page.url, {"pages": [page], "lines": lines}), count, 3))
        dropped = {name: n for name, n in counts.items() if name.startswith("line-filtered")}
        if kept:
            out.append({"text": kept[0].text, "lines": dropped})
        else:
            out.append({"reason": next(name for name in counts if name.startswith("filtered:"))})
    return out


def main(folder, cache):
    utils = load_c4_utils(folder)
    utils._SENTENCE_TOKENIZER = english_sentences()
    judge, counts, count = run(utils)
    md5 = utils._hash_text
    pages = [{"input": text, **judge(text)} for text in texts()]
    corpora = []
    for name, text in corpus_texts(cache):
        verdict = judge(text)
        out = {"reason": verdict["reason"]} if "reason" in verdict else {"md5": md5(verdict["text"]), "lines": verdict["lines"]}
        corpora.append({"file": name, **out})

    dedup_pages = [
        utils.PageFeatures(url=f"https://example.org/{n}", text=page["text"])
        for n, page in enumerate(pages)
        if "text" in page
    ]
    deduplicated = line_dedup(utils, count, counts, dedup_pages)

    urls = [
        "http://example.org/", "https://www.example.org/a/b//", "https://www2.example.org/?utm_source=a&b=c",
        "http://example.org/?a=b&utm_source=c", "http://example.org/?reference=1", "https://example.org/?feedback",
        "http://web.example.org/http://www.other.example/x", "ftp://example.org/", "HTTP://example.org/", "", "////",
        "http://example.org/?ref=a\nb", "https://example.org/#top/", "www.example.org", "http://www.www.example.org",
    ]
    words = ["blast", "odd sock", "c++", "naïve", "ghost-white", "Blast", "🐸", "tick.tock"]
    word_texts = [
        "a blast of wind", "sandblasted", "Blast!", "blast", "blast_off", "blasted", "oddsock", "an odd sock.", "an odd  sock",
        "I know c++ well", "c+++", "c", "so naïve", "naïvely", "a ghost-white wall", "🐸", "x🐸y", "no 🐸 here", "ticktock",
        "tick.tock", "tick-tock", "étblast", "1blast", "blast1", "", "BLAST\nnext", "line\nblast\nline", "ODD SOCK", "İ blast",
    ]
    filters = {
        language: utils.get_badwords_filter_fn({language: words})
        for language in ["en", "ja"]
    }
    bad = [
        {"input": text, **{lang: keep(utils.PageFeatures(url="u", normalized_url="u", text=text, language=lang)) for lang, keep in filters.items()}}
        for text in word_texts
    ]
    soft = utils.get_badwords_filter_fn({"en": words}, filter_fraction=0.75)
    soft_kept = [
        n for n in range(200)
        if soft(utils.PageFeatures(url="u", normalized_url=f"example.org/{n}", text="a blast", language="en"))
    ]
    stamps = ["2019-04-18T10:00:00Z", "2019-04-20T10:00:00Z", "2019-04-20T10:00:00Z", "2019-04-19T10:00:00Z"]
    newest = utils.select_newest_page([utils.PageFeatures(url=str(n), timestamp=s) for n, s in enumerate(stamps)])
    paragraphs = ["x" * 200, "x" * 199, "😀" * 200, "😀" * 199, ""]
    import itertools
    page_sets = ["\n".join(lines) for size in [1, 2, 3] for lines in itertools.combinations_with_replacement(paragraphs, size)]
    result = {
        "program": "tensorflow-datasets", "version": "4.9.10", "sentences": f"nltk {nltk.__version__}",
        "pages": pages,
        "corpora": corpora,
        "deduplicated": deduplicated,
        "urls": [[url, utils.normalize_url(url)] for url in urls],
        "split": [n for n in range(5000) if utils.get_hashed_url_filter_fn(lambda x: x % 1000 == 0)(utils.PageFeatures(normalized_url=f"example.org/{n}"))],
        "badWords": {"words": words, "texts": bad, "softKept": soft_kept},
        "newest": {"stamps": stamps, "kept": int(newest.url)},
        "paragraphs": [[text, bool(utils.paragraph_filter(utils.PageFeatures(text=text)))] for text in page_sets],
        "lengths": [[n, emoji, bool(utils.is_valid_length(utils.PageFeatures(text=("😀" if emoji else "x") * n)))] for n in [189_999, 190_000, 190_001] for emoji in [False, True]],
    }
    path = ROOT / "test/golden/c4/tfds.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(pages)} texts, {len(corpora)} corpus pages: {path}")


main(*sys.argv[1:])
