// The top of a page: where it stands, cover, icon, title, and what to know about it.
import {call, plain, shortId} from './api.js';
import {attempt, el, menu, notify, webUrl} from './dom.js';
import {askText, chooseEmoji, chooseFiles} from './pickers.js';
import {ago, nameOf} from './people.js';
import {select} from './caret.js';
import {forRequest, reworded} from './text.js';
import {uploadFile} from './upload.js';

const kPause = 500;
const fileOf = (given) => { const {url} = given?.external || given?.file || {}; return url ? webUrl(url) : null; };
const sameFile = (url) => (url || '').split('?')[0];

/** Where a page stands, outermost first: [{id, title}]. */
async function pathTo(parent) {
  const path = [];
  for (let at = parent; at && at.type !== 'workspace' && path.length < 12;) {
    if (at.type === 'page_id') {
      const page = await call('GET', '/v1/pages/' + at.page_id);
      const title = Object.values(page.properties).find((one) => one.type === 'title');
      path.unshift({id: page.id, title: plain(title?.title)});
      at = page.parent;
    } else if (at.type === 'database_id' || at.type === 'data_source_id') {
      const database = await call('GET', '/v1/databases/' + at.database_id);
      path.unshift({id: database.id, title: plain(database.title)});
      at = database.parent;
    } else if (at.type === 'block_id') at = (await call('GET', '/v1/blocks/' + at.block_id)).parent;
    else break;
  }
  return path;
}

export class Head {
  /** `page` {id, writeFirst(), comments, refresh()}. */
  constructor(page) {
    this.page = page;
    this.crumbs = el('nav', {class: 'crumbs', 'aria-label': 'Where this page stands'});
    this.state = el('button', {type: 'button', class: 'state', hidden: true, onclick: () => page.tryAgain()});
    this.edited = el('span', {class: 'edited'});
    this.talk = el('button', {type: 'button', class: 'quiet talk', onclick: () => page.comments.show(page.comments.element.hidden)}, 'Comments');
    this.bar = el('div', {class: 'page-bar'}, this.crumbs, this.state, this.edited, this.talk);
    this.banner = el('div', {class: 'trashed', role: 'status', hidden: true}, el('span', {}, 'This page is in the trash.'),
        el('button', {type: 'button', onclick: () => this.patch({in_trash: false})}, 'Restore'));
    this.cover = el('div', {class: 'page-cover', hidden: true});
    this.icon = el('button', {type: 'button', class: 'page-icon', 'aria-label': 'Icon', hidden: true, onclick: (event) => this.chooseIcon(event.currentTarget)});
    this.addIcon = el('button', {type: 'button', class: 'quiet', onclick: (event) => this.chooseIcon(event.currentTarget)}, '☺ Add icon');
    this.addCover = el('button', {type: 'button', class: 'quiet', onclick: (event) => this.chooseCover(event.currentTarget)}, '▭ Add cover');
    this.title = this.makeTitle();
    this.element = el('header', {class: 'page-head'}, this.banner, this.icon, el('div', {class: 'page-tools'}, this.addIcon, this.addCover), this.title);
  }

