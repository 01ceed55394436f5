// A database: its title, its views as tabs, the conditions of the open view, and the rows as the
// view shows them.
import {call, plain, shortId} from './api.js';
import {Board} from './board.js';
import {attempt, el} from './dom.js';
import {FilterBar} from './filters.js';
import {Gallery} from './gallery.js';
import {forgetTitles} from './related.js';
import {addRow, duplicateRows, restoreRows, trashRows} from './row_actions.js';
import {Sheet} from './sheet.js';
import {forRequest, reworded} from './text.js';
import {remember} from './undo.js';
import {Unsaved} from './unsaved.js';
import {loadUsers} from './users.js';
import {shownType, ViewTabs, writable} from './views.js';

export {Cell} from './cell.js';

const kBodies = {table: Sheet, board: Board, gallery: Gallery};
const kCardProperties = 4;

export class Table {
  constructor(databaseId, heading) {
    this.id = databaseId;
    this.full = heading === 'h1';
    this.trash = false;
    this.views = [];
    this.unsaved = new Unsaved();
    this.title = el(heading, {class: 'heading', contenteditable: 'plaintext-only', spellcheck: 'false', 'data-hint': 'Untitled', 'aria-label': 'Title of the database', role: 'textbox'});
    this.count = el('span', {class: 'count', 'aria-live': 'polite'});
    this.tabs = new ViewTabs(this);
    this.filters = new FilterBar(this);
    this.chosen = el('div', {class: 'chosen', hidden: true});
    this.place = el('div', {class: 'place'});
    this.nothing = el('p', {class: 'empty blank', hidden: true});
    const button = (label, act, style = 'quiet') => { const made = el('button', {type: 'button', class: style, onclick: () => act(made)}, label); return made; };
    this.trashed = button('Trash', () => this.turnTrash());
    const tools = el('div', {class: 'bar-tools'}, button('Filter', (at) => this.filters.addFilter(at)), button('Sort', (at) => this.filters.addSort(at)),
        button('Properties', (at) => this.tabs.properties(at)), this.trashed, button('New', () => this.add(), 'primary'));
    this.adding = button('+ New', () => this.add(), 'add');
    this.element = el('section', {class: this.full ? 'database full' : 'database'}, el('header', {}, this.title), el('div', {class: 'bar'}, this.tabs.element, tools),
        this.filters.element, this.chosen, this.place, this.nothing, el('footer', {}, this.adding, this.count));
    this.title.addEventListener('blur', () => this.rename(this.title.textContent.trim()));
    this.title.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); this.title.blur(); } });
    loadUsers();
  }

  /** Ends what watches the place; called when another page opens. */
  leave() { this.body?.close?.(); }

  get name() { return plain(this.database?.title) || 'Untitled'; }
  get configuration() { return this.view?.configuration || {}; }

  /** Shows it as it is now; one reading at a time, and again after one that something overtook. */
  refresh() {
    this.again = Boolean(this.reading);
    this.reading ||= this.read().finally(() => { this.reading = null; });
    return this.reading;
  }

  async read() {
    do {
      this.again = false;
      const {version} = this.unsaved;
      const reply = await call('GET', '/database?id=' + this.id);
      if (version === this.unsaved.version) await this.take(reply);
      else this.again = true;
    } while (this.again);
    return this.name;
  }

  take({database, data_sources: sources, views}) {
    this.database = database;
    this.sources = sources;
    this.views = views.map((view) => this.unsaved.over(view));
    this.view = this.views.find((view) => view.id === this.view?.id) || this.named() || this.views[0];
    this.source = sources.find((source) => source.id === this.view?.data_source_id) || sources[0];
    if (document.activeElement !== this.title) this.title.textContent = plain(database.title);
    return this.draw();
  }

  /** The view in the address. */
  named() {
    const wanted = this.full && new URLSearchParams(location.search).get('v');
    return wanted && this.views.find((view) => shortId(view.id) === shortId(wanted));
  }

  /** Draws what changed: the frame when schema or views did, the rows always. */
  async draw() {
    const type = this.trash || !this.view ? 'table' : shownType(this.view);
    const kind = [this.source.id, type, this.trash].join();
    if (kind !== this.kind) {
      this.body?.close?.();
      this.body = new kBodies[type](this);
      this.place.replaceChildren(this.body.element);
      this.kind = kind;
    }
    this.element.dataset.type = type;
    this.tabs.draw();
    this.filters.draw();
    this.filters.element.hidden ||= this.trash;
    this.trashed.setAttribute('aria-pressed', String(this.trash));
    this.adding.hidden = this.trash;
    this.drawPicked();
    await this.body.update(this.query());
  }

  query() {
    if (this.trash) return {in_trash: true};
    const {filter, sorts} = this.view || {};
    return {...(filter ? {filter} : {}), ...(sorts?.length ? {sorts} : {})};
  }

  /** Takes over what was written elsewhere. */
  async changed(changes) {
    const about = (change) => change.id === this.database?.id || change.parent === this.database?.id;
    const rows = changes.filter((change) => change.parent === this.source?.id && change.kind === 'page').map((change) => change.id);
    forgetTitles(changes.map((change) => change.id));
    if (changes.some(about)) return this.refresh();
    if (rows.length) await this.body.changed(rows);
    return this.name;
  }

  async rename(title) {
    const before = this.database.title;
    if (title === plain(before)) return;
    const write = (runs) => call('PATCH', '/v1/databases/' + this.id, {title: forRequest(runs)});
    if (await attempt(async () => { this.database = await write(reworded(before, title)); })) remember('title', () => write(before));
  }

  // What the view shows.
  shownAs(property) { return (this.configuration.properties || []).find((one) => one.property_id === property.id) || {}; }
  isShown(property) {
    const {visible} = this.shownAs(property);
    return visible ?? (this.element.dataset.type === 'table' || this.ordered().indexOf(property) <= kCardProperties);
  }

  /** All properties, the title first, then as the view orders them. */
  ordered() {
    const order = (this.configuration.properties || []).map((one) => one.property_id);
    const rank = (property) => (property.type === 'title' ? -1 : (order.indexOf(property.id) + 1 || order.length + 1));
    return Object.values(this.source.properties).sort((a, b) => rank(a) - rank(b));
  }

  columns() { return this.trash ? this.ordered() : this.ordered().filter((property) => property.type === 'title' || this.isShown(property)); }

  /** Shows a changed view at once and keeps it; what is refused goes back to what the server has. */
  async saveView(change) {
    const {view} = this;
    Object.assign(view, change);
    this.tabs.draw();
    const saved = attempt(async () => this.keep(await this.unsaved.save(view.id, change)));
    const drawn = attempt(() => this.draw());
    if (!await saved) await attempt(() => this.refresh());
    return drawn;
  }

  keep(saved) {
    const view = this.views.find((one) => one.id === saved.id);
    if (view) Object.assign(view, this.unsaved.over(saved));
  }

  configure(change) {
    return this.saveView({configuration: writable({...this.configuration, type: this.configuration.type || this.view.type, ...change})});
  }

  /** Changes how the view shows one property: {visible, width}. */
  show(property, change) {
    const properties = this.ordered().map((one) => ({property_id: one.id, ...this.shownAs(one), visible: this.isShown(one), ...(one.id === property.id ? change : {})}));
    return this.configure({properties});
  }

  moveColumn(property, step) {
    const columns = this.columns();
    const other = columns[columns.indexOf(property) + step];
    const order = this.ordered();
    order.splice(order.indexOf(other), 0, ...order.splice(order.indexOf(property), 1));
    return this.configure({properties: order.map((one) => ({property_id: one.id, ...this.shownAs(one), visible: this.isShown(one)}))});
  }

  sortBy(property, direction, more = false) {
    const others = more ? (this.view.sorts || []).filter((sort) => sort.property !== property.id && sort.property !== property.name) : [];
    return this.saveView({sorts: [...others, {property: property.id, direction}]});
  }

  filterBy(property) { this.filters.edit(this.tabs.element, property); }

  choose(view) {
    this.trash = false;
    this.view = view;
    if (this.full) history.replaceState(null, '', `${location.pathname}?v=${shortId(view.id)}`);
    return attempt(() => this.draw());
  }

  turnTrash() {
    this.trash = !this.trash;
    return attempt(() => this.draw());
  }

  open(path) { document.dispatchEvent(new CustomEvent('go', {detail: path})); }

  counted(rows) {
    const text = rows.loaded ? `${rows.count.toLocaleString()} ${rows.count === 1 ? 'row' : 'rows'}${this.trash ? ' in the trash' : ''}` : '';
    if (this.count.textContent !== text) this.count.textContent = text;
    this.nothing.hidden = !rows.loaded || rows.count > 0 || this.element.dataset.type !== 'table';
    this.nothing.textContent = this.trash ? 'The trash is empty.' : this.view?.filter ? 'No row meets the conditions.' : 'No rows yet. “New” adds the first one.';
  }

  /** The bar about the rows that are ticked. */
  drawPicked() {
    const ids = [...(this.body?.picked || [])];
    const button = (label, act) => el('button', {type: 'button', onclick: () => act(this.body, ids)}, label);
    this.chosen.hidden = !ids.length;
    this.chosen.replaceChildren(`${ids.length} selected`, ...(this.trash ? [button('Restore', restoreRows)] : [button('Duplicate', duplicateRows), button('Move to trash', trashRows)]),
        button('Clear', (body) => body.unpick()));
  }

  async add(properties = {}) {
    const page = await addRow(this.source.id, properties);
    if (!page) return;
    remember('new row', () => call('PATCH', '/v1/pages/' + page.id, {in_trash: true}));
    await attempt(() => this.body.rows ? this.body.rows.load() : this.body.changed([page.id]));
    this.body.begin?.(page.id);
  }
}
