// Property values: from the form they are read in to the one they are written in.
import {call} from './api.js';
import {remember} from './undo.js';

const kStyles = ['bold', 'italic', 'strikethrough', 'underline', 'code', 'color'];

function writtenRun(run) {
  const annotations = Object.fromEntries(kStyles.map((key) => [key, run.annotations?.[key]]).filter(([, value]) => value !== undefined));
  const body = run.type === 'mention' ? mention(run) : run[run.type || 'text'];
  return {type: run.type || 'text', [run.type || 'text']: body, annotations};
}

function mention(run) {
  const {type} = run.mention;
  const known = {user: {id: run.mention.user?.id}, page: run.mention.page, database: run.mention.database, date: run.mention.date};
  return {type, [type]: known[type] ?? run.mention[type]};
}

function writtenFile(file) {
  const type = file.type || (file.external ? 'external' : 'file');
  const body = type === 'external' ? {url: file.external.url} : file[type];
  return {name: file.name, type, [type]: body};
}

const ids = (list) => (list || []).map(({id}) => ({id}));
const asIs = (value) => value ?? null;

/** One entry per type that can be written. */
const kWritten = {
  title: (runs) => (runs || []).map(writtenRun),
  rich_text: (runs) => (runs || []).map(writtenRun),
  select: (option) => (option ? {id: option.id} : null),
  status: (option) => (option ? {id: option.id} : null),
  multi_select: ids,
  people: ids,
  relation: ids,
  files: (files) => (files || []).map(writtenFile),
  checkbox: Boolean,
  number: asIs, date: asIs, url: asIs, email: asIs, phone_number: asIs,
};

export const canWrite = (type) => type in kWritten;
export const written = (type, value) => kWritten[type](value);

/** What empties a property of that type. */
export const emptied = (type) => kWritten[type](type === 'checkbox' ? false : null);

/** A relation names at most 25 pages where it is read; the rest is asked for. */
export async function wholeRelation(page, property) {
  const {relation = [], has_more: more} = page.properties[property.name] || {};
  if (!more) return relation;
  const found = [];
  let cursor = '';
  do {
    const list = await call('GET', `/v1/pages/${page.id}/properties/${property.id}${cursor && '?start_cursor=' + cursor}`);
    found.push(...list.results.map((item) => item.relation));
    cursor = list.next_cursor;
  } while (cursor);
  return found;
}

/** Writes one property and remembers what was there. Returns the page as it is then. */
export async function writeValue(page, property, next) {
  const {id, type, name} = property;
  const change = (value) => call('PATCH', '/v1/pages/' + page.id, {properties: {[id]: {[type]: value}}});
  const before = type === 'relation' ? await wholeRelation(page, property) : page.properties[name]?.[type];
  const after = change(next);
  remember(`edit of ${name}`, () => change(written(type, before)), after);
  return after;
}

/** All writable values of a page, for a copy of it. */
export async function copiedValues(page) {
  const values = {};
  for (const [name, value] of Object.entries(page.properties)) {
    if (!canWrite(value.type)) continue;
    const read = value.type === 'relation' ? await wholeRelation(page, {name, id: value.id}) : value[value.type];
    values[value.id] = {[value.type]: written(value.type, read)};
  }
  return values;
}
