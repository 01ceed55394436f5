// The saved views of a database: tabs, their menus, and how a view is kept.
import {call} from './api.js';
import {kSigns} from './cells.js';
import {attempt, el, menu} from './dom.js';
import {actions} from './row_actions.js';

const kSignsOfViews = {table: '▤', board: '▥', gallery: '▦'};
const kGroups = new Set(['status', 'select', 'multi_select']);
const kNames = {table: 'Table', board: 'Board', gallery: 'Gallery'};

/** Other types are shown as a table. */
export const shownType = (view) => (view.type in kNames ? view.type : 'table');

/** The property a board is grouped by: what the view says, else the first that can be. */
export function groupOf(base) {
  const all = Object.values(base.source.properties);
  const wanted = base.configuration.group_by?.property_id;
  return all.find((one) => one.id === wanted && kGroups.has(one.type)) || all.find((one) => one.type === 'status') || all.find((one) => kGroups.has(one.type));
}

export const groupChoices = (base) => Object.values(base.source.properties).filter((one) => kGroups.has(one.type));

export const groupBy = (property) => ({
  type: property.type, property_id: property.id, sort: {type: 'manual'}, ...(property.type === 'status' ? {group_by: 'option'} : {}),
});

/** Only what the API takes back of a configuration that was read. */
export function writable(configuration) {
  const clean = JSON.parse(JSON.stringify(configuration, (key, value) => (key === 'property_name' ? undefined : value)));
  return clean;
}

/** True when some row has a value; for a status, another than the one that new rows get. */
async function isUsed(base, {id, type, ...property}) {
  const [first] = property[type]?.options || [];
  if (!first) return false;
  const test = type === 'status' ? {does_not_equal: first.name} : {is_not_empty: true};
  const query = {page_size: 1, filter: {property: id, [type]: test}};
  return (await call('POST', `/v1/data_sources/${base.source.id}/query`, query)).results.length > 0;
}

/** What a new board is grouped by: the first property in use, of a status or select rather than of many. */
async function bestGroup(base) {
  const order = [...kGroups];
  const choices = groupChoices(base).sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type));
  for (const property of choices) if (await isUsed(base, property)) return property;
  return choices[0];
}

async function firstConfiguration(base, type) {
  if (type === 'board') {
    const group = await bestGroup(base);
    if (!group) throw new Error('A board needs a select or status property: add one first.');
    return {type, group_by: groupBy(group)};
  }
  if (type === 'table') return null;
  const all = Object.values(base.source.properties);
  const picture = all.find((one) => one.type === 'files') || all.find((one) => one.type === 'url');
  return {type, cover: picture ? {type: 'property', property_id: picture.id} : {type: 'page_cover'}};
}

export class ViewTabs {
  constructor(base) {
    this.base = base;
    this.element = el('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Views'});
  }

  draw() {
    const add = el('button', {type: 'button', class: 'quiet', 'aria-label': 'Add a view', title: 'Add a view', onclick: () => this.add(add)}, '+');
    this.element.replaceChildren(...this.base.views.map((view) => this.tab(view)), add);
  }

  tab(view) {
    const chosen = view.id === this.base.view?.id && !this.base.trash;
    const tab = el('button', {type: 'button', role: 'tab', 'aria-selected': String(chosen), tabindex: chosen ? 0 : -1, data: {view: view.id},
      onclick: () => (chosen ? this.menu(view, tab) : this.base.choose(view))}, el('span', {class: 'sign', 'aria-hidden': 'true'}, kSignsOfViews[shownType(view)]), view.name || kNames[shownType(view)]);
    tab.addEventListener('keydown', (event) => this.key(event, tab));
    tab.addEventListener('dblclick', () => this.menu(view, tab));
    return tab;
  }

  key(event, tab) {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    event.preventDefault();
    const tabs = [...this.element.querySelectorAll('[role=tab]')];
    tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length].focus();
  }

  add(anchor) {
    actions(anchor, Object.entries(kNames).map(([type, name]) => [[el('span', {class: 'sign'}, kSignsOfViews[type]), name], () => this.make(type, name)]));
  }

  make(type, name, more = {}) {
    return attempt(async () => {
      const configuration = 'configuration' in more ? more.configuration : await firstConfiguration(this.base, type);
      const view = await call('POST', '/v1/views', {database_id: this.base.id, data_source_id: this.base.source.id, name, type, ...more, ...(configuration ? {configuration} : {})});
      this.base.views.push(view);
      await this.base.choose(view);
    });
  }

  menu(view, anchor) {
    const name = el('input', {class: 'search', 'aria-label': 'Name of the view'});
    name.value = view.name;
    const button = (label, act, style) => el('button', {type: 'button', role: 'menuitem', class: style || null, onclick: () => { close(); act(); }}, label);
    const close = menu(anchor, [name,
      button('Properties', () => this.properties(anchor)),
      shownType(view) === 'board' ? button('Group by', () => this.group(anchor)) : '',
      shownType(view) === 'table' ? button(this.base.configuration.wrap_cells ? 'Low rows' : 'High rows', () => this.base.configure({wrap_cells: !this.base.configuration.wrap_cells})) : button('Picture', () => this.picture(anchor)),
      button('Duplicate view', () => this.duplicate(view)),
      this.base.views.length > 1 ? button('Delete view', () => this.remove(view), 'danger') : '',
    ].filter(Boolean), () => { if (name.value.trim() && name.value.trim() !== view.name) this.base.saveView({name: name.value.trim()}); });
    name.addEventListener('keydown', (event) => { if (event.key === 'Enter') close(); });
    name.select();
  }

  duplicate(view) {
    const parts = Object.fromEntries(['filter', 'sorts'].filter((key) => view[key]).map((key) => [key, view[key]]));
    return this.make(view.type, view.name + ' copy', {...parts, configuration: view.configuration && writable(view.configuration)});
  }

  remove(view) {
    return attempt(async () => {
      await call('DELETE', '/v1/views/' + view.id);
      this.base.views = this.base.views.filter((one) => one.id !== view.id);
      await this.base.choose(this.base.views[0]);
    });
  }

  group(anchor) {
    actions(anchor, groupChoices(this.base).map((property) => [[el('span', {class: 'sign'}, kSigns[property.type]), property.name], () => this.base.configure({group_by: groupBy(property)})]));
  }

  picture(anchor) {
    const choices = Object.values(this.base.source.properties).filter((one) => one.type === 'files' || one.type === 'url');
    actions(anchor, [...choices.map((property) => [property.name, () => this.base.configure({cover: {type: 'property', property_id: property.id}})]),
      ['Page cover', () => this.base.configure({cover: {type: 'page_cover'}})], ['None', () => this.base.configure({cover: null})]]);
  }

  /** Which properties the view shows. */
  properties(anchor) {
    const items = this.base.ordered().filter((property) => property.type !== 'title').map((property) => {
      const box = el('input', {type: 'checkbox'});
      box.checked = this.base.isShown(property);
      box.addEventListener('change', () => this.base.show(property, {visible: box.checked}));
      return el('label', {class: 'item'}, box, el('span', {class: 'sign'}, kSigns[property.type] || '·'), property.name);
    });
    menu(anchor, [el('p', {class: 'menu-label'}, 'Properties shown'), ...items]);
  }
}
