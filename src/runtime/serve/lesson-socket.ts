import type { WebSocket } from 'ws';
import { toBuffer } from './channels.js';
import type { LectureSession } from './lecture-session.js';
import type { LessonCommand, LessonEvent } from './protocol/lesson.js';

/** Bytes waiting for a page beyond which it is dropped; it connects again and gets a snapshot. */
const maxWaiting = 128 * 2 ** 20;

/** Ties a page's WebSocket to its lesson: events out, commands in. What is no command is told to the page and passed over. */
export function connectLesson(socket: WebSocket, session: LectureSession): void {
  const send = (event: LessonEvent): void => {
    if (socket.bufferedAmount > maxWaiting) socket.close(1013, 'the page does not keep up');
    else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
  };
  const leave = session.subscribe(send);
  socket.on('message', (data) => {
    const command = readCommand(toBuffer(data).toString('utf8'));
    if (command) session.command(command);
    else
      send({
        kind: 'notice',
        level: 'warning',
        text: 'Cannot do this: the page sent no command that the server knows',
      });
  });
  socket.on('close', leave);
  socket.on('error', leave);
}

type Field = 'text' | 'texts' | 'index' | 'value' | 'flag?' | 'text?';

/** The fields of each command; everything else is refused. */
const shapes: { readonly [Kind in LessonCommand['kind']]: Readonly<Record<string, Field>> } = {
  run: { cells: 'texts' },
  'run-all': {},
  'run-to': { cell: 'text', changed: 'flag?' },
  interrupt: {},
  restart: {},
  reset: {},
  edit: { cell: 'text', source: 'text', from: 'text' },
  restore: { cell: 'text?' },
  knob: { cell: 'text', value: 'value', from: 'text' },
  answer: { cell: 'text', choice: 'index' },
  seen: { cells: 'texts' },
  save: {},
};

const fits: { readonly [Kind in Field]: (value: unknown) => boolean } = {
  text: (value) => typeof value === 'string',
  'text?': (value) => value === undefined || typeof value === 'string',
  'flag?': (value) => value === undefined || typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  index: (value) => Number.isInteger(value) && Number(value) >= 0,
  value: (value) =>
    ['string', 'boolean'].includes(typeof value) || (typeof value === 'number' && Number.isFinite(value)),
};

/**
 * Reads a command, or returns undefined if the text is none.
 *
 * @example
 * readCommand('{"kind": "run", "cells": ["a"]}') // => { kind: 'run', cells: ['a'] }
 */
export function readCommand(text: string): LessonCommand | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const command = value as Record<string, unknown>;
  const kind = command['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return undefined;
  const shape = shapes[kind as LessonCommand['kind']];
  return Object.entries(shape).every(([key, field]) => fits[field](command[key]))
    ? (value as LessonCommand)
    : undefined;
}
