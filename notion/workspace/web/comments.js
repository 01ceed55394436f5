// The comments of a page, in a section beside it.
import {all, call, rich} from './api.js';
import {attempt, el} from './dom.js';
import {ago, nameOf} from './people.js';
import {drawText} from './text.js';

const initial = (name) => [...name.trim()][0]?.toUpperCase() || '?';

async function drawComment(comment) {
  const name = comment.display_name?.resolved_name || await nameOf(comment.created_by.id);
  const text = el('p', {class: 'said'});
  drawText(text, comment.rich_text);
  return el('li', {data: {comment: comment.id}},
      el('span', {class: 'portrait', 'aria-hidden': 'true'}, initial(name)),
      el('div', {}, el('p', {class: 'who'}, name, el('time', {datetime: comment.created_time}, ago(comment.created_time))), text));
}

export class Comments {
  constructor(pageId, changed) {
    this.pageId = pageId;
    this.changed = changed;
    this.count = 0;
    this.list = el('ol', {});
    this.input = el('textarea', {rows: 1, placeholder: 'Add a comment', 'aria-label': 'Add a comment'});
    this.send = el('button', {type: 'button', class: 'primary', hidden: true, onclick: () => this.add()}, 'Send');
    this.input.addEventListener('input', () => this.fit());
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.add();
    });
    const close = el('button', {type: 'button', class: 'quiet', 'aria-label': 'Close comments', onclick: () => this.show(false)}, '×');
    this.element = el('aside', {class: 'comments', 'aria-label': 'Comments', hidden: true},
        el('header', {}, el('h2', {}, 'Comments'), close), this.list, el('div', {class: 'write'}, this.input, this.send));
  }

  show(shown) {
    this.element.hidden = !shown;
    this.wanted = shown;
    this.changed();
    if (!shown) return;
    this.input.focus({preventScroll: true});
    attempt(() => this.refresh());
  }

  fit() {
    this.send.hidden = !this.input.value.trim();
    this.input.style.height = 'auto';
    this.input.style.height = this.input.scrollHeight + 'px';
  }

  async refresh() {
    const {results} = await all('GET', '/v1/comments?block_id=' + this.pageId);
    const state = JSON.stringify(results.map((each) => [each.id, each.rich_text, each.last_edited_time]));
    if (state === this.state) return;
    this.state = state;
    this.count = results.length;
    this.list.replaceChildren(...await Promise.all(results.map(drawComment)));
    if (this.wanted === undefined && this.count && innerWidth >= 1200) this.element.hidden = false;
    this.changed();
  }

  async add() {
    const text = this.input.value.trim();
    if (!text) return;
    const sent = await attempt(() => call('POST', '/v1/comments', {parent: {page_id: this.pageId}, rich_text: rich(text)}));
    if (!sent) return;
    this.input.value = '';
    this.fit();
    await attempt(() => this.refresh());
    this.list.lastElementChild?.scrollIntoView({block: 'nearest'});
  }
}
