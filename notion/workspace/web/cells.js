// One entry per property type: how a value looks. editors.js has how a person edits it.
import {plain} from './api.js';
import {el, webUrl} from './dom.js';
import {drawText} from './text.js';
import {userName} from './users.js';

const kPicture = /\.(png|jpe?g|webp|gif|avif|svg)(\?|$)/i;

export const kSigns = {
  title: 'Aa', rich_text: '≡', number: '#', select: '◉', multi_select: '☰', status: '◐', checkbox: '☑',
  url: '↗', email: '@', phone_number: '✆', date: '▦', files: '◫', people: '☺', relation: '⇄', rollup: '∑',
  formula: 'ƒ', unique_id: '№', created_time: '◷', last_edited_time: '◷', created_by: '☺', last_edited_by: '☺',
};

export const kTypeNames = {
  title: 'Title', rich_text: 'Text', number: 'Number', select: 'Select', multi_select: 'Multi-select', status: 'Status',
  checkbox: 'Checkbox', url: 'URL', email: 'Email', phone_number: 'Phone', date: 'Date', files: 'Files & media',
  people: 'Person', relation: 'Relation', rollup: 'Rollup', formula: 'Formula', unique_id: 'ID',
  created_time: 'Created time', last_edited_time: 'Last edited time', created_by: 'Created by', last_edited_by: 'Last edited by',
};

export const pill = (option) => el('span', {class: 'pill ' + (option.color || 'default')}, option.name);
const statusPill = (option) => el('span', {class: 'pill round ' + (option.color || 'default')}, el('i', {class: 'dot'}), option.name);

/** The address of a picture in a files value, a link or a cover; null when it is none. */
export function pictureUrl(value) {
  if (typeof value === 'string') return kPicture.test(value) ? webUrl(value) : null;
  const url = value && (value.external || value.file)?.url;
  const named = kPicture.test(value?.name || '') || kPicture.test(url || '');
  return url && (named || !/\.\w{2,4}$/.test(value.name || '')) ? webUrl(url) : null;
}

function picture(url) {
  const image = el('img', {class: 'thumb', src: url, alt: '', loading: 'lazy', decoding: 'async'});
  const frame = el('a', {href: url, target: '_blank', rel: 'noopener noreferrer', class: 'pic', tabindex: -1}, image);
  image.addEventListener('error', () => frame.remove());
  return frame;
}

function link(url, href = url) {
  if (!url) return null;
  const safe = webUrl(href) || (/^(mailto|tel):/.test(href) ? href : null);
  const short = url.replace(/^https?:\/\//, '');
  if (!safe) return el('span', {}, url);
  const here = safe.startsWith(location.origin + '/');
  return el('a', {href: safe, class: 'link', tabindex: -1, ...(here ? {} : {target: '_blank', rel: 'noopener noreferrer'})}, short);
}

function showUrl(value) {
  const url = pictureUrl(value);
  return url ? [picture(url), link(value)] : [link(value)];
}

const kCurrencies = {dollar: 'USD', euro: 'EUR', pound: 'GBP', yen: 'JPY', yuan: 'CNY', rupee: 'INR', franc: 'CHF', real: 'BRL', won: 'KRW'};

function figure(value, format) {
  const currency = kCurrencies[format];
  if (currency) return value.toLocaleString(undefined, {style: 'currency', currency});
  return value.toLocaleString(undefined, {maximumFractionDigits: 6, useGrouping: format === 'number_with_commas'});
}

function showNumber(value, config = {}) {
  if (value === null || value === undefined) return [];
  if (config.format !== 'percent') return [el('span', {class: 'figure'}, figure(value, config.format))];
  const percent = Math.round(value * 100);
  const bar = el('progress', {max: 100, value: Math.max(0, Math.min(100, percent)), 'aria-hidden': 'true'});
  return [el('span', {class: 'percent'}, percent + '%', bar)];
}

const kDay = {dateStyle: 'medium'};
const kMoment = {dateStyle: 'medium', timeStyle: 'short'};

/** A day stays the day it is, wherever the reader lives. */
function dateText(text) {
  if (text.length > 10) return new Date(text).toLocaleString(undefined, kMoment);
  return new Date(text + 'T00:00:00Z').toLocaleDateString(undefined, {...kDay, timeZone: 'UTC'});
}

const time = (text) => el('time', {datetime: text}, dateText(text));
const showDate = (value) => (value?.start ? [time(value.start), ...(value.end ? [' → ', time(value.end)] : [])] : []);
const showTime = (value) => (value ? [time(value)] : []);

const person = (user) => el('span', {class: 'person'}, el('span', {class: 'face', 'aria-hidden': 'true'}, userName(user).slice(0, 1).toUpperCase()), userName(user));
const showPeople = (value) => (value || []).map(person);

function showFile(file) {
  const url = pictureUrl(file);
  const address = (file.external || file.file)?.url;
  return url ? picture(url) : address ? link(file.name || address, address) : el('span', {}, file.name);
}

/** Titles of related pages, as far as they were asked for. */
export const titles = new Map();
const related = (ref) => el('a', {class: 'relation', href: '/p/' + ref.id.replaceAll('-', ''), tabindex: -1, data: {page: ref.id}}, titles.get(ref.id) ?? '…');

const nothing = (value) => (value === null || value === undefined || value === '' ? [] : [String(value)]);
const kResults = {
  string: nothing, number: showNumber, boolean: (value) => [value ? '☑' : '☐'], date: showDate,
  array: (items) => items.flatMap((item, index) => [...(index ? [', '] : []), ...show(item)]),
};
/** A computed value names its own type. */
const showComputed = (value) => {
  const shown = value && kResults[value.type];
  return shown ? shown(value[value.type]) : value?.type ? [el('span', {class: 'unknown'}, value.type.replaceAll('_', ' '))] : [];
};

/** Words with their looks; their links are reached by the pointer only, as all in a cell. */
function text(value) {
  if (!plain(value)) return [];
  const words = el('span', {class: 'words'});
  drawText(words, value);
  for (const away of words.querySelectorAll('a')) away.tabIndex = -1;
  return [words];
}

export const kCells = {
  title: text, rich_text: text, number: showNumber, url: showUrl,
  select: (value) => (value ? [pill(value)] : []),
  status: (value) => (value ? [statusPill(value)] : []),
  multi_select: (value) => value.map(pill),
  email: (value) => (value ? [link(value, 'mailto:' + value)] : []),
  phone_number: (value) => (value ? [link(value, 'tel:' + value)] : []),
  checkbox: (value, config, save) => {
    const box = el('input', {type: 'checkbox', 'aria-label': 'Done', tabindex: -1, 'aria-disabled': save ? null : 'true', onclick: save ? null : (event) => event.preventDefault()});
    box.checked = value;
    box.addEventListener('change', () => save?.(box.checked));
    return [box];
  },
  date: showDate, files: (value) => value.map(showFile), people: showPeople, relation: (value) => value.map(related),
  formula: showComputed, rollup: showComputed,
  unique_id: (value) => nothing(value && [value.prefix, value.number].filter((part) => part !== null && part !== undefined).join('-')),
  created_time: showTime, last_edited_time: showTime,
  created_by: (value) => showPeople([value]), last_edited_by: (value) => showPeople([value]),
};

/** The elements of a page's property value {type, <type>}. `save` makes it one that can be ticked. */
export function show(value, config, save) {
  const draw = value && kCells[value.type];
  const body = value?.[value.type];
  return draw && body !== undefined ? draw(body, config, save).filter((part) => part !== null) : [];
}
