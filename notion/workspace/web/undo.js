// The last edits of this tab, and how each is taken back.
import {notify} from './dom.js';

const kMost = 100;
const steps = [];

/**
 * Remembers an edit; `back()` undoes it and may throw. `doing`: the edit itself, where it may still
 * be under way; one that fails is forgotten.
 */
export function remember(label, back, doing) {
  const step = {label, back, doing};
  steps.push(step);
  if (steps.length > kMost) steps.shift();
  doing?.catch(() => {
    const place = steps.indexOf(step);
    if (place >= 0) steps.splice(place, 1);
  });
}

let last = Promise.resolve();

/** Undoes the last edit and says so; one after the other, however fast they are asked for. */
export function undo() {
  const step = steps.pop();
  last = last.then(() => takeBack(step));
  return last;
}

async function takeBack(step) {
  if (!step) return notify('Nothing to undo');
  try {
    await step.doing;
    await step.back();
    notify('Undone: ' + step.label);
  } catch (error) {
    notify(`Could not undo “${step.label}”: ${error.message}`);
  }
}

/** Remembers an edit and offers its undoing at once. */
export function offerUndo(label, back) {
  const step = {label, back};
  steps.push(step);
  notify(label, {label: 'Undo', act: () => {
    const place = steps.indexOf(step);
    if (place < 0) return;
    steps.splice(place, 1);
    steps.push(step);
    undo();
  }});
}

export function undoKey(event) {
  const typing = event.target.closest?.('input:not([type=checkbox]), textarea, [contenteditable], select');
  if (event.defaultPrevented || typing || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z') return;
  event.preventDefault();
  undo();
}
