// The search over all pages and databases (Ctrl+K).
import {call, plain, shortId} from './api.js';
import {walk} from './choosers.js';
import {el, notify} from './dom.js';
import {titleOf} from './related.js';

const kPause = 120;

function found(result, close) {
  const source = result.object === 'data_source';
  const id = source ? result.parent.database_id : result.id;
  const title = (source ? plain(result.title) : titleOf(result)) || 'Untitled';
  const place = result.parent.data_source_id && !source ? 'Row' : source ? 'Database' : 'Page';
  const go = () => { close(); document.dispatchEvent(new CustomEvent('go', {detail: '/p/' + shortId(id)})); };
  return el('button', {type: 'button', role: 'option', onclick: go}, el('span', {class: 'icon', 'aria-hidden': 'true'}, result.icon?.emoji || (source ? '▤' : '▢')),
      el('span', {class: 'grow'}, title), el('span', {class: 'quiet'}, place));
}

export function openSearch() {
  if (document.querySelector('dialog.search-box')) return;
  const input = el('input', {type: 'search', placeholder: 'Search pages and databases', 'aria-label': 'Search'});
  const list = el('div', {class: 'choices', role: 'listbox'});
  const box = el('dialog', {class: 'search-box'}, input, list);
  const close = () => { box.close(); };
  // Enter takes what was typed, not what an earlier word had found.
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || shown === input.value.trim()) return;
    entered = true;
    event.stopImmediatePropagation();
  });
  const mark = walk(input, list);
  let timer;
  let shown = null;
  let entered = false;
  const look = async () => {
    const query = input.value.trim();
    try {
      const {results} = await call('POST', '/v1/search', {query, page_size: 20});
      if (query !== input.value.trim()) return;
      list.replaceChildren(...(results.length ? results.map((result) => found(result, close)) : [el('p', {class: 'empty'}, 'Nothing found')]));
      shown = query;
      mark(list.querySelector('button'));
      if (entered) list.querySelector('button')?.click();
      entered = false;
    } catch (error) {
      notify(error.message);
    }
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, kPause); });
  box.addEventListener('click', (event) => { if (event.target === box) close(); });
  box.addEventListener('close', () => box.remove());
  document.body.append(box);
  box.showModal();
  look();
}

export function searchKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k' || event.defaultPrevented) return;
  event.preventDefault();
  openSearch();
}
