// Copy, cut and paste: many lines become many blocks, in one request.
import {selectionIn} from './caret.js';
import {copies, remove, type} from './commands.js';
import {webUrl} from './dom.js';
import {fresh, kindOf} from './kinds.js';
import {cut, join, lengthOf, linked, plainOf, plainRuns, tidy} from './text.js';
import {filesOf} from './upload.js';

const kBlocks = 'application/x-workspace-blocks';
const kText = 'application/x-workspace-text';
const kLongest = 50_000;

const kLine = [
  [/^(#{1,4})\s+(.*)$/, (found) => ['heading_' + found[1].length, found[2]]],
  [/^\s*[-*•]\s+\[([ xX]?)\]\s+(.*)$/, (found) => ['to_do', found[2], {checked: /x/i.test(found[1])}]],
  [/^\s*\[([ xX]?)\]\s+(.*)$/, (found) => ['to_do', found[2], {checked: /x/i.test(found[1])}]],
  [/^\s*[-*•]\s+(.*)$/, (found) => ['bulleted_list_item', found[1]]],
  [/^\s*\d{1,3}[.)]\s+(.*)$/, (found) => ['numbered_list_item', found[1]]],
  [/^>\s+(.*)$/, (found) => ['quote', found[1]]],
  [/^(---+|\*\*\*+)\s*$/, () => ['divider']],
];

const kInline = /(`[^`\n]+`|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(https?:[^)\s]+\)|https?:\/\/[^\s<>"]+)/;

function inlineRun(part) {
  const link = part.match(/^\[([^\]]+)\]\((.+)\)$/);
  if (link) return linked(plainRuns(link[1]), 0, Infinity, link[2]);
  if (/^https?:/.test(part)) return linked(plainRuns(part), 0, Infinity, webUrl(part));
  if (/^`.+`$/.test(part)) return [{...plainRuns(part.slice(1, -1))[0], annotations: {code: true}}];
  if (/^\*\*.+\*\*$/.test(part)) return [{...plainRuns(part.slice(2, -2))[0], annotations: {bold: true}}];
  return plainRuns(part);
}

/** A pasted line's text, its links and the commonest marks understood. */
const inline = (text) => tidy(text.split(kInline).filter(Boolean).flatMap(inlineRun));

const block = (name, runs, more = {}) => ({id: crypto.randomUUID(), type: name, content: {...fresh(name, runs), ...more}});

function* pieces(text) {
  for (let at = 0; at < text.length; at += kLongest) yield text.slice(at, at + kLongest);
}

function lineBlocks(text) {
  for (const [pattern, read] of kLine) {
    const found = text.match(pattern);
    if (!found) continue;
    const [name, rest, more] = read(found);
    return [block(name, rest === undefined ? [] : inline(rest), more)];
  }
  return [...pieces(text)].map((piece) => block('paragraph', inline(piece)));
}

/** The blocks that a text of many lines stands for; blank lines only part them. */
export function blocksOf(text) {
  const blocks = [];
  let fence = null;
  for (const each of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (/^\s*```/.test(each)) {
      if (fence) { blocks.push(block('code', plainRuns(fence.join('\n')))); fence = null; } else fence = [];
    } else if (fence) fence.push(each);
    else if (each.trim()) blocks.push(...lineBlocks(each.trimEnd()));
  }
  if (fence) blocks.push(...fence.filter((each) => each.trim()).flatMap(lineBlocks));
  return blocks;
}

const insertion = (parent, after, blocks) => ({op: 'insert', parent: parent.id, after: after?.id ?? null, blocks});

/** Puts lines where the caret stands: the first goes on the line, the rest below it. */
function pasteLines(editor, at, {from, to}, blocks) {
  const runs = at.content.rich_text;
  const [before, behind] = [cut(runs, 0, from), cut(runs, to)];
  const first = blocks[0];
  const takes = first.content.rich_text && (lengthOf(before) === 0 || first.type === 'paragraph');
  const below = takes ? blocks.slice(1) : blocks;
  const name = takes && !lengthOf(runs) && at.type === 'paragraph' ? first.type : at.type;
  const last = below.at(-1);
  const end = takes && !last ? lengthOf(before) + lengthOf(first.content.rich_text) : lengthOf(last?.content.rich_text || []);
  if (last?.content.rich_text) last.content = {...last.content, rich_text: join(last.content.rich_text, behind)};
  else if (last && lengthOf(behind)) below.push(block('paragraph', behind));
  const head = join(before, takes ? first.content.rich_text : [], last ? [] : behind);
  const content = name === at.type ? {rich_text: head} : {...first.content, rich_text: head};
  const ops = [{op: 'update', id: at.id, type: name, content}];
  if (below.length) ops.push(insertion(at.parent, at, below));
  editor.apply(ops);
  editor.focus(editor.find(last?.id || at.id), end);
}

