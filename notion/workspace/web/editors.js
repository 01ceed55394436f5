// How a person edits a property value, by type. An editor gets {at, value, config, property, page,
// first, save, done}: it shows itself in or below the element `at`, begins with the character
// `first` when one was typed, calls save(value in its written form) when something changed, and
// done(move) once, when it is closed: next, previous, down, or nothing.
import {plain} from './api.js';
import {choose, chooseFiles, chooseMany, choosePeople, chooseRelation} from './choosers.js';
import {el, menu} from './dom.js';
import {forRequest, reworded} from './text.js';

export const kMoves = {Enter: () => 'down', Tab: (event) => (event.shiftKey ? 'previous' : 'next')};

/** A field over the cell. `text` shows a value, `read` makes one of what was typed. */
function typed(kind, text, read, hints = {}) {
  return ({at, value, first, save, done}) => {
    const long = kind === 'textarea';
    const input = el(long ? 'textarea' : 'input', {class: 'editor', 'aria-label': 'Value', ...(long ? {rows: 1} : {type: kind}), ...hints});
    const grow = () => {
      if (!long) return;
      input.style.height = 'auto';
      input.style.height = input.scrollHeight + 2 + 'px';
    };
    let over = false;
    const finish = (keep, move) => {
      if (over) return;
      over = true;
      const entry = input.value;
      const changed = entry !== text(value);
      done(move);
      if (keep && changed) save(read(entry, value));
    };
    input.value = first ?? text(value);
    input.addEventListener('input', grow);
    input.addEventListener('blur', () => finish(true));
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      event.stopPropagation();
      if (event.key === 'Escape') finish(false, 'stay');
      const move = kMoves[event.key]?.(event);
      if (!move || (event.key === 'Enter' && event.shiftKey)) return;
      event.preventDefault();
      finish(true, move);
    });
    at.replaceChildren(input);
    grow();
    input.focus();
    if (first === undefined) input.select();
  };
}

function number(entry) {
  const text = entry.trim().replace(/\s/g, '').replace(',', '.');
  const percent = text.endsWith('%');
  const figure = Number(percent ? text.slice(0, -1) : text);
  if (text === '') return null;
  return Number.isNaN(figure) ? entry : percent ? figure / 100 : figure;
}

const pad = (part) => String(part).padStart(2, '0');
/** A moment as the fields of a date show it: in the reader's own time. */
function localParts(text) {
  if (!text) return {day: '', time: ''};
  if (text.length <= 10) return {day: text, time: ''};
  const moment = new Date(text);
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
  return {day, time: `${pad(moment.getHours())}:${pad(moment.getMinutes())}`};
}

const joined = (day, time) => (day && time ? new Date(`${day}T${time}`).toISOString() : day || null);

/** A day, perhaps a time of day, perhaps an end. */
function editDate({at, value, save, done}) {
  const field = (type, label, text) => { const input = el('input', {type, 'aria-label': label}); input.value = text; return input; };
  const [from, to] = [localParts(value?.start), localParts(value?.end)];
  const fields = [field('date', 'Day', from.day), field('time', 'Time', from.time), field('date', 'Last day', to.day), field('time', 'Last time', to.time)];
  const [day, hour, lastDay, lastHour] = fields;
  const timed = el('input', {type: 'checkbox'});
  const ended = el('input', {type: 'checkbox'});
  timed.checked = Boolean(from.time);
  ended.checked = Boolean(to.day);
  const draw = () => {
    hour.hidden = !timed.checked;
    lastDay.hidden = !ended.checked;
    lastHour.hidden = !ended.checked || !timed.checked;
    if (ended.checked && !lastDay.value) lastDay.value = day.value;
  };
  const read = () => {
    const start = joined(day.value, timed.checked && (hour.value || '00:00'));
    return start && {start, end: ended.checked ? joined(lastDay.value, timed.checked && (lastHour.value || '00:00')) : null};
  };
  let kept = true;
  let move = 'stay';
  const before = JSON.stringify(read());
  timed.addEventListener('change', draw);
  ended.addEventListener('change', draw);
  draw();
  const clear = el('button', {type: 'button', class: 'quiet', onclick: () => { day.value = ''; close(); }}, 'Clear');
  const body = el('div', {class: 'date-fields'}, el('div', {class: 'line'}, day, hour), el('div', {class: 'line'}, lastDay, lastHour),
      el('label', {class: 'item'}, timed, 'Include time'), el('label', {class: 'item'}, ended, 'End date'), clear);
  const close = menu(at, [body], () => {
    done(move);
    const next = read();
    if (kept && JSON.stringify(next) !== before) save(next);
  });
  body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') kept = false;
    if (event.key !== 'Enter' || event.target === clear) return;
    event.preventDefault();
    move = 'down';
    close();
  }, true);
  day.focus();
}

const trimmed = (entry) => entry.trim() || null;
const word = typed('text', (value) => value || '', trimmed);
const text = typed('textarea', plain, (entry, runs) => forRequest(reworded(runs, entry)));

export const kEditors = {
  title: text, rich_text: text, url: word,
  email: typed('email', (value) => value || '', trimmed),
  phone_number: typed('tel', (value) => value || '', trimmed),
  number: typed('text', (value) => (value === null || value === undefined ? '' : String(value)), number, {inputmode: 'decimal'}),
  date: editDate,
  select: choose, status: choose, multi_select: chooseMany, people: choosePeople, relation: chooseRelation, files: chooseFiles,
  checkbox: ({value, save, done}) => { done('stay'); save(!value); },
};

/** Types that a typed character begins to edit. */
export const kTyped = new Set(['title', 'rich_text', 'url', 'email', 'phone_number', 'number']);
