// Who did something, and when, in words.
import {all} from './api.js';

let known = null;

async function load() {
  const {results} = await all('GET', '/v1/users', {}, 1000);
  return new Map(results.map((user) => [user.id, user.name || 'Somebody']));
}

/** The name of a user; asked for once. */
export async function nameOf(id) {
  known ??= load().catch(() => { known = null; return new Map(); });
  return (await known).get(id) || 'Somebody';
}

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