/** Puts blocks in place of those selected. */
function pasteOver(editor, ops, lastId) {
  const old = editor.selection.blocks.map((each) => each.id);
  editor.selection.drop();
  editor.apply([...ops, {op: 'trash', ids: old}]);
  const last = editor.find(lastId);
  if (last?.text) editor.focusEnd(last);
}

/** Copied blocks: copies of those that are there still. Their content is only for showing. */
function pasteBlocks(editor, blocks, at) {
  const known = (each) => each && typeof each.id === 'string' && typeof each.type === 'string' && each.content && !each.type.startsWith('child_');
  const fit = blocks.filter(known);
  if (!fit.length) return;
  const over = editor.selection.any;
  const anchor = over ? editor.selection.blocks.at(-1) : at;
  const made = [];
  const ops = copies(fit, anchor.parent.id, anchor.id, made);
  if (over) return pasteOver(editor, ops, made.at(-1));
  const empty = editor.isEmpty(at) ? [{op: 'trash', ids: [at.id]}] : [];
  editor.apply([...ops, ...empty]);
  editor.focusEnd(editor.find(made.at(-1)));
}

function pasteText(editor, at, text) {
  const where = at && selectionIn(at.text);
  const one = !/[\r\n]/.test(text.trim());
  if (at && one && where.from < where.to && /^https?:\/\/\S+$/.test(text.trim())) {
    editor.setText(at, linked(at.content.rich_text || at.content.caption, where.from, where.to, text.trim()));
    return editor.focus(at, where.from, where.to);
  }
  if (at && (kindOf(at.type).plain || at.text.dataset.field === 'caption')) return type(editor, at, text.replace(/\r\n?/g, '\n'));
  const blocks = one && at && lengthOf(at.content.rich_text) ? [block('paragraph', inline(text.replace(/[\r\n]+/g, '')))] : blocksOf(text);
  if (!blocks.length) return undefined;
  if (!editor.selection.any) return pasteLines(editor, at, where, blocks);
  const anchor = editor.selection.blocks.at(-1);
  return pasteOver(editor, [insertion(anchor.parent, anchor, blocks)], blocks.at(-1).id);
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function pasteRuns(editor, at, runs) {
  const where = selectionIn(at.text);
  const field = at.text.dataset.field || 'rich_text';
  const fit = tidy(runs);
  editor.set(at, {[field]: join(cut(at.content[field], 0, where.from), fit, cut(at.content[field], where.to))});
  editor.focus(at, where.from + lengthOf(fit));
}

export function paste(editor, event) {
  const cell = event.target.closest?.('.cell-text');
  const transfer = event.clipboardData;
  const at = editor.blockOf(event.target);
  if (event.target.closest?.('.embedded, input, textarea') || (!cell && !at?.text && !editor.selection.any)) return;
  event.preventDefault();
  const text = transfer.getData('text/plain');
  if (cell) { document.execCommand('insertText', false, text.replace(/\s*[\r\n]+\s*/g, ' ')); return; }
  const files = filesOf(transfer);
  if (files.length && !text) { editor.addFiles(files, at || editor.selection.blocks.at(-1)); return; }
  const blocks = parsed(transfer.getData(kBlocks));
  const runs = parsed(transfer.getData(kText));
  if (blocks) pasteBlocks(editor, blocks, at);
  else if (runs && at?.text && !editor.selection.any && !kindOf(at.type).plain) pasteRuns(editor, at, runs);
  else pasteText(editor, at?.text ? at : null, text);
}

const treeOf = (each) => ({id: each.id, type: each.type, content: each.content, children: each.children.map(treeOf)});
const kSigns = {bulleted_list_item: '- ', numbered_list_item: '1. ', heading_1: '# ', heading_2: '## ', heading_3: '### ', heading_4: '#### ', quote: '> ', divider: '---'};

function plainLines(blocks, depth = 0) {
  return blocks.flatMap((each) => {
    const sign = each.type === 'to_do' ? (each.content.checked ? '[x] ' : '[ ] ') : kSigns[each.type] || '';
    return ['  '.repeat(depth) + sign + plainOf(each.content?.rich_text || []), ...plainLines(each.children, depth + 1)];
  });
}

export function copy(editor, event) {
  const whole = editor.selection.any;
  const at = whole ? null : editor.blockOf(event.target);
  const where = at?.text && selectionIn(at.text);
  if (!whole && (!where || where.from === where.to)) return;
  event.preventDefault();
  if (whole) {
    event.clipboardData.setData('text/plain', plainLines(editor.selection.blocks).join('\n'));
    event.clipboardData.setData(kBlocks, JSON.stringify(editor.selection.blocks.map(treeOf)));
  } else {
    const runs = cut(at.content[at.text.dataset.field || 'rich_text'], where.from, where.to);
    event.clipboardData.setData('text/plain', plainOf(runs));
    event.clipboardData.setData(kText, JSON.stringify(runs));
  }
  if (event.type !== 'cut') return;
  if (whole) remove(editor, editor.selection.blocks, true);
  else type(editor, at, '');
}
