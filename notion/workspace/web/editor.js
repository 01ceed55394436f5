// The blocks of a page as one can edit them: a tree of blocks, their elements, and the one way
// (`apply`) by which both change.
import {el} from './dom.js';
import {History} from './history.js';
import {folds, fresh, kindOf} from './kinds.js';
import {drawLine} from './lines.js';
import {perform, possible} from './operations.js';
import {Saver} from './saver.js';
import {caretBox, select, selectionIn} from './caret.js';
import {drawGrid, redrawGrid} from './grid.js';
import {drawText, plainOf, signOf} from './text.js';

/** The board's columns have that class. */
const kClasses = {column: 'lane'};
const kTextKeys = ['rich_text', 'caption', 'cells'];

/** What a content shows, without what changes from read to read. */
const signOfContent = (content) => JSON.stringify(content, (key, value) => {
  if (kTextKeys.includes(key) && value) return key === 'cells' ? value.map(signOf) : signOf(value);
  return key === 'expiry_time' || (key === 'url' && /[?&](X-Amz-|expires|signature)/i.test(value)) ? undefined : value;
});

export class Editor {
  constructor(pageId, tell) {
    this.blocks = new Map();
    this.attic = new Map();
    this.selected = [];
    this.version = 0;
    this.kids = el('div', {class: 'kids'});
    this.root = {id: pageId, type: 'page', children: [], kids: this.kids};
    this.element = el('div', {class: 'surface', tabindex: '-1'}, this.kids);
    this.ending = new AbortController();
    this.history = new History();
    this.saver = new Saver(tell);
    this.widgets = {};
  }

  find(id) { return this.blocks.get(id); }
  holder(id) { return id === this.root.id ? this.root : this.blocks.get(id) || this.attic.get(id); }

  /** Blocks as one reads them, those in closed toggles left out. */
  order(within = this.root, found = []) {
    for (const block of within.children) {
      found.push(block);
      if (!block.kids.hidden) this.order(block, found);
    }
    return found;
  }

