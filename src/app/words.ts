/** The languages of the page. */
export type Language = 'en' | 'zh';

/** The page's own words, English and Chinese. */
const words = {
  contents: ['Contents', '目录'],
  section: ['Section #', '第 # 节'],
  minutes: ['min', '分钟'],
  run: ['Run', '运行'],
  runAll: ['Run all', '全部运行'],
  runToHere: ['Run to here', '运行到此处'],
  stop: ['Stop', '停止'],
  restart: ['Restart kernel', '重启内核'],
  reset: ['Start over', '重新开始'],
  restoreCell: ['Restore original', '恢复原文'],
  restoreAll: ['Restore all originals', '全部恢复原文'],
  copyLink: ['Copy link', '复制链接'],
  search: ['Search', '搜索'],
  theme: ['Light or dark', '明暗'],
  none: ['kernel not started', '内核未启动'],
  starting: ['kernel starting', '内核启动中'],
  ready: ['kernel ready', '内核就绪'],
  busy: ['running', '运行中'],
  dead: ['kernel ended', '内核已终止'],
  lost: ['reconnecting', '正在重连'],
  queued: ['waiting', '等待中'],
  running: ['running', '运行中'],
  stored: ['stored result', '已存结果'],
  failed: ['failed', '失败'],
  interrupted: ['interrupted', '已中断'],
  cellLost: ['kernel ended', '内核已终止'],
  edited: ['edited', '已修改'],
  staleEdited: ['stale: edited since it ran', '已过期：运行后有修改'],
  stale: ['stale:', '已过期：'],
  changed: ['changed', '有变化'],
  saved: ['saved', '已保存'],
  unsaved: ['saving …', '保存中…'],
  saveFailed: ['not saved', '未保存'],
  defines: ['Defines', '定义'],
  needs: ['Needs', '依赖'],
  predictFirst: ['Choose an answer first; then the result is shown.', '先作出预测，再看结果。'],
  reveal: ['Show the result', '显示结果'],
  right: ['That is how it comes out.', '结果正是如此。'],
  wrong: ['It comes out otherwise: look below.', '结果并非如此，请看下文。'],
  noted: ['Noted. Look at the result.', '已记录，请看结果。'],
  exercise: ['Exercise', '练习'],
  points: ['points', '分'],
  cites: ['Cited here', '引用'],
  hint: ['next', '下一格'],
  hintBack: ['back', '上一格'],
  hintRun: ['run', '运行'],
  hintKeys: ['keys', '按键'],
  next: ['Next', '下一节'],
  previous: ['Previous', '上一节'],
} as const satisfies Record<string, readonly [string, string]>;

/** A word or phrase of the page. */
export type Word = keyof typeof words;

let language: Language = localStorage.getItem('lectern-language') === 'zh' ? 'zh' : 'en';

/** The language in which the page speaks now. */
export function currentLanguage(): Language {
  return language;
}

/** Changes the language; it is kept in this browser. */
export function setLanguage(next: Language): void {
  language = next;
  localStorage.setItem('lectern-language', next);
  document.documentElement.lang = next === 'zh' ? 'zh-Hans' : 'en';
}

/** A phrase in the current language. */
export function say(word: Word): string {
  return words[word][language === 'zh' ? 1 : 0];
}
