"""Times C4's rules of datatrove and of C4's own code on the texts that bench/c4.mjs wrote. Run by bench/c4.mjs."""

import json
import sys
import time

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter
import datatrove.pipeline.filters.c4_filters as module


def best(texts, filter_, rounds):
    """Seconds of the fastest round, and how many pages stay."""
    seconds = []
    for _ in range(rounds):
        docs = [Document(text=text, id=str(n)) for n, text in enumerate(texts)]
        start = time.perf_counter()
        kept = sum(filter_.filter(doc) is True for doc in docs)
        seconds.append(time.perf_counter() - start)
    return min(seconds), kept


def main(path, rounds):
    texts = json.load(open(path, encoding="utf-8"))
    c4 = C4QualityFilter()
    with_spacy = best(texts, c4, 1)
    # the rules alone: sentences split at each end mark, so that the splitter costs next to nothing
    module.split_into_sentences = lambda text, language: text.replace("!", ".").replace("?", ".").split(". ")
    alone = best(texts, c4, int(rounds))
    print(json.dumps({"datatrove": with_spacy, "datatrove, rules alone": alone}))


main(*sys.argv[1:])
