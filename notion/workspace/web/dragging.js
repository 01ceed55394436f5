// Drags a card from one column of a board to another with the pointer. A short way does nothing,
// so that a click stays a click; Escape gives up.
import {el} from './dom.js';

const kFar = 6;
const kEdge = 48;
const kStep = 14;

export class Dragging {
  constructor(board) {
    this.board = board;
    board.element.addEventListener('pointerdown', (event) => this.start(event));
    board.element.addEventListener('click', (event) => { if (this.moved) { event.preventDefault(); event.stopPropagation(); this.moved = false; } }, true);
    board.element.addEventListener('dragstart', (event) => event.preventDefault());
  }

  start(event) {
    this.moved = false;
    const card = event.target.closest('.card');
    if (!card || event.button !== 0 || event.target.closest('button, input') || event.pointerType === 'touch') return;
    const box = card.getBoundingClientRect();
    const held = {card, id: card.dataset.row, x: event.clientX, y: event.clientY, left: event.clientX - box.left, top: event.clientY - box.top, width: box.width};
    const move = (at) => this.move(held, at);
    const end = (drop) => {
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', cancel);
      document.removeEventListener('keydown', key, true);
      this.end(held, drop);
    };
    const up = () => end(true);
    const cancel = () => end(false);
    const key = (pressed) => { if (pressed.key === 'Escape') cancel(); };
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', cancel);
    document.addEventListener('keydown', key, true);
  }

  move(held, at) {
    if (!held.ghost && Math.hypot(at.clientX - held.x, at.clientY - held.y) < kFar) return;
    if (!held.ghost) this.lift(held);
    at.preventDefault();
    held.ghost.style.transform = `translate(${at.clientX - held.left}px, ${at.clientY - held.top}px) rotate(2deg)`;
    this.scroll(at.clientX);
    const under = this.columnAt(at);
    if (under !== held.over) {
      held.over?.classList.remove('over');
      under?.classList.add('over');
      held.over = under;
    }
  }

  /** The column above or below the pointer: a short one takes what is dropped beneath it, too. */
  columnAt({clientX: x, clientY: y}) {
    const within = (element, tall) => {
      const box = element.getBoundingClientRect();
      return x >= box.left && x < box.right && (!tall || (y >= box.top && y < Math.max(box.bottom, innerHeight)));
    };
    return within(this.board.element, true) ? [...this.board.element.children].find((column) => column.matches('.column') && within(column, false)) : undefined;
  }

  /** Near its edges the board moves along. */
  scroll(x) {
    const box = this.board.element.getBoundingClientRect();
    if (x > box.right - kEdge) this.board.element.scrollLeft += kStep;
    if (x < box.left + kEdge) this.board.element.scrollLeft -= kStep;
  }

  lift(held) {
    held.ghost = held.card.cloneNode(true);
    held.ghost.classList.add('ghost');
    held.ghost.style.width = held.width + 'px';
    document.body.append(held.ghost);
    held.card.classList.add('lifted');
    getSelection().removeAllRanges();
    document.documentElement.classList.add('dragging');
    this.moved = true;
  }

  end(held, drop) {
    held.ghost?.remove();
    held.card.classList.remove('lifted');
    held.over?.classList.remove('over');
    document.documentElement.classList.remove('dragging');
    const {columns} = this.board;
    const from = columns.find((column) => column.cards.has(held.id));
    const to = columns.find((column) => column.element === held.over);
    if (drop && held.ghost && to && from && to !== from) this.board.move(from.cards.get(held.id).page, to.option);
  }
}
