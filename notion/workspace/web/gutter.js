// What appears left of the block under the pointer: "+" adds, the handle drags or opens a menu.
import {duplicate, remove, turn} from './commands.js';
import {el, menu, notify} from './dom.js';
import {kindOf, nests} from './kinds.js';
import {chooseColour} from './pickers.js';

const kTurns = ['paragraph', 'heading_1', 'heading_2', 'heading_3', 'bulleted_list_item', 'numbered_list_item', 'to_do', 'toggle', 'quote', 'callout', 'code'];
const kStart = 4;

export class Gutter {
  constructor(editor) {
    this.editor = editor;
    this.add = el('button', {type: 'button', class: 'plus', tabindex: '-1', title: 'Add below', 'aria-label': 'Add below', onclick: () => this.addBelow()}, '+');
    this.handle = el('button', {type: 'button', class: 'handle', tabindex: '-1', title: 'Drag to move, click for more', 'aria-label': 'Move or more', onpointerdown: (event) => this.press(event)}, '⠿');
    this.element = el('div', {class: 'gutter', hidden: true}, this.add, this.handle);
    this.drop = el('div', {class: 'landing', hidden: true});
    editor.element.append(this.element, this.drop);
    editor.element.addEventListener('pointermove', (event) => { if (!this.dragging && !event.buttons) this.show(this.under(event)); });
    editor.element.addEventListener('pointerleave', () => { if (!this.dragging) this.show(null); });
  }

  under(event) {
    if (event.target.closest('.gutter')) return this.block;
    return this.editor.blockOf(event.target) || this.editor.selection.at(event.clientY);
  }

  show(block) {
    this.block = block;
    this.element.hidden = !block;
    if (!block) return;
    const frame = this.editor.element.getBoundingClientRect();
    const box = block.line.getBoundingClientRect();
    const first = block.text ? parseFloat(getComputedStyle(block.text).lineHeight) + parseFloat(getComputedStyle(block.text).paddingTop) * 2 : 30;
    const top = block.text ? block.text.getBoundingClientRect().top : box.top;
    this.element.style.top = top - frame.top + Math.max(0, (Math.min(first, 60) - 24) / 2) + 'px';
    this.element.style.left = block.element.getBoundingClientRect().left - frame.left - 48 + 'px';
  }

  addBelow() {
    const {editor, block} = this;
    const line = editor.isEmpty(block) ? block : editor.addLine(block.parent, block);
    editor.focus(line, 0);
    document.execCommand('insertText', false, '/');
  }

  blocks() {
    const {blocks} = this.editor.selection;
    return blocks.includes(this.block) ? blocks : [this.block];
  }

  press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const moved = this.blocks();
    const start = [event.clientX, event.clientY];
    const drag = (at) => {
      if (!this.dragging && Math.hypot(at.clientX - start[0], at.clientY - start[1]) < kStart) return;
      this.dragging = true;
      this.editor.element.classList.add('dragging');
      this.aim(at, moved);
    };
    const release = () => {
      document.removeEventListener('pointermove', drag);
      document.removeEventListener('pointerup', release);
      if (this.dragging) this.land(moved);
      else this.menu(moved);
      this.dragging = false;
    };
    document.addEventListener('pointermove', drag);
    document.addEventListener('pointerup', release);
  }

  /** Where the blocks would land: shown as a line. */
  aim(event, moved) {
    const over = this.editor.selection.at(event.clientY);
    const inside = (block) => { for (let up = block; up; up = up.parent) if (moved.includes(up)) return true; return false; };
    this.target = null;
    this.drop.hidden = true;
    if (!over || inside(over)) return;
    const box = over.line.getBoundingClientRect();
    const above = event.clientY < box.top + box.height / 2;
    const within = !above && nests(over) && event.clientX > box.left + 44;
    const siblings = over.parent.children;
    this.target = within ? {parent: over, after: over.children.at(-1)} : {parent: over.parent, after: above ? siblings[siblings.indexOf(over) - 1] : over};
    const frame = this.editor.element.getBoundingClientRect();
    this.drop.hidden = false;
    this.drop.style.top = (above ? box.top : box.bottom) - frame.top - 1 + 'px';
    this.drop.style.left = box.left - frame.left + (within ? 28 : 0) + 'px';
  }

  land(moved) {
    this.drop.hidden = true;
    this.editor.element.classList.remove('dragging');
    if (!this.target) return;
    const {parent} = this.target;
    let last = this.target.after;
    while (moved.includes(last)) last = parent.children[parent.children.indexOf(last) - 1];
    this.editor.apply(moved.map((block) => { const op = {op: 'move', id: block.id, parent: parent.id, after: last?.id ?? null}; last = block; return op; }));
    this.show(null);
  }

  menu(blocks) {
    const {editor} = this;
    editor.selection.take(blocks);
    const item = (label, act, keys = '') => el('button', {type: 'button', role: 'menuitem', onclick: () => { close(); act(); }}, el('span', {class: 'grow'}, label), el('span', {class: 'typed'}, keys));
    const texts = blocks.filter((block) => block.content?.rich_text);
    const turns = texts.length ? [el('p', {class: 'menu-label'}, 'Turn into'), ...kTurns.filter((type) => texts.some((block) => block.type !== type))
        .map((type) => item(kindOf(type).label, () => { turn(editor, texts, type); editor.selection.take(blocks); }, kindOf(type).typed))] : [];
    const colour = blocks.filter((block) => block.content?.color);
    const close = menu(this.handle, [item('Delete', () => remove(editor, blocks), 'Del'), item('Duplicate', () => duplicate(editor, blocks), 'Ctrl+D'),
      ...(colour.length ? [item('Colour', () => this.colour(colour))] : []),
      item('Copy link', () => { navigator.clipboard?.writeText(location.origin + location.pathname + '#' + blocks[0].id.replaceAll('-', '')); notify('Link copied'); }), ...turns]);
  }

  colour(blocks) {
    chooseColour(this.handle, (color) => this.editor.apply(blocks.map((block) => ({op: 'update', id: block.id, type: block.type, content: {color}}))));
  }
}