  lines() { return this.order().filter((block) => block.text?.dataset.field !== 'caption' && block.text); }
  /** The block an element stands in; not one of another page shown within. */
  blockOf(node) {
    const element = (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest('[data-block]');
    return element && this.element.contains(element) ? this.find(element.dataset.block) : null;
  }

  make({id, type, content}) {
    const block = {id, type, content, children: [], parent: null, open: false};
    block.line = el('div', {class: 'line'});
    block.kids = el('div', {class: 'kids'});
    block.element = el('div', {data: {block: id}}, block.line, block.kids);
    this.blocks.set(id, block);
    this.drawBlock(block);
    return block;
  }

  drawBlock(block) {
    const colour = block.content?.color || 'default';
    const shade = colour.endsWith('_background') ? 'shade ' + colour.replace('_background', '') : 'ink ' + colour;
    block.element.className = `block ${kClasses[block.type] || block.type} ${colour === 'default' ? '' : shade} ${block.content?.checked ? 'checked' : ''}`;
    block.line.replaceChildren(...this.lineOf(block).filter(Boolean));
    block.kids.hidden = Boolean(kindOf(block.type).own) || (folds(block) && !block.open);
  }

  lineOf(block) {
    if (this.widgets[block.type]) return [this.widgets[block.type](block)];
    return block.type === 'table' ? drawGrid(block, this) : drawLine(block, this);
  }

  /** Puts a block's element where its place among its siblings is. */
  mount(block) {
    const siblings = block.parent.children;
    const next = siblings[siblings.indexOf(block) + 1];
    const place = next?.element.parentNode === block.parent.kids ? next.element : null;
    if (block.element.parentNode !== block.parent.kids || block.element.nextSibling !== place) block.parent.kids.insertBefore(block.element, place);
    if (block.parent.type === 'table') this.redraw(block.parent);
  }

  /** Shows a block's content again; the caret stays. `keys`: only these changed. */
  redraw(block, keys) {
    if (block.type === 'table_row' && block.parent?.type === 'table') return this.redraw(block.parent);
    if (block.type === 'table') return redrawGrid(block, this);
    const caret = block.text && document.activeElement === block.text && selectionIn(block.text);
    if (keys && block.text && keys.length === 1 && keys[0] === (block.text.dataset.field || 'rich_text')) drawText(block.text, block.content[keys[0]]);
    else this.drawBlock(block);
    if (caret && block.text) select(block.text, caret.from, caret.to);
  }

  keep(block) {
    this.blocks.set(block.id, block);
    block.children.forEach((child) => this.keep(child));
  }

  forget(block, top = true) {
    this.blocks.delete(block.id);
    if (top) this.attic.set(block.id, block);
    block.children.forEach((child) => this.forget(child, false));
  }

  /** Does operations as one step. */
  apply(asked, {typed = false, silent = false} = {}) {
    const ops = silent ? possible(this, asked) : asked;
    if (!ops.length) return [];
    const caret = this.caret();
    const undo = perform(this, ops, typed);
    this.version += 1;
    if (!silent) this.history.add(ops, undo, typed ? this.caretBefore || caret : caret, typed);
    this.saver.add(ops, typed);
    this.changed?.();
    return undo;
  }

  undo(forth = false) {
    const run = (ops) => ({caret: this.caret(), undo: this.apply(ops, {silent: true})});
    const step = forth ? this.history.forth(run) : this.history.back(run);
    const block = step?.caret && this.find(step.caret.id);
    if (block?.text) this.focus(block, step.caret.from, step.caret.to);
    return Boolean(step);
  }

  set(block, content, options) { return this.apply([{op: 'update', id: block.id, type: block.type, content}], options); }
  setText(block, runs, options) { return this.set(block, {[block.text?.dataset.field || 'rich_text']: runs}, options); }

  /** {id, from, to} of the caret; null when it is in no block. */
  caret() {
    const block = this.blockOf(document.activeElement);
    const where = block?.text && selectionIn(block.text);
    return where ? {id: block.id, ...where} : null;
  }

  focus(block, from = 0, to = from) {
    if (!block?.text) return;
    for (let up = block.parent; up && up !== this.root; up = up.parent) if (up.kids.hidden && !kindOf(up.type).own) this.fold(up, true);
    select(block.text, from, to);
    const box = caretBox(block.text);
    if (box.bottom > innerHeight - 24 || box.top < 24) block.text.scrollIntoView({block: 'center'});
  }

  focusEnd(block) { this.focus(block, Infinity); }

  fold(block, open = !block.open) {
    block.open = open;
    block.kids.hidden = !open;
    block.line.querySelector('.fold')?.setAttribute('aria-expanded', String(open));
    if (open && !block.children.length) this.addLine(block, null);
  }

  /** A new line of text below `parent`, after `after`; the caret goes there. */
  addLine(parent, after, type = 'paragraph', runs = []) {
    const id = crypto.randomUUID();
    this.apply([{op: 'insert', parent: parent.id, after: after?.id ?? null, blocks: [{id, type, content: fresh(type, runs)}]}]);
    this.focus(this.find(id), 0);
    return this.find(id);
  }

  /** Takes over what the server has; what is being edited or not saved yet stays. */
  merge(results, parent = this.root) {
    const theirs = new Set(results.map((each) => each.id));
    for (const block of [...parent.children]) {
      if (theirs.has(block.id) || this.saver.holds(block.id)) continue;
      parent.children.splice(parent.children.indexOf(block), 1);
      block.element.remove();
      this.forget(block);
    }
    const mine = parent.children.filter((block) => !theirs.has(block.id));
    parent.children = results.map((each) => this.mergeOne(each)).concat(mine);
    for (const block of [...parent.children].reverse()) {
      block.parent = parent;
      this.mount(block);
    }
  }

  mergeOne(each) {
    const content = each[each.type];
    let block = this.find(each.id);
    if (!block) block = this.make({id: each.id, type: each.type, content});
    else if (!this.saver.holds(each.id) && (block.type !== each.type || signOfContent(block.content) !== signOfContent(content))) {
      const keys = block.type === each.type && Object.keys(content).filter((key) => signOfContent({[key]: content[key]}) !== signOfContent({[key]: block.content[key]}));
      Object.assign(block, {type: each.type, content});
      this.redraw(block, keys);
    }
    if (each.children || block.children.length) this.merge(each.children || [], block);
    if (block.type === 'table') this.redraw(block);
    return block;
  }

  isEmpty(block) { return Boolean(block.text) && plainOf(block.content.rich_text || []) === '' && !block.children.length; }
}
