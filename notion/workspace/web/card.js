// A row as a card: picture, title and a few properties. For boards and galleries.
import {plain, shortId} from './api.js';
import {pictureUrl, show} from './cells.js';
import {el, webUrl} from './dom.js';
import {wantTitles} from './related.js';
import {rowMenu} from './row_actions.js';

/** The address of a row's picture, by the view's cover: a property, the page's cover, or none. */
function pictureOf(base, page) {
  const {cover} = base.configuration;
  if (cover?.type === 'page_cover') return webUrl((page.cover?.external || page.cover?.file)?.url || '');
  const property = cover?.type === 'property' && Object.values(base.source.properties).find((one) => one.id === cover.property_id);
  const value = property && page.properties[property.name]?.[property.type];
  return Array.isArray(value) ? value.map(pictureUrl).find(Boolean) : pictureUrl(value);
}

function picture(url, always) {
  if (!url) return always ? el('div', {class: 'cover none', 'aria-hidden': 'true'}) : null;
  const image = el('img', {src: url, alt: '', loading: 'lazy', decoding: 'async', draggable: 'false'});
  const frame = el('div', {class: 'cover'}, image);
  image.addEventListener('error', () => { image.remove(); frame.classList.add('none'); frame.classList.toggle('gone', !always); });
  return frame;
}

function details(base, page) {
  const known = new Set([base.grouped?.id, base.configuration.cover?.property_id]);
  return base.columns().filter((property) => property.type !== 'title' && !known.has(property.id)).map((property) => {
    const parts = show(page.properties[property.name], property[property.type]);
    if (property.type === 'checkbox') parts.push(property.name);
    const shown = el('div', {class: 'detail ' + property.type, title: property.name}, parts);
    return parts.length ? shown : null;
  });
}

/** `more(page)` gives further entries of the card's menu. */
export function makeCard(view, page, {picture: always = false, more = () => []} = {}) {
  const title = Object.values(page.properties).find((one) => one.type === 'title');
  const name = plain(title?.title) || 'Untitled';
  const button = el('button', {type: 'button', class: 'quiet dots', 'aria-label': 'Card menu', title: 'Card menu', onclick: (event) => { event.stopPropagation(); rowMenu(view, page.id, button, more(page)); }}, '⋯');
  const link = el('a', {class: 'card-title', href: '/p/' + shortId(page.id), draggable: 'false'}, page.icon?.emoji ? page.icon.emoji + ' ' : '', name);
  const card = el('article', {class: 'card', data: {row: page.id}}, picture(pictureOf(view.base, page), always), button, link, details(view.base, page));
  card.addEventListener('click', (event) => { if (!event.target.closest('a, button, input')) view.base.open('/p/' + shortId(page.id)); });
  wantTitles(card);
  return card;
}

/** Puts cards of `pages` into `place`, in order; a card is made anew only when its page changed. */
export function placeCards(place, pages, cards, make) {
  const wanted = new Set(pages.map((page) => page.id));
  for (const [id, one] of cards) if (!wanted.has(id)) { one.card.remove(); cards.delete(id); }
  let next = place.firstChild;
  for (const page of pages) {
    const known = cards.get(page.id);
    if (known?.page !== page) {
      const card = make(page);
      if (known?.card === next) next = next.nextSibling;
      known?.card.remove();
      cards.set(page.id, {page, card});
    }
    const {card} = cards.get(page.id);
    if (card === next) next = next.nextSibling;
    else place.insertBefore(card, next);
  }
}
