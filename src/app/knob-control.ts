import { knobValue, type KnobValue } from '../runtime/serve/protocol/knob-source.js';
import type { Knob, LessonCell } from '../runtime/serve/protocol/lesson.js';
import { el } from './dom.js';
import type { Page } from './page.js';

/** Milliseconds of rest before a moved knob runs its cell. */
const restMs = 250;

/** The control of a knob cell: a slider, a choice or a switch, bound to the constant in the cell's code. */
export interface KnobControl {
  readonly element: HTMLElement;
  /** Follows the code. */
  update(cell: LessonCell): void;
}

/** Makes the control of a cell's knob. To move it rewrites the constant and, once it rests, runs what follows from it. */
export function knobControl(page: Page, id: string, knob: Knob): KnobControl {
  const value = el('output', { class: 'knob-value', for: `knob-${id}` });
  const label = el('label', { for: `knob-${id}`, text: knob.label ?? knob.name });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = (next: KnobValue) => {
    value.textContent = String(next);
    clearTimeout(timer);
    timer = setTimeout(() => page.send({ kind: 'knob', cell: id, value: next, from: page.name }), restMs);
  };
  const input = makeInput(id, knob, turn);
  const element = el('div', { class: 'knob' }, label, input.element, value);
  return {
    element,
    update(cell) {
      const now = knobValue(cell.source, knob.name);
      element.hidden = now === undefined;
      // a control that is being moved is not pulled back by the echo of an earlier move
      if (now === undefined || (document.activeElement === input.element && value.textContent !== '')) {
        if (now !== undefined && String(now) === value.textContent) input.set(now);
        return;
      }
      value.textContent = String(now);
      input.set(now);
    },
  };
}

interface KnobInput {
  readonly element: HTMLElement;
  set(value: KnobValue): void;
}

function makeInput(id: string, knob: Knob, turn: (value: KnobValue) => void): KnobInput {
  const { options } = knob;
  if (options) {
    const select: HTMLSelectElement = el('select', {
      id: `knob-${id}`,
      onchange: () => turn(options[select.selectedIndex] ?? options[0] ?? ''),
    });
    select.append(...options.map((option) => el('option', { text: String(option) })));
    return { element: select, set: (value) => (select.selectedIndex = options.indexOf(value)) };
  }
  if (knob.min === undefined || knob.max === undefined) {
    const box: HTMLInputElement = el('input', {
      id: `knob-${id}`,
      type: 'checkbox',
      class: 'switch',
      onchange: () => turn(box.checked),
    });
    const field: HTMLInputElement = el('input', {
      id: `knob-${id}`,
      type: 'number',
      step: knob.step ?? 'any',
      onchange: () => Number.isFinite(field.valueAsNumber) && turn(field.valueAsNumber),
    });
    const place = el('span', { class: 'knob-field' });
    return {
      element: place,
      set(value) {
        place.replaceChildren(typeof value === 'boolean' ? box : field);
        if (typeof value === 'boolean') box.checked = value;
        else field.value = String(value);
      },
    };
  }
  const { min, max, step = (max - min) / 100 } = knob;
  const slider: HTMLInputElement = el('input', {
    id: `knob-${id}`,
    type: 'range',
    min,
    max,
    step,
    oninput: () => moved(true),
  });
  const moved = (tell: boolean) => {
    slider.style.setProperty('--at', `${(100 * (slider.valueAsNumber - min)) / (max - min || 1)}%`);
    if (tell) turn(slider.valueAsNumber);
  };
  return {
    element: slider,
    set(value) {
      slider.value = String(value);
      moved(false);
    },
  };
}
