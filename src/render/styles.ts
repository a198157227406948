/**
 * The style sheet of everything rendered as HTML. Each output carries it, scoped by the class `lx-out`, so that a stored
 * notebook looks right in JupyterLab and VS Code; a page of our own may put it in its head once and drop the copies.
 *
 * Colours are the page's tokens (`--lx-…`) where it defines them. Elsewhere they fall back to the light ones, or to the
 * dark ones where the host says that it is dark. Where style sheets are stripped (GitHub), the HTML reads without it.
 */
export const STYLES = minify(`
.lx-out {
  --ink: var(--lx-ink, #1b2129); --ink2: var(--lx-ink-2, #59626e); --line: var(--lx-line, #e6e6e0); --line2: var(--lx-line-2, #d9dad4);
  --panel: var(--lx-panel, #f4f4f0); --mark: var(--lx-mark, #fdf0c8); --accent: var(--lx-accent, #0b63ce); --soft: var(--lx-accent-soft, #e6effb);
  --keep: var(--lx-keep, #117e5a); --drop: var(--lx-drop, #c2410c); --add: var(--lx-add, #d9f2e3); --cut: var(--lx-cut, #fef0e8);
  --mono: var(--lx-mono, "JetBrains Mono Variable", "JetBrains Mono", ui-monospace, Menlo, monospace);
  color: var(--ink); font: 400 13.5px/1.45 var(--lx-sans, "Inter Variable", Inter, system-ui, sans-serif); font-variant-numeric: tabular-nums; max-width: 100%;
}
[data-jp-theme-light="false"] .lx-out, .vscode-dark .lx-out, .vscode-high-contrast:not(.vscode-high-contrast-light) .lx-out, [data-theme="dark"] .lx-out {
  --ink: var(--lx-ink, #e8eaed); --ink2: var(--lx-ink-2, #a5adb8); --line: var(--lx-line, #2a3038); --line2: var(--lx-line-2, #363d47);
  --panel: var(--lx-panel, #1b1f25); --mark: var(--lx-mark, #4a3f1b); --accent: var(--lx-accent, #6aa9ff); --soft: var(--lx-accent-soft, #1d2c42);
  --keep: var(--lx-keep, #4cc38a); --drop: var(--lx-drop, #ff9466); --add: var(--lx-add, #17402f); --cut: var(--lx-cut, #4d2718);
}
.lx-out .lx-title { margin: 0 0 2px; font-size: 15px; font-weight: 600; line-height: 1.35; color: var(--ink); text-align: left; }
.lx-out .lx-note { margin: 8px 0 0; font-size: 13px; line-height: 1.5; color: var(--ink2); text-align: left; }
.lx-out .lx-scroll { overflow-x: auto; }
.lx-out .lx-table { border-collapse: collapse; width: 100%; margin: 0; border: 0; font: inherit; color: inherit; table-layout: auto; }
.lx-out .lx-table caption { caption-side: top; text-align: left; padding: 0 0 6px; color: var(--ink); font-size: 15px; font-weight: 600; line-height: 1.35; }
.lx-out .lx-table thead th { font-weight: 600; text-align: left; color: var(--ink2); border: 0; border-bottom: 1px solid var(--line2); padding: 8px 12px; vertical-align: bottom; background: none; white-space: nowrap; }
.lx-out .lx-table tbody td, .lx-out .lx-table tfoot td { text-align: left; border: 0; border-bottom: 1px solid var(--line); padding: 8px 12px; vertical-align: top; overflow-wrap: anywhere; min-width: 12em; }
.lx-out .lx-table tbody tr:nth-child(n), .lx-out .lx-table thead tr:nth-child(n) { background: none; border: 0; }
.lx-out .lx-table tbody tr:last-child td { border-bottom: 0; }
.lx-out .lx-table thead th.lx-r, .lx-out .lx-table tbody td.lx-r { text-align: right; white-space: nowrap; min-width: 0; }
.lx-out .lx-table tbody td.lx-s { white-space: nowrap; min-width: 0; }
.lx-out .lx-wide { font-size: 12.5px; } .lx-out .lx-wide.lx-table :is(thead th, tbody td) { padding-left: 7px; padding-right: 7px; } .lx-out .lx-wide.lx-table thead th:nth-child(n) { white-space: normal; }
.lx-out .lx-table :is(thead th, tbody td):first-child { padding-left: 0; } .lx-out .lx-table :is(thead th, tbody td):last-child { padding-right: 0; }
.lx-out .lx-table tbody tr.lx-total td { border-top: 1px solid var(--line2); font-weight: 600; }
.lx-out .lx-unit { font-weight: 400; }
.lx-out .lx-none { color: var(--ink2); } .lx-out .lx-quiet { color: var(--ink2); }
.lx-out .lx-more { padding: 8px 0 0; color: var(--ink2); font-size: 13px; }
.lx-out code { font-family: var(--mono); font-size: 12.5px; color: inherit; background: none; padding: 0; } .lx-out pre { overflow-x: auto; background: none; color: inherit; }
.lx-out mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 2px; }
.lx-out .lx-keep { color: var(--keep); font-weight: 600; }
.lx-out .lx-drop { color: var(--drop); font-weight: 600; }
.lx-out .lx-diff { margin: 8px 0 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.lx-out .lx-line { display: grid; grid-template-columns: 22px minmax(0, 1fr) auto; column-gap: 8px; padding: 2px 10px 2px 0; line-height: 1.6; }
.lx-out .lx-sign { text-align: center; font-family: var(--mono); color: var(--ink2); user-select: none; }
.lx-out .lx-text { white-space: pre-wrap; overflow-wrap: anywhere; }
.lx-out .lx-why { color: var(--drop); font-size: 12px; font-weight: 600; text-align: right; max-width: 22em; padding-top: 1px; }
.lx-out .lx-cut { background: var(--cut); } .lx-out .lx-add { background: var(--add); }
.lx-out del { text-decoration: line-through; text-decoration-color: var(--drop); text-decoration-thickness: 1px; background: none; color: inherit; }
/* a whole line says it by its shade and sign: it is easier to read without a stroke */
.lx-out .lx-cut del { text-decoration: none; } .lx-out .lx-add ins { text-decoration: none; }
.lx-out ins { text-decoration: underline; text-decoration-color: var(--keep); text-underline-offset: 3px; background: none; color: inherit; }
.lx-out .lx-fold { padding: 2px 10px 2px 30px; color: var(--ink2); background: var(--panel); font-size: 12px; }
.lx-out .lx-steps { list-style: none; margin: 8px 0 0; padding: 0; }
.lx-out .lx-step { margin: 0; padding: 10px 0; border-top: 1px solid var(--line); }
.lx-out .lx-step .lx-head { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; margin: 0; }
.lx-out .lx-step .lx-name { font-weight: 600; min-width: 12em; }
.lx-out .lx-step .lx-diff { margin-top: 8px; }
.lx-out.lx-predict { border: 1px dashed var(--line2); border-radius: 8px; padding: 16px 18px; font-size: 15px; line-height: 1.5; }
.lx-out.lx-predict p { margin: 0 0 8px; } .lx-out.lx-predict ul { list-style: none; margin: 10px 0; padding: 0; display: flex; flex-wrap: wrap; gap: 8px; }
.lx-out.lx-predict li { margin: 0; padding: 5px 12px; border: 1px solid var(--line2); border-radius: 999px; color: var(--ink2); font-size: 13.5px; }
.lx-out.lx-predict details { margin: 0; } .lx-out.lx-predict summary { cursor: pointer; color: var(--accent); font-weight: 500; } .lx-out.lx-predict details p { margin: 8px 0 0; }
.lx-out .lx-checks { list-style: none; margin: 8px 0 0; padding: 0; }
.lx-out .lx-check { margin: 0; padding: 8px 0; white-space: pre-wrap; border-top: 1px solid var(--line); }
.lx-out .lx-check dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; margin: 6px 0 0 22px; white-space: normal; } .lx-out .lx-check dt { color: var(--ink2); font-weight: 400; } .lx-out .lx-check dd { margin: 0; } .lx-out .lx-check dd code { white-space: pre-wrap; overflow-wrap: anywhere; }
.lx-out .lx-references { margin: 0; padding: 0; list-style: none; } .lx-out .lx-references li { margin: 0 0 8px; padding-left: 20px; text-indent: -20px; line-height: 1.5; }
.lx-out .lx-cite { color: var(--accent); background: var(--soft); border-radius: 4px; padding: 1px 6px; font: 500 .92em var(--lx-sans, "Inter Variable", Inter, system-ui, sans-serif); text-decoration: none; white-space: nowrap; }
.lx-out.lx-markdown { font: 400 15px/1.6 var(--lx-serif, "Source Serif 4 Variable", "Source Serif 4", Charter, Georgia, serif); } .lx-out.lx-markdown > style + * { margin-top: 0; } .lx-out.lx-markdown > :last-child { margin-bottom: 0; }
.lx-out.lx-markdown :is(th, td) { padding: 6px 12px; border: 0; border-bottom: 1px solid var(--line); } .lx-out.lx-markdown table { border-collapse: collapse; }
.lx-out .lx-bar { display: block; height: 4px; border-radius: 2px; background: var(--line2); overflow: hidden; margin: 6px 0; } .lx-out .lx-bar > span { display: block; height: 100%; background: var(--accent); }
.lx-out a { color: var(--accent); text-underline-offset: 3px; }
`);

