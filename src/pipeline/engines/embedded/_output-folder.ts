import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.js';
import type { Report } from '../../core/report.js';
import type { Skipped } from '../../readers/skip-log.js';
import { makeWritableFolder, writeError, writeWhole } from './_file-writer.js';
import { type Manifest, differences } from './manifest.js';

/** What is remembered of a shard that went through a pass. */
export interface ShardDone {
  /** Documents that wait for the next pass, or were kept by the last. */
  readonly documents: number;
  readonly report: Report;
  /** Records the reader skipped: the first of them. */
  readonly skipped: readonly Skipped[];
}

/**
 * The folder a run writes: `kept/`, `dropped/`, `report.json` and `manifest.json`; and `.work/` while it is unfinished,
 * which holds what a resumed run needs.
 */
export class OutputFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  kept(shard: number): string {
    return join(this.path, 'kept', `${digits(shard)}.jsonl.zst`);
  }

  dropped(shard: number): string {
    return join(this.path, 'dropped', `${digits(shard)}.jsonl.zst`);
  }

  /** A file of a pass over a shard. */
  work(pass: number, shard: number, what: 'docs' | 'keys' | 'kept' | 'dropped' | 'done'): string {
    return join(this.#pass(pass), `${digits(shard)}.${what}`);
  }

  losers(pass: number): string {
    return join(this.#pass(pass), 'losers');
  }

  get complete(): boolean {
    return existsSync(join(this.path, 'report.json'));
  }

  /**
   * Begins a run in the folder, or goes on with the one that stands there.
   *
   * @param owns whether the files of a shard are this process's to clear up; undefined stands for the run's own files
   * @throws {InputError} If a run of other settings stands there.
   */
  begin(manifest: Manifest, owns: (shard: number | undefined) => boolean): void {
    const there = this.#manifest();
    if (there === undefined) {
      writeWhole(join(this.path, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    } else {
      const differing = differences(there, manifest);
      if (differing.length > 0) {
        throw new InputError(
          `Cannot resume in ${this.path}: it holds another run: ${differing.join('; ')}; use the same settings or name another folder`,
        );
      }
    }
    this.#discardLeftovers(owns);
  }

  /**
   * Makes the folder, and refuses one that is taken or read-only, before inputs are digested.
   *
   * @throws {InputError} If it holds something, and is not to be resumed.
   */
  claim(resume: boolean): void {
    if (existsSync(this.path) && !statSync(this.path).isDirectory()) {
      throw new InputError(`Cannot write to ${this.path}: it is a file; name a folder`);
    }
    makeWritableFolder(this.path);
    try {
      accessSync(this.path, constants.W_OK);
    } catch (cause) {
      throw writeError(this.path, cause);
    }
    if (resume) return;
    if (existsSync(join(this.path, 'manifest.json'))) {
      const state = this.complete
        ? 'a finished run; name another folder'
        : 'an unfinished run; continue it with --resume, or name another folder';
      throw new InputError(`Cannot write to ${this.path}: it holds ${state}`);
    }
    const rest = readdirSync(this.path).filter((name) =>
      ['kept', 'dropped', 'report.json', '.work'].includes(name),
    );
    if (rest.length > 0) {
      throw new InputError(
        `Cannot write to ${this.path}: it holds ${rest.join(', ')} of something else; name an empty or a new folder`,
      );
    }
  }

  done(pass: number, shard: number): ShardDone | undefined {
    const path = this.work(pass, shard, 'done');
    if (!existsSync(path)) return undefined;
    return JSON.parse(readFileSync(path, 'utf8')) as ShardDone;
  }

  isDone(pass: number, shard: number): boolean {
    return existsSync(this.work(pass, shard, 'done'));
  }

  markDone(pass: number, shard: number, done: ShardDone): void {
    writeWhole(this.work(pass, shard, 'done'), JSON.stringify(done));
  }

  /** Removes what a later pass no longer needs. */
  forget(pass: number, shard: number): void {
    rmSync(this.work(pass, shard, 'docs'), { force: true });
  }

  /** Ends the run: writes the report and removes what was only for resuming. */
  finish(report: Report, skipped: readonly (Skipped & { readonly input: string })[]): void {
    if (skipped.length > 0) {
      const lines = skipped.map((each) => `${JSON.stringify(each)}\n`).join('');
      writeWhole(join(this.path, 'skipped.jsonl'), lines);
    }
    const times = Object.fromEntries(report.rows.map(({ stage, ms }) => [stage, Math.round(ms)]));
    writeWhole(join(this.path, 'timing.json'), `${JSON.stringify({ ms: times }, null, 2)}\n`);
    // times differ from run to run; all else in the report does not
    const rows = report.rows.map((row) => ({ ...row, ms: 0 }));
    writeWhole(join(this.path, 'report.json'), `${JSON.stringify({ ...report, rows }, null, 2)}\n`);
    rmSync(join(this.path, '.work'), { recursive: true, force: true });
  }

  /** Gives the finished run's report. */
  report(): Report {
    return JSON.parse(readFileSync(join(this.path, 'report.json'), 'utf8')) as Report;
  }

  /** Takes back a run of which no shard is done, so that the folder is free again. */
  withdraw(): void {
    if (this.#passes().some((pass) => readdirSync(pass).some((name) => name.endsWith('.done')))) return;
    rmSync(join(this.path, '.work'), { recursive: true, force: true });
    rmSync(join(this.path, 'manifest.json'), { force: true });
    if (readdirSync(this.path).length === 0) rmdirSync(this.path);
  }

  #pass(pass: number): string {
    return join(this.path, '.work', `pass-${pass}`);
  }

  #manifest(): Manifest | undefined {
    const path = join(this.path, 'manifest.json');
    if (!existsSync(path)) return undefined;
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    } catch (cause) {
      throw new InputError(`Cannot read ${path}: it is not the manifest of a run; name another folder`, {
        cause,
      });
    }
  }

  /** Removes half-written files that a killed run left behind. */
  #discardLeftovers(owns: (shard: number | undefined) => boolean): void {
    for (const folder of [this.path, ...this.#passes()]) {
      for (const name of readdirSync(folder)) {
        if (!name.endsWith('.tmp')) continue;
        const shard = /^(\d+)\./.exec(name)?.[1];
        if (owns(shard === undefined ? undefined : Number(shard))) unlinkSync(join(folder, name));
      }
    }
  }

  #passes(): string[] {
    const work = join(this.path, '.work');
    return existsSync(work) ? readdirSync(work).map((name) => join(work, name)) : [];
  }
}

function digits(shard: number): string {
  return String(shard).padStart(5, '0');
}
