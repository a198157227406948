"""Runs a notebook with nbclient on raw tslab. Usage: python bench/run.py NOTEBOOK KERNEL_NAME OUTPUT"""

import json
import os
import sys
import time

start = time.perf_counter()
import nbclient
import nbformat

path, kernel, output = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
client = nbclient.NotebookClient(notebook, kernel_name=kernel, timeout=600, allow_errors=True,
                                 resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}})
client.execute()
nbformat.write(notebook, output)
cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "nbclient": nbclient.__version__,
    "cells": len(cells),
    "failed": sum(1 for cell in cells if any("rror" in str(output.get("text", output.get("ename", "")))
                                             for output in cell.outputs)),
}))
