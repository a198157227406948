import { availableParallelism } from 'node:os';
import { KernelClient, type KernelOptions } from './client.js';

/** Options for {@link KernelPool}. */
export interface PoolOptions {
  /** Kernels kept warm in the default folder. @default 1 */
  readonly size?: number;
  /** Kernels that may be starting at the same time; a start is some seconds of computing. @default the cores */
  readonly maxStarts?: number;
  /** How kernels are started. */
  readonly kernel?: Omit<KernelOptions, 'signal'>;
  /** Starts a kernel. @default KernelClient.start */
  readonly start?: (options: KernelOptions) => Promise<KernelClient>;
}

/**
 * Keeps kernels warm, so that the next one is there at once. Each is used once and belongs to who took it; another takes its
 * place. What has not been taken ends with the pool, or with this program.
 *
 * @example
 * const pool = new KernelPool({ size: 2 });
 * const kernel = await pool.take();
 * await pool.dispose();
 */
export class KernelPool {
  readonly #size: number;
  readonly #maxStarts: number;
  readonly #options: Omit<KernelOptions, 'signal'>;
  readonly #start: (options: KernelOptions) => Promise<KernelClient>;
  readonly #warm = new Map<string, Promise<KernelClient>[]>();
  readonly #end = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #starting = 0;

  /** @throws {RangeError} If size is negative or maxStarts below 1. */
  constructor({ size = 1, maxStarts = availableParallelism(), kernel = {}, start }: PoolOptions = {}) {
    checkCount('size', size, 0);
    checkCount('maxStarts', maxStarts, 1);
    this.#size = size;
    this.#maxStarts = maxStarts;
    this.#options = kernel;
    this.#start = start ?? ((options) => KernelClient.start(options));
    this.#refill();
  }

  /** Starts a kernel in a folder, for a later {@link take}. */
  prepare(cwd: string = this.#folder): void {
    if (this.#end.signal.aborted) return;
    const kernel = this.#startLimited(cwd);
    // who takes it hears of a failure; nobody else needs to
    kernel.catch(() => undefined);
    this.#shelf(cwd).push(kernel);
  }

  /**
   * Gives a kernel that nobody has used, started if none is warm.
   *
   * @throws {Error} If it does not start, or the pool is disposed of.
   */
  async take(cwd: string = this.#folder): Promise<KernelClient> {
    for (;;) {
      this.#end.signal.throwIfAborted();
      const waiting = this.#shelf(cwd).shift() ?? this.#startLimited(cwd);
      this.#refill();
      const kernel = await waiting;
      if (this.#end.signal.aborted) await kernel.kill();
      else if (kernel.alive) return kernel;
    }
  }

  /** Kills every kernel that was not taken, and starts no more. */
  async dispose(): Promise<void> {
    this.#end.abort(new Error('Cannot start kernel: the pool is disposed of'));
    const kernels = [...this.#warm.values()].flat();
    this.#warm.clear();
    await Promise.allSettled(kernels.map(async (kernel) => (await kernel).kill()));
  }

  get #folder(): string {
    return this.#options.cwd ?? process.cwd();
  }

  #shelf(cwd: string): Promise<KernelClient>[] {
    const shelf = this.#warm.get(cwd) ?? [];
    this.#warm.set(cwd, shelf);
    return shelf;
  }

  #refill(): void {
    while (!this.#end.signal.aborted && this.#shelf(this.#folder).length < this.#size) this.prepare();
  }

  async #startLimited(cwd: string): Promise<KernelClient> {
    if (this.#starting >= this.#maxStarts) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#starting++;
    try {
      this.#end.signal.throwIfAborted();
      return await this.#start({ ...this.#options, cwd, signal: this.#end.signal });
    } finally {
      // the place goes to the next in line, or is free
      const next = this.#waiting.shift();
      if (next) next();
      else this.#starting--;
    }
  }
}

function checkCount(name: string, value: number, min: number): void {
  if (!Number.isInteger(value) || value < min) {
    throw new RangeError(
      `Cannot make kernel pool: ${name} must be an integer of ${min} or more, current value is ${value}`,
    );
  }
}
