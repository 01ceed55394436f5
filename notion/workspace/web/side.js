// The tree of pages at the side.
import {call, shortId} from './api.js';
import {attempt, el} from './dom.js';

const kClosed = 'workspace-closed';

const sign = (node) => node.icon?.emoji || (node.kind === 'database' ? '▤' : '▢');

function closed() {
  try {
    return new Set(JSON.parse(localStorage.getItem(kClosed) || '[]'));
  } catch {
    return new Set();
  }
}

export class Side {
  constructor(element, {opened, search}) {
    this.element = element;
    this.opened = opened;
    this.search = search;
    this.nodes = [];
    this.closed = closed();
  }

  /** True when `changes` may show here. */
  concerns(changes) {
    const known = new Map(this.nodes.map((node) => [node.id, node.kind]));
    return changes.some(({id, kind, parent}) => known.has(id) || kind === 'database' || (kind === 'page' && known.get(parent) !== 'data_source'));
  }

  async load() {
    this.nodes = (await call('GET', '/tree')).nodes;
    this.draw();
    return this.nodes;
  }

  draw() {
    const state = JSON.stringify([this.nodes, this.opened(), [...this.closed]]);
    if (state === this.state) return;
    this.state = state;
    const held = document.activeElement?.dataset?.page;
    const find = el('button', {type: 'button', class: 'find', onclick: this.search}, el('span', {class: 'icon', 'aria-hidden': 'true'}, '⌕'), 'Search', el('kbd', {}, 'Ctrl K'));
    const add = el('button', {type: 'button', class: 'new-page', onclick: () => this.add()}, el('span', {class: 'icon', 'aria-hidden': 'true'}, '+'), 'New page');
    this.element.replaceChildren(el('p', {class: 'brand'}, 'Workspace', el('span', {class: 'live', title: 'Changes are shown as they happen'})), find, this.branch('', 0) || '', add);
    if (held) this.element.querySelector(`[data-page="${held}"]`)?.focus();
  }

  inside(parent) {
    const sources = this.nodes.filter((node) => node.kind === 'data_source' && node.parent === parent);
    const parents = new Set([parent, ...sources.map((node) => node.id)]);
    return this.nodes.filter((node) => node.kind !== 'data_source' && parents.has(node.parent));
  }

  branch(parent, depth) {
    const inside = this.inside(parent);
    return inside.length ? el('ul', {role: depth ? 'group' : null}, inside.map((node) => this.entry(node, depth))) : null;
  }

  entry(node, depth) {
    const below = this.branch(node.id, depth + 1);
    const shut = this.closed.has(node.id);
    const name = node.title || 'Untitled';
    const turn = below && el('button', {type: 'button', class: 'turn', 'aria-expanded': String(!shut), 'aria-label': (shut ? 'Unfold ' : 'Fold ') + name, onclick: () => this.fold(node.id)}, '›');
    const link = el('a', {href: '/p/' + shortId(node.id), data: {kind: node.kind, page: node.id}, 'aria-current': shortId(node.id) === this.opened() ? 'page' : null},
        el('span', {class: 'icon', 'aria-hidden': 'true'}, sign(node)), el('span', {class: 'name'}, name));
    const add = node.kind === 'page' && el('button', {type: 'button', class: 'inner', 'aria-label': 'New page in ' + name, title: 'New page in here', onclick: () => this.add(node.id)}, '+');
    return el('li', {}, el('div', {class: 'entry'}, turn || el('span', {class: 'turn'}), link, add || null), shut ? null : below);
  }

  fold(id) {
    this.closed[this.closed.has(id) ? 'delete' : 'add'](id);
    localStorage.setItem(kClosed, JSON.stringify([...this.closed]));
    this.draw();
  }

  /** A new page at the top, or in the page `parent`, and open. */
  add(parent) {
    return attempt(async () => {
      const page = await call('POST', '/v1/pages', {parent: parent ? {type: 'page_id', page_id: parent} : {type: 'workspace', workspace: true}, properties: {}});
      await this.load();
      document.dispatchEvent(new CustomEvent('go', {detail: '/p/' + shortId(page.id)}));
    });
  }
}
