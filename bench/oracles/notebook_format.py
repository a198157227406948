"""Writes the golden files of the notebook format: our own notebooks as Python's nbformat writes them.

Usage: python bench/oracles/notebook_format.py   (writes test/golden/nbformat/*.ipynb and version.json)
"""

import json
import pathlib

import nbformat

folder = pathlib.Path(__file__).resolve().parents[2] / "test" / "golden" / "nbformat"
folder.mkdir(parents=True, exist_ok=True)


def code(id, source, outputs=(), **metadata):
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source,
            "execution_count": 1 if outputs else None, "outputs": list(outputs)}


def display(data, **metadata):
    return {"output_type": "display_data", "data": data, "metadata": metadata}


plain = {
    "nbformat": 4, "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "tslab", "language": "typescript", "display_name": "TypeScript"},
                 "zeta": [], "alpha": {}, "10": 1, "9": 2},
    "cells": [
        {"cell_type": "markdown", "id": "m", "metadata": {"lectern": {"zh": "数据"}}, "source": "# Data\n\n数据 é 😀"},
        code("c", "const a = 1;\nconsole.log(a);", [{"output_type": "stream", "name": "stdout", "text": "1\n"}],
             tags=["parameters"]),
        {"cell_type": "raw", "id": "r", "metadata": {}, "source": ""},
    ],
}

odd = {
    "nbformat": 4, "nbformat_minor": 5, "metadata": {"__proto__": {"x": 1}, "constructor": None},
    "cells": [
        code("ends", "a\r\nb\rc\x0bd\x0ce\x1cf\x1dg\x1eh\x85i\u2028j\u2029k\n",
             [display({"text/plain": "x\r\ny", "application/json": "k\nl", "application/vnd.z+json": {"b": [1, {}], "a": "\n"},
                       "image/svg+xml": "<svg>\n</svg>"}, **{"image/svg+xml": {"isolated": True}}),
              {"output_type": "error", "ename": "E", "evalue": "a\nb", "traceback": ["a\nb", ""]},
              {"output_type": "execute_result", "execution_count": 1, "data": {}, "metadata": {}}],
             **{"\U0001f600": 1, "\uffee": 2, "\u00e9": 3, "a b": "\x00\x1f\x7f\"\\/", "n": [0.5, -1, 1e-7, -2.5e-5, 0.0001, 1.5e-12, 123456789012]}),
        {"cell_type": "markdown", "id": "att", "metadata": {}, "source": "![](a.png)",
         "attachments": {"a.png": {"image/png": "aGk=\naGk="}}},
    ],
}

for name, notebook in {"plain": plain, "odd": odd}.items():
    node = nbformat.from_dict(notebook)
    nbformat.validate(node)
    (folder / f"{name}.ipynb").write_text(nbformat.writes(node) + "\n", encoding="utf-8", newline="")
    # the same content as a program without manners writes it
    (folder / f"{name}.input.json").write_text(json.dumps(notebook), encoding="utf-8")
(folder / "version.json").write_text(json.dumps({"program": "nbformat", "version": nbformat.__version__}) + "\n")
