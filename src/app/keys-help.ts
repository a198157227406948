import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { currentLanguage } from './words.js';

const keys: readonly (readonly [keys: string, english: string, chinese: string])[] = [
  ['→ ←', 'next and previous cell (also j and k)', '下一格、上一格（也可用 j、k）'],
  ['⇧ ⏎', 'run the cell and go on', '运行此格并前进'],
  ['⌃ ⏎', 'run the cell and stay', '运行此格'],
  ['⏎', 'edit the cell', '编辑此格'],
  ['Esc', 'leave the editor', '离开编辑器'],
  ['r', 'run to here', '运行到此处'],
  ['i', 'interrupt', '中断'],
  ['/', 'search', '搜索'],
  ['z', 'English or Chinese', '中文或英文'],
  ['d', 'dark or light', '暗色或亮色'],
  ['c', 'copy a link to the cell', '复制此格的链接'],
  ['m', 'contents, on a narrow window', '目录（窄窗口）'],
  ['?', 'these keys', '本按键表'],
];

/** Opens the list of keys. */
export function openKeys(): void {
  const chinese = currentLanguage() === 'zh';
  openDialog(
    'keys',
    chinese ? '按键' : 'Keys',
    el('h2', { text: chinese ? '按键' : 'Keys' }),
    el(
      'dl',
      {},
      ...keys.flatMap(([names, english, zh]) => [
        el('dt', {}, ...names.split(' ').map((name) => el('kbd', { text: name }))),
        el('dd', { text: chinese ? zh : english }),
      ]),
    ),
  );
}