  makeTitle() {
    const title = el('h1', {class: 'heading', contenteditable: 'plaintext-only', role: 'textbox', spellcheck: 'true', 'data-hint': 'Untitled', 'aria-label': 'Title'});
    title.addEventListener('input', () => {
      if (!title.textContent.trim()) title.replaceChildren();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.saveTitle(), kPause);
    });
    title.addEventListener('blur', () => this.saveTitle());
    title.addEventListener('paste', (event) => {
      event.preventDefault();
      document.execCommand('insertText', false, event.clipboardData.getData('text/plain').replace(/\s*[\r\n]+\s*/g, ' '));
    });
    title.addEventListener('keydown', (event) => {
      if (event.isComposing || (event.key !== 'Enter' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      this.page.writeFirst(event.key === 'Enter');
    });
    return title;
  }

  focus() { select(this.title, Infinity); }

  async saveTitle() {
    clearTimeout(this.timer);
    const text = this.title.textContent.replace(/\n/g, ' ');
    if (text === this.saved || !this.titleId) return;
    const before = [this.saved, this.runs];
    this.saved = text;
    this.runs = reworded(this.runs, text);
    const title = forRequest(this.runs);
    const done = await attempt(() => call('PATCH', '/v1/pages/' + this.page.id, {properties: {[this.titleId]: {title}}}));
    if (!done) [this.saved, this.runs] = before;
  }

  async patch(change) {
    await attempt(() => call('PATCH', '/v1/pages/' + this.page.id, change));
    await attempt(() => this.page.refresh());
  }

  async update(page) {
    const title = Object.values(page.properties).find((one) => one.type === 'title');
    this.titleId = title.id;
    const text = plain(title.title);
    const unsaved = this.saved !== undefined && this.title.textContent.replace(/\n/g, ' ') !== this.saved;
    if (!unsaved) this.runs = title.title;
    if (!unsaved && text !== this.saved) this.showTitle(text);
    this.banner.hidden = !page.in_trash;
    this.drawIcon(page.icon);
    this.drawCover(page.cover);
    const place = JSON.stringify(page.parent);
    if (place !== this.place) this.drawCrumbs(page.parent).then(() => { this.place = place; }, () => {});
    this.edited.textContent = `Edited ${ago(page.last_edited_time)} by ${await nameOf(page.last_edited_by.id)}`;
    this.edited.title = new Date(page.last_edited_time).toLocaleString();
  }

  showTitle(text) {
    this.saved = text;
    if (this.title.textContent === text) return;
    const focused = document.activeElement === this.title;
    this.title.replaceChildren(...(text ? [text] : []));
    if (focused) select(this.title, Infinity);
  }

  async drawCrumbs(parent) {
    const path = await pathTo(parent);
    this.crumbs.replaceChildren(...path.flatMap((each) => [el('a', {href: '/p/' + shortId(each.id)}, each.title || 'Untitled'), el('span', {'aria-hidden': 'true'}, '/')]).slice(0, -1));
  }

  drawIcon(icon) {
    const url = fileOf(icon);
    const sign = JSON.stringify([icon?.emoji, sameFile(url)]);
    if (sign === this.iconSign) return;
    this.iconSign = sign;
    this.icon.hidden = !icon;
    this.addIcon.hidden = Boolean(icon);
    this.icon.replaceChildren(icon?.emoji || (url ? el('img', {src: url, alt: ''}) : '▢'));
  }

  drawCover(cover) {
    const url = fileOf(cover);
    if (sameFile(url) === this.coverSign) return;
    this.coverSign = sameFile(url);
    this.cover.hidden = !url;
    this.addCover.hidden = Boolean(url);
    if (!url) { this.cover.replaceChildren(); return; }
    const change = el('button', {type: 'button', onclick: () => this.chooseCover(change)}, 'Change cover');
    this.cover.replaceChildren(el('img', {src: url, alt: ''}), change);
  }

  chooseIcon(anchor) {
    chooseEmoji(anchor, (emoji) => this.patch({icon: emoji ? {type: 'emoji', emoji} : null}),
        {clear: !this.icon.hidden, more: [{label: 'Upload a picture', act: () => this.upload('icon')}]});
  }

  chooseCover(anchor) {
    const item = (label, act) => el('button', {type: 'button', role: 'menuitem', onclick: () => { close(); act(); }}, label);
    const link = () => askText(anchor, {label: 'Link of a picture', act: (url) => {
      if (url && webUrl(url)) this.patch({cover: {type: 'external', external: {url}}});
      else if (url) notify('That is no link of a picture.');
    }});
    const close = menu(anchor, [item('Upload a picture', () => this.upload('cover')), item('Link of a picture', link),
      ...(this.cover.hidden ? [] : [item('Remove', () => this.patch({cover: null}))])]);
  }

  upload(where) {
    chooseFiles(([file]) => attempt(async () => {
      notify('Uploading ' + file.name + ' …');
      const {type, file_upload} = await uploadFile(file);
      await this.patch({[where]: {type, file_upload}});
      notify(where === 'cover' ? 'The cover is set.' : 'The icon is set.');
    }), {accept: 'image/*', many: false});
  }
}
