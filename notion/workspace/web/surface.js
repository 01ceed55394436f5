// Joins an editor to what a person does with mouse, keyboard and clipboard.
import {attempt, el} from './dom.js';
import {Editor} from './editor.js';
import {Gutter} from './gutter.js';
import {pressed, shortcuts, typesItself} from './keys.js';
import {copy, paste} from './paste.js';
import {askText, chooseEmoji, chooseName, kLanguages} from './pickers.js';
import {Selection} from './selection.js';
import {Slash} from './slash.js';
import {readText} from './text.js';
import {Toolbar} from './toolbar.js';
import {blockFor, filesOf, uploadFile} from './upload.js';

const kRefused = /^format|^history|^insertParagraph$|^insertLineBreak$|Drop$|Drag$/;

export class Surface extends Editor {
  constructor(pageId, tell) {
    super(pageId, tell);
    this.selection = new Selection(this);
    this.gutter = new Gutter(this);
    this.slash = new Slash(this);
    this.toolbar = new Toolbar(this);
    const on = (name, act) => this.element.addEventListener(name, act);
    on('keydown', (event) => pressed(this, event));
    on('beforeinput', (event) => this.beforeInput(event));
    on('input', (event) => this.input(event));
    on('compositionend', (event) => this.input(event));
    on('paste', (event) => paste(this, event));
    on('copy', (event) => copy(this, event));
    on('cut', (event) => copy(this, event));
    on('focusout', () => this.saver.flush());
    on('click', (event) => this.click(event));
  }

  leave() {
    this.saver.flush();
    this.toolbar.leave();
    this.slash.close();
    this.ending.abort();
  }

  beforeInput(event) {
    const block = this.blockOf(event.target);
    if (!block?.text?.contains(event.target)) return;
    this.caretBefore = this.caret();
    if (kRefused.test(event.inputType) || typesItself(this, block, event)) event.preventDefault();
  }

  input(event) {
    const block = this.blockOf(event.target);
    if (event.isComposing || !block?.text?.contains(event.target)) return;
    const empty = !block.text.textContent && !block.text.querySelector('[data-run]');
    if (empty) block.text.replaceChildren();
    const runs = readText(block.text);
    this.pending = null;
    this.setText(block, runs, {typed: true});
    this.caretBefore = null;
    if (event.inputType === 'insertText') shortcuts(this, block, event.data);
    this.slash.update();
  }

  click(event) {
    const link = event.target.closest('.text a[href]');
    if (link && getSelection().isCollapsed) {
      const url = new URL(link.href);
      if (url.origin !== location.origin) { event.preventDefault(); window.open(url.href, '_blank', 'noopener,noreferrer'); }
      return;
    }
    const block = this.blockOf(event.target);
    const image = event.target.closest('figure.media img');
    if (block && image) this.selection.take([block]);
    if (block?.type === 'divider') this.selection.take([block]);
  }

  /** A place to write below all there is: the last line when it is empty, else a new one. */
  writeBelow() {
    const last = this.root.children.at(-1);
    if (last && this.isEmpty(last) && last.type === 'paragraph') this.focus(last, 0);
    else this.addLine(this.root, last);
  }

  /** A new block that the API made at the end of the page goes behind `after`. */
  adopt(made, after) {
    const block = this.make(made);
    block.parent = this.root;
    this.root.children.push(block);
    this.mount(block);
    this.apply([{op: 'move', id: made.id, parent: after.parent.id, after: after.id}]);
  }

  chooseIcon(block, anchor) {
    chooseEmoji(anchor, (emoji) => this.set(block, {icon: {type: 'emoji', emoji}}));
  }

  chooseLanguage(block, anchor) {
    chooseName(anchor, kLanguages, (language) => this.set(block, {language}));
  }

  chooseEquation(block, anchor) {
    askText(anchor, {label: 'Formula', value: block.content.expression, act: (expression) => { if (expression) this.set(block, {expression: expression.slice(0, 1000)}); }});
  }

  over(event) {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  dropped(event) {
    const files = filesOf(event.dataTransfer);
    if (!files.length || event.defaultPrevented || event.target.closest('.embedded')) return;
    event.preventDefault();
    this.addFiles(files, this.root.children.length ? this.selection.at(event.clientY) : null);
  }

  /** Uploads files one after the other and shows each as a block behind `after`. */
  async addFiles(files, after) {
    let last = after || this.root.children.at(-1);
    for (const file of files) {
      const bar = el('progress', {max: '1', value: '0'});
      const note = el('div', {class: 'uploading'}, file.name || 'Picture', bar);
      if (last) last.element.after(note); else this.kids.append(note);
      await attempt(async () => {
        const {type, file_upload} = await uploadFile(file, (share) => { bar.value = share; });
        last = await this.addUpload(blockFor(file), {type, file_upload, caption: []}, last, file.name);
      });
      note.remove();
    }
  }

  async addUpload(type, content, last, name) {
    const id = crypto.randomUUID();
    const parent = last?.parent || this.root;
    const shown = {...content, ...(type === 'file' && name ? {name} : {})};
    const empty = last && this.isEmpty(last) && last.type === 'paragraph' ? [{op: 'trash', ids: [last.id]}] : [];
    this.apply([{op: 'insert', parent: parent.id, after: last?.id ?? null, blocks: [{id, type, content: shown}]}, ...empty]);
    await this.saver.settled();
    await this.refreshed?.();
    return this.find(id);
  }
}

