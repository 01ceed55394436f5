// What a case is, and what it is given.
import assert from 'node:assert/strict';

export const cases = [];
const kDeadline = 10_000;

/** Adds a case. `run` gets {page, workspace, api, person, studio}: a tab, and who writes from outside. */
export const test = (title, run, options = {}) => cases.push({title, run, ...options});

/** Waits until `look` gives something true; fails with `what` at the deadline. */
export async function until(what, look, deadline = kDeadline) {
  let last;
  for (const end = Date.now() + deadline; Date.now() < end;) {
    const found = await Promise.resolve(look()).catch((error) => { last = error; });
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error('not in time: ' + what + (last ? ` (${last.message})` : ''));
}

export const text = (content, annotations, url) => [{text: {content, ...(url ? {link: {url}} : {})}, ...(annotations ? {annotations} : {})}];
export const words = (rich) => rich.map((run) => run.plain_text).join('');
export const line = (content) => ({paragraph: {rich_text: text(content)}});
export const short = (id) => id.replaceAll('-', '');

const kSigns = {bold: '*', italic: '/', code: '`', underline: '_', strikethrough: '~'};

/** A run of text with its looks written out, "*bold*", "[link](url)". */
function written(run) {
  const signs = Object.keys(kSigns).filter((mark) => run.annotations[mark]).map((mark) => kSigns[mark]).join('');
  const marked = signs + run.plain_text + [...signs].reverse().join('');
  const coloured = run.annotations.color === 'default' ? marked : `{${run.annotations.color}:${marked}}`;
  return run.href ? `[${coloured}](${run.href})` : coloured;
}

const kShort = {paragraph: 'p', heading_1: 'h1', heading_2: 'h2', heading_3: 'h3', bulleted_list_item: 'li', numbered_list_item: 'ol', to_do: 'do'};

async function allOf(api, path) {
  const results = [];
  for (let cursor = ''; cursor !== null;) {
    const list = await api('GET', `${path}?page_size=100${cursor && '&start_cursor=' + cursor}`);
    results.push(...list.results);
    cursor = list.next_cursor;
  }
  return results;
}

/** The blocks below one as the API has them, "p once", what is in them in brackets behind. */
export async function shown(api, id) {
  const lines = [];
  for (const block of await allOf(api, `/v1/blocks/${id}/children`)) {
    const content = block[block.type];
    const own = content.rich_text ? content.rich_text.map(written).join('') : content.title || '';
    const inside = block.has_children && !block.type.startsWith('child_') ? ` (${(await shown(api, block.id)).join(', ')})` : '';
    lines.push(`${kShort[block.type] || block.type}${block.type === 'to_do' && content.checked ? ' x' : ''}${own ? ' ' + own : ''}${inside}`);
  }
  return lines;
}

/** Waits until the page has exactly these blocks. */
export async function becomes(api, id, want) {
  let have;
  try {
    await until('the blocks', async () => {
      have = await shown(api, id);
      return JSON.stringify(have) === JSON.stringify(want);
    }, 4000);
  } catch {
    assert.deepEqual(have, want);
  }
}
