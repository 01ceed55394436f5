// The titles of pages that relations name: asked for together, drawn where they are shown.
import {call, plain} from './api.js';
import {titles} from './cells.js';

const waiting = new Set();
let timer = null;

export const titleOf = (page) => plain(Object.values(page.properties).find((one) => one.type === 'title')?.title) || 'Untitled';

async function ask() {
  timer = null;
  const ids = [...waiting].slice(0, 100);
  ids.forEach((id) => waiting.delete(id));
  if (waiting.size) later();
  const {results} = await call('POST', '/rows', {ids});
  for (const page of results) titles.set(page.id, titleOf(page));
  for (const id of ids) if (!titles.has(id)) titles.set(id, 'Missing page');
  for (const shown of document.querySelectorAll('.relation[data-page]')) shown.textContent = titles.get(shown.dataset.page) ?? '…';
}

const later = () => { timer ??= setTimeout(() => ask().catch(() => {}), 30); };

/** Sees to it that the related pages shown in `element` get their titles. */
export function wantTitles(element) {
  for (const shown of element.querySelectorAll('.relation[data-page]')) if (!titles.has(shown.dataset.page)) waiting.add(shown.dataset.page);
  if (waiting.size) later();
}

/** Forgets the titles of pages that changed. */
export function forgetTitles(ids) {
  ids.forEach((id) => titles.delete(id));
}
