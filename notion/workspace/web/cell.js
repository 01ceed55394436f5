// One property of a page: shows its value, and edits it as the person. Used where there are few;
// a table of many rows draws its cells itself (sheet.js).
import {show} from './cells.js';
import {attempt, el, notify} from './dom.js';
import {kEditors} from './editors.js';
import {wantTitles} from './related.js';
import {writeValue} from './values.js';

/** Draws the value of `property` in `page` into `content`. */
export function drawValue(content, page, property, save) {
  content.replaceChildren(...show(page?.properties[property.name], property[property.type], save));
  if (property.type === 'relation') wantTitles(content);
}

/** Opens the editor of a value at `content`; false when its type has none. */
export function editValue(content, page, property, {first, save, done}) {
  const edit = kEditors[property.type];
  const value = page.properties[property.name]?.[property.type];
  if (!edit || value === undefined) return false;
  const opened = edit({at: content, value, config: property[property.type] || {}, property, page, first, save, done});
  opened?.catch?.((error) => { notify(error.message); done('stay'); });
  return true;
}

export class Cell {
  constructor(tag, property) {
    this.property = property;
    const fixed = !kEditors[property.type];
    this.content = el('div', {class: 'value', tabindex: fixed ? null : 0, role: fixed ? null : 'button', 'aria-label': 'Edit ' + property.name});
    this.element = el(tag, {class: 'cell ' + property.type, data: {property: property.name}}, this.content);
    this.element.addEventListener('click', (event) => { if (!event.target.closest('a, input, button, textarea')) this.open(); });
    this.content.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target !== this.content) return;
      event.preventDefault();
      this.open();
    });
  }

  update(page) {
    this.page = page;
    const state = JSON.stringify([page.properties[this.property.name], this.property]);
    if (this.editing || state === this.state) return;
    this.state = state;
    drawValue(this.content, page, this.property, kEditors[this.property.type] && ((next) => this.save(next)));
  }

  redraw(page) {
    this.editing = false;
    this.state = undefined;
    this.update(page);
  }

  open() {
    if (this.editing) return;
    this.editing = editValue(this.content, this.page, this.property, {
      save: (next) => this.save(next),
      done: (move) => {
        this.redraw(this.page);
        if (move) this.content.focus();
      },
    });
  }

  async save(next) {
    let page = this.page;
    await attempt(async () => { page = await writeValue(this.page, this.property, next); });
    this.redraw(page);
  }
}
