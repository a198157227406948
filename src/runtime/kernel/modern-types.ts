const numberArrays = [
  'Int8',
  'Uint8',
  'Uint8Clamped',
  'Int16',
  'Uint16',
  'Int32',
  'Uint32',
  'Float32',
  'Float64',
];

/** The methods of ES2023 that give a changed copy, for one type of array. */
function copyMethods(name: string, item: string, copy: string): string {
  const order = item === 'bigint' ? 'number | bigint' : 'number';
  return `interface ${name} {
  toReversed(): ${copy};
  toSorted(compare?: (a: ${item}, b: ${item}) => ${order}): ${copy};
  with(index: number, value: ${item}): ${copy};
}
`;
}

/**
 * Declarations of what this Node can do and the compiler's own declarations, of early 2023, do not know. Each stands
 * with a test of whether the running Node has it.
 */
const additions: readonly { readonly present: () => boolean; readonly declaration: string }[] = [
  {
    present: () => 'toSorted' in Array.prototype,
    declaration: [
      ...['Array<T>', 'ReadonlyArray<T>'].map(
        (name) => `${copyMethods(name, 'T', 'T[]')}interface ${name} {
  toSpliced(start: number, deleteCount?: number): T[];
  toSpliced(start: number, deleteCount: number, ...items: T[]): T[];
}`,
      ),
      ...numberArrays.map((name) => copyMethods(`${name}Array`, 'number', `${name}Array`)),
      ...['BigInt64Array', 'BigUint64Array'].map((name) => copyMethods(name, 'bigint', name)),
    ].join('\n'),
  },
  {
    present: () => 'isWellFormed' in String.prototype,
    declaration: 'interface String { isWellFormed(): boolean; toWellFormed(): string; }',
  },
  {
    present: () => 'groupBy' in Object,
    declaration: `interface ObjectConstructor {
  groupBy<K extends PropertyKey, T>(items: Iterable<T>, key: (item: T, index: number) => K): Partial<Record<K, T[]>>;
}
interface MapConstructor {
  groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>;
}`,
  },
  {
    present: () => 'withResolvers' in Promise,
    declaration: `interface PromiseConstructor {
  withResolvers<T>(): {
    promise: Promise<T>;
    resolve: (value: T | PromiseLike<T>) => void;
    reject: (reason?: any) => void;
  };
}`,
  },
  {
    present: () => 'fromAsync' in Array,
    declaration: `interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>): Promise<T[]>;
  fromAsync<T, U>(
    items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>,
    map: (item: Awaited<T>, index: number) => U | PromiseLike<U>,
  ): Promise<U[]>;
}`,
  },
  {
    present: () => 'union' in Set.prototype,
    declaration: `interface Set<T> {
  union<U>(other: ReadonlySet<U>): Set<T | U>;
  intersection<U>(other: ReadonlySet<U>): Set<T & U>;
  difference<U>(other: ReadonlySet<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySet<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySet<unknown>): boolean;
  isSupersetOf(other: ReadonlySet<unknown>): boolean;
  isDisjointFrom(other: ReadonlySet<unknown>): boolean;
}`,
  },
  {
    present: () => 'Iterator' in globalThis,
    declaration: `interface IterableIterator<T> {
  map<U>(callback: (value: T, index: number) => U): IterableIterator<U>;
  filter<U extends T>(callback: (value: T, index: number) => value is U): IterableIterator<U>;
  filter(callback: (value: T, index: number) => unknown): IterableIterator<T>;
  flatMap<U>(callback: (value: T, index: number) => Iterable<U>): IterableIterator<U>;
  take(limit: number): IterableIterator<T>;
  drop(count: number): IterableIterator<T>;
  toArray(): T[];
  forEach(callback: (value: T, index: number) => void): void;
  some(callback: (value: T, index: number) => unknown): boolean;
  every(callback: (value: T, index: number) => unknown): boolean;
  find(callback: (value: T, index: number) => unknown): T | undefined;
  reduce<U>(callback: (sum: U, value: T, index: number) => U, initial: U): U;
}
interface Generator<T = unknown, TReturn = any, TNext = unknown> extends IterableIterator<T> {}`,
  },
];

/** The declarations that hold on the running Node. */
export function modernDeclarations(): string {
  return additions
    .filter(({ present }) => present())
    .map(({ declaration }) => `${declaration}\n`)
    .join('');
}
