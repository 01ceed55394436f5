// The head of a table: names, widths, and the menu of a column.
import {call} from './api.js';
import {kSigns, kTypeNames} from './cells.js';
import {attempt, el, menu} from './dom.js';
import {remember} from './undo.js';

const kWidths = {title: 290, rich_text: 240, number: 120, checkbox: 96, select: 150, status: 150, multi_select: 200, date: 170, files: 170, url: 200, unique_id: 90, created_time: 200, last_edited_time: 200};
const kWidth = 170;
const kLeast = 60;
const kLead = 34;
const kRest = 44;
const kAddable = ['rich_text', 'number', 'select', 'multi_select', 'status', 'date', 'people', 'files', 'checkbox', 'url', 'email', 'phone_number',
  'unique_id', 'created_time', 'created_by', 'last_edited_time', 'last_edited_by'];

const button = (label, act, style) => el('button', {type: 'button', role: 'menuitem', class: style || null, onclick: act}, label);
const typeLabel = (type) => [el('span', {class: 'sign', 'aria-hidden': 'true'}, kSigns[type] || '·'), kTypeNames[type] || type.replaceAll('_', ' ')];

export class ColumnHeads {
  constructor(base, sheet) {
    this.base = base;
    this.sheet = sheet;
    this.columns = el('colgroup');
    this.row = el('tr', {'aria-rowindex': 1, onkeydown: (event) => this.key(event)});
  }

  width(property) {
    const named = Math.min(kWidth + 40, 46 + 8 * property.name.length);
    return this.base.shownAs(property).width || Math.max(named, kWidths[property.type] || kWidth);
  }
  /** The width of what stays in place when the table scrolls sideways. */
  frozen() { return kLead + this.width(this.properties[0]); }

  draw(properties) {
    const state = JSON.stringify([properties, this.base.configuration.properties, this.base.view?.sorts]);
    if (state === this.state) return;
    this.state = state;
    this.properties = properties;
    const add = el('button', {type: 'button', class: 'quiet', tabindex: -1, 'aria-label': 'Add a property', title: 'Add a property', onclick: () => this.add(add)}, '+');
    this.cols = properties.map(() => el('col'));
    this.columns.replaceChildren(el('col', {class: 'lead'}), ...this.cols, el('col', {class: 'rest'}));
    this.row.replaceChildren(el('th', {class: 'lead'}), ...properties.map((property, index) => this.head(property, index)), el('th', {class: 'rest'}, add));
    properties.forEach((property, index) => this.setWidth(index, this.width(property)));
  }

  focus(index) { this.row.querySelectorAll('button')[index]?.focus(); }

  /** Left and right go along the heads, down and Escape back to the rows. */
  key(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    const at = [...this.row.querySelectorAll('button')].indexOf(event.target);
    if (step) this.focus(Math.max(0, at + step));
    else if (event.key === 'ArrowDown' || event.key === 'Escape') this.sheet.table.focus({preventScroll: true});
    else return;
    event.preventDefault();
  }

  setWidth(index, width) {
    this.cols[index].style.width = width + 'px';
    const total = this.cols.reduce((sum, col) => sum + parseFloat(col.style.width || 0), kLead + kRest);
    this.sheet.table.style.width = total + 'px';
  }

  head(property, index) {
    const name = el('button', {type: 'button', class: 'column', tabindex: -1, onclick: () => this.menu(property, index, name)},
        el('span', {class: 'sign', 'aria-hidden': 'true'}, kSigns[property.type] || '·'), el('span', {class: 'name'}, property.name));
    const sort = (this.base.view?.sorts || []).find((one) => one.property === property.id || one.property === property.name);
    const grip = el('span', {class: 'grip', 'aria-hidden': 'true'});
    grip.addEventListener('pointerdown', (event) => this.drag(event, property, index, grip));
    return el('th', {class: property.type, scope: 'col', 'aria-colindex': index + 1, 'aria-sort': sort?.direction || null}, name, grip);
  }

  drag(event, property, index, grip) {
    event.preventDefault();
    const from = event.clientX;
    const width = this.width(property);
    let now = width;
    const move = (at) => {
      now = Math.max(kLeast, Math.round(width + at.clientX - from));
      this.setWidth(index, now);
    };
    const end = () => {
      grip.removeEventListener('pointermove', move);
      if (now !== width) this.base.show(property, {width: now});
    };
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', end, {once: true});
  }

  menu(property, index, anchor) {
    const name = el('input', {class: 'search', 'aria-label': 'Name of the property'});
    name.value = property.name;
    const then = (act) => () => { close(); act(); };
    const last = this.properties.length - 1;
    const close = menu(anchor, [name,
      property.type === 'title' ? '' : button(['Type: ', ...typeLabel(property.type)], then(() => this.retype(property, anchor))),
      button('↑ Sort ascending', then(() => this.base.sortBy(property, 'ascending'))),
      button('↓ Sort descending', then(() => this.base.sortBy(property, 'descending'))),
      button('Filter', then(() => this.base.filterBy(property))),
      index > 1 ? button('← Move left', then(() => this.base.moveColumn(property, -1))) : '',
      index && index < last ? button('→ Move right', then(() => this.base.moveColumn(property, 1))) : '',
      index ? button('Hide in view', then(() => this.base.show(property, {visible: false}))) : '',
      index ? button('Delete property', then(() => this.remove(property)), 'danger') : '',
    ].filter(Boolean), () => this.rename(property, name.value.trim()));
    name.addEventListener('keydown', (event) => { if (event.key === 'Enter') close(); });
    name.select();
  }

  change(properties) {
    return attempt(async () => {
      await call('PATCH', '/v1/data_sources/' + this.base.source.id, {properties});
      await this.base.refresh();
    });
  }

  async rename(property, name) {
    if (!name || name === property.name) return;
    if (await this.change({[property.id]: {name}})) remember('rename of ' + property.name, () => this.change({[property.id]: {name: property.name}}));
  }

  retype(property, anchor) {
    const close = menu(anchor, kAddable.map((type) => button(typeLabel(type), () => { close(); this.change({[property.id]: {[type]: {}}}); }, type === property.type ? 'marked' : null)));
  }

  remove(property) {
    if (confirm(`Delete “${property.name}” and its value in every row? This cannot be undone.`)) this.change({[property.id]: null});
  }

  add(anchor) {
    const name = el('input', {class: 'search', placeholder: 'Name', 'aria-label': 'Name of the new property'});
    const free = (wanted) => {
      const taken = new Set(Object.keys(this.base.source.properties));
      let found = wanted;
      for (let number = 2; taken.has(found); number += 1) found = `${wanted} ${number}`;
      return found;
    };
    const make = (type) => { close(); this.change({[free(name.value.trim() || kTypeNames[type])]: {[type]: {}}}); };
    const close = menu(anchor, [name, el('p', {class: 'menu-label'}, 'Type'), ...kAddable.map((type) => button(typeLabel(type), () => make(type)))]);
    name.addEventListener('keydown', (event) => { if (event.key === 'Enter') make('rich_text'); });
  }
}
