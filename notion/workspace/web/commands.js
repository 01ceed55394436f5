// What a person does to blocks, as operations. Each leaves the caret where one goes on.
import {selectionIn} from './caret.js';
import {notify} from './dom.js';
import {fresh, folds, kindOf, nests} from './kinds.js';
import {cut, join, lengthOf, plainOf, plainRuns} from './text.js';

const textOf = (block) => block.content.rich_text || [];
const previous = (block) => block.parent.children[block.parent.children.indexOf(block) - 1];
const following = (block) => block.parent.children[block.parent.children.indexOf(block) + 1];
const move = (block, parent, after) => ({op: 'move', id: block.id, parent: parent.id, after: after?.id ?? null});
const change = (block, content) => ({op: 'update', id: block.id, type: block.type, content});
const insertion = (parent, after, blocks) => ({op: 'insert', parent: parent.id, after: after?.id ?? null, blocks});
const make = (type, runs) => ({id: crypto.randomUUID(), type, content: fresh(type, runs)});

/** The block whose child `block` may become: the nearest above it that is no layout. */
const outer = (editor, block) => (block.parent !== editor.root && !['column', 'synced_block'].includes(block.parent.type) ? block.parent : null);

/** Operations that move a block's children behind it, for a type that can't hold them. */
function spill(block) {
  let last = block;
  return block.children.map((child) => { const op = move(child, block.parent, last); last = child; return op; });
}

export function turn(editor, blocks, type) {
  const caret = editor.caret();
  const ops = blocks.filter((block) => block.content?.rich_text && block.type !== type).flatMap((block) => {
    const runs = kindOf(type).plain ? plainRuns(plainOf(textOf(block))) : textOf(block);
    const content = fresh(type, runs);
    if (content.color && block.content.color) content.color = block.content.color;
    return [{op: 'update', id: block.id, type, content}, ...(kindOf(type).nests ? [] : spill(block))];
  });
  editor.apply(ops);
  if (caret && editor.find(caret.id)?.text) editor.focus(editor.find(caret.id), caret.from, caret.to);
}

/** Enter: the text after the caret goes to a block of its own. */
export function split(editor, block, {from, to}) {
  const runs = textOf(block);
  const size = lengthOf(runs);
  const {goesOn} = kindOf(block.type);
  if (!size && goesOn) return outer(editor, block) ? outdent(editor, [block]) : turn(editor, [block], 'paragraph');
  if (from === 0 && to === 0 && size) {
    editor.apply([insertion(block.parent, previous(block), [make(goesOn ? block.type : 'paragraph', [])])]);
    return editor.focus(block, 0);
  }
  const rest = cut(runs, to);
  const inside = folds(block) ? block.open : block.children.length > 0 && nests(block);
  const next = make(goesOn && !(inside && folds(block)) ? block.type : 'paragraph', rest);
  const kept = from === size ? [] : [change(block, {rich_text: cut(runs, 0, from)})];
  editor.apply([...kept, inside ? insertion(block, null, [next]) : insertion(block.parent, block, [next])]);
  editor.focus(editor.find(next.id), 0);
}

/** Backspace at the start of a line. */
export function joinBack(editor, block) {
  if (block.type !== 'paragraph' && block.content.rich_text) return turn(editor, [block], 'paragraph');
  if (outer(editor, block) && !following(block)) return outdent(editor, [block]);
  const lines = editor.order();
  const above = lines[lines.indexOf(block) - 1];
  if (!above) return undefined;
  if (!above.content?.rich_text) {
    if (!plainOf(textOf(block)) && !block.children.length) editor.apply([{op: 'trash', ids: [block.id]}]);
    return editor.selection.take([above]);
  }
  return merge(editor, above, block);
}

export function joinForward(editor, block) {
  const lines = editor.order();
  const below = lines[lines.indexOf(block) + 1];
  if (below?.content?.rich_text) merge(editor, block, below);
  else if (below) editor.selection.take([below]);
}

