"""Runs the cells given as a JSON list on standard input by nbclient, as any Jupyter user would, and prints what became
of them: {"error", "cells": [{"execution_count", "outputs"}]}. Options of NotebookClient follow as JSON in the first
argument."""

import json
import sys

import nbformat
from nbclient import NotebookClient

cells = [nbformat.v4.new_code_cell(source) for source in json.load(sys.stdin)]
metadata = {"kernelspec": {"name": "tslab", "display_name": "TypeScript", "language": "typescript"}}
notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
client = NotebookClient(notebook, coalesce_streams=True, **json.loads(sys.argv[1]))
error = None
try:
    client.execute()
except Exception as failure:  # the kind is what is asked for
    error = [type(failure).__name__, getattr(failure, "ename", None), getattr(failure, "evalue", None)]
print(
    json.dumps(
        {
            "error": error,
            "language": notebook.metadata.get("language_info", {}).get("name"),
            "cells": [
                {"execution_count": cell.execution_count, "outputs": cell.outputs} for cell in notebook.cells
            ],
        }
    )
)
