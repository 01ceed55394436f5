// A view as a table. Only the rows in sight are in the document; all have one height, so that the
// place of each is known. Rows are kept by id while they are in sight and never moved while one of
// their cells is edited.
import {shortId} from './api.js';
import {drawValue, editValue} from './cell.js';
import {addDropped} from './choosers.js';
import {ColumnHeads} from './columns.js';
import {attempt, el} from './dom.js';
import {kEditors} from './editors.js';
import {Rows} from './rows.js';
import {rowMenu} from './row_actions.js';
import {SheetKeys} from './sheet_keys.js';
import {filesOf} from './upload.js';
import {writeValue} from './values.js';

const kHeights = {short: 37, tall: 88};
const kSpare = 8;
const kStep = 4;
let sheets = 0;

export class Sheet {
  constructor(base) {
    this.base = base;
    this.name = 'sheet' + (sheets += 1);
    this.lines = new Map();
    this.picked = new Set();
    this.rows = new Rows(base.source.id, () => this.drawRows());
    this.heads = new ColumnHeads(base, this);
    this.above = el('tr', {class: 'gap', 'aria-hidden': 'true'}, el('td'));
    this.below = el('tr', {class: 'gap', 'aria-hidden': 'true'}, el('td'));
    this.body = el('tbody', {}, this.above, this.below);
    this.table = el('table', {role: 'grid', tabindex: 0, 'aria-label': base.name, 'aria-multiselectable': 'true'}, this.heads.columns, el('thead', {}, this.heads.row), this.body);
    this.element = el('div', {class: 'sheet'}, this.table);
    this.keys = new SheetKeys(this);
    this.element.addEventListener('scroll', () => this.soon(), {passive: true});
    this.body.addEventListener('click', (event) => this.click(event));
    this.body.addEventListener('drop', (event) => this.dropped(event));
    this.resized = new ResizeObserver(() => this.soon());
    this.resized.observe(this.element);
  }

  close() { this.resized.disconnect(); }
  get tall() { return Boolean(this.base.configuration.wrap_cells); }
  get height() { return kHeights[this.tall ? 'tall' : 'short']; }

