// A view as a gallery: a card with a picture for each row, drawn as one scrolls.
import {makeCard, placeCards} from './card.js';
import {el} from './dom.js';
import {Rows} from './rows.js';

const kStep = 60;

export class Gallery {
  constructor(base) {
    this.base = base;
    this.cards = new Map();
    this.most = kStep;
    this.rows = new Rows(base.source.id, () => this.draw());
    this.place = el('div', {class: 'cards'});
    this.end = el('div', {class: 'end'});
    this.empty = el('p', {class: 'empty'}, 'Nothing here yet. “New” makes the first one.');
    this.element = el('div', {class: 'gallery'}, this.place, this.empty, this.end);
    this.watch = new IntersectionObserver(([entry]) => { if (entry.isIntersecting) this.grow(); }, {rootMargin: '600px'});
    this.watch.observe(this.end);
  }

  close() { this.watch.disconnect(); }

  update(query) {
    const state = JSON.stringify([this.base.configuration, this.base.source.properties]);
    if (state !== this.state) this.forget();
    this.state = state;
    this.place.dataset.size = this.base.configuration.cover_size || 'medium';
    this.place.dataset.fit = this.base.configuration.cover_aspect || 'cover';
    return this.rows.load(query);
  }

  changed(ids) { return this.rows.changed(ids); }

  forget() {
    this.place.replaceChildren();
    this.cards.clear();
  }

  grow() {
    if (this.most >= this.rows.count) return;
    this.most += kStep;
    this.draw();
  }

  draw() {
    this.rows.need(0, this.most);
    const pages = this.rows.ids.slice(0, this.most).map((id) => this.rows.pages.get(id)).filter(Boolean);
    placeCards(this.place, pages, this.cards, (page) => makeCard(this, page, {picture: this.base.configuration.cover !== null}));
    this.empty.hidden = !this.rows.loaded || this.rows.count > 0;
    this.base.counted(this.rows);
  }

  begin(id) { this.cards.get(id)?.card.querySelector('.card-title').focus(); }
}
