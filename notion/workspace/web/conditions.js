// One condition of a filter: how it reads, and the small form that changes it.
import {pill} from './cells.js';
import {searchMenu} from './choosers.js';
import {call} from './api.js';
import {el, menu} from './dom.js';
import {asked, condition, kRelativeDays, operatorsOf} from './operators.js';
import {titleOf} from './related.js';
import {loadUsers, userName, users} from './users.js';

const kPause = 250;
const names = new Map();

const kRead = {
  options: (value) => [value].flat().join(', '),
  person: (value) => userName({id: value}),
  page: (value) => names.get(value) || 'a page',
  date: (value) => kRelativeDays[value] || value,
  flag: (value) => (value ? 'checked' : 'not checked'),
  text: (value) => `“${value}”`, number: String, nothing: () => '', empty: () => '',
};

/** "Status is Done", or null for a condition that this page cannot show. */
export function conditionText(part, property) {
  const found = asked(part, property);
  return found && `${property.name} ${found.operator.label} ${kRead[found.operator.takes](found.value)}`.trim();
}

function field(type, value, changed) {
  const input = el('input', {type, class: 'search', 'aria-label': 'Value', step: type === 'number' ? 'any' : null});
  input.value = value ?? '';
  let timer;
  let sent = input.value;
  const send = () => {
    clearTimeout(timer);
    if (input.value === sent) return;
    sent = input.value;
    changed(type === 'number' ? (input.value === '' ? null : Number(input.value)) : input.value);
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(send, kPause); });
  input.addEventListener('change', send);
  return input;
}

function choice(entries, value, changed, name) {
  const select = el('select', {class: 'search', 'aria-label': name}, entries.map(([key, text]) => el('option', {value: key}, text)));
  select.value = value;
  select.addEventListener('change', () => changed(select.value));
  return select;
}

function optionBoxes({property, value, changed}) {
  const chosen = new Set([value ?? []].flat());
  return (property[property.type]?.options || []).map((option) => {
    const box = el('input', {type: 'checkbox'});
    box.checked = chosen.has(option.name);
    box.addEventListener('change', () => { chosen[box.checked ? 'add' : 'delete'](option.name); changed([...chosen]); });
    return el('label', {class: 'item'}, box, pill(option));
  });
}

function dateFields({value, changed}) {
  const relative = value in kRelativeDays;
  const day = field('date', relative ? '' : value?.slice(0, 10), changed);
  day.hidden = relative;
  const kind = choice([['', 'an exact day'], ...Object.entries(kRelativeDays)], relative ? value : '', (key) => {
    day.hidden = Boolean(key);
    changed(key || day.value);
  }, 'Day');
  return [kind, day];
}

function personChoice({value, changed}) {
  const select = choice([['', 'somebody'], ...users().map((user) => [user.id, user.name || user.id])], value || '', changed, 'Person');
  return [select];
}

function pageChoice({property, value, changed}) {
  const button = el('button', {type: 'button', class: 'search'}, value ? kRead.page(value) : 'Choose a page');
  button.addEventListener('click', () => {
    const opened = searchMenu(button, 'Find a page', async (wanted) => {
      const {results} = await call('POST', '/v1/search', {query: wanted, filter: {property: 'object', value: 'page'}, page_size: 30});
      return results.filter((page) => page.parent.data_source_id === property.relation.data_source_id).map((page) => el('button', {type: 'button', role: 'option', onclick: () => {
        names.set(page.id, titleOf(page));
        button.textContent = titleOf(page);
        opened.close();
        changed(page.id);
      }}, titleOf(page)));
    });
  });
  return [button];
}

const kForms = {
  options: optionBoxes, date: dateFields, person: personChoice, page: pageChoice,
  text: ({value, changed}) => [field('text', value, changed)],
  number: ({value, changed}) => [field('number', value, changed)],
  flag: ({value, changed}) => [choice([['true', 'checked'], ['false', 'not checked']], String(value ?? true), (key) => changed(key === 'true'), 'Value')],
  nothing: () => [], empty: () => [],
};

/** A form below `anchor` for a condition on `property`; `save(condition)` when it is whole. */
export class ConditionEditor {
  constructor(anchor, property, part, save) {
    const found = part && asked(part, property);
    this.property = property;
    this.save = save;
    this.operators = operatorsOf(property.type);
    this.operator = found?.operator || this.operators[0];
    this.value = found ? found.value : this.operator.takes === 'flag' ? true : undefined;
    this.form = el('div', {class: 'condition'});
    const kind = choice(this.operators.map((one) => [one.key, one.label]), this.operator.key, (key) => this.turn(key), 'Condition');
    menu(anchor, [el('p', {class: 'menu-label'}, property.name), kind, this.form]);
    loadUsers().then(() => this.draw());
    if (!found) this.changed(this.value);
  }

  draw() {
    this.form.replaceChildren(...kForms[this.operator.takes]({property: this.property, value: this.value, changed: (value) => this.changed(value)}));
    this.form.querySelector('input, select, button')?.focus();
  }

  turn(key) {
    const before = this.operator.takes;
    this.operator = this.operators.find((one) => one.key === key);
    if (this.operator.takes !== before) this.value = undefined;
    this.draw();
    this.changed(this.value);
  }

  changed(value) {
    this.value = value;
    const whole = condition(this.property, this.operator, value);
    if (whole) this.save(whole);
  }
}
