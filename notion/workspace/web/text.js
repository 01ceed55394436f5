// Rich text: Notion's runs, the same as elements of an editable line, and back.
import {el, webUrl} from './dom.js';

export const kMarks = ['bold', 'italic', 'strikethrough', 'underline', 'code'];
const kTags = {bold: 'strong', italic: 'em', strikethrough: 's', underline: 'u', code: 'code'};
const kMarkOf = {B: 'bold', STRONG: 'bold', I: 'italic', EM: 'italic', S: 'strikethrough', DEL: 'strikethrough', U: 'underline', CODE: 'code'};
const kMost = 2000;

const looks = (run) => {
  const marks = run.annotations || {};
  return {...Object.fromEntries(kMarks.map((mark) => [mark, Boolean(marks[mark])])), color: marks.color || 'default'};
};
const hrefOf = (run) => run.text?.link?.url || null;
const wordsOf = (run) => run.plain_text ?? run.text?.content ?? run.equation?.expression ?? '';

function textRun(content, annotations, url) {
  const text = {content, link: url ? {url} : null};
  return {type: 'text', text, annotations: {...annotations}, plain_text: content, href: url};
}

/** A mention or an equation: one thing to the caret, kept whole. */
const isAtom = (run) => run.type !== 'text' && !(run.text && !run.mention && !run.equation);
export const lengthOf = (runs) => runs.reduce((sum, run) => sum + (isAtom(run) ? 1 : wordsOf(run).length), 0);
export const plainOf = (runs) => runs.map(wordsOf).join('');

/** Runs with neighbours of the same looks joined and empty ones dropped. */
export function tidy(runs) {
  const joined = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (isAtom(run)) { joined.push(run); continue; }
    if (!wordsOf(run)) continue;
    const next = textRun(wordsOf(run), looks(run), hrefOf(run));
    const alike = last && !isAtom(last) && hrefOf(last) === hrefOf(next) && JSON.stringify(last.annotations) === JSON.stringify(next.annotations);
    if (alike) joined[joined.length - 1] = textRun(wordsOf(last) + wordsOf(next), next.annotations, hrefOf(next));
    else joined.push(next);
  }
  return joined;
}

export const plainRuns = (text) => tidy([textRun(text, {}, null)]);

const visible = (run) => (isAtom(run) ? {...run[run.type], type: run.type, ...looks(run)} : {content: wordsOf(run), url: hrefOf(run), ...looks(run)});

/** What two texts that look the same have in common. */
export const signOf = (runs) => JSON.stringify(tidy(runs || []).map(visible));

/** The runs between two offsets. */
export function cut(runs, from, to = Infinity) {
  const kept = [];
  let at = 0;
  for (const run of runs) {
    const size = isAtom(run) ? 1 : wordsOf(run).length;
    const start = Math.max(0, from - at);
    const end = Math.min(size, to - at);
    if (start < end) kept.push(isAtom(run) ? run : textRun(wordsOf(run).slice(start, end), looks(run), hrefOf(run)));
    at += size;
  }
  return tidy(kept);
}

export const join = (...parts) => tidy(parts.flat());
export const replaced = (runs, from, to, middle) => join(cut(runs, 0, from), middle, cut(runs, to));

/** `runs` with `change(annotations)` applied between two offsets. */
export function marked(runs, from, to, change) {
  const middle = cut(runs, from, to).map((run) => ({...run, annotations: {...looks(run), ...change}}));
  return replaced(runs, from, to, middle);
}

export function linked(runs, from, to, url) {
  const middle = cut(runs, from, to).map((run) => (isAtom(run) ? run : textRun(wordsOf(run), looks(run), url || null)));
  return replaced(runs, from, to, middle);
}

/** True when everything between two offsets is so marked. */
export function allMarked(runs, from, to, mark) {
  const between = cut(runs, from, to);
  return between.length > 0 && between.every((run) => looks(run)[mark]);
}

/** Where two texts begin to differ, and how much of their ends is the same; between characters. */
function change(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (/[\ud800-\udbff]/.test(before[start - 1])) start -= 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (end && /[\udc00-\udfff]/.test(before.at(-end))) end -= 1;
  return {start, end};
}

/** The runs between two offsets of their plain text; a mention that is cut becomes words. */
function cutPlain(runs, from, to) {
  let at = 0;
  return runs.flatMap((run) => {
    const words = wordsOf(run);
    const start = Math.max(0, from - at);
    const end = Math.min(words.length, to - at);
    at += words.length;
    if (start >= end) return [];
    return isAtom(run) && end - start === words.length ? [run] : [textRun(words.slice(start, end), looks(run), hrefOf(run))];
  });
}

