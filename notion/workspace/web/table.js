// A database as a table. Rows are kept by id and cells by property, so that a refresh touches only
// what changed and never a cell that is being edited.
import {all, call, plain, shortId} from './api.js';
import {kCells, kSigns} from './cells.js';
import {attempt, el, menu} from './dom.js';

/** Property values of `page` in one cell: shows them, and edits them as the person. */
export class Cell {
  constructor(tag, property) {
    this.property = property;
    this.element = el(tag, {class: 'cell ' + property.type, data: {property: property.name}});
    this.content = el('div', {class: 'value'});
    this.element.append(this.content);
    this.element.addEventListener('click', (event) => this.open(event));
  }

  update(page) {
    this.page = page;
    const value = page.properties[this.property.name]?.[this.property.type];
    const state = JSON.stringify([value, this.property]);
    if (this.editing || state === this.state) return;
    this.state = state;
    this.value = value;
    this.draw();
  }

  draw() {
    const type = kCells[this.property.type];
    const shown = this.value === undefined || !type ? []
        : type.show(this.value, this.property[this.property.type], (next) => this.save(next));
    this.content.replaceChildren(...shown.filter((part) => part !== null));
  }

  open(event) {
    const edit = kCells[this.property.type]?.edit;
    if (!edit || this.editing || event.target.closest('a, input, button, textarea')) return;
    this.editing = true;
    const done = () => {
      this.editing = false;
      this.state = undefined;
      this.update(this.page);
    };
    edit(this.content, this.value, (next) => this.save(next), done, this.property[this.property.type]);
  }

  async save(next) {
    const {id, type} = this.property;
    this.editing = true;
    let page = this.page;
    await attempt(async () => {
      page = await call('PATCH', '/v1/pages/' + this.page.id, {properties: {[id]: {[type]: next}}});
    });
    this.editing = false;
    this.state = undefined;
    this.update(page);
  }
}

export class Table {
  constructor(databaseId, heading) {
    this.id = databaseId;
    this.rows = new Map();
    this.title = el(heading, {class: 'heading'});
    this.count = el('span', {class: 'count'});
    this.head = el('tr');
    this.body = el('tbody');
    this.adding = el('button', {class: 'add', onclick: () => this.add()}, '+ New');
    this.element = el('section', {class: 'database'},
        el('header', {}, this.title, this.count),
        el('div', {class: 'scroll'}, el('table', {}, el('thead', {}, this.head), this.body)),
        this.adding);
  }

  async refresh() {
    const database = await call('GET', '/v1/databases/' + this.id);
    this.source = database.data_sources[0].id;
    const [schema, sorts] = await Promise.all([call('GET', '/v1/data_sources/' + this.source), this.sorts()]);
    const {results, more} = await all('POST', `/v1/data_sources/${this.source}/query`, sorts ? {sorts} : {});
    this.title.textContent = plain(database.title) || 'Untitled';
    this.count.textContent = results.length + (more ? '+' : '');
    this.drawHead(Object.values(schema.properties));
    this.drawRows(results);
    return plain(database.title) || 'Untitled';
  }

  /** The sorts of the database's first saved view that has some. */
  async sorts() {
    const list = await call('GET', '/v1/views?database_id=' + this.id);
    for (const {id} of list.results) {
      const view = await call('GET', '/v1/views/' + id);
      if (view.sorts?.length) return view.sorts;
    }
    return null;
  }

  drawHead(properties) {
    const ordered = [...properties.filter((one) => one.type === 'title'), ...properties.filter((one) => one.type !== 'title')];
    const state = JSON.stringify(ordered);
    if (state === this.state) return;
    this.state = state;
    this.properties = ordered;
    this.head.replaceChildren(...ordered.map((one) => el('th', {class: one.type, scope: 'col'}, el('span', {class: 'sign', 'aria-hidden': 'true'}, kSigns[one.type] || '·'), one.name)));
    if (this.rows.size && [...this.rows.values()].some((row) => row.cells.some((cell) => cell.editing))) return;
    this.rows.clear();
    this.body.replaceChildren();
  }

  drawRows(pages) {
    const seen = new Set(pages.map((page) => page.id));
    for (const [id, row] of this.rows)
      if (!seen.has(id)) { row.element.remove(); this.rows.delete(id); }
    let before = null;
    for (const page of pages) {
      const row = this.rows.get(page.id) || this.makeRow(page.id);
      row.cells.forEach((cell) => cell.update(page));
      const place = before ? before.nextSibling : this.body.firstChild;
      if (place !== row.element && !row.cells.some((cell) => cell.editing)) this.body.insertBefore(row.element, place);
      before = row.element;
    }
  }

  makeRow(id) {
    const cells = this.properties.map((property) => new Cell('td', property));
    const element = el('tr', {data: {row: id}}, cells.map((cell) => cell.element));
    const trash = el('button', {class: 'quiet', title: 'Row menu', 'aria-label': 'Row menu', onclick: () => this.rowMenu(id, trash)}, '⋯');
    cells[0].element.prepend(el('span', {class: 'tools'}, el('a', {href: '/p/' + shortId(id), class: 'open'}, 'Open'), trash));
    const row = {element, cells};
    this.rows.set(id, row);
    return row;
  }

  rowMenu(id, anchor) {
    const close = menu(anchor, [el('button', {role: 'menuitem', onclick: () => { close(); this.trash(id); }}, 'Move to trash')]);
  }

  async trash(id) {
    await attempt(() => call('PATCH', '/v1/pages/' + id, {in_trash: true}));
    await this.refresh();
  }

  async add() {
    let page;
    const made = await attempt(async () => { page = await call('POST', '/v1/pages', {parent: {type: 'data_source_id', data_source_id: this.source}}); });
    if (!made) return;
    await this.refresh();
    this.rows.get(page.id)?.cells[0].content.click();
  }
}
