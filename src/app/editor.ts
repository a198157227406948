import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

/** What an editor is made with. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly code: string;
  readonly label: string;
  readonly onChange: (code: string) => void;
  /** Shift+Enter: run and go on. */
  readonly onRun: () => void;
  /** Ctrl+Enter: run and stay. */
  readonly onRunHere: () => void;
  /** Escape. */
  readonly onLeave: () => void;
  readonly nonce: string;
}

/** A cell's editor. */
export interface CellEditor {
  readonly view: EditorView;
  /** Replaces the text, where it differs, keeping the cursor as well as can be. */
  set(code: string): void;
}

/** Makes the editor of a cell. This module, and CodeMirror with it, is loaded when a cell is first edited. */
export function createEditor(options: EditorOptions): CellEditor {
  let silent = false;
  const command = (run: () => void) => () => {
    run();
    return true;
  };
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.code,
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        Prec.highest(
          keymap.of([
            { key: 'Shift-Enter', run: command(options.onRun) },
            { key: 'Mod-Enter', run: command(options.onRunHere) },
            { key: 'Escape', run: command(options.onLeave) },
          ]),
        ),
        history(),
        drawSelection(),
        indentUnit.of('  '),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        EditorView.contentAttributes.of({
          'aria-label': `${options.label}. Escape leaves the editor`,
          spellcheck: 'false',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !silent) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    view,
    set(code) {
      if (code === view.state.doc.toString()) return;
      silent = true;
      const head = Math.min(view.state.selection.main.head, code.length);
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: code },
        selection: { anchor: head },
      });
      silent = false;
    },
  };
}
