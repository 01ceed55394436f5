// The frame: side bar, which page is open, and looking for changes.
import {call, shortId, takeKey} from './api.js';
import {el, notify} from './dom.js';
import {listen} from './live.js';
import {Page} from './page.js';
import {Table} from './table.js';

const kPatience = 400;
const side = document.getElementById('side');
const main = document.getElementById('main');
let view = null;
let tree = '';

const opened = () => (location.pathname.match(/^\/p\/([0-9a-f]{32})$/) || [])[1];
const sign = (node) => (node.icon?.emoji || (node.kind === 'database' ? '▤' : '▢'));

function branch(nodes, parent) {
  const sources = nodes.filter((node) => node.kind === 'data_source' && node.parent === parent);
  const parents = [parent, ...sources.map((node) => node.id)];
  const inside = nodes.filter((node) => node.kind !== 'data_source' && parents.includes(node.parent));
  if (!inside.length) return null;
  return el('ul', {}, inside.map((node) => el('li', {},
      el('a', {href: '/p/' + shortId(node.id), data: {kind: node.kind}, 'aria-current': shortId(node.id) === opened() ? 'page' : null},
          el('span', {class: 'icon', 'aria-hidden': 'true'}, sign(node)), el('span', {class: 'name'}, node.title || 'Untitled')),
      branch(nodes, node.id))));
}

async function drawSide() {
  const {nodes} = await call('GET', '/tree');
  const state = JSON.stringify(nodes) + location.pathname;
  if (state === tree) return nodes;
  tree = state;
  side.replaceChildren(el('p', {class: 'brand'}, 'Workspace'), branch(nodes, '') || '');
  return nodes;
}

async function open() {
  const nodes = await drawSide();
  const id = opened() || shortId(nodes.find((node) => node.parent === '').id);
  const block = await call('GET', '/v1/blocks/' + id);
  view?.leave?.();
  view = block.type === 'child_database' ? new Table(id, 'h1') : new Page(id);
  main.replaceChildren(view.element);
  document.title = await view.refresh();
  tree = '';
  await drawSide();
}

function go(path) {
  history.pushState(null, '', path);
  open().catch((error) => notify(error.message));
}

/** Passes on what others changed; the open view refreshes what it shows of it. */
async function changed(changes) {
  try {
    await drawSide();
    if (!view) return;
    document.title = (view.changed && changes ? await view.changed(changes) : await view.refresh()) || document.title;
  } catch (error) {
    notify(error.message);
  }
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || link.target) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !url.pathname.startsWith('/p/')) return;
  event.preventDefault();
  go(url.pathname);
});
window.addEventListener('popstate', () => open().catch((error) => notify(error.message)));

/** Waits until changes are heard, so that none is missed between the first look and the stream. */
function listening() {
  return new Promise((resolve) => {
    listen(changed, (state) => {
      document.documentElement.dataset.live = state;
      resolve();
    });
    setTimeout(resolve, kPatience);
  });
}

takeKey();
listening().then(open).catch((error) => main.replaceChildren(el('p', {class: 'empty'}, error.message)));
