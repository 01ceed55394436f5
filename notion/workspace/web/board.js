// A view as a board: one column for each option of a property, and one for rows without. Each
// column is a query of its own, so that its count and order are right however many rows there are.
import {call} from './api.js';
import {makeCard, placeCards} from './card.js';
import {pill} from './cells.js';
import {attempt, el, notify} from './dom.js';
import {Dragging} from './dragging.js';
import {narrowed} from './operators.js';
import {Rows} from './rows.js';
import {remember} from './undo.js';
import {groupOf} from './views.js';

const kStep = 50;

class Column {
  constructor(board, option) {
    this.board = board;
    this.option = option;
    this.cards = new Map();
    this.most = kStep;
    this.rows = new Rows(board.base.source.id, () => this.draw());
    this.count = el('span', {class: 'count'});
    this.place = el('div', {class: 'stack', data: {option: option?.id || ''}});
    const add = (style, text) => el('button', {type: 'button', class: style, 'aria-label': 'New in ' + this.name, onclick: () => this.add()}, text);
    this.head = el('header', {}, option ? pill(option) : el('span', {class: 'pill none'}, this.name), this.count, add('quiet', '+'));
    this.element = el('section', {class: 'column ' + (option?.color || 'default'), 'aria-label': this.name}, this.head, this.place, add('add', '+ New'));
    this.place.addEventListener('scroll', () => this.scrolled(), {passive: true});
  }

  get name() { return this.option?.name || 'No ' + this.board.base.grouped.name; }

  filter() {
    const {id, type} = this.board.base.grouped;
    const test = !this.option ? {is_empty: true} : {[type === 'multi_select' ? 'contains' : 'equals']: this.option.name};
    return {property: id, [type]: test};
  }

  load(query) { return this.rows.load({...query, filter: narrowed(query.filter, this.filter())}); }

  scrolled() {
    const near = this.place.scrollTop + this.place.clientHeight > this.place.scrollHeight - 400;
    if (!near || this.most >= this.rows.count) return;
    this.most += kStep;
    this.draw();
  }

  draw() {
    this.rows.need(0, this.most);
    this.count.textContent = this.rows.count;
    const pages = this.rows.ids.slice(0, this.most).map((id) => this.rows.pages.get(id)).filter(Boolean);
    placeCards(this.place, pages, this.cards, (page) => this.board.card(page));
    this.element.classList.toggle('vacant', !this.rows.count);
    this.board.counted();
  }

  add() {
    const {id, type} = this.board.base.grouped;
    const value = this.board.value(null, this.option);
    this.board.base.add(this.option ? {[id]: {[type]: value}} : {});
  }
}

export class Board {
  constructor(base) {
    this.base = base;
    this.columns = [];
    this.element = el('div', {class: 'board'});
    this.dragging = new Dragging(this);
  }

  /** The row source that row actions work on. */
  get rows() { return {source: this.base.source.id, loaded: this.columns.every((one) => one.rows.loaded), count: this.columns.reduce((sum, one) => sum + one.rows.count, 0), load: () => this.update(this.query)}; }

  async update(query) {
    this.query = query;
    const group = groupOf(this.base);
    this.base.grouped = group;
    const state = JSON.stringify([group, this.base.configuration, this.base.source.properties]);
    if (state !== this.state) this.build(group);
    this.state = state;
    await Promise.all(this.columns.map((column) => column.load(query)));
  }

  build(group) {
    if (!group) {
      this.columns = [];
      return this.element.replaceChildren(el('p', {class: 'empty'}, 'A board needs a select or status property to group by.'));
    }
    const hide = this.base.configuration.group_by?.hide_empty_groups;
    this.columns = [null, ...(group[group.type].options || [])].map((option) => new Column(this, option));
    this.element.classList.toggle('hide-empty', Boolean(hide));
    this.element.replaceChildren(...this.columns.map((column) => column.element));
  }

  close() { this.base.grouped = null; }
  changed(ids) {
    for (const column of this.columns) ids.forEach((id) => column.rows.pages.delete(id));
    return this.update(this.query);
  }

  card(page) {
    const card = makeCard(this, page, {more: () => this.columns.filter((column) => !column.cards.has(page.id))
        .map((column) => ['Move to ' + column.name, () => this.move(page, column.option)])});
    card.tabIndex = 0;
    card.setAttribute('aria-label', card.querySelector('.card-title').textContent + '. Ctrl with left or right moves it.');
    card.addEventListener('keydown', (event) => this.key(event, card, page));
    return card;
  }

  columnOf(id) { return this.columns.findIndex((column) => column.cards.has(id)); }

  key(event, card, page) {
    if (event.target !== card) return;
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    const place = this.columnOf(page.id);
    if (event.key === 'Enter') card.querySelector('.card-title').click();
    else if (event.key === 'ArrowDown') card.nextSibling?.focus();
    else if (event.key === 'ArrowUp') card.previousSibling?.focus();
    else if (step && (event.ctrlKey || event.altKey)) { if (this.columns[place + step]) this.move(page, this.columns[place + step].option, true); }
    else if (step) this.columns.slice(step > 0 ? place + 1 : 0, step > 0 ? undefined : place)[step > 0 ? 'find' : 'findLast']((column) => column.cards.size)?.place.firstChild.focus();
    else return;
    event.preventDefault();
  }

  /** The group's value in written form when a card moves to `option`. */
  value(page, option) {
    if (this.base.grouped.type !== 'multi_select') return option ? {id: option.id} : null;
    const from = page && this.columns[this.columnOf(page.id)]?.option?.id;
    const kept = page ? page.properties[this.base.grouped.name].multi_select.filter((one) => one.id !== from && one.id !== option?.id) : [];
    return option ? [...kept.map(({id}) => ({id})), {id: option.id}] : [];
  }

  /** Moves a card: shown at once, taken back when it is refused. */
  async move(page, option, focus = false) {
    const {id, type, name} = this.base.grouped;
    const before = page.properties[name][type];
    const write = (value) => call('PATCH', '/v1/pages/' + page.id, {properties: {[id]: {[type]: value}}});
    const target = this.columns.find((column) => column.option?.id === option?.id);
    const value = this.value(page, option);
    const source = this.columns[this.columnOf(page.id)];
    if (source) target.place.prepend(source.cards.get(page.id).card);
    const done = await attempt(() => write(value));
    if (done) remember('move to ' + target.name, () => write(Array.isArray(before) ? before.map((one) => ({id: one.id})) : before && {id: before.id}));
    source?.cards.get(page.id)?.card.remove();
    source?.cards.delete(page.id);
    await attempt(() => this.changed([page.id]));
    if (done && focus) target.cards.get(page.id)?.card.focus();
    if (done) notify(`Moved to ${target.name}`);
  }

  counted() { this.base.counted(this.rows); }

  begin(id) { this.columns[this.columnOf(id)]?.cards.get(id)?.card.focus(); }
}
