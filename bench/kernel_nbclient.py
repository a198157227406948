"""Times one start of a Jupyter kernel under nbclient, and its cells: prints JSON of milliseconds, and of the kernel's CPU.

Usage: kernel_nbclient.py KERNEL; cells as a JSON list on standard input. JUPYTER_PATH names a folder with the kernel."""

import json
import os
import sys
import time

import nbformat
from nbclient import NotebookClient

cells = [nbformat.v4.new_code_cell(source) for source in json.load(sys.stdin)]
notebook = nbformat.v4.new_notebook(cells=cells)
client = NotebookClient(notebook, kernel_name=sys.argv[1], timeout=120)
start = time.perf_counter()
times = []
with client.setup_kernel():
    ready = time.perf_counter() - start
    pid = client.km.provisioner.pid
    for index, cell in enumerate(notebook.cells):
        before = time.perf_counter()
        client.execute_cell(cell, index)
        times.append((time.perf_counter() - before) * 1000)
        if index == 0:
            first = time.perf_counter() - start
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
print(json.dumps({"ready": ready * 1000, "first": first * 1000, "cells": times, "cpu": cpu * 1000}))