  soon() {
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.scrolled(); });
  }

  /** Draws anew after the schema, the columns or the query changed. */
  async update(query) {
    this.properties = this.base.columns();
    this.element.classList.toggle('tall', this.tall);
    this.heads.draw(this.properties);
    const shape = JSON.stringify([this.properties.map(({id, type, name}) => [id, type, name]), this.tall]);
    if (shape !== this.shape) {
      this.lines.forEach((line) => line.element.remove());
      this.lines.clear();
    }
    this.shape = shape;
    // Where only options or formats changed, the cells stay: somebody may be clicking there.
    const looks = JSON.stringify(this.properties);
    if (looks !== this.looks) for (const line of this.lines.values()) Object.assign(line, {states: [], page: undefined});
    this.looks = looks;
    this.drawRows();
    const turned = JSON.stringify(query) !== JSON.stringify(this.rows.query);
    await this.rows.load(query);
    if (turned) this.element.scrollTop = 0;
  }

  changed(ids) { return this.rows.changed(ids); }

  range() {
    const {scrollTop, clientHeight} = this.element;
    const even = (place) => place - (place % kStep);
    const first = Math.max(0, even(Math.floor(scrollTop / this.height) - kSpare));
    return [first, Math.min(this.rows.count, even(Math.ceil((scrollTop + clientHeight) / this.height) + kSpare) + kStep)];
  }

  /** Draws only when other rows came in sight. */
  scrolled() {
    if (this.range().join() !== this.drawn) this.drawRows();
  }

  drawRows() {
    if (!this.properties) return;
    const [first, last] = this.range();
    this.drawn = [first, last].join();
    this.rows.need(first, last);
    this.table.setAttribute('aria-rowcount', this.rows.count + 1);
    this.above.hidden = first === 0;
    this.above.firstChild.style.height = first * this.height + 'px';
    this.below.firstChild.style.height = (this.rows.count - last) * this.height + 'px';
    this.place(this.rows.ids.slice(first, last), first);
    this.base.counted(this.rows);
    this.keys.mark();
  }

  place(ids, first) {
    const wanted = new Set(ids);
    for (const [id, line] of this.lines) if (!wanted.has(id)) this.drop(id, line);
    let next = this.above.nextSibling;
    ids.forEach((id, index) => {
      const line = this.line(id);
      if (line.place !== first + index) line.element.setAttribute('aria-rowindex', first + index + 2);
      line.place = first + index;
      // Moving a row would take the focus from an editor in it: the others make way instead.
      while (line.editing && next !== line.element) {
        const other = next;
        next = next.nextSibling;
        this.body.insertBefore(other, this.below);
      }
      if (next === line.element) next = next.nextSibling;
      else this.body.insertBefore(line.element, next);
    });
  }

  drop(id, line) {
    if (line.editing) this.table.focus({preventScroll: true});
    line.element.remove();
    this.lines.delete(id);
  }

  line(id) {
    const line = this.lines.get(id) || this.makeLine(id);
    const page = this.rows.pages.get(id);
    if (line.page === page) return line;
    line.page = page;
    line.element.classList.toggle('waiting', !page);
    if (page) this.properties.forEach((property, index) => this.drawCell(line, property, index));
    return line;
  }

  makeLine(id) {
    const cells = this.properties.map((property, index) => this.makeCell(id, property, index));
    const pick = el('input', {type: 'checkbox', class: 'pick', tabindex: -1, 'aria-label': 'Select row'});
    pick.checked = this.picked.has(id);
    pick.addEventListener('change', () => this.pick(id, pick.checked));
    const element = el('tr', {data: {row: id}, class: pick.checked ? 'picked' : null}, el('td', {class: 'lead'}, pick), cells, el('td', {class: 'rest'}));
    const line = {element, cells, pick, states: []};
    this.lines.set(id, line);
    return line;
  }

  makeCell(id, property, index) {
    const cell = el('td', {class: 'cell ' + property.type, id: `${this.name}-${id}-${index}`, role: 'gridcell', 'aria-colindex': index + 1,
      'aria-readonly': kEditors[property.type] ? null : 'true', data: {property: property.name, index}}, el('div', {class: 'value'}));
    if (property.type !== 'title') return cell;
    const more = el('button', {type: 'button', class: 'quiet', tabindex: -1, 'aria-label': 'Row menu', title: 'Row menu', onclick: () => rowMenu(this, id, more)}, '⋯');
    cell.append(el('span', {class: 'tools'}, el('a', {href: '/p/' + shortId(id), class: 'open', tabindex: -1}, 'Open'), more));
    return cell;
  }

  drawCell(line, property, index) {
    const value = line.page.properties[property.name];
    const state = JSON.stringify(value);
    if (line.editing === property.id || state === line.states[index]) return;
    line.states[index] = state;
    const save = kEditors[property.type] && !this.base.trash ? (next) => this.save(line.page, property, next) : null;
    drawValue(line.cells[index].firstChild, line.page, property, save);
  }

  click(event) {
    const cell = event.target.closest('td.cell');
    const row = event.target.closest('tr[data-row]');
    if (!cell || !row || event.target.closest('a, button, input, textarea')) return;
    this.keys.go(row.dataset.row, Number(cell.dataset.index));
    this.edit(row.dataset.row, Number(cell.dataset.index));
  }

  dropped(event) {
    const cell = event.target.closest('td.files');
    const line = this.lines.get(cell?.parentElement.dataset.row);
    const files = filesOf(event.dataTransfer);
    if (!line?.page || !files.length || this.base.trash) return;
    event.preventDefault();
    const property = this.properties[cell.dataset.index];
    addDropped(files, line.page.properties[property.name].files, (next) => this.save(line.page, property, next));
  }

  /** Opens the editor of a cell; `first` is a character that was typed. */
  edit(id, index, first) {
    const line = this.lines.get(id);
    const property = this.properties[index];
    if (!line?.page || line.editing || this.base.trash) return;
    line.editing = property.id;
    line.element.classList.add('editing');
    const opened = editValue(line.cells[index].firstChild, line.page, property, {
      first,
      save: (next) => this.save(line.page, property, next),
      done: (move) => this.finish(line, index, move),
    });
    if (!opened) this.finish(line, index, 'stay');
  }

  finish(line, index, move) {
    line.editing = null;
    line.element.classList.remove('editing');
    line.states[index] = undefined;
    this.drawCell(line, this.properties[index], index);
    if (move) this.table.focus({preventScroll: true});
    this.keys.move(move);
    this.drawRows();
  }

  async save(page, property, next) {
    await attempt(async () => this.rows.take(await writeValue(page, property, next)));
    this.redraw(page.id, property);
  }

  /** Draws a value from what is known, even where its cell shows something else for now. The row's others stay: somebody may be clicking there. */
  redraw(id, property) {
    const line = this.lines.get(id);
    if (!line) return;
    line.states[this.properties.findIndex((one) => one.id === property.id)] = undefined;
    line.page = undefined;
    this.drawRows();
  }

  pick(id, on) {
    this.picked[on ? 'add' : 'delete'](id);
    const line = this.lines.get(id);
    line?.element.classList.toggle('picked', on);
    if (line) line.pick.checked = on;
    this.base.drawPicked();
  }

  unpick() { for (const id of [...this.picked]) this.pick(id, false); }

  /** Shows the row and opens its title. */
  async begin(id) {
    const place = this.rows.indexOf(id);
    if (place < 0) return;
    this.keys.go(id, 0);
    this.drawRows();
    this.edit(id, 0);
  }
}
