import { expect, test } from 'vitest';
import { jsonReport, junitReport } from '../../../src/runtime/run/reports.js';
import { gravest } from '../../../src/runtime/run/result.js';
import type { FileResult } from '../../../src/runtime/run/run-files.js';

const passed: FileResult = {
  input: 'a.ipynb',
  status: 'ok',
  seconds: 1.5,
  differences: [],
  resumed: false,
  cells: [{ cell: 1, id: 'x', status: 'ok', executionCount: 1, seconds: 0.25 }],
};

test('no notebooks make an empty report', () => {
  expect(JSON.parse(jsonReport([]))).toEqual({ status: 'ok', notebooks: [] });
  expect(junitReport([])).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n</testsuites>\n');
});

test('the JSON report names the notebook, its output and each cell', () => {
  const { input: _, ...rest } = passed;
  expect(JSON.parse(jsonReport([passed]))).toEqual({
    status: 'ok',
    notebooks: [{ notebook: 'a.ipynb', output: null, ...rest }],
  });
});

test('JUnit counts failures, errors and what was not run, and escapes what a cell wrote', () => {
  const error = {
    ename: 'E',
    evalue: '<a> & "b"\x00',
    traceback: ['\x1b[31mE: <a> & "b"\x1b[0m', '  at 1:1'],
  };
  const xml = junitReport([
    {
      ...passed,
      status: 'failed',
      cells: [
        { cell: 1, id: 'x', status: 'failed', executionCount: 1, seconds: 0, error },
        {
          cell: 2,
          id: 'y',
          status: 'timeout',
          executionCount: 2,
          seconds: 0,
          error: { ...error, traceback: [] },
        },
        { cell: 3, id: 'z', status: 'not-run', executionCount: null, seconds: 0 },
        { cell: 4, id: 'w', status: 'allowed', executionCount: null, seconds: 0, error },
      ],
    },
  ]);
  expect(xml).toContain(
    '<testsuite name="a.ipynb" tests="4" failures="1" errors="1" skipped="1" time="1.500">',
  );
  expect(xml).toContain('<failure type="E" message="E: &lt;a&gt; &amp; &quot;b&quot;');
  expect(xml).toContain('name="cell 3 (z)" time="0.000"><skipped message="not-run"/></testcase>');
  expect(xml).toContain('<testcase classname="a.ipynb" name="cell 4 (w)" time="0.000"/>');
  // oxlint-disable-next-line no-control-regex -- no such character may stand in XML
  expect(xml).not.toMatch(/[\x00-\x08\x1b]/);
});

test('a run that ended early and an output that was not saved are errors of their own', () => {
  const xml = junitReport([
    { ...passed, status: 'dead', cells: [], reason: 'no room', saveError: 'Cannot save a' },
  ]);
  expect(xml).toContain('tests="2" failures="0" errors="2"');
  expect(xml).toContain('<error type="dead" message="no room">');
});

test('the gravest status is the whole status', () => {
  expect(gravest([])).toBe('ok');
  expect(gravest(['failed', 'dead', 'timeout'])).toBe('dead');
  expect(gravest(['interrupted', 'dead'])).toBe('interrupted');
});
