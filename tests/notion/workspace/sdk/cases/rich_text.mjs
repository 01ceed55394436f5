import assert from 'node:assert/strict';

import {declined, holds, invalid, test} from '../suite.mjs';

const write = async ({notion, page_id}, ...rich_text) => {
  const {results} = await notion.blocks.children.append({block_id: page_id, children: [{paragraph: {rich_text}}]});
  return results[0].paragraph.rich_text;
};

test('Text with every annotation', async (t) => {
  const annotations = {bold: true, italic: true, strikethrough: true, underline: true, code: true, color: 'green_background'};
  const [run] = await write(t, {type: 'text', text: {content: 'Some words'}, annotations});

  holds(run, {type: 'text', plain_text: 'Some words', href: null, annotations, text: {content: 'Some words', link: null}});
});

test('Text with a link', async (t) => {
  const [run] = await write(t, {text: {content: 'inline link', link: {url: 'https://developers.notion.com/'}}});
  holds(run, {href: 'https://developers.notion.com/', text: {link: {url: 'https://developers.notion.com/'}}});
});

test('An equation', async (t) => {
  const [run] = await write(t, {equation: {expression: 'E = mc^2'}});

  holds(run, {type: 'equation', plain_text: 'E = mc^2', equation: {expression: 'E = mc^2'}});
});

test('A mention of a user', async (t) => {
  const {results} = await t.notion.users.list({});
  const user = results.find(({type}) => type === 'person');
  const [run] = await write(t, {mention: {user: {id: user.id}}});

  holds(run, {plain_text: `@${user.name}`, mention: {type: 'user', user: {id: user.id, object: 'user'}}});
});

test('A mention of a page', async (t) => {
  const [run] = await write(t, {mention: {type: 'page', page: {id: t.page_id}}});
  holds(run, {type: 'mention', plain_text: 'rich_text: A mention of a page', mention: {type: 'page', page: {id: t.page_id}}});
  assert.ok(run.href.includes(t.page_id.replaceAll('-', '')));
});

test('A mention of a database', async (t) => {
  const {id} = await t.notion.databases.create({parent: {type: 'page_id', page_id: t.page_id}, title: [{text: {content: 'Meals'}}]});
  const [run] = await write(t, {mention: {database: {id}}});
  holds(run, {plain_text: 'Meals', mention: {type: 'database', database: {id}}});
});

test('A mention of a date', async (t) => {
  const [run] = await write(t, {mention: {date: {start: '2026-12-16'}}});
  holds(run, {plain_text: '2026-12-16', mention: {type: 'date', date: {start: '2026-12-16', end: null, time_zone: null}}});
});

test('A template mention', async (t) => {
  const [day, me] = await write(t,
      {mention: {type: 'template_mention', template_mention: {type: 'template_mention_date', template_mention_date: 'today'}}},
      {mention: {type: 'template_mention', template_mention: {type: 'template_mention_user', template_mention_user: 'me'}}});
  holds(day.mention, {type: 'template_mention', template_mention: {type: 'template_mention_date', template_mention_date: 'today'}});
  holds(me.mention.template_mention, {template_mention_user: 'me'});
});

test('Every character there is', async (t) => {
  const content = 'Grüße, 日本語, עברית, 👩‍👩‍👧‍👦, "quotes", \\ and \u2028 \u0007';
  const [run] = await write(t, {text: {content}});
  assert.equal(run.plain_text, content);
});

test('What a person reads back can be written again', async (t) => {
  const first = await write(t, {text: {content: 'a'}, annotations: {bold: true}}, {text: {content: 'b', link: {url: 'https://example.com/'}}});
  assert.deepEqual(await write(t, ...first), first);
});

test('Empty runs vanish', async (t) => {
  assert.deepEqual(await write(t, {text: {content: ''}}), []);
});

test('A run is of one kind', async (t) => {
  await invalid(write(t, {}), /rich_text\[0\]/);
  await invalid(write(t, {text: {content: 'a'}, equation: {expression: 'b'}}), /rich_text\[0\]/);
  await invalid(write(t, {type: 'equation', text: {content: 'a'}}), /rich_text\[0\]/);
});

test('A run is a closed object', async (t) => {
  await invalid(write(t, {text: {content: 'a', size: 12}}), /text\.size should be not present/);
  await invalid(write(t, {text: {content: 'a'}, annotations: {blink: true}}), /annotations\.blink should be not present/);
  await invalid(write(t, {text: {content: 'a'}, annotations: {bold: 'yes'}}), /annotations\.bold should be a boolean/);
  await invalid(write(t, {text: {content: 'a'}, annotations: {color: 'mauve'}}), /annotations\.color should be/);
  await invalid(write(t, {text: {content: 7}}), /text\.content should be a string/);
});

test('A mention of what is not there', async (t) => {
  await declined(write(t, {mention: {page: {id: crypto.randomUUID()}}}));
  await invalid(write(t, {mention: {page: {id: 'x'}}}), /id should be a valid uuid/);
  await invalid(write(t, {mention: {}}));
});
