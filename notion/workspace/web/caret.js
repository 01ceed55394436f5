// Where the caret stands in an editable line, counted in characters (a mention counts as one).

const sizeOf = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data.length;
  if (node.dataset?.run) return 1;
  if (node.tagName === 'BR') return node.nextSibling || node.parentNode.firstChild !== node ? 1 : 0;
  return [...node.childNodes].reduce((sum, child) => sum + sizeOf(child), 0);
};

function offsetOf(line, node, offset) {
  if (!line.contains(node)) return 0;
  let at = node.nodeType === Node.TEXT_NODE ? offset
      : [...node.childNodes].slice(0, offset).reduce((sum, child) => sum + sizeOf(child), 0);
  for (let up = node; up !== line; up = up.parentNode)
    for (let before = up.previousSibling; before; before = before.previousSibling) at += sizeOf(before);
  return at;
}

/** {from, to} of the selection within `line`; null when it is elsewhere. */
export function selectionIn(line) {
  const selection = getSelection();
  if (!line || !selection.rangeCount || !line.contains(selection.anchorNode)) return null;
  const ends = [offsetOf(line, selection.anchorNode, selection.anchorOffset), offsetOf(line, selection.focusNode, selection.focusOffset)];
  return {from: Math.min(...ends), to: Math.max(...ends)};
}

function placeOf(line, offset) {
  let rest = offset;
  const visit = (node) => {
    for (const child of node.childNodes) {
      const size = sizeOf(child);
      if (child.nodeType === Node.TEXT_NODE && rest <= size) return [child, rest];
      const whole = child.dataset?.run || child.tagName === 'BR';
      if (whole && rest === 0) return [node, [...node.childNodes].indexOf(child)];
      if (!whole && child.nodeType === Node.ELEMENT_NODE && rest <= size) { const found = visit(child); if (found) return found; }
      rest -= size;
    }
    return null;
  };
  return visit(line) || [line, line.childNodes.length];
}

export function select(line, from, to = from) {
  line.focus({preventScroll: true});
  const [startNode, start] = placeOf(line, from);
  const [endNode, end] = to === from ? [startNode, start] : placeOf(line, to);
  getSelection().setBaseAndExtent(startNode, start, endNode, end);
}

/** The box of the caret; of the line where the caret has none (an empty line). */
export function caretBox(line) {
  const selection = getSelection();
  if (selection.rangeCount) {
    const range = document.createRange();
    range.setStart(selection.focusNode, selection.focusOffset);
    range.collapse(true);
    const boxes = range.getClientRects();
    if (boxes.length) return boxes[boxes.length - 1];
  }
  const box = line.getBoundingClientRect();
  const style = getComputedStyle(line);
  const top = box.top + parseFloat(style.paddingTop);
  return new DOMRect(box.left + parseFloat(style.paddingLeft), top, 0, parseFloat(style.lineHeight) || 20);
}

const inner = (line) => {
  const box = line.getBoundingClientRect();
  const style = getComputedStyle(line);
  return {top: box.top + parseFloat(style.paddingTop), bottom: box.bottom - parseFloat(style.paddingBottom)};
};

/** True when the caret stands in the first (or last) row of the line as it is wrapped. */
export const onFirstRow = (line) => { const box = caretBox(line); return box.top - inner(line).top < box.height * 0.7; };
export const onLastRow = (line) => { const box = caretBox(line); return inner(line).bottom - box.bottom < box.height * 0.7; };

/** Puts the caret at `x` in the first or the last row of `line`. */
export function selectAtX(line, x, last) {
  line.focus({preventScroll: true});
  const {top, bottom} = inner(line);
  const box = line.getBoundingClientRect();
  const range = document.caretRangeFromPoint?.(Math.min(Math.max(x, box.left + 1), box.right - 1), last ? bottom - 4 : top + 4);
  if (range && line.contains(range.startContainer)) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.startContainer, range.startOffset);
  else select(line, last ? Infinity : 0);
  line.scrollIntoView({block: 'nearest'});
}