/** `runs` with the words of `text`: what did not change keeps its looks, what is new takes those before it. */
export function reworded(runs, text) {
  const whole = plainOf(runs);
  const {start, end} = change(whole, text);
  const before = cutPlain(runs, 0, start);
  const after = cutPlain(runs, whole.length - end, whole.length);
  const near = before.at(-1) || cutPlain(runs, start, start + 1)[0] || {};
  const linked = hrefOf(near) && after[0] && hrefOf(near) === hrefOf(after[0]);
  const middle = textRun(text.slice(start, text.length - end), isAtom(near) ? looks({}) : looks(near), linked ? hrefOf(near) : null);
  return join(before, middle, after);
}

/** The looks that text typed at `at` takes on: those of the character before. */
export const looksAt = (runs, at) => looks(cut(runs, Math.max(0, at - 1), Math.max(1, at))[0] || {});
export const linkAt = (runs, from, to) => hrefOf(cut(runs, from, Math.max(to, from + 1))[0] || {}) || '';
export const styledRun = (text, annotations) => textRun(text, {...looks({}), ...annotations}, null);

const kWritable = {
  user: (mention) => ({user: {id: mention.user.id}}),
  page: (mention) => ({page: {id: mention.page.id}}),
  database: (mention) => ({database: {id: mention.database.id}}),
};

function writeAtom(run) {
  const {type, annotations} = run;
  if (type === 'equation') return {type, equation: {expression: run.equation.expression}, annotations};
  const mention = kWritable[run.mention.type]?.(run.mention) || run.mention;
  return {type, mention, annotations};
}

/** Runs as a request has them: of at most 2,000 characters, cut between characters. */
export function forRequest(runs) {
  const sent = [];
  for (const run of tidy(runs)) {
    if (isAtom(run)) { sent.push(writeAtom({...run, annotations: looks(run)})); continue; }
    let rest = wordsOf(run);
    while (rest) {
      let end = Math.min(kMost, rest.length);
      if (end < rest.length && /[\ud800-\udbff]/.test(rest[end - 1])) end -= 1;
      sent.push({type: 'text', text: {content: rest.slice(0, end), link: run.text.link}, annotations: looks(run)});
      rest = rest.slice(end);
    }
  }
  return sent;
}

function drawAtom(run) {
  const link = run.href && webUrl(run.href);
  const data = {run: JSON.stringify(run)};
  const kind = run.type === 'equation' ? 'atom equation' : 'atom mention';
  const shown = run.type === 'mention' && run.mention.type === 'user' ? '@' + wordsOf(run).replace(/^@/, '') : wordsOf(run);
  return link ? el('a', {class: kind, href: link, contenteditable: 'false', data}, shown)
      : el('span', {class: kind, contenteditable: 'false', data}, shown);
}

function drawRun(run) {
  const {color, ...marks} = looks(run);
  let node = isAtom(run) ? drawAtom(run) : document.createTextNode(wordsOf(run));
  for (const mark of kMarks) if (marks[mark]) node = el(kTags[mark], {}, node);
  if (color !== 'default') node = el('span', {class: 'ink ' + color, data: {color}}, node);
  const url = hrefOf(run);
  return url ? el('a', {class: 'out', href: webUrl(url), rel: 'noopener noreferrer', data: {url}}, node) : node;
}

/** Shows `runs` in `element`; a last line break needs something after it to be seen. */
export function drawText(element, runs) {
  element.replaceChildren(...runs.map(drawRun));
  if (plainOf(runs).endsWith('\n')) element.append(el('br'));
}

function atomOf(element) {
  try {
    const run = JSON.parse(element.dataset.run);
    return isAtom(run) && run[run.type] ? run : null;
  } catch {
    return null;
  }
}

function collect(node, annotations, url, runs, top) {
  if (node.nodeType === Node.TEXT_NODE) { runs.push(textRun(node.data, annotations, url)); return; }
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const atom = node.dataset.run && atomOf(node);
  if (atom) { runs.push({...atom, annotations: {...looks({}), ...annotations}}); return; }
  if (node.tagName === 'BR') { if (node !== top.lastChild) runs.push(textRun('\n', annotations, url)); return; }
  const mark = kMarkOf[node.tagName];
  const within = {...annotations, ...(mark ? {[mark]: true} : {}), ...(node.dataset.color ? {color: node.dataset.color} : {})};
  for (const child of node.childNodes) collect(child, within, node.dataset.url || url, runs, top);
}

/** The runs that `element` shows. */
export function readText(element) {
  const runs = [];
  for (const child of element.childNodes) collect(child, looks({}), null, runs, element);
  return tidy(runs);
}
