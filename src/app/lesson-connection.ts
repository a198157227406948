import type { LessonCommand, LessonEvent } from '../runtime/serve/protocol/lesson.js';

/** How the page stands to the server. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** Whom a connection tells. */
export interface ConnectionOptions {
  readonly path: string;
  readonly onEvent: (event: LessonEvent) => void;
  readonly onState: (state: ConnectionState) => void;
}

/**
 * The page's line to its lesson on the server. When it is lost it is taken up again by itself; what was typed
 * meanwhile is sent then, so that nothing is lost.
 */
export class LessonConnection {
  /** Names this window to the server, so that its own edits are not sent back to it. */
  readonly name = crypto.randomUUID();
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<string, LessonCommand>();
  #socket: WebSocket | undefined;
  #closed = false;
  #wait = 250;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#connect();
  }

  /** Asks the server for something. Without a connection, edits and answers wait for one; anything else is dropped. */
  send(command: LessonCommand): boolean {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(command));
      return true;
    }
    if (command.kind === 'edit' || command.kind === 'answer')
      this.#pending.set(`${command.kind} ${command.cell}`, command);
    return false;
  }

  /** Ends the connection for good. */
  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #connect(): void {
    this.#options.onState('connecting');
    const socket = new WebSocket(
      `ws://${location.host}/api/lesson?path=${encodeURIComponent(this.#options.path)}`,
    );
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const event = JSON.parse(String(data)) as LessonEvent;
      if (event.kind === 'snapshot') this.#opened(socket);
      this.#options.onEvent(event);
    };
    socket.onclose = ({ code }) => {
      if (this.#closed) return;
      if (code === 4004) return this.#options.onState('refused');
      this.#options.onState('lost');
      setTimeout(() => this.#closed || this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 1.6, 3000);
    };
  }

  #opened(socket: WebSocket): void {
    this.#wait = 250;
    this.#options.onState('open');
    for (const command of this.#pending.values()) socket.send(JSON.stringify(command));
    this.#pending.clear();
  }
}
