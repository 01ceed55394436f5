// What is done to whole rows: add, duplicate, trash, restore, and the menu of one row.
import {call, shortId} from './api.js';
import {attempt, el, menu, notify} from './dom.js';
import {offerUndo} from './undo.js';
import {copiedValues} from './values.js';

const kOperations = 500;

const counted = (ids) => (ids.length === 1 ? 'Row' : ids.length + ' rows');

async function eachRow(ids, change) {
  for (const id of ids) await change(id);
}

const setTrash = (ids, trash) => eachRow(ids, (id) => call('PATCH', '/v1/pages/' + id, {in_trash: trash}));

/** The view's rows as they are after `ids` changed. */
async function seen(view, ids) {
  view.unpick?.();
  await view.changed(ids);
}

export function trashRows(view, ids) {
  return attempt(async () => {
    await setTrash(ids, true);
    await seen(view, ids);
    offerUndo(counted(ids) + ' moved to trash', async () => {
      await setTrash(ids, false);
      await view.changed(ids);
    });
  });
}

export function restoreRows(view, ids) {
  return attempt(async () => {
    await setTrash(ids, false);
    await seen(view, ids);
    notify(counted(ids) + ' restored');
  });
}

/** What makes the same blocks, with all in them, below `to`; pages and databases in there are not copied. */
function copies(blocks, to) {
  const own = blocks.filter((block) => !block.type.startsWith('child_'));
  const made = own.map((block) => ({from: block.id, id: crypto.randomUUID()}));
  return own.flatMap((block, index) => [
    {op: 'copy', parent: to, after: index ? made[index - 1].id : null, ...made[index]}, ...copies(block.children || [], made[index].id),
  ]);
}

async function copyBlocks(from, to) {
  const {results} = await call('GET', '/blocks?id=' + from);
  const operations = copies(results, to);
  for (let at = 0; at < operations.length; at += kOperations) await call('POST', '/edit', {operations: operations.slice(at, at + kOperations)});
}

async function duplicate(source, id) {
  const page = await call('GET', '/v1/pages/' + id);
  const {icon, cover} = page;
  const made = await call('POST', '/v1/pages', {
    parent: {type: 'data_source_id', data_source_id: source},
    properties: await copiedValues(page),
    ...(icon?.type === 'emoji' || icon?.external ? {icon} : {}), ...(cover?.external ? {cover} : {}),
  });
  await copyBlocks(id, made.id).catch((error) => notify('The copy has no content: ' + error.message));
  return made.id;
}

export function duplicateRows(view, ids) {
  return attempt(async () => {
    const made = [];
    await eachRow(ids, async (id) => made.push(await duplicate(view.rows.source, id)));
    await seen(view, made);
    await view.rows.load();
    offerUndo(counted(ids) + ' duplicated', async () => {
      await setTrash(made, true);
      await view.changed(made);
    });
  });
}

/** A new row with `properties`; returns its page, or null when it was refused. */
export async function addRow(source, properties = {}) {
  let page = null;
  await attempt(async () => {
    page = await call('POST', '/v1/pages', {parent: {type: 'data_source_id', data_source_id: source}, properties});
  });
  return page;
}

/** Buttons of a menu that closes before it acts: [label, act, class]. */
export function actions(anchor, entries) {
  const close = menu(anchor, entries.filter(Boolean).map(([label, act, style]) =>
      el('button', {type: 'button', role: 'menuitem', class: style || null, onclick: () => { close(); act(); }}, label)));
}

export function rowMenu(view, id, anchor, more = []) {
  if (view.base.trash) return actions(anchor, [['Restore', () => restoreRows(view, [id])]]);
  const link = location.origin + '/p/' + shortId(id);
  return actions(anchor, [
    ['Open as page', () => view.base.open('/p/' + shortId(id))],
    ...more,
    ['Duplicate', () => duplicateRows(view, [id])],
    ['Copy link', () => navigator.clipboard?.writeText(link).then(() => notify('Link copied'))],
    ['Move to trash', () => trashRows(view, [id]), 'danger'],
  ]);
}
