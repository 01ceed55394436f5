// The people and bots of the workspace, by id: asked for once.
import {call} from './api.js';

const known = new Map();
let asked = null;

/** Resolves when the names are known; never fails: a name then stays an id. */
export function loadUsers() {
  asked ??= call('GET', '/users')
      .then(({results}) => results.forEach((user) => known.set(user.id, user)), () => { asked = null; });
  return asked;
}

export const users = () => [...known.values()];
export const userName = (user) => known.get(user.id)?.name || user.name || user.id.slice(0, 8);
