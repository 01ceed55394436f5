// A page: its head, its properties when it is a row, its blocks, and the comments beside it.
import {call, plain, shortId} from './api.js';
import {Comments} from './comments.js';
import {attempt, el} from './dom.js';
import {Head} from './head.js';
import {listHeadings} from './lines.js';
import {Surface} from './surface.js';
import {Panel} from './panel.js';
import {Table} from './table.js';

const kStates = {
  saving: 'Saving …',
  offline: 'Not saved yet: the workspace does not answer. Trying again …',
  refused: 'Not saved. Try again',
};
const kSlow = 900;

export class Page {
  constructor(id) {
    this.id = id.length === 32 ? id.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : id;
    this.databases = new Map();
    this.comments = new Comments(this.id, () => this.layout());
    this.head = new Head(this);
    this.panel = new Panel();
    this.editor = new Surface(this.id, (state, message) => this.tell(state, message));
    this.editor.widgets.child_database = (block) => this.database(block);
    this.editor.leaveUp = () => this.head.focus();
    this.editor.refreshed = () => this.refreshBlocks();
    this.editor.go = (to) => document.dispatchEvent(new CustomEvent('go', {detail: '/p/' + shortId(to)}));
    this.below = el('button', {type: 'button', class: 'below', 'aria-label': 'Write below', onclick: () => this.editor.writeBelow()});
    this.hint = el('p', {class: 'first-hint', hidden: true}, 'Press Enter to write, or paste a script.');
    this.element = el('article', {class: 'page'}, this.head.bar, this.head.cover,
        el('div', {class: 'page-frame'},
            el('div', {class: 'page-main'}, this.head.element, this.panel.element, this.editor.element, this.hint, this.below), this.comments.element));
    this.element.addEventListener('dragover', (event) => this.editor.over(event));
    this.element.addEventListener('drop', (event) => this.editor.dropped(event));
    this.hint.addEventListener('click', () => this.writeFirst());
    this.editor.changed = () => this.follow();
  }

  /** What depends on the blocks as a whole. */
  follow() {
    this.hint.hidden = this.editor.root.children.length > 0;
    for (const nav of this.editor.kids.querySelectorAll('.contents')) listHeadings(nav, this.editor);
  }

  leave() {
    this.head.saveTitle();
    this.editor.leave();
  }

  layout() {
    this.element.classList.toggle('talks', !this.comments.element.hidden);
    this.head.talk.textContent = this.comments.count ? `Comments ${this.comments.count}` : 'Comments';
  }

  /** What became of the last changes; good news need not be told. */
  tell(state, message) {
    clearTimeout(this.told);
    const {state: sign} = this.head;
    const show = () => {
      sign.hidden = !kStates[state];
      sign.textContent = kStates[state] || '';
      sign.title = message || '';
      sign.dataset.state = state;
    };
    if (state === 'saving') this.told = setTimeout(show, kSlow);
    else show();
    const lost = new Set(this.editor.saver.refused.flatMap((op) => op.ids || op.blocks?.map((block) => block.id) || [op.id]));
    for (const [id, block] of this.editor.blocks) block.element.classList.toggle('unsaved', lost.has(id));
    if (state === 'saved' && this.behind) attempt(() => this.refreshBlocks());
  }

  tryAgain() { this.editor.saver.again(); }

  /** From the title into the text; `fresh`: onto a new line at its start. */
  writeFirst(fresh = false) {
    const first = this.editor.lines()[0];
    if (first && (!fresh || this.editor.isEmpty(first))) this.editor.focus(first, 0);
    else this.editor.addLine(this.editor.root, null);
  }

  database(block) {
    let table = this.databases.get(block.id);
    if (!table) {
      table = new Table(block.id, 'h3');
      this.databases.set(block.id, table);
      attempt(() => table.refresh());
    }
    return el('div', {class: 'embedded'}, table.element);
  }

  async refresh() {
    await Promise.all([this.refreshHead(), this.refreshBlocks(),
      ...[...this.databases].filter(([id]) => this.editor.find(id)).map(([, table]) => table.refresh())]);
    if (this.title === 'Untitled' && !this.editor.root.children.length && document.activeElement === document.body) this.head.focus();
    return this.title;
  }

  /** Takes over what of these changes shows here; gives the title where that may be new. */
  async changed(changes) {
    const ids = new Set(changes.flatMap((change) => [change.id, change.parent]));
    const inside = [...ids].some((id) => id === this.editor.root.id || this.editor.find(id) || this.editor.attic.has(id));
    const jobs = [...this.databases].filter(([id]) => this.editor.find(id)).map(([, table]) => (table.changed ? table.changed(changes) : table.refresh()));
    if (inside) jobs.push(this.refreshBlocks());
    if (ids.has(this.id) || changes.some((change) => change.id === this.source)) jobs.push(this.refreshHead());
    await Promise.all(jobs);
    return this.title;
  }

  async refreshHead() {
    const page = await call('GET', '/v1/pages/' + this.id);
    this.title = plain(Object.values(page.properties).find((one) => one.type === 'title').title) || 'Untitled';
    this.editor.element.inert = page.in_trash;
    this.source = page.parent.data_source_id;
    await Promise.all([this.head.update(page), this.panel.update(page), this.comments.refresh().catch(() => {})]);
  }

  /** Takes over the blocks as they are now, unless the person changed some meanwhile. */
  async refreshBlocks() {
    const {editor} = this;
    this.behind = false;
    const {version} = editor;
    if (editor.saver.busy) { this.behind = true; return; }
    const {results} = await call('GET', '/blocks?id=' + this.id);
    if (editor.version !== version || editor.saver.busy) { this.behind = true; return; }
    const caret = editor.caret();
    editor.merge(results);
    if (caret && !editor.caret()) editor.focus(editor.find(caret.id), caret.from, caret.to);
    editor.changed();
    this.jump();
  }

  /** A link to a block shows it, once. */
  jump() {
    const wanted = location.hash.slice(1);
    if (!wanted || this.jumped) return;
    this.jumped = true;
    const block = [...this.editor.blocks.values()].find((each) => each.id.replaceAll('-', '') === wanted);
    if (block) { block.element.scrollIntoView({block: 'center'}); this.editor.selection.take([block]); }
  }
}
