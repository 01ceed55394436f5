// The selected cell of a sheet and what keys do to it. The focus stays on the table itself, so that
// it survives rows coming and going; the cell is named by aria-activedescendant.
import {shortId} from './api.js';
import {attempt} from './dom.js';
import {kEditors, kTyped} from './editors.js';
import {duplicateRows, trashRows} from './row_actions.js';
import {canWrite, emptied} from './values.js';

const kSteps = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};

export class SheetKeys {
  constructor(sheet) {
    this.sheet = sheet;
    this.row = null;
    this.index = 0;
    sheet.table.addEventListener('keydown', (event) => this.key(event));
    sheet.table.addEventListener('focus', () => this.mark());
    sheet.table.addEventListener('blur', () => this.mark());
  }

  get property() { return this.sheet.properties[this.index]; }

  /** Marks the selected cell, wherever it is drawn now. */
  mark() {
    const {table, lines} = this.sheet;
    this.index = Math.min(this.index, this.sheet.properties.length - 1);
    const cell = lines.get(this.row)?.cells[this.index];
    if (this.marked && this.marked !== cell) this.marked.classList.remove('at');
    cell?.classList.add('at');
    this.marked = cell;
    if (cell) table.setAttribute('aria-activedescendant', cell.id);
    else table.removeAttribute('aria-activedescendant');
  }

  go(row, index) {
    this.row = row;
    this.index = index;
    this.show();
    this.mark();
  }

  /** Scrolls as little as needed for the selected cell to be in sight. */
  show() {
    const {element, height, rows, lines} = this.sheet;
    const top = rows.indexOf(this.row) * height;
    const head = this.sheet.heads.row.offsetHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + height + head - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
    this.sheet.drawRows();
    const cell = lines.get(this.row)?.cells[this.index];
    if (!cell || this.index === 0) { if (this.index === 0) element.scrollLeft = 0; return; }
    const left = this.sheet.heads.frozen();
    if (cell.offsetLeft - left < element.scrollLeft) element.scrollLeft = cell.offsetLeft - left;
    const right = cell.offsetLeft + cell.offsetWidth - element.clientWidth;
    if (right > element.scrollLeft) element.scrollLeft = right;
  }

  by(rows, columns) {
    const {count, ids} = this.sheet.rows;
    if (!count) { this.sheet.heads.focus(0); return; }
    const place = this.sheet.rows.indexOf(this.row);
    if (place === 0 && rows === -1) { this.sheet.heads.focus(this.index); return; }
    const next = place < 0 ? 0 : Math.max(0, Math.min(count - 1, place + rows));
    const index = Math.max(0, Math.min(this.sheet.properties.length - 1, this.index + columns));
    this.go(ids[next], place < 0 ? 0 : index);
  }

  /** To the cell after (1) or before (-1) this one, row by row; false at the table's end. */
  along(step) {
    const width = this.sheet.properties.length;
    const place = this.sheet.rows.indexOf(this.row) * width + this.index + step;
    const row = this.sheet.rows.ids[Math.floor(place / width)];
    if (!row || place < 0) return false;
    this.go(row, place % width);
    return true;
  }

  /** After an edit. */
  move(move) {
    if (move === 'down') this.by(1, 0);
    if (move === 'next') this.along(1);
    if (move === 'previous') this.along(-1);
  }

  key(event) {
    if (event.target !== this.sheet.table || event.isComposing) return;
    if (this.step(event) || this.act(event) || this.type(event)) event.preventDefault();
  }

  step(event) {
    const {key} = event;
    const far = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.sheet.element.clientHeight / this.sheet.height) - 2);
    const {count} = this.sheet.rows;
    if (event.altKey) return false;
    if (kSteps[key]) this.by(...kSteps[key].map((step) => (far ? step * count : step)));
    else if (key === 'PageDown' || key === 'PageUp') this.by(key === 'PageDown' ? page : -page, 0);
    else if (key === 'Home' || key === 'End') this.by(far ? (key === 'End' ? count : -count) : 0, key === 'End' ? 500 : -500);
    else if (key === 'Tab' && this.row) return this.along(event.shiftKey ? -1 : 1);
    else return false;
    return true;
  }

  act(event) {
    const {key} = event;
    const held = event.ctrlKey || event.metaKey;
    if (!this.row || this.sheet.rows.indexOf(this.row) < 0) return false;
    const chosen = () => (this.sheet.picked.size ? [...this.sheet.picked] : [this.row]);
    if (key === 'Enter' && held) this.sheet.base.open('/p/' + shortId(this.row));
    else if (key === 'Enter' || key === 'F2') this.sheet.edit(this.row, this.index);
    else if (key === ' ' && event.shiftKey) this.sheet.pick(this.row, !this.sheet.picked.has(this.row));
    else if (key === ' ') this.sheet.edit(this.row, this.index);
    else if (key === 'Escape') { this.sheet.unpick(); this.row = null; this.mark(); }
    else if ((key === 'Delete' || key === 'Backspace') && held) trashRows(this.sheet, chosen());
    else if (key === 'Delete' || key === 'Backspace') this.clear();
    else if (held && key.toLowerCase() === 'd') duplicateRows(this.sheet, chosen());
    else if (held && key.toLowerCase() === 'c') navigator.clipboard?.writeText(this.marked?.querySelector('.value').innerText || '');
    else return false;
    return true;
  }

  type(event) {
    if (!this.row || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const typed = kTyped.has(this.property.type);
    if (!typed && !kEditors[this.property.type]) return false;
    this.sheet.edit(this.row, this.index, typed ? event.key : undefined);
    return true;
  }

  clear() {
    const page = this.sheet.rows.pages.get(this.row);
    if (!page || !canWrite(this.property.type) || this.sheet.base.trash) return;
    attempt(() => this.sheet.save(page, this.property, emptied(this.property.type)));
  }
}
