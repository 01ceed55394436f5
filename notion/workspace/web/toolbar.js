// The bar above selected text: bold and its like, a link, a colour.
import {selectionIn} from './caret.js';
import {el, webUrl} from './dom.js';
import {toggleMark} from './keys.js';
import {askText, chooseColour} from './pickers.js';
import {allMarked, linkAt, linked, marked} from './text.js';

const kButtons = [['bold', 'B', 'Bold (Ctrl+B)'], ['italic', 'i', 'Italic (Ctrl+I)'], ['underline', 'U', 'Underline (Ctrl+U)'], ['strikethrough', 'S', 'Strike through'], ['code', '<>', 'Code (Ctrl+E)']];

export class Toolbar {
  constructor(editor) {
    this.editor = editor;
    const button = (name, sign, title, act) => el('button', {type: 'button', class: name, title, 'aria-label': title, 'aria-pressed': 'false', data: {mark: name}, onpointerdown: (event) => { event.preventDefault(); act(event.currentTarget); }}, sign);
    this.element = el('div', {class: 'toolbar', role: 'toolbar', 'aria-label': 'Format', hidden: true},
        ...kButtons.map(([name, sign, title]) => button(name, sign, title, () => { toggleMark(editor, this.block, name); this.update(); })),
        button('link', '↗', 'Link (Ctrl+K)', () => this.link(this.block)), button('colour', 'A', 'Colour', (anchor) => this.colour(anchor)));
    document.body.append(this.element);
    this.watch = () => this.update();
    document.addEventListener('selectionchange', this.watch);
  }

  leave() {
    document.removeEventListener('selectionchange', this.watch);
    this.element.remove();
  }

  runs() { return this.block.content[this.block.text.dataset.field || 'rich_text'] || []; }

  update() {
    const block = this.editor.blockOf(document.activeElement);
    const where = block?.text && selectionIn(block.text);
    const shown = Boolean(where) && where.from < where.to && block.type !== 'code';
    this.element.hidden = !shown;
    if (!shown) return;
    Object.assign(this, {block, where});
    for (const each of this.element.children) each.setAttribute('aria-pressed', String(each.dataset.mark === 'link' ? Boolean(linkAt(this.runs(), where.from, where.to)) : allMarked(this.runs(), where.from, where.to, each.dataset.mark)));
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    const top = box.top - this.element.offsetHeight - 8;
    this.element.style.top = (top > 8 ? top : box.bottom + 8) + 'px';
    this.element.style.left = Math.max(8, Math.min(box.left, innerWidth - this.element.offsetWidth - 8)) + 'px';
  }

  /** Asks for the link of what is selected. */
  link(block) {
    const where = selectionIn(block.text);
    this.block = block;
    const runs = this.runs();
    if (where.from === where.to) return;
    const old = linkAt(runs, where.from, where.to);
    const set = (url) => {
      const whole = !url ? null : /^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('/') ? url : 'https://' + url;
      this.editor.setText(block, linked(runs, where.from, where.to, whole && (webUrl(whole) ? whole : null)));
      this.editor.focus(block, where.from, where.to);
    };
    askText(block.text, {label: 'Paste or type a link', value: old, act: set, more: old ? [{label: 'Remove link', act: () => set('')}] : []});
  }

  colour(anchor) {
    const {block, where} = this;
    const runs = this.runs();
    chooseColour(anchor, (color) => {
      this.editor.setText(block, marked(runs, where.from, where.to, {color}));
      this.editor.focus(block, where.from, where.to);
    });
  }
}
