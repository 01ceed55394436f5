// Sends operations in order and as one request at a time; what could not be saved is kept, tried
// again and told.
import {call} from './api.js';
import {forRequest} from './text.js';

const kTyping = 500;
const kAgain = 2500;
const kBatch = 800;
const kBytes = 380_000;
const kBlocks = 500;
const kOpen = new Set();

window.addEventListener('beforeunload', (event) => {
  for (const saver of kOpen) saver.flush(true);
  if ([...kOpen].some((saver) => saver.unsaved)) event.preventDefault();
});

const kWritten = {
  rich_text: forRequest,
  caption: forRequest,
  cells: (cells) => cells.map(forRequest),
};

const content = (given) => Object.fromEntries(Object.entries(given).map(([key, value]) => [key, kWritten[key] && value ? kWritten[key](value) : value]));

const kWire = {
  insert: ({op, parent, after, blocks}) => ({op, parent, after, blocks: blocks.map((block) => ({id: block.id, type: block.type, content: content(block.content)}))}),
  copy: ({op, parent, after, id, from}) => ({op, parent, after, id, from}),
  update: ({op, id, type, content: given}) => ({op, id, type, content: content(given)}),
  move: ({op, id, parent, after}) => ({op, id, parent, after}),
  restore: ({op, id, parent, after}) => ({op, id, parent, after}),
  trash: ({op, ids}) => ({op, ids}),
};

const encoder = new TextEncoder();
const sizeOf = (part) => encoder.encode(JSON.stringify(part)).length;

/** An operation on very many blocks, as several that a request can hold. */
function pieces(op) {
  const parts = op.op === 'insert' ? op.blocks : op.op === 'trash' ? op.ids : [];
  if (parts.length < 2) return [op];
  const groups = [[]];
  let bytes = 0;
  for (const part of parts) {
    const size = sizeOf(part);
    if (groups.at(-1).length === kBlocks || (bytes + size > kBytes && groups.at(-1).length)) { groups.push([]); bytes = 0; }
    groups.at(-1).push(part);
    bytes += size;
  }
  if (op.op === 'trash') return groups.map((ids) => ({...op, ids}));
  return groups.map((blocks, at) => ({...op, blocks, after: at ? groups[at - 1].at(-1).id : op.after}));
}

const names = (op) => (op.op === 'insert' ? op.blocks.map((block) => block.id) : op.ids || [op.id]);

export class Saver {
  /** `tell(state, message)`: saved, saving, offline or refused. */
  constructor(tell) {
    this.tell = tell;
    this.queue = [];
    this.flying = [];
    this.refused = [];
  }

  get unsaved() { return this.queue.length + this.flying.length + this.refused.length > 0; }
  get busy() { return this.queue.length + this.flying.length > 0; }

  /** True while something about this block is not saved. */
  holds(id) { return [...this.queue, ...this.flying, ...this.refused].some((op) => names(op).includes(id)); }

  add(ops, typed) {
    for (const op of ops) if (!(op.op === 'update' && this.joined(op))) this.queue.push(...pieces(op));
    kOpen.add(this);
    this.later(typed ? kTyping : 20);
  }

  /** Takes an update into what is queued for its block already. */
  joined(op) {
    const last = this.queue.findLast((each) => names(each).includes(op.id));
    const into = last?.op === 'update' ? last : last?.op === 'insert' ? last.blocks.find((block) => block.id === op.id) : null;
    if (!into) return false;
    into.content = into.type === op.type ? {...into.content, ...op.content} : op.content;
    into.type = op.type;
    return true;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  take() {
    let count = 0;
    let bytes = 0;
    for (const op of this.queue) {
      const size = sizeOf(op);
      if (count && (bytes + size > kBytes || count === kBatch)) break;
      bytes += size;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  async flush(keepalive = false) {
    if (this.flying.length || !this.queue.length) return;
    this.flying = this.take();
    this.tell('saving');
    try {
      await this.send(this.flying, keepalive);
      this.flying = [];
      this.offline = false;
    } catch (error) {
      await this.failed(error);
    }
    if (this.queue.length) this.later(this.offline ? kAgain : 0);
    else this.rest();
  }

  send(ops, keepalive) { return call('POST', '/edit', {operations: ops.map((op) => kWire[op.op](op))}, {keepalive}); }

  rest() {
    if (!this.refused.length) kOpen.delete(this);
    this.tell(this.refused.length ? 'refused' : 'saved', this.refused[0]?.message);
  }

  async failed(error) {
    this.offline = !(error.status >= 400 && error.status < 500 && error.status !== 429);
    const ops = this.flying;
    if (this.offline) {
      this.queue.unshift(...ops);
      this.flying = [];
      this.tell('offline', error.message);
      return;
    }
    if (ops.length === 1) this.refused.push(Object.assign(ops[0], {message: error.message}));
    else await this.singly(ops);
    this.flying = [];
  }

  /** One of these was refused, and so all were: finds out which. */
  async singly(ops) {
    for (const [index, op] of ops.entries()) {
      try {
        await this.send([op]);
      } catch (error) {
        if (!error.status || error.status >= 500) { this.queue.unshift(...ops.slice(index)); this.offline = true; return; }
        this.refused.push(Object.assign(op, {message: error.message}));
      }
    }
  }

  /** Waits until all is sent, or can't be. */
  async settled() {
    while (this.busy && !this.offline) {
      await this.flush();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  again() {
    this.queue.unshift(...this.refused.splice(0));
    this.flush();
  }
}
