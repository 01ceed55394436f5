// The rows of one query, as far as they were asked for: all ids in order, and whole pages by id.
import {call} from './api.js';
import {notify} from './dom.js';

const kChunk = 100;
const kManyChanged = 300;

export class Rows {
  /** `shown()` is called when ids or pages changed. */
  constructor(source, shown) {
    this.source = source;
    this.shown = shown;
    this.query = {};
    this.ids = [];
    this.places = new Map();
    this.pages = new Map();
    this.asked = new Set();
    this.loaded = false;
  }

  get count() { return this.ids.length; }
  at(index) { return this.pages.get(this.ids[index]); }
  indexOf(id) { return this.places.get(id) ?? -1; }

  /** Asks for the order, one request at a time; the last query wins. */
  async load(query = this.query) {
    if (JSON.stringify(query) !== JSON.stringify(this.query)) this.asked.clear();
    this.query = query;
    this.again = Boolean(this.loading);
    this.loading ||= this.order().finally(() => { this.loading = null; });
    return this.loading;
  }

  async order() {
    do {
      this.again = false;
      const {ids, results = []} = await call('POST', '/order?id=' + this.source, this.query);
      for (const page of results) this.keep(page);
      this.place(ids);
    } while (this.again);
    this.loaded = true;
    this.shown();
  }

  place(ids) {
    this.ids = ids;
    this.places = new Map(ids.map((id, index) => [id, index]));
    for (const id of this.pages.keys()) if (!this.places.has(id)) this.pages.delete(id);
  }

  /** A page that reads as before stays the same object: nothing is drawn anew for it. */
  keep(page) {
    const known = this.pages.get(page.id);
    if (!known || JSON.stringify(known) !== JSON.stringify(page)) this.pages.set(page.id, page);
  }

  /** Sees to it that the pages from `first` to `last` come, a hundred a request. */
  need(first, last) {
    const missing = this.ids.slice(first, last).filter((id) => !this.pages.has(id) && !this.asked.has(id));
    if (!missing.length) return;
    const start = Math.max(0, this.indexOf(missing[0]));
    const wanted = this.ids.slice(start, start + kChunk).filter((id) => !this.pages.has(id) && !this.asked.has(id));
    this.fetch(wanted).catch((error) => notify(error.message));
  }

  async fetch(ids) {
    for (const id of ids) this.asked.add(id);
    try {
      const {results} = await call('POST', '/rows', {ids});
      for (const page of results) this.take(page);
    } finally {
      for (const id of ids) this.asked.delete(id);
    }
    const gone = new Set(ids.filter((id) => !this.pages.has(id)));
    if (gone.size) this.place(this.ids.filter((id) => !gone.has(id)));
    this.shown();
  }

  /** Takes over a page as it is now; true when it may stand elsewhere than before. */
  take(page) {
    const known = this.pages.has(page.id) || this.places.has(page.id);
    const here = page.parent.data_source_id === this.source && page.in_trash === Boolean(this.query.in_trash);
    if (known && here) this.keep(page);
    return known !== here;
  }

  /** What others, or this page itself, wrote into rows of the source. */
  async changed(ids) {
    if (ids.length > kManyChanged) return this.reload();
    let moved = this.query.filter || this.query.sorts || this.query.in_trash;
    for (let from = 0; from < ids.length; from += kChunk) {
      const {results} = await call('POST', '/rows', {ids: ids.slice(from, from + kChunk)});
      for (const page of results) moved = this.take(page) || moved;
    }
    if (moved) return this.load();
    this.shown();
  }

  reload() {
    this.pages.clear();
    return this.load();
  }
}
