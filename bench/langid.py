"""Predicts the language of each text with the C++ fastText; prints {seconds, answers}: see langid.mjs."""
import json, sys, time

import fasttext

fasttext.FastText.eprint = lambda *_: None
model = fasttext.load_model(sys.argv[1]).f
# the program wants no lone surrogates
texts = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") + "\n" for text in json.load(open(sys.argv[2]))]
seconds = float("inf")
for _ in range(int(sys.argv[3])):
    started = time.perf_counter()
    answers = [model.predict(text, 1, 0.0, "strict")[0] for text in texts]
    seconds = min(seconds, time.perf_counter() - started)
print(json.dumps({"seconds": seconds, "answers": answers}))
