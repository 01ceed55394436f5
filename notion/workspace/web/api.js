// Talks to the workspace as the person. The key comes once in the start-up link and is kept for
// this origin only; it travels in a header, so no other page can make the browser send it.

const kKey = 'workspace-key';

/** Takes the key out of the address. One that is wrong does not replace one that is known. */
export async function takeKey() {
  const url = new URL(location.href);
  const key = url.searchParams.get('key');
  if (!key) return;
  url.searchParams.delete('key');
  history.replaceState(null, '', url);
  const known = localStorage.getItem(kKey);
  const good = !known || known === key || (await fetch('/ui/users', {headers: {'X-Workspace-Key': key}})).ok;
  if (good) localStorage.setItem(kKey, key);
}

export const keyHeader = () => ({'X-Workspace-Key': localStorage.getItem(kKey) || ''});

/** A refusal; `status` is the reply's. */
export class ApiError extends Error {}

/** `body` is sent as JSON, or as it is when it is a form. `options` are fetch's. */
export async function call(method, path, body, options = {}) {
  const form = body instanceof FormData;
  const reply = await fetch('/ui' + path, {
    ...options,
    method,
    headers: {
      ...keyHeader(),
      ...(body && !form ? {'Content-Type': 'application/json'} : {}),
    },
    body: body && !form ? JSON.stringify(body) : body,
  });
  const answer = await reply.json();
  if (!reply.ok) throw Object.assign(new ApiError(answer.message), {status: reply.status, code: answer.code});
  return answer;
}

/** All results of a list, at most `most`: {results, more}. */
export async function all(method, path, body = {}, most = 500) {
  const results = [];
  let cursor;
  do {
    const joint = path.includes('?') ? '&' : '?';
    const list = method === 'GET'
        ? await call('GET', path + (cursor ? joint + 'start_cursor=' + cursor : ''))
        : await call(method, path, cursor ? {...body, start_cursor: cursor} : body);
    results.push(...list.results);
    cursor = list.next_cursor;
  } while (cursor && results.length < most);
  return {results, more: Boolean(cursor)};
}

export const plain = (rich) => (rich || []).map((run) => run.plain_text).join('');

/** Rich text of one style, in runs of at most 2,000 characters. */
export function rich(text) {
  const runs = [];
  let rest = text;
  while (rest) {
    let end = Math.min(2000, rest.length);
    if (end < rest.length && /[\ud800-\udbff]/.test(rest[end - 1])) end -= 1;
    runs.push({text: {content: rest.slice(0, end)}});
    rest = rest.slice(end);
  }
  return runs;
}

export const shortId = (id) => id.replaceAll('-', '');
