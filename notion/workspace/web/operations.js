// What can be done to the blocks of a page. Each changes the page at once and returns the
// operations that undo it; the same operations travel to the server.

const before = (block) => block.parent.children[block.parent.children.indexOf(block) - 1]?.id ?? null;

function place(editor, block, parent, after) {
  const holder = editor.holder(parent);
  const at = after ? holder.children.findIndex((each) => each.id === after) + 1 : 0;
  holder.children.splice(at, 0, block);
  block.parent = holder;
  editor.mount(block);
}

function takeOut(block) {
  const {children} = block.parent;
  children.splice(children.indexOf(block), 1);
  block.element.remove();
}

function insert(editor, {parent, after, blocks}) {
  let last = after;
  for (const each of blocks) {
    place(editor, editor.make(each), parent, last);
    last = each.id;
  }
  return [{op: 'trash', ids: blocks.map((block) => block.id)}];
}

function copy(editor, {parent, after, id, type, content}) {
  return insert(editor, {parent, after, blocks: [{id, type, content: structuredClone(content)}]});
}

function update(editor, {id, type, content}, typed) {
  const block = editor.find(id);
  const same = block.type === type;
  const old = same ? Object.fromEntries(Object.keys(content).map((key) => [key, block.content[key]])) : block.content;
  const undo = {op: 'update', id, type: block.type, content: old};
  block.content = same ? {...block.content, ...content} : content;
  block.type = type;
  if (!typed) editor.redraw(block, same && Object.keys(content));
  return [undo];
}

function move(editor, {id, parent, after}) {
  const block = editor.find(id);
  const undo = {op: 'move', id, parent: block.parent.id, after: before(block)};
  takeOut(block);
  place(editor, block, parent, after);
  return [undo];
}

function restore(editor, {id, parent, after}) {
  const block = editor.attic.get(id);
  editor.attic.delete(id);
  editor.keep(block);
  place(editor, block, parent, after);
  return [{op: 'trash', ids: [id]}];
}

function trash(editor, {ids}) {
  const blocks = ids.map((id) => editor.find(id)).filter(Boolean);
  const undo = blocks.map((block) => ({op: 'restore', id: block.id, parent: block.parent.id, after: before(block)}));
  for (const block of blocks) {
    takeOut(block);
    editor.forget(block);
  }
  return undo;
}

const kDo = {insert, copy, update, move, restore, trash};

/** Of operations made a while ago, those that still make sense: others may have changed the page. */
export function possible(editor, ops) {
  const known = (op) => (op.op === 'restore' ? editor.attic.has(op.id) : op.op === 'trash' ? op.ids.some((id) => editor.find(id)) : editor.find(op.id));
  const restored = new Set(ops.filter((op) => op.op === 'restore').map((op) => op.id));
  const there = (id) => editor.holder(id) || restored.has(id);
  return ops.filter((op) => known(op) && (!op.parent || there(op.parent))).map((op) => (op.after && !there(op.after) ? {...op, after: null} : op));
}

/** Does them in order; returns what undoes them, in order. */
export function perform(editor, ops, typed) {
  const undo = [];
  for (const op of ops) undo.unshift(...kDo[op.op](editor, op, typed));
  return undo;
}

