// Whole blocks selected: by Shift and arrows, by dragging over them, by Escape or Ctrl+A.

/** Those of `blocks` that stand in no other of them. */
const topmost = (blocks) => {
  const all = new Set(blocks);
  const inside = (block) => { for (let up = block.parent; up; up = up.parent) if (all.has(up)) return true; return false; };
  return blocks.filter((block) => !inside(block));
};

export class Selection {
  constructor(editor) {
    this.editor = editor;
    this.blocks = [];
    editor.element.addEventListener('pointerdown', (event) => this.press(event));
    document.addEventListener('focusin', (event) => {
      if (this.blocks.length && event.target !== editor.element && editor.element.contains(event.target)) this.drop();
    }, {signal: editor.ending.signal});
    document.addEventListener('pointerdown', (event) => {
      if (this.any && !event.target.closest('.menu, .toolbar, #notice') && !editor.element.contains(event.target)) this.drop();
    }, {signal: editor.ending.signal});
  }

  get any() { return this.blocks.length > 0; }

  /** Selects exactly these; keys go to them from now on. */
  take(blocks, anchor = blocks[0], focus = blocks.at(-1)) {
    this.show(topmost(blocks.filter(Boolean)));
    Object.assign(this, {anchor, focus});
    if (!this.blocks.length) return;
    getSelection().removeAllRanges();
    this.editor.element.focus({preventScroll: true});
  }

  drop() { this.show([]); }

  show(blocks) {
    const next = new Set(blocks);
    for (const block of this.blocks) if (!next.has(block)) block.element.classList.remove('selected');
    for (const block of blocks) block.element.classList.add('selected');
    this.blocks = blocks;
  }

  /** All from one block to another, as one reads. */
  span(anchor, focus) {
    const lines = this.editor.order();
    const ends = [lines.indexOf(anchor), lines.indexOf(focus)];
    this.take(lines.slice(Math.min(...ends), Math.max(...ends) + 1), anchor, focus);
    focus.element.scrollIntoView({block: 'nearest'});
  }

  /** All that is written; pages and databases in the page are no text that one replaces. */
  all() { this.take(this.editor.root.children.filter((block) => !block.type.startsWith('child_'))); }

  /** The neighbour of the selection's moving end. */
  step(by) {
    const lines = this.editor.order();
    return lines[lines.indexOf(this.focus) + by] || this.focus;
  }

  extend(by) { this.span(this.anchor, this.step(by)); }

  move(by) {
    const next = this.step(by);
    this.take([next]);
    next.element.scrollIntoView({block: 'nearest'});
  }

  /** The block nearest to a height on the screen. */
  at(y) {
    let best = null;
    for (const block of this.editor.order()) {
      const box = block.line.getBoundingClientRect();
      if (box.height && box.top <= y) best = block;
    }
    return best || this.editor.order()[0];
  }

  /** A drag from one block over others selects them. */
  press(event) {
    if (event.button !== 0 || event.target.closest('button, input, a, .gutter, .grid, .embedded')) return;
    const from = this.editor.blockOf(event.target) || this.at(event.clientY);
    if (event.shiftKey && this.any) { event.preventDefault(); this.span(this.anchor, from); return; }
    this.drop();
    const drag = (moved) => {
      const over = this.at(moved.clientY);
      if (!from || !over || (over === from && !this.any)) return;
      moved.preventDefault();
      this.span(from, over);
    };
    const release = () => {
      document.removeEventListener('pointermove', drag);
      document.removeEventListener('pointerup', release);
    };
    document.addEventListener('pointermove', drag);
    document.addEventListener('pointerup', release);
  }
}
