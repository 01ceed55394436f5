// Who did something, and when, in words.
import {loadUsers, userName} from './users.js';

/** The name of a user. */
export const nameOf = (id) => loadUsers().then(() => userName({id}));

const kMinute = 60_000;

/** "now", "5 min ago", "14:03", "Nov 3". */
export function ago(text) {
  const then = new Date(text);
  const passed = Date.now() - then;
  if (passed < 2 * kMinute) return 'just now';
  if (passed < 60 * kMinute) return Math.floor(passed / kMinute) + ' min ago';
  const today = then.toDateString() === new Date().toDateString();
  return today ? then.toLocaleTimeString(undefined, {timeStyle: 'short'}) : then.toLocaleDateString(undefined, {dateStyle: 'medium'});
}
