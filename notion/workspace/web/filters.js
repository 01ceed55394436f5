// The bar of a view's conditions and sorts, as chips. What is chosen applies at once and is kept in
// the view.
import {kSigns} from './cells.js';
import {searchMenu} from './choosers.js';
import {ConditionEditor, conditionText} from './conditions.js';
import {el} from './dom.js';
import {canFilter, joined, partsOf} from './operators.js';
import {actions} from './row_actions.js';

const kArrows = {ascending: '↑', descending: '↓'};
const kUnsortable = new Set(['files', 'relation', 'rollup']);

const label = (property) => [el('span', {class: 'sign', 'aria-hidden': 'true'}, kSigns[property.type] || '·'), property.name];

export class FilterBar {
  constructor(base) {
    this.base = base;
    this.element = el('div', {class: 'filters'});
  }

  get properties() { return Object.values(this.base.source.properties); }
  find(key) { return this.properties.find((one) => one.id === key || one.name === key); }

  draw() {
    const {filter, sorts} = this.base.view || {};
    const {all, parts} = partsOf(filter);
    const chips = [...(sorts || []).map((sort, index) => this.sortChip(sort, index)), ...parts.map((part, index) => this.conditionChip(part, index))];
    if (parts.length > 1) chips.push(el('button', {type: 'button', class: 'chip quiet', title: 'Match all or any of the conditions', onclick: () => this.save(!all, parts)}, all ? 'match all' : 'match any'));
    this.element.replaceChildren(...chips);
    this.element.hidden = !chips.length;
  }

  save(all, parts) { return this.base.saveView({filter: joined(all, parts)}); }

  chip(content, open, remove, what) {
    return el('span', {class: 'chip'}, el('button', {type: 'button', class: 'face', onclick: (event) => open(event.currentTarget)}, content),
        el('button', {type: 'button', class: 'remove', 'aria-label': 'Remove ' + what, onclick: remove}, '×'));
  }

  conditionChip(part, index) {
    const property = this.find(part.property) || this.stamp(part);
    const remove = () => {
      const {all, parts} = partsOf(this.base.view.filter);
      this.save(all, parts.filter((one, place) => place !== index));
    };
    const text = property && conditionText(part, property);
    if (!text) return this.chip(part.and || part.or ? `${(part.and || part.or).length} more conditions` : 'Condition', () => {}, remove, 'conditions');
    return this.chip(text, (anchor) => this.edit(anchor, property, index), remove, 'condition on ' + property.name);
  }

  /** A condition on a time stamp reads like one on a property of that type. */
  stamp(part) { return part.timestamp && {id: part.timestamp, name: part.timestamp.replaceAll('_', ' '), type: part.timestamp, stamp: true}; }

  edit(anchor, property, index) {
    const {parts} = partsOf(this.base.view?.filter);
    const place = index ?? parts.length;
    new ConditionEditor(anchor, property, parts[place], (next) => {
      const now = partsOf(this.base.view.filter);
      const list = [...now.parts];
      list[place] = property.stamp ? {timestamp: property.id, [property.type]: next[property.type]} : next;
      this.save(now.all, list);
    });
  }

  sortChip(sort, index) {
    const key = sort.property || sort.timestamp;
    const name = this.find(key)?.name || key.replaceAll('_', ' ');
    const set = (change) => {
      const sorts = [...this.base.view.sorts];
      sorts.splice(index, 1, ...(change ? [{...sort, ...change}] : []));
      this.base.saveView({sorts: sorts.length ? sorts : null});
    };
    const turn = () => set({direction: sort.direction === 'ascending' ? 'descending' : 'ascending'});
    return this.chip([kArrows[sort.direction], ' ', name], turn, () => set(null), 'sort by ' + name);
  }

  choose(anchor, hint, properties, act) {
    const opened = searchMenu(anchor, hint, (wanted) => properties.filter((one) => one.name.toLowerCase().includes(wanted.toLowerCase()))
        .map((property) => el('button', {type: 'button', role: 'option', onclick: () => { opened.close(); act(property); }}, label(property))));
  }

  addFilter(anchor) { this.choose(anchor, 'Filter by', this.properties.filter(canFilter), (property) => this.edit(anchor, property)); }

  addSort(anchor) {
    const sortable = this.properties.filter((property) => !kUnsortable.has(property.type));
    this.choose(anchor, 'Sort by', sortable, (property) => actions(anchor, [
      ['↑ Ascending', () => this.base.sortBy(property, 'ascending', true)], ['↓ Descending', () => this.base.sortBy(property, 'descending', true)],
    ]));
  }
}
