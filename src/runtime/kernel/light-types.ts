/**
 * The few globals of Node that nearly every cell uses, so that Node's own declarations, which take most of the time
 * that the compiler needs to start, are read only when a cell needs more. Never wider than those: what does not
 * compile with these is compiled again with them.
 */
export const lightDeclarations = `
interface Console {
  log(message?: any, ...optionalParams: any[]): void;
  info(message?: any, ...optionalParams: any[]): void;
  warn(message?: any, ...optionalParams: any[]): void;
  error(message?: any, ...optionalParams: any[]): void;
  debug(message?: any, ...optionalParams: any[]): void;
  table(tabularData: any, properties?: readonly string[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  group(...label: any[]): void;
  groupEnd(): void;
}
declare var console: Console;
declare namespace NodeJS {
  interface Timeout {
    ref(): this;
    unref(): this;
    hasRef(): boolean;
    refresh(): this;
    [Symbol.toPrimitive](): number;
  }
}
declare function setTimeout<TArgs extends any[]>(callback: (...args: TArgs) => void, ms?: number, ...args: TArgs): NodeJS.Timeout;
declare function setTimeout(callback: (args: void) => void, ms?: number): NodeJS.Timeout;
declare function clearTimeout(timeoutId: NodeJS.Timeout | string | number | undefined): void;
declare function setInterval<TArgs extends any[]>(callback: (...args: TArgs) => void, ms?: number, ...args: TArgs): NodeJS.Timeout;
declare function setInterval(callback: (args: void) => void, ms?: number): NodeJS.Timeout;
declare function clearInterval(intervalId: NodeJS.Timeout | string | number | undefined): void;
declare function queueMicrotask(callback: () => void): void;
interface URLSearchParams extends Iterable<[string, string]> {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
}
interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
  toJSON(): string;
}
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
}
`;

/** The names that {@link lightDeclarations} declares. */
export const lightNames: ReadonlySet<string> = new Set([
  'Console',
  'console',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'queueMicrotask',
]);

/** Types among them whose values are Node's: a package's declarations may speak of them, a cell needs all of Node. */
export const lightTypes: ReadonlySet<string> = new Set(['URL', 'URLSearchParams', 'AbortSignal']);
