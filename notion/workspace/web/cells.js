// One entry per property type: how a value looks, and how a person edits it.
import {plain, rich} from './api.js';
import {el, menu, webUrl} from './dom.js';

const kPicture = /\.(png|jpe?g|webp|gif|avif|svg)(\?|$)/i;

export const kSigns = {
  title: 'Aa', rich_text: '≡', number: '#', select: '◉', multi_select: '☰', status: '◐',
  checkbox: '☑', url: '↗', email: '@', phone_number: '✆', date: '▦', files: '◫', people: '☺',
  created_time: '◷', last_edited_time: '◷', created_by: '☺', last_edited_by: '☺',
};

const pill = (option) => el('span', {class: 'pill ' + option.color}, option.name);

function picture(url) {
  const safe = webUrl(url);
  if (!safe) return null;
  const image = el('img', {class: 'thumb', src: safe, alt: '', loading: 'lazy'});
  image.addEventListener('error', () => image.remove());
  return el('a', {href: safe, target: '_blank', rel: 'noopener noreferrer', class: 'pic'}, image);
}

function link(url) {
  if (!url) return null;
  const safe = webUrl(url);
  const short = url.replace(/^https?:\/\//, '');
  if (!safe) return el('span', {}, url);
  const here = new URL(safe).origin === location.origin;
  return el('a', {href: safe, class: 'link', ...(here ? {} : {target: '_blank', rel: 'noopener noreferrer'})}, short);
}

function showUrl(value) {
  return value && kPicture.test(value) ? [picture(value), link(value)] : [link(value)];
}

function showNumber(value, config) {
  if (value === null) return [];
  if (config.format === 'percent') {
    const percent = Math.round(value * 100);
    const bar = el('progress', {max: 100, value: Math.max(0, Math.min(100, percent))});
    return [el('span', {class: 'percent'}, percent + '%', bar)];
  }
  const text = config.format === 'dollar'
      ? value.toLocaleString(undefined, {style: 'currency', currency: 'USD'})
      : value.toLocaleString(undefined, {maximumFractionDigits: 6});
  return [el('span', {class: 'figure'}, text)];
}

const showTime = (value) => value
    ? [el('time', {datetime: value}, new Date(value).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'short'}))]
    : [];

/** An input over the cell. `read` turns its text into the value to save. */
function typed(kind, text, read) {
  return (cell, value, save, done) => {
    const long = kind === 'textarea';
    const input = el(long ? 'textarea' : 'input', {class: 'editor', ...(long ? {rows: 1} : {type: kind})});
    input.value = text(value);
    const grow = () => {
      if (!long) return;
      input.style.height = 'auto';
      input.style.height = input.scrollHeight + 'px';
    };
    let over = false;
    const finish = (keep) => {
      if (over) return;
      over = true;
      const changed = input.value !== text(value);
      done();
      if (keep && changed) save(read(input.value));
    };
    input.addEventListener('input', grow);
    input.addEventListener('blur', () => finish(true));
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Escape') finish(false);
      if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); finish(true); }
    });
    cell.replaceChildren(input);
    grow();
    input.focus();
    input.select();
  };
}

function choose(cell, value, save, done, config) {
  const pick = (next) => { close(); save(next); };
  const search = el('input', {class: 'search', placeholder: 'Find or create an option', 'aria-label': 'Option'});
  const list = el('div', {});
  const fill = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = (config.options || []).filter((option) => option.name.toLowerCase().includes(wanted));
    list.replaceChildren(...found.map((option) => el('button', {role: 'menuitem', onclick: () => pick({id: option.id})}, pill(option))));
    if (wanted && !found.some((option) => option.name.toLowerCase() === wanted))
      list.append(el('button', {role: 'menuitem', onclick: () => pick({name: search.value.trim()})}, 'Create “' + search.value.trim() + '”'));
    if (value && !wanted) list.append(el('button', {role: 'menuitem', class: 'quiet', onclick: () => pick(null)}, 'Clear'));
  };
  search.addEventListener('input', fill);
  search.addEventListener('keydown', (event) => { if (event.key === 'Enter') list.querySelector('button')?.click(); });
  fill();
  const close = menu(cell, [search, list], done);
}

function chooseMany(cell, value, save, done, config) {
  const chosen = new Set(value.map((option) => option.id));
  const items = (config.options || []).map((option) => {
    const box = el('input', {type: 'checkbox'});
    box.checked = chosen.has(option.id);
    box.addEventListener('change', () => chosen[box.checked ? 'add' : 'delete'](option.id));
    return el('label', {class: 'item'}, box, pill(option));
  });
  const fresh = el('input', {class: 'search', placeholder: 'New option', 'aria-label': 'New option'});
  const before = [...chosen].join();
  const close = menu(cell, [...items, fresh], () => {
    done();
    const name = fresh.value.trim();
    if ([...chosen].join() === before && !name) return;
    save([...[...chosen].map((id) => ({id})), ...(name ? [{name}] : [])]);
  });
  fresh.addEventListener('keydown', (event) => { if (event.key === 'Enter') close(); });
}

const text = {show: (value) => [plain(value)], edit: typed('textarea', plain, rich)};
const option = {show: (value) => (value ? [pill(value)] : []), edit: choose};
const word = (show) => ({show, edit: typed('text', (value) => value || '', (entry) => entry.trim() || null)});
const fixed = (show) => ({show});
const number = (entry) => {
  const figure = Number(entry.replace(',', '.'));
  return entry.trim() === '' || Number.isNaN(figure) ? null : figure;
};

export const kCells = {
  title: text,
  rich_text: text,
  number: {show: showNumber, edit: typed('text', (value) => value === null ? '' : String(value), number)},
  select: option,
  status: option,
  multi_select: {show: (value) => value.map(pill), edit: chooseMany},
  checkbox: {
    show: (value, config, save) => {
      const box = el('input', {type: 'checkbox', 'aria-label': 'Done'});
      box.checked = value;
      box.addEventListener('change', () => save(box.checked));
      return [box];
    },
  },
  url: word(showUrl),
  email: word((value) => [value || '']),
  phone_number: word((value) => [value || '']),
  date: {
    show: (value) => (value ? [value.start.slice(0, 16).replace('T', ' ') + (value.end ? ' → ' + value.end : '')] : []),
    edit: typed('date', (value) => (value ? value.start.slice(0, 10) : ''), (entry) => (entry ? {start: entry} : null)),
  },
  files: {
    show: (value) => value.map((file) => {
      const url = (file.external || file.file || {}).url;
      return picture(url) || el('span', {}, file.name);
    }),
  },
  people: fixed((value) => value.map((person) => person.name || person.id.slice(0, 8))),
  created_time: fixed(showTime),
  last_edited_time: fixed(showTime),
  created_by: fixed((value) => [value.id.slice(0, 8)]),
  last_edited_by: fixed((value) => [value.id.slice(0, 8)]),
};
