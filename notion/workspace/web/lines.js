// How a block looks: the nodes of its line, by type. Text is always a text node.
import {shortId} from './api.js';
import {el, webUrl} from './dom.js';
import {folds, kindOf} from './kinds.js';
import {drawText, plainOf} from './text.js';

const sourceOf = (content) => { const {url} = content.external || content.file || {}; return url ? webUrl(url) : null; };
const hostOf = (url) => { try { return new URL(url).host.replace(/^www\./, ''); } catch { return ''; } };

/** The last part of a path, for a file without a name. */
function fileName(content, url) {
  if (content.name) return content.name;
  try { return decodeURIComponent(new URL(url).pathname.split('/').pop()) || hostOf(url); } catch { return 'File'; }
}

function textLine(block, editor) {
  const kind = kindOf(block.type);
  block.text = el(kind.tag || 'div', {
    class: 'text', contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true', 'aria-label': kind.label,
    spellcheck: kind.plain ? 'false' : 'true', data: {hint: kind.hint},
  });
  drawText(block.text, block.content.rich_text);
  return block.text;
}

function caption(block) {
  if (!block.content.caption) return null;
  block.text = el('figcaption', {class: 'text caption', contenteditable: 'true', role: 'textbox', 'aria-label': 'Caption', data: {hint: 'Caption', field: 'caption'}});
  drawText(block.text, block.content.caption);
  return block.text;
}

function checkbox(block, editor) {
  const box = el('input', {type: 'checkbox', 'aria-label': 'Done', onchange: () => editor.set(block, {checked: box.checked})});
  box.checked = block.content.checked;
  return el('span', {class: 'mark'}, box);
}

function fold(block, editor) {
  return el('button', {class: 'mark fold', type: 'button', 'aria-label': 'Open or close', 'aria-expanded': String(Boolean(block.open)), onclick: () => editor.fold(block)},
      el('span', {'aria-hidden': 'true'}, '▸'));
}

function iconOf(icon) {
  if (icon?.type === 'emoji') return icon.emoji;
  const given = (icon?.external || icon?.file || icon?.custom_emoji || {}).url;
  const url = given ? webUrl(given) : null;
  return url ? el('img', {src: url, alt: ''}) : '💡';
}

function calloutIcon(block, editor) {
  return el('button', {class: 'mark icon', type: 'button', 'aria-label': 'Icon', onclick: (event) => editor.chooseIcon(block, event.currentTarget)}, iconOf(block.content.icon));
}

function codeTools(block, editor) {
  const language = el('button', {class: 'language', type: 'button', onclick: (event) => editor.chooseLanguage(block, event.currentTarget)}, block.content.language || 'plain text');
  const copy = el('button', {class: 'language', type: 'button', onclick: () => navigator.clipboard?.writeText(plainOf(block.content.rich_text))}, 'Copy');
  return el('span', {class: 'tools'}, language, copy);
}

/** A picture or player that says so when its file is not to be had. */
function player(tag, attributes, url) {
  const element = el(tag, {...attributes, src: url});
  element.addEventListener('error', () => element.replaceWith(el('a', {class: 'broken', href: url, target: '_blank', rel: 'noopener noreferrer'}, 'Not to be had: ' + fileName({}, url))), {once: true});
  return element;
}

const missing = (label) => el('span', {class: 'broken'}, label + ' without a link');

function media(tag, attributes) {
  return (block) => {
    const url = sourceOf(block.content);
    return [el('figure', {class: 'media'}, url ? player(tag, attributes, url) : missing(kindOf(block.type).label), caption(block))];
  };
}

function fileLine(block) {
  const url = sourceOf(block.content);
  if (!url) return [missing(kindOf(block.type).label)];
  return [el('figure', {class: 'media'},
      el('a', {class: 'target file', href: url, target: '_blank', rel: 'noopener noreferrer', download: true},
          el('span', {class: 'sign', 'aria-hidden': 'true'}, '⎙'), el('span', {class: 'name'}, fileName(block.content, url)), el('span', {class: 'soft'}, kindOf(block.type).label)),
      caption(block))];
}

function linkLine(block) {
  const url = block.content.url ? webUrl(block.content.url) : null;
  const text = block.content.url || 'No link';
  const card = url ? el('a', {class: 'target', href: url, target: '_blank', rel: 'noopener noreferrer'}, el('span', {class: 'name'}, hostOf(url)), el('span', {class: 'soft'}, text))
      : el('span', {class: 'target'}, text);
  return [el('figure', {class: 'media'}, card, caption(block))];
}

function pageLine(block, editor) {
  const icon = editor.iconOf?.(block.id) || '▢';
  return [el('a', {class: 'child', href: '/p/' + shortId(block.id)}, el('span', {class: 'sign', 'aria-hidden': 'true'}, icon), el('span', {class: 'name'}, block.content.title || 'Untitled'))];
}

function pageLinkLine(block) {
  const id = block.content[block.content.type];
  return [id ? el('a', {class: 'child', href: '/p/' + shortId(id)}, el('span', {class: 'sign', 'aria-hidden': 'true'}, '↗'), 'Linked page') : el('p', {class: 'unknown'}, 'Link to page')];
}

/** The headings of the page, as they are now. */
export function listHeadings(nav, editor) {
  const headings = editor.order().filter((each) => /^heading_/.test(each.type));
  nav.replaceChildren(...headings.map((each) =>
    el('button', {type: 'button', class: each.type, onclick: () => editor.focus(each, 0)}, plainOf(each.content.rich_text) || 'Untitled')));
}

function equationLine(block, editor) {
  return [el('button', {type: 'button', class: 'formula', 'aria-label': 'Equation', onclick: (event) => editor.chooseEquation(block, event.currentTarget)}, block.content.expression)];
}

const kLines = {
  to_do: (block, editor) => [checkbox(block, editor), textLine(block, editor)],
  bulleted_list_item: (block, editor) => [el('span', {class: 'mark dot', 'aria-hidden': 'true'}), textLine(block, editor)],
  numbered_list_item: (block, editor) => [el('span', {class: 'mark number', 'aria-hidden': 'true'}), textLine(block, editor)],
  callout: (block, editor) => [calloutIcon(block, editor), textLine(block, editor)],
  code: (block, editor) => [codeTools(block, editor), textLine(block, editor)],
  divider: () => [el('hr')],
  image: media('img', {alt: '', loading: 'lazy'}),
  video: media('video', {controls: true, preload: 'metadata'}),
  audio: media('audio', {controls: true, preload: 'metadata'}),
  file: fileLine,
  pdf: fileLine,
  bookmark: linkLine, embed: linkLine, link_preview: linkLine,
  child_page: pageLine,
  link_to_page: pageLinkLine,
  table_of_contents: () => [el('nav', {class: 'contents', 'aria-label': 'Table of contents'})],
  breadcrumb: () => [el('p', {class: 'unknown'}, 'Breadcrumb')],
  equation: equationLine,
  column_list: () => [], column: () => [], synced_block: () => [],
};

/** The nodes of a block's line; sets `block.text` where it has text one can edit. */
export function drawLine(block, editor) {
  block.text = null;
  if (folds(block)) return [fold(block, editor), textLine(block, editor)];
  if (kLines[block.type]) return kLines[block.type](block, editor);
  if (block.content?.rich_text) return [textLine(block, editor)];
  return [el('p', {class: 'unknown'}, kindOf(block.type).label + ' (not shown here)')];
}