function merge(editor, above, below) {
  const at = lengthOf(textOf(above));
  const runs = kindOf(above.type).plain ? plainRuns(plainOf(textOf(below))) : textOf(below);
  let last = below;
  const moved = below.children.map((child) => { const op = move(child, below.parent, last); last = child; return op; });
  const text = lengthOf(runs) ? [change(above, {rich_text: join(textOf(above), runs)})] : [];
  editor.apply([...text, ...moved, {op: 'trash', ids: [below.id]}]);
  editor.focus(above, at);
}

const keepCaret = (editor, act) => {
  const caret = editor.caret();
  act();
  if (caret) editor.focus(editor.find(caret.id), caret.from, caret.to);
};

export function indent(editor, blocks) {
  const above = previous(blocks[0]);
  if (!above || !nests(above)) return;
  keepCaret(editor, () => {
    let last = above.children.at(-1);
    editor.apply(blocks.map((block) => { const op = move(block, above, last); last = block; return op; }));
    if (folds(above) && !above.open) editor.fold(above, true);
  });
}

export function outdent(editor, blocks) {
  const parent = outer(editor, blocks[0]);
  if (!parent) return;
  keepCaret(editor, () => {
    let last = parent;
    editor.apply(blocks.map((block) => { const op = move(block, parent.parent, last); last = block; return op; }));
  });
}

/** Alt+Up and Alt+Down: past the neighbour, or out of what holds it. */
export function shift(editor, blocks, by) {
  const edge = by < 0 ? previous(blocks[0]) : following(blocks.at(-1));
  const parent = outer(editor, blocks[0]);
  if (!edge && !parent) return;
  const holder = edge ? edge.parent : parent.parent;
  let last = !edge ? (by < 0 ? previous(parent) : parent) : by < 0 ? previous(edge) : edge;
  keepCaret(editor, () => editor.apply(blocks.map((block) => { const op = move(block, holder, last); last = block; return op; })));
  blocks[0].element.scrollIntoView({block: 'nearest'});
}

/** Operations that make copies of blocks, with what is in them, one after the other. */
export function copies(blocks, parent, after, made = []) {
  let last = after;
  const ops = blocks.flatMap((block) => {
    const id = crypto.randomUUID();
    const op = {op: 'copy', id, from: block.id, type: block.type, content: block.content, parent, after: last};
    last = id;
    made.push(id);
    return [op, ...copies(block.children || [], id, null)];
  });
  return ops;
}

export function duplicate(editor, blocks) {
  const made = [];
  const fit = blocks.filter((block) => !block.type.startsWith('child_'));
  if (!fit.length) return;
  editor.apply(copies(fit, blocks[0].parent.id, blocks.at(-1).id, made));
  const first = editor.find(made[0]);
  if (made.length === 1 && first.text) editor.focusEnd(first);
  else editor.selection.take(made.map((id) => editor.find(id)));
}

const counted = (blocks) => (blocks.length === 1 ? kindOf(blocks[0].type).label + ' deleted' : blocks.length + ' blocks deleted');

/** Deletes blocks; the caret goes to the line before. */
export function remove(editor, blocks, quiet) {
  const lines = editor.order();
  const before = lines.slice(0, lines.indexOf(blocks[0])).findLast((block) => block.text);
  editor.selection.drop();
  editor.apply([{op: 'trash', ids: blocks.map((block) => block.id)}]);
  if (before) editor.focusEnd(before);
  else if (!editor.root.children.length) editor.addLine(editor.root, null);
  else editor.focus(editor.lines()[0], 0);
  if (!quiet) notify(counted(blocks), {label: 'Undo', act: () => editor.undo()});
}

/** Puts text in place of what is selected in a line. */
export function type(editor, block, text) {
  const where = selectionIn(block.text);
  const field = block.text.dataset.field || 'rich_text';
  const runs = join(cut(block.content[field], 0, where.from), plainRuns(text), cut(block.content[field], where.to));
  editor.set(block, {[field]: runs});
  editor.focus(block, where.from + text.length);
}
