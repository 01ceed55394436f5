// The keyboard in a page: one table for a line of text, one for whole blocks selected.
import {caretBox, onFirstRow, onLastRow, selectAtX, selectionIn} from './caret.js';
import * as commands from './commands.js';
import {folds, fresh, kindOf, typedKind} from './kinds.js';
import {allMarked, cut, join, lengthOf, linkAt, looksAt, marked, plainOf, plainRuns, replaced, styledRun} from './text.js';

const field = (block) => block.text.dataset.field || 'rich_text';
const runsOf = (block) => block.content[field(block)] || [];
const isCaption = (block) => field(block) === 'caption';

/** Names a key with what is held, "Ctrl+Shift+ArrowUp"; Command counts as Ctrl. */
function chord(event) {
  const held = [(event.ctrlKey || event.metaKey) && 'Ctrl', event.altKey && 'Alt', event.shiftKey && 'Shift'].filter(Boolean);
  return [...held, event.key.length === 1 ? event.key.toLowerCase() : event.key].join('+');
}

/** Bold and its like: on what is selected, or on what is typed next. */
export function toggleMark(editor, block, mark) {
  const {from, to} = selectionIn(block.text);
  if (from === to) {
    const now = editor.pending || looksAt(runsOf(block), from);
    editor.pending = {...now, [mark]: !now[mark]};
    return;
  }
  const change = {[mark]: !allMarked(runsOf(block), from, to, mark)};
  editor.setText(block, marked(runsOf(block), from, to, change));
  editor.focus(block, from, to);
}

const mark = (name) => (editor, block) => toggleMark(editor, block, name);

function enter(editor, block, where) {
  if (isCaption(block)) { editor.addLine(block.parent, block); return; }
  if (kindOf(block.type).plain) { commands.type(editor, block, '\n'); return; }
  commands.split(editor, block, where);
}

function backspace(editor, block, {from, to}) {
  if (from || to) return false;
  if (isCaption(block)) editor.selection.take([block]);
  else commands.joinBack(editor, block);
  return true;
}

function forwards(editor, block, {from, to}) {
  if (from !== to || from < lengthOf(runsOf(block)) || isCaption(block)) return false;
  commands.joinForward(editor, block);
  return true;
}

/** To the line above or below; false lets the browser move within this one. */
function vertical(by) {
  return (editor, block) => {
    if (by < 0 ? !onFirstRow(block.text) : !onLastRow(block.text)) return false;
    const lines = editor.order().filter((each) => each.text);
    const next = lines[lines.indexOf(block) + by];
    if (next) selectAtX(next.text, caretBox(block.text).left, by < 0);
    else if (by < 0) editor.leaveUp?.();
    else if (kindOf(block.type).plain || isCaption(block)) editor.addLine(editor.root, editor.root.children.at(-1));
    return Boolean(next) || by < 0;
  };
}

function sideways(by) {
  return (editor, block, {from, to}) => {
    if (from !== to || (by < 0 ? from > 0 : from < lengthOf(runsOf(block)))) return false;
    const lines = editor.order().filter((each) => each.text);
    const next = lines[lines.indexOf(block) + by];
    if (next) editor.focus(next, by < 0 ? Infinity : 0);
    return Boolean(next);
  };
}

function extend(by) {
  return (editor, block) => {
    if (by < 0 ? !onFirstRow(block.text) : !onLastRow(block.text)) return false;
    const lines = editor.order();
    const next = lines[lines.indexOf(block) + by] || block;
    editor.selection.span(block, next);
    return true;
  };
}

/** Ctrl+A: the line first, all blocks when it is selected already or empty. */
function selectAll(editor, block, {from, to}) {
  if (from > 0 || to < lengthOf(runsOf(block))) return false;
  editor.selection.all();
  return true;
}

function tick(editor, block) {
  if (block.type === 'to_do') editor.set(block, {checked: !block.content.checked});
  else if (folds(block)) editor.fold(block);
  else return false;
  editor.focusEnd(block);
  return true;
}

const shiftBy = (by) => (editor, block) => commands.shift(editor, [block], by);
const kLine = {
  Enter: enter,
  'Shift+Enter': (editor, block) => commands.type(editor, block, '\n'),
  'Ctrl+Enter': tick,
  Backspace: backspace,
  Delete: forwards,
  Tab: (editor, block) => (kindOf(block.type).plain ? commands.type(editor, block, '  ') : commands.indent(editor, [block])),
  'Shift+Tab': (editor, block) => commands.outdent(editor, [block]),
  ArrowUp: vertical(-1), ArrowDown: vertical(1), ArrowLeft: sideways(-1), ArrowRight: sideways(1),
  'Shift+ArrowUp': extend(-1), 'Shift+ArrowDown': extend(1),
  'Alt+ArrowUp': shiftBy(-1), 'Alt+ArrowDown': shiftBy(1), 'Ctrl+Shift+ArrowUp': shiftBy(-1), 'Ctrl+Shift+ArrowDown': shiftBy(1),
  'Ctrl+a': selectAll,
  'Ctrl+b': mark('bold'), 'Ctrl+i': mark('italic'), 'Ctrl+u': mark('underline'), 'Ctrl+e': mark('code'), 'Ctrl+Shift+s': mark('strikethrough'),
  'Ctrl+k': (editor, block) => editor.toolbar.link(block),
  'Ctrl+d': (editor, block) => commands.duplicate(editor, [block]),
  Escape: (editor, block) => editor.selection.take([block]),
};

