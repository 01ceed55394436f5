// A page: its title, its properties when it is a row, its blocks, and the databases in it.
import {all, call, plain, rich, shortId} from './api.js';
import {attempt, el, webUrl} from './dom.js';
import {Cell, Table} from './table.js';

const kTags = {heading_1: 'h2', heading_2: 'h3', heading_3: 'h4', heading_4: 'h5', quote: 'blockquote', code: 'pre'};
const kMarks = {bulleted_list_item: '•', numbered_list_item: '1.', toggle: '▸', callout: '💡'};

function placeCaret(element) {
  element.focus();
  getSelection().selectAllChildren(element);
  getSelection().collapseToEnd();
}

/** One line of text that saves itself when it is left. */
function editable(tag, attributes, save) {
  const element = el(tag, {contenteditable: 'plaintext-only', spellcheck: 'false', ...attributes});
  element.addEventListener('blur', () => {
    if (element.textContent !== element.saved) save(element.textContent);
  });
  return element;
}

function setText(element, text) {
  if (document.activeElement === element) return;
  element.saved = text;
  if (element.textContent !== text) element.textContent = text;
}

class Block {
  constructor(page, block) {
    this.page = page;
    this.id = block.id;
    this.type = block.type;
    this.element = this.make(block);
    this.element.dataset.block = block.id;
    this.update(block);
  }

  make(block) {
    if (block.type === 'divider') return el('hr');
    if (block.type === 'image') return el('figure', {}, el('img', {src: webUrl(block.image.external?.url || '') || '', alt: ''}));
    if (block.type === 'child_page') return el('a', {class: 'child', href: '/p/' + shortId(block.id)});
    if (block.type === 'child_database') {
      this.table = new Table(block.id, 'h3');
      return this.table.element;
    }
    if (!block[block.type].rich_text) return el('p', {class: 'unknown'}, block.type.replaceAll('_', ' '));
    this.text = editable(kTags[block.type] || 'p', {class: 'text', 'data-hint': 'Write something'}, (text) => this.save(text));
    this.text.addEventListener('keydown', (event) => this.key(event));
    const mark = block.type === 'to_do' ? this.makeBox() : kMarks[block.type] && el('span', {class: 'mark'}, kMarks[block.type]);
    return el('div', {class: 'block ' + block.type}, mark, this.text);
  }

  makeBox() {
    this.box = el('input', {type: 'checkbox', 'aria-label': 'Done'});
    this.box.addEventListener('change', () => attempt(() => call('PATCH', '/v1/blocks/' + this.id, {to_do: {checked: this.box.checked}})));
    return this.box;
  }

  update(block) {
    if (this.table) return;
    if (block.type === 'child_page') this.element.textContent = '📄 ' + (block.child_page.title || 'Untitled');
    if (this.box) this.box.checked = block.to_do.checked;
    if (this.text) setText(this.text, plain(block[block.type].rich_text));
  }

  async save(text) {
    this.text.saved = text;
    await attempt(() => call('PATCH', '/v1/blocks/' + this.id, {[this.type]: {rich_text: rich(text)}}));
  }

  async key(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      await this.page.addText(this.id);
    }
    if (event.key === 'Backspace' && this.text.textContent === '') {
      event.preventDefault();
      await attempt(() => call('DELETE', '/v1/blocks/' + this.id));
      await this.page.refresh();
    }
  }
}

export class Page {
  constructor(id) {
    this.id = id;
    this.blocks = new Map();
    this.title = editable('h1', {class: 'heading', 'data-hint': 'Untitled', 'aria-label': 'Title'}, (text) => this.rename(text));
    this.title.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); this.title.blur(); } });
    this.properties = el('dl', {class: 'properties'});
    this.body = el('div', {class: 'blocks'});
    this.more = el('button', {class: 'add', onclick: () => this.addText()}, '+ Add text');
    this.element = el('article', {}, this.title, this.properties, this.body, this.more);
  }

  async refresh() {
    const page = await call('GET', '/v1/pages/' + this.id);
    const title = Object.values(page.properties).find((one) => one.type === 'title');
    this.titleId = title.id;
    setText(this.title, plain(title.title));
    if (page.parent.type === 'data_source_id') await this.drawProperties(page);
    const {results} = await all('GET', `/v1/blocks/${this.id}/children`, {}, 1000);
    this.drawBlocks(results);
    await Promise.all([...this.blocks.values()].map((block) => block.table?.refresh()));
    return plain(title.title) || 'Untitled';
  }

  async drawProperties(page) {
    const source = await call('GET', '/v1/data_sources/' + page.parent.data_source_id);
    const shown = Object.values(source.properties).filter((one) => one.type !== 'title');
    const state = JSON.stringify(shown);
    if (state !== this.state) {
      this.state = state;
      this.cells = shown.map((property) => new Cell('dd', property));
      this.properties.replaceChildren(...this.cells.flatMap((cell) => [el('dt', {}, cell.property.name), cell.element]));
    }
    this.cells.forEach((cell) => cell.update(page));
  }

  drawBlocks(results) {
    const seen = new Set(results.map((block) => block.id));
    for (const [id, block] of this.blocks)
      if (!seen.has(id)) { block.element.remove(); this.blocks.delete(id); }
    let before = null;
    for (const each of results) {
      const block = this.blocks.get(each.id) || new Block(this, each);
      this.blocks.set(each.id, block);
      block.update(each);
      const place = before ? before.nextSibling : this.body.firstChild;
      if (place !== block.element) this.body.insertBefore(block.element, place);
      before = block.element;
    }
  }

  rename(text) {
    this.title.saved = text;
    return attempt(() => call('PATCH', '/v1/pages/' + this.id, {properties: {[this.titleId]: {title: rich(text)}}}));
  }

  async addText(after) {
    const position = after ? {position: {type: 'after_block', after_block: {id: after}}} : {};
    let made;
    await attempt(async () => {
      made = await call('PATCH', `/v1/blocks/${this.id}/children`, {children: [{paragraph: {rich_text: []}}], ...position});
    });
    if (!made) return;
    await this.refresh();
    const text = this.blocks.get(made.results[0].id)?.text;
    if (text) placeCaret(text);
  }
}
