// The frame: side bar, which page is open, and passing on what others change.
import {call, shortId, takeKey} from './api.js';
import {el, notify} from './dom.js';
import {listen} from './live.js';
import {Page} from './page.js';
import {openSearch, searchKey} from './search.js';
import {Side} from './side.js';
import {Table} from './table.js';
import {undoKey} from './undo.js';

const kTitlePause = 300;
const kPatience = 400;
const main = document.getElementById('main');
let view = null;
let opening = 0;

const address = () => (location.pathname.match(/^\/p\/([0-9a-f]{32})$/) || [])[1];
let home = null;
const opened = () => address() || home;
const side = new Side(document.getElementById('side'), {opened, search: openSearch});

/** The kind of what has this id: from the tree, or asked for. */
async function isDatabase(id) {
  const known = side.nodes.find((node) => shortId(node.id) === id);
  if (known) return known.kind === 'database';
  return (await call('GET', '/v1/blocks/' + id)).type === 'child_database';
}

function failed(error) {
  main.replaceChildren(el('div', {class: 'nothing'}, el('h1', {}, 'This page can’t be shown'), el('p', {}, error.message), el('a', {href: '/'}, 'Back to the workspace')));
}

async function open() {
  const turn = opening += 1;
  try {
    if (!side.nodes.length) await side.load();
    home = shortId(side.nodes.find((node) => node.parent === '')?.id || '');
    const id = opened();
    const kind = await isDatabase(id) ? Table : Page;
    if (turn !== opening) return;
    view?.leave?.();
    const next = kind === Table ? new Table(id, 'h1') : new Page(id);
    const drawn = next.refresh();
    view = next;
    main.replaceChildren(next.element);
    main.scrollTop = 0;
    main.classList.toggle('wide', next instanceof Table);
    side.draw();
    const title = await drawn;
    if (turn === opening) document.title = title;
  } catch (error) {
    if (turn === opening) failed(error);
  }
}

/** Passes on what others changed; null: all may have. The open view refreshes what it shows. */
async function changed(changes) {
  try {
    if (!changes || side.concerns(changes)) later();
    const title = await (changes && view?.changed ? view.changed(changes) : view?.refresh());
    if (title) document.title = title;
  } catch (error) {
    notify(error.message);
  }
}

let timer = null;
function later() {
  timer ??= setTimeout(() => { timer = null; side.load().catch((error) => notify(error.message)); }, kTitlePause);
}

function state(word) {
  document.documentElement.dataset.live = word;
  if (word === 'refused') failed(new Error('Open it by the link that “storyreel workspace” printed: this browser has no key, or an old one.'));
}

function go(path) {
  history.pushState(null, '', path);
  open();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button || link.target) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !(url.pathname.startsWith('/p/') || url.pathname === '/')) return;
  event.preventDefault();
  go(url.pathname + url.search);
});
// A file that misses its place must not take this page's place in the tab.
for (const name of ['dragover', 'drop']) document.addEventListener(name, (event) => { if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); });
document.addEventListener('go', (event) => go(event.detail));
document.addEventListener('keydown', searchKey);
document.addEventListener('keydown', undoKey);
window.addEventListener('popstate', () => open());

await takeKey().catch(() => {});
// The changes are heard before the first look, so that none is missed in between.
Promise.race([listen(changed, state), new Promise((resolve) => setTimeout(resolve, kPatience))]).then(open);