const edges = (editor) => editor.selection.blocks;
const kBlocks = {
  Backspace: (editor) => commands.remove(editor, edges(editor)),
  Delete: (editor) => commands.remove(editor, edges(editor)),
  Escape: (editor) => editor.selection.drop(),
  Enter: (editor) => { const block = edges(editor)[0]; editor.selection.drop(); editor.focusEnd(block); },
  Tab: (editor) => { commands.indent(editor, edges(editor)); editor.selection.take(edges(editor)); },
  'Shift+Tab': (editor) => { commands.outdent(editor, edges(editor)); editor.selection.take(edges(editor)); },
  ArrowUp: (editor) => editor.selection.move(-1), ArrowDown: (editor) => editor.selection.move(1),
  'Shift+ArrowUp': (editor) => editor.selection.extend(-1), 'Shift+ArrowDown': (editor) => editor.selection.extend(1),
  'Alt+ArrowUp': (editor) => commands.shift(editor, edges(editor), -1), 'Alt+ArrowDown': (editor) => commands.shift(editor, edges(editor), 1),
  'Ctrl+Shift+ArrowUp': (editor) => commands.shift(editor, edges(editor), -1), 'Ctrl+Shift+ArrowDown': (editor) => commands.shift(editor, edges(editor), 1),
  'Ctrl+a': (editor) => editor.selection.all(),
  'Ctrl+d': (editor) => commands.duplicate(editor, edges(editor)),
};

const kUndo = {'Ctrl+z': false, 'Ctrl+Shift+z': true, 'Ctrl+y': true};

export function pressed(editor, event) {
  if (event.isComposing || event.target.closest('.grid, .embedded, input, button')) return;
  const keys = chord(event);
  const block = editor.blockOf(event.target);
  const where = block?.text && selectionIn(block.text);
  if (keys in kUndo) { editor.undo(kUndo[keys]); event.preventDefault(); return; }
  if (editor.slash?.pressed(event)) return;
  const act = editor.selection.any ? kBlocks[keys] : where && kLine[keys];
  if (act && act(editor, block, where) !== false) event.preventDefault();
}

const kInline = [[/`([^`\n]+)`$/, 'code'], [/\*\*([^*\n]+)\*\*$/, 'bold'], [/(?<![*\w])\*([^*\s][^*\n]*)\*$/, 'italic'], [/~~([^~\n]+)~~$/, 'strikethrough']];

/** `**bold**` and its like become what they mean when the last sign is typed. */
function inlineShortcut(editor, block, at) {
  const text = plainOf(cut(runsOf(block), 0, at));
  for (const [pattern, name] of kInline) {
    const found = text.match(pattern);
    if (!found || lengthOf(cut(runsOf(block), 0, at)) !== text.length) continue;
    const start = at - found[0].length;
    const sign = (found[0].length - found[1].length) / 2;
    const inner = marked(cut(runsOf(block), start + sign, at - sign), 0, Infinity, {[name]: true});
    editor.setText(block, replaced(runsOf(block), start, at, inner));
    editor.focus(block, at - 2 * sign);
    editor.pending = {...looksAt(runsOf(block), start), [name]: false};
    return true;
  }
  return false;
}

/** "# ", "- ", "[] " and their like at the start of a line turn it. */
function lineShortcut(editor, block, at) {
  if (block.type !== 'paragraph' && block.type !== 'bulleted_list_item') return false;
  const typed = plainOf(cut(runsOf(block), 0, at));
  const whole = typed === '---' || typed === '```';
  if (!whole && !typed.endsWith(' ')) return false;
  const type = typedKind(typed.trimEnd());
  if (!type || type === block.type || (!whole && ['---', '```'].includes(typed.trim()))) return false;
  const rest = cut(runsOf(block), at);
  if (type === 'divider') {
    const id = crypto.randomUUID();
    editor.apply([{op: 'insert', parent: block.parent.id, after: block.parent.children[block.parent.children.indexOf(block) - 1]?.id ?? null, blocks: [{id, type, content: {}}]},
      {op: 'update', id: block.id, type: block.type, content: {rich_text: rest}}]);
  } else {
    const content = fresh(type, kindOf(type).plain ? plainRuns(plainOf(rest)) : rest);
    if (type === 'to_do') content.checked = /x/i.test(typed);
    editor.apply([{op: 'update', id: block.id, type, content}]);
  }
  editor.focus(block, 0);
  return true;
}

/** After the browser changed a line: what it shows now is the text. */
export function shortcuts(editor, block, data) {
  if (isCaption(block) || kindOf(block.type).plain) return;
  const at = selectionIn(block.text)?.from;
  if (at === undefined || !data) return;
  if (lineShortcut(editor, block, at) || inlineShortcut(editor, block, at)) return;
  if (data === '/') editor.slash?.open(block, at);
}

/** Text typed where other looks were asked for, or right behind a link, which ends there. */
export function typesItself(editor, block, event) {
  if (event.inputType !== 'insertText' || !event.data) return false;
  const where = selectionIn(block.text);
  const runs = runsOf(block);
  const linkEnds = where.from === where.to && where.from > 0 && linkAt(runs, where.from - 1) && !linkAt(runs, where.from);
  if (!editor.pending && !linkEnds) return false;
  const looks = editor.pending || looksAt(runs, where.from);
  editor.pending = null;
  editor.setText(block, join(cut(runs, 0, where.from), [styledRun(event.data, looks)], cut(runs, where.to)));
  editor.focus(block, where.from + event.data.length);
  return true;
}
