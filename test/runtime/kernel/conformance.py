"""jupyter_kernel_test on the installed kernel, every test of it that a TypeScript kernel can answer.

Run with JUPYTER_PATH naming a folder that holds kernels/tslab."""

import unittest

import jupyter_kernel_test

TSLAB = "import * as tslab from 'tslab'; "
SEAM = "(globalThis as any)[Symbol.for('lectern.kernel')]"


class LecternKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    completion_samples = [
        {"text": "'abc'.toUpperC", "matches": {"toUpperCase"}},
        {"text": "/* 🙂 */ Math.hyp", "matches": {"hypot"}},
    ]
    complete_code_samples = [
        "1",
        "const a = 1;",
        "function f() { return 1 }",
        "await Promise.resolve(1)",
        "for await (const x of [1]) {}",
        "`one ${1}`",
    ]
    incomplete_code_samples = ["function f() {", "const a = [1,", "f(", "if (true) {", "`open", "/* open"]
    invalid_code_samples = ["1 +* 2", "const = 3", "f(]", "a b c"]
    code_generate_error = "throw new RangeError('on purpose')"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "'text'", "result": "'text'"},
        {"code": "({ a: [1, 2] })", "result": "{ a: [ 1, 2 ] }"},
        {"code": "Promise.resolve(6 * 7)", "result": "42"},
        {"code": "new Map([[1, 'one']])", "result": "Map(1) { 1 => 'one' }"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })",
            "result": "<b>x</b>",
            "mime": "text/html",
        },
    ]
    code_display_data = [
        {"code": TSLAB + "tslab.display.html('<b>x</b>')", "mime": "text/html"},
        {"code": TSLAB + "tslab.display.png(new Uint8Array([1]))", "mime": "image/png"},
        {"code": SEAM + ".display({ 'text/markdown': '*x*' })", "mime": "text/markdown"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 +*"
    code_inspect_sample = "parseInt"
    code_page_something = SEAM + ".page({ 'text/plain': 'page' })"
    code_clear_output = SEAM + ".clear()"


class LecternWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
