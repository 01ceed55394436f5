// The menu of block types that "/" opens, and what its entries do.
import {call} from './api.js';
import {caretBox, selectionIn} from './caret.js';
import {turn} from './commands.js';
import {attempt, el} from './dom.js';
import {fresh, kKinds, kindOf} from './kinds.js';
import {askText, chooseFiles} from './pickers.js';
import {cut, join, lengthOf, plainOf} from './text.js';

const kOffered = ['paragraph', 'heading_1', 'heading_2', 'heading_3', 'bulleted_list_item', 'numbered_list_item', 'to_do', 'toggle', 'quote', 'callout', 'code', 'divider',
  'image', 'video', 'audio', 'file', 'bookmark', 'table', 'equation', 'table_of_contents', 'child_page', 'child_database'];
const kAccepts = {image: 'image/*', video: 'video/*', audio: 'audio/*', pdf: 'application/pdf'};

/** Puts new blocks where `block` is if it is empty, else behind it. */
function putBlocks(editor, block, blocks, more = []) {
  const empty = editor.isEmpty(block) && block.type === 'paragraph';
  const {children} = block.parent;
  const last = children.at(-1) === block;
  const tail = last ? [{id: crypto.randomUUID(), type: 'paragraph', content: fresh('paragraph')}] : [];
  editor.apply([{op: 'insert', parent: block.parent.id, after: block.id, blocks: [...blocks, ...tail]}, ...more, ...(empty ? [{op: 'trash', ids: [block.id]}] : [])]);
  const at = editor.lines();
  const next = at[at.findIndex((line) => line.id === tail[0]?.id)] || at.find((line) => line.parent === block.parent);
  if (tail.length && next) editor.focus(next, 0);
}

const put = (editor, block, type, content = fresh(type)) => putBlocks(editor, block, [{id: crypto.randomUUID(), type, content}]);

function putTable(editor, block) {
  const id = crypto.randomUUID();
  const rows = [0, 1, 2].map(() => ({id: crypto.randomUUID(), type: 'table_row', content: {cells: [[], [], []]}}));
  putBlocks(editor, block, [{id, type: 'table', content: {table_width: 3, has_column_header: true, has_row_header: false}}], [{op: 'insert', parent: id, after: null, blocks: rows}]);
}

const withScheme = (text) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : 'https://' + text);

function putMedia(editor, block, type) {
  const link = (url) => { if (url) put(editor, block, type, {type: 'external', external: {url: withScheme(url)}, caption: []}); };
  askText(block.element, {label: 'Paste a link', act: link, more: [{label: 'Upload a file', act: () => chooseFiles((files) => editor.addFiles(files, block), {accept: kAccepts[type]})}]});
}

/** A page or database inside this page: made by the API, then moved to its place. */
async function putInside(editor, block, path, body, open) {
  let made;
  await attempt(async () => { made = await call('POST', path, body); });
  if (!made) return;
  const type = path.includes('databases') ? 'child_database' : 'child_page';
  editor.adopt({id: made.id, type, content: {title: ''}}, block);
  await editor.saver.settled();
  if (open) open(made.id);
}

const kActs = {
  table: putTable,
  image: putMedia, video: putMedia, audio: putMedia, file: putMedia, pdf: putMedia,
  bookmark: (editor, block, type) => askText(block.element, {label: 'Paste a link', act: (url) => { if (url) put(editor, block, type, {url: withScheme(url), caption: []}); }}),
  child_page: (editor, block) => putInside(editor, block, '/v1/pages', {parent: {page_id: editor.root.id}, properties: {}}, editor.go),
  child_database: (editor, block) => putInside(editor, block, '/v1/databases', {
    parent: {type: 'page_id', page_id: editor.root.id}, is_inline: true, title: [{text: {content: 'New database'}}], initial_data_source: {properties: {Name: {title: {}}}}}),
};

export function choose(editor, block, type) {
  if (kActs[type]) kActs[type](editor, block, type);
  else if (kindOf(type).text) { turn(editor, [block], type); editor.focusEnd(block); }
  else put(editor, block, type);
}

/** The types one of whose words begins with `query`; those whose name does first. */
function matching(query) {
  const rank = (type) => {
    const label = kKinds[type].label.toLowerCase();
    if (label.startsWith(query)) return 0;
    return ` ${label} ${kKinds[type].words || ''}`.includes(' ' + query) ? 1 : 2;
  };
  return kOffered.filter((type) => rank(type) < 2).sort((one, other) => rank(one) - rank(other));
}

export class Slash {
  constructor(editor) { this.editor = editor; }

  open(block, at) {
    Object.assign(this, {block, at, chosen: 0});
    this.list = el('div', {class: 'menu slash', role: 'listbox', 'aria-label': 'Blocks'});
    document.body.append(this.list);
    this.outside = (event) => { if (!this.list.contains(event.target)) this.close(); };
    document.addEventListener('pointerdown', this.outside, true);
    this.update();
  }

  close() {
    if (!this.list) return;
    document.removeEventListener('pointerdown', this.outside, true);
    this.list.remove();
    this.list = null;
  }

  /** What stands behind the "/"; null when the caret has left it. */
  query() {
    const where = selectionIn(this.block.text);
    const runs = this.block.content.rich_text;
    if (!where || where.from < this.at || plainOf(cut(runs, this.at - 1, this.at)) !== '/') return null;
    return plainOf(cut(runs, this.at, where.from)).toLowerCase();
  }

  update() {
    if (!this.list) return;
    const query = this.query();
    this.found = query === null ? [] : matching(query);
    if (!this.found.length) { this.close(); return; }
    this.chosen = Math.min(this.chosen, this.found.length - 1);
    this.list.replaceChildren(...this.found.map((type, index) => this.entry(type, index)));
    this.list.children[this.chosen].scrollIntoView({block: 'nearest'});
    this.placeList();
  }

  entry(type, index) {
    return el('button', {type: 'button', role: 'option', tabindex: '-1', 'aria-selected': String(index === this.chosen), onpointerdown: (event) => { event.preventDefault(); this.take(type); }},
        el('span', {class: 'sign', 'aria-hidden': 'true'}, kKinds[type].sign), el('span', {}, kKinds[type].label), el('span', {class: 'typed'}, kKinds[type].typed || ''));
  }

  placeList() {
    const box = caretBox(this.block.text);
    const above = box.bottom + this.list.offsetHeight + 12 > innerHeight && box.top > this.list.offsetHeight;
    this.list.style.left = Math.min(box.left, innerWidth - this.list.offsetWidth - 12) + 'px';
    this.list.style.top = (above ? box.top - this.list.offsetHeight - 4 : box.bottom + 6) + 'px';
  }

  take(type) {
    const {block, at, editor} = this;
    const end = at + this.query().length;
    this.close();
    const runs = block.content.rich_text;
    editor.setText(block, join(cut(runs, 0, at - 1), cut(runs, end)));
    editor.focus(block, Math.min(at - 1, lengthOf(block.content.rich_text)));
    choose(editor, block, type);
  }

  /** True when the key was the menu's. */
  pressed(event) {
    if (!this.list) return false;
    const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (by) { this.chosen = (this.chosen + by + this.found.length) % this.found.length; this.update(); }
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(this.found[this.chosen]);
    else if (event.key === 'Escape') this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
