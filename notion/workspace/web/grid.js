// A simple table: a block whose children are rows of cells of text.
import {select, selectionIn} from './caret.js';
import {el} from './dom.js';
import {drawText, readText, signOf} from './text.js';

const widthOf = (block) => block.content.table_width || Math.max(1, ...block.children.map((row) => row.content.cells?.length || 0));

function drawCell(editor, row, index, head) {
  const text = el('div', {class: 'cell-text', contenteditable: 'true', role: 'textbox', 'aria-label': 'Cell', data: {row: row.id, index}});
  drawText(text, row.content.cells[index] || []);
  text.addEventListener('input', () => {
    const cells = row.content.cells.map((cell, at) => (at === index ? readText(text) : cell));
    editor.set(row, {cells}, {typed: true});
  });
  return el(head ? 'th' : 'td', {}, text);
}

export function addRow(block, editor) {
  const cells = Array.from({length: widthOf(block)}, () => []);
  const id = crypto.randomUUID();
  editor.apply([{op: 'insert', parent: block.id, after: block.children.at(-1)?.id ?? null, blocks: [{id, type: 'table_row', content: {cells}}]}]);
  block.line.querySelector(`[data-row="${id}"]`)?.focus();
}

function step(block, editor, text, by) {
  const cells = [...block.line.querySelectorAll('.cell-text')];
  const next = cells[cells.indexOf(text) + by];
  if (next) select(next, 0, Infinity);
  else if (by > 0) addRow(block, editor);
}

function key(event, block, editor) {
  const text = event.target.closest('.cell-text');
  if (!text || event.isComposing) return;
  if (event.key === 'Tab') step(block, editor, text, event.shiftKey ? -1 : 1);
  else if (event.key === 'Enter' && !event.shiftKey) step(block, editor, text, widthOf(block));
  else return;
  event.preventDefault();
}

export function drawGrid(block, editor) {
  const {has_column_header: top, has_row_header: left} = block.content;
  const rows = block.children.map((row, at) => el('tr', {}, Array.from({length: widthOf(block)}, (_, index) => drawCell(editor, row, index, (top && at === 0) || (left && index === 0)))));
  const table = el('table', {class: 'grid', onkeydown: (event) => key(event, block, editor)}, el('tbody', {}, rows));
  return [el('div', {class: 'grid-frame'}, table, el('button', {type: 'button', class: 'grid-more quiet', onclick: () => addRow(block, editor)}, '+ Row'))];
}

const shapeOf = (block) => JSON.stringify([block.content, block.children.map((row) => row.id), widthOf(block)]);

/** Shows the cells again and leaves the caret where it is. */
export function redrawGrid(block, editor) {
  const shape = shapeOf(block);
  if (shape !== block.shape) editor.drawBlock(block);
  block.shape = shape;
  for (const text of block.line.querySelectorAll('.cell-text')) {
    const runs = editor.find(text.dataset.row)?.content.cells[text.dataset.index] || [];
    if (signOf(readText(text)) === signOf(runs)) continue;
    const caret = document.activeElement === text && selectionIn(text);
    drawText(text, runs);
    if (caret) select(text, caret.from, caret.to);
  }
}
