// The properties of a row, as cells one below the other. Where there are many, the empty ones wait
// behind a button.
import {call} from './api.js';
import {el} from './dom.js';
import {Cell} from './table.js';

const kMany = 10;
const kAlways = 2;

const isEmpty = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);

export class Panel {
  constructor() {
    this.list = el('dl', {class: 'properties'});
    this.more = el('button', {type: 'button', class: 'more', hidden: true, onclick: () => { this.whole = !this.whole; this.fold(); }});
    this.element = el('section', {class: 'panel', 'aria-label': 'Properties', hidden: true}, this.list, this.more);
    this.whole = false;
  }

  /** Shows the values of `page`; nothing where it is no row. */
  async update(page) {
    const {data_source_id: source} = page.parent;
    this.element.hidden = !source;
    if (!source) return;
    const {properties} = await call('GET', '/v1/data_sources/' + source);
    const shown = Object.values(properties).filter((one) => one.type !== 'title');
    const state = JSON.stringify(shown);
    if (state !== this.state) {
      this.state = state;
      this.lines = shown.map((property) => ({name: el('dt', {}, property.name), cell: new Cell('dd', property)}));
      this.list.replaceChildren(...this.lines.flatMap(({name, cell}) => [name, cell.element]));
    }
    this.page = page;
    this.lines.forEach(({cell}) => cell.update(page));
    this.fold();
  }

  /** A cell one has filled or emptied here stays in sight. */
  fold() {
    const value = ({property}) => this.page.properties[property.name]?.[property.type];
    const spare = this.lines.filter(({cell}, at) => at >= kAlways && isEmpty(value(cell)) && !cell.editing && cell.property.type !== 'checkbox');
    const folded = this.lines.length > kMany && !this.whole;
    for (const line of this.lines) {
      const hidden = folded && spare.includes(line);
      line.name.hidden = hidden;
      line.cell.element.hidden = hidden;
    }
    this.more.hidden = this.lines.length <= kMany || !spare.length;
    this.more.textContent = this.whole ? 'Hide what is empty' : `${spare.length} more, empty`;
  }
}
