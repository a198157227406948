import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../format/notebook.js';
import type { Connection } from './client-connection.js';
import {
  decodeMessage,
  encodeMessage,
  type Channel,
  type KernelMessage,
  type MessageHeader,
} from './client-message.js';
import type { OutputCollector } from './client-outputs.js';
import { describeExit, type KernelExit, type KernelProcess } from './client-process.js';
import { channels, type Sockets } from './client-sockets.js';
import { delay, timer } from './client-time.js';

/** Milliseconds of silence after which a dead kernel's last messages have all been read. */
const drainMs = 50;

type Listener = (message: KernelMessage) => void;

/** Options for {@link Conversation.request}. */
export interface RequestOptions {
  /** @default 'shell' */
  readonly channel?: 'shell' | 'control';
  /** Milliseconds within which the reply must come. @default 30_000 */
  readonly timeoutMs?: number;
}

/**
 * The messages between a client and its kernel: sends requests, and brings each answer to whoever waits for it, told
 * apart by its parent.
 */
export class Conversation {
  /** The session id in the headers of this client's own messages. */
  readonly session = randomUUID();
  /** Settles when the kernel has ended and its last messages have been read; never rejects. */
  readonly exited: Promise<KernelExit>;
  readonly #process: KernelProcess;
  readonly #connection: Connection;
  readonly #sockets: Sockets;
  readonly #listeners = new Set<Listener>();
  readonly #replies = new Map<string, Listener>();
  readonly #statuses = new Map<string, Listener>();
  readonly #collectors = new Map<string, OutputCollector>();
  #lastMessage = 0;

  constructor(kernelProcess: KernelProcess, connection: Connection, sockets: Sockets) {
    this.#process = kernelProcess;
    this.#connection = connection;
    this.#sockets = sockets;
    this.exited = kernelProcess.exited.then(async (exit) => {
      do await delay(drainMs);
      while (performance.now() - this.#lastMessage < drainMs);
      sockets.close();
      await connection.remove();
      return exit;
    });
    for (const channel of channels) void this.#receive(channel);
  }

  /** A message of this client's own, not yet sent. */
  message(channel: Channel, type: string, content: JsonObject): KernelMessage {
    const header: MessageHeader = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.session,
      username: 'lectern',
      date: new Date().toISOString(),
      version: '5.3',
    };
    return { channel, header, parent_header: {}, metadata: {}, content, buffers: [] };
  }

  /**
   * Sends a request and gives the content of its reply.
   *
   * @throws {Error} If the kernel ends, or does not reply in time.
   */
  async request(
    type: string,
    content: JsonObject,
    { channel = 'shell', timeoutMs = 30_000 }: RequestOptions = {},
  ): Promise<JsonObject> {
    const message = this.message(channel, type, content);
    const id = message.header.msg_id;
    const limit = timer(timeoutMs);
    try {
      const reply = this.reply(id);
      await this.send(message);
      return await Promise.race([
        reply.then(({ content }) => content),
        limit.promise.then(() => {
          throw new Error(`Cannot get reply to ${type}: none within ${timeoutMs / 1000} s`);
        }),
        this.exited.then((exit) => {
          throw new Error(`Cannot get reply to ${type}: the kernel ended with ${describeExit(exit)}`);
        }),
      ]);
    } finally {
      limit.cancel();
      this.#replies.delete(id);
    }
  }

  /**
   * Sends a whole message on its channel (`shell`, `control` or `stdin`). Answers reach every {@link onMessage} listener.
   *
   * @throws {RangeError} If the channel is iopub.
   * @throws {Error} If the kernel has ended.
   */
  async send(message: KernelMessage): Promise<void> {
    if (message.channel === 'iopub') throw new RangeError('Cannot send kernel message: iopub only receives');
    if (!this.#process.alive) throw new Error(`Cannot send ${message.header.msg_type}: the kernel has ended`);
    await this.#sockets.send(message.channel, encodeMessage(message, this.#connection.key));
  }

  /** Hears every message from the kernel, of any session, in the order of each channel. Returns a function that ends it. */
  onMessage(listener: (message: KernelMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The reply to a message, on whichever channel it comes; pending for good if it never does. */
  reply(id: string): Promise<KernelMessage> {
    return new Promise((resolve) => this.#replies.set(id, resolve));
  }

  /** Hears what iopub says about a message, until it is forgotten. */
  onStatus(id: string, listener: Listener): void {
    this.#statuses.set(id, listener);
  }

  /** Waits no longer for the reply and the statuses of a message. */
  forget(id: string): void {
    this.#replies.delete(id);
    this.#statuses.delete(id);
  }

  /** Lets a collector have the outputs of a message, also those that come late. */
  collect(id: string, collector: OutputCollector): void {
    this.#collectors.set(id, collector);
  }

  /** Asks until the kernel answers on shell and on iopub. Gives the content of its `kernel_info_reply`. */
  async greet(end: AbortSignal): Promise<JsonObject> {
    let info: JsonObject = {};
    let echoed = false;
    let wait = 20;
    while (!echoed && !end.aborted) {
      const message = this.message('shell', 'kernel_info_request', {});
      const id = message.header.msg_id;
      const echo = new Promise<void>((resolve) => {
        this.onStatus(id, () => {
          echoed = true;
          resolve();
        });
      });
      const reply = this.reply(id);
      await this.send(message);
      // only the reply is waited for: until it comes, the kernel is still loading
      info = (await reply).content;
      // the subscription may arrive after the first echo: then ask again
      await Promise.race([echo, delay(wait, end)]);
      wait = Math.min(wait * 2, 1_000);
      this.forget(id);
    }
    return info;
  }

  async #receive(channel: Channel): Promise<void> {
    try {
      for await (const frames of this.#sockets.read(channel)) {
        this.#lastMessage = performance.now();
        let message: KernelMessage;
        try {
          message = decodeMessage(frames, this.#connection.key, channel);
        } catch {
          // not from our kernel: whoever wrote it does not know the key
          continue;
        }
        this.#dispatch(message);
      }
    } catch {
      // the socket was closed while it was read
    }
  }

  #dispatch(message: KernelMessage): void {
    const parent = message.parent_header.msg_id;
    if (parent !== undefined) {
      if (message.channel === 'iopub') {
        this.#collectors.get(parent)?.take(message);
        this.#statuses.get(parent)?.(message);
      } else if (message.channel !== 'stdin') {
        this.#replies.get(parent)?.(message);
      }
    }
    for (const listener of this.#listeners) listener(message);
  }
}