function minify(css: string): string {
  return css
    .replace(/\/\*.*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim();
}

interface Rule {
  readonly css: string;
  /** What of an output's HTML the rule speaks of: class names, and tags that stand alone. */
  readonly needs: readonly RegExp[];
}

const RULES: readonly Rule[] = STYLES.split(/(?<=})/).map((css) => {
  const selector = css.slice(0, css.indexOf('{'));
  const classes = [...selector.matchAll(/\.(lx-[a-z]+)/g)]
    .map(([, name]) => name)
    .filter((name) => name !== 'lx-out');
  const tag = classes.length === 0 ? / (mark|del|ins|code|pre|a)\b/.exec(selector)?.[1] : undefined;
  return {
    css,
    needs: [
      ...classes.map((name) => new RegExp(`class="[^"]*\\b${name}(?![\\w-])`)),
      ...(tag ? [new RegExp(`<${tag}\\b`)] : []),
    ],
  };
});

/**
 * Wraps rendered HTML in the scope of the style sheet, with the rules that it needs.
 *
 * @param kind the component's class, such as `lx-predict`
 */
export function styled(html: string, kind = ''): string {
  const open = `<div class="lx-out${kind && ` ${kind}`}">`;
  const css = RULES.filter(({ needs }) => needs.every((need) => need.test(open + html))).map(
    (rule) => rule.css,
  );
  return `${open}<style>${css.join('')}</style>\n${html}\n</div>`;
}
