"""Extracts each page with resiliparse, main content and all text; prints {version, main, all}: see extract.mjs."""
import importlib.metadata, json, sys, time

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

DCLM = dict(
    preserve_formatting=True, main_content=True, list_bullets=True, alt_texts=False, links=False,
    form_fields=False, noscript=False, comments=True,
)
pages = json.load(open(sys.argv[1]))
result = {"version": importlib.metadata.version("resiliparse")}
for name, options in {"main": DCLM, "all": {}}.items():
    seconds = float("inf")
    for _ in range(int(sys.argv[2])):
        started = time.perf_counter()
        texts = [extract_plain_text(HTMLTree.parse(page), **options) for page in pages]
        seconds = min(seconds, time.perf_counter() - started)
    result[name] = {"seconds": seconds, "texts": texts}
print(json.dumps(result))
