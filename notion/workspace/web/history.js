// Undo and redo. Typing in one block is one step until one pauses.

const kPause = 1200;
const kSteps = 300;

const typedInto = (ops) => (ops.length === 1 && ops[0].op === 'update' ? ops[0].id : null);

export class History {
  constructor() {
    this.past = [];
    this.future = [];
  }

  /** A step that was done: what undoes it, and where the caret stood before. */
  add(ops, undo, caret, typed) {
    const last = this.past.at(-1);
    const goesOn = typed && last?.typed && typedInto(ops) === last.typed && Date.now() - last.time < kPause;
    if (goesOn) last.time = Date.now();
    else this.past.push({undo, caret, typed: typed ? typedInto(ops) : null, time: Date.now()});
    this.past.splice(0, this.past.length - kSteps);
    this.future = [];
  }

  /** Takes the last step; `run(ops)` does them and returns what undoes that. */
  back(run) { return this.turn(this.past, this.future, run); }
  forth(run) { return this.turn(this.future, this.past, run); }

  turn(from, to, run) {
    const step = from.pop();
    if (!step) return null;
    const now = run(step.undo);
    to.push({undo: now.undo, caret: now.caret, typed: null, time: 0});
    return step;
  }
}
