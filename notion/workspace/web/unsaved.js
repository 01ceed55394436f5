// Changes of views on their way to the server: sent in the order they were made, and laid over what
// it says until it has them.
import {call} from './api.js';

export class Unsaved {
  constructor() {
    this.changes = [];
    this.last = Promise.resolve();
    /** Grows when a change is made, and when one is kept or refused: what was read before is old. */
    this.version = 0;
  }

  /** A view that was read, as the person left it. */
  over(view) { return Object.assign(view, ...this.changes.filter(({id}) => id === view.id).map(({change}) => change)); }

  /** Sends a change after those before it; gives the view as kept, or throws. */
  save(id, change) {
    const one = {id, change};
    this.changes.push(one);
    this.version += 1;
    const kept = this.last.then(() => call('PATCH', '/v1/views/' + id, change)).finally(() => {
      this.changes.splice(this.changes.indexOf(one), 1);
      this.version += 1;
    });
    this.last = kept.catch(() => {});
    return kept;
  }
}
