// The only way elements are made here: text is always a text node, never markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A word to the person for some seconds; `action` {label, act} puts a button beside it. */
export function notify(message, action) {
  const notice = document.getElementById('notice');
  const close = () => { notice.hidden = true; };
  const button = action && el('button', {type: 'button', class: 'act', onclick: () => { close(); action.act(); }}, action.label);
  notice.replaceChildren(message, ...(button ? [button] : []));
  notice.hidden = false;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(close, 6000);
}

/** Runs a change; a refusal is shown, and false returned. */
export async function attempt(change) {
  try {
    await change();
    return true;
  } catch (error) {
    notify(error.message);
    return false;
  }
}

/** A safe target for a link or picture: http and https only. */
export function webUrl(text) {
  try {
    const url = new URL(text, location.href);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Up and Down go from one button of a menu to the next. */
function walks(list, event) {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  const stops = [...list.querySelectorAll('button, input[type=checkbox], input.search:not([type])')];
  const at = stops.indexOf(event.target);
  if (!step || at < 0) return false;
  stops[(at + step + stops.length) % stops.length].focus();
  return true;
}

/** A small menu below `anchor`, closed by a choice, Escape or a click elsewhere. */
export function menu(anchor, items, onClose) {
  const list = el('div', {class: 'menu', role: 'menu'}, items);
  const close = () => {
    document.removeEventListener('pointerdown', outside, true);
    list.remove();
    onClose?.();
  };
  const outside = (event) => { if (!list.contains(event.target)) close(); };
  list.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      anchor.focus?.({preventScroll: true});
      close();
    } else if (walks(list, event)) event.preventDefault();
  });
  document.addEventListener('pointerdown', outside, true);
  document.body.append(list);
  const box = anchor.getBoundingClientRect();
  const room = window.innerHeight - list.offsetHeight - 8;
  list.style.left = Math.max(8, Math.min(box.left, window.innerWidth - list.offsetWidth - 8)) + 'px';
  list.style.top = Math.max(8, Math.min(box.bottom + 2, room)) + 'px';
  list.querySelector('button, input')?.focus();
  return close;
}
