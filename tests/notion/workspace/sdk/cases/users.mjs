import assert from 'node:assert/strict';
import {isFullUser} from '@notionhq/client';
import {missing, refused, test} from '../suite.mjs';

test('Retrieve your token\'s bot user', async ({notion}) => {
  const me = await notion.users.me({});
  assert.equal(me.type, 'bot');
  assert.ok(isFullUser(me));
  assert.ok(me.bot.owner.type === 'workspace' && me.bot.owner.workspace);
  assert.ok(me.bot.workspace_limits.max_file_upload_size_in_bytes >= 5 * 1024 * 1024);
  assert.ok(me.bot.workspace_id && me.bot.workspace_name);
});

test('A personal access token acts as its owner', async ({notion, person, page_id}) => {
  const me = await person.users.me({});
  const written = await person.pages.update({page_id, icon: {emoji: '🎬'}});
  const users = await notion.users.list({});
  const owner = users.results.find((user) => user.type === 'person');
  assert.equal(written.last_edited_by.id, owner.id);
  assert.ok(me.id === owner.id || me.bot?.owner.user.id === owner.id);
});

test('List all users', {alone: true}, async ({notion}) => {
  const {results, has_more} = await notion.users.list({});
  assert.deepEqual(results.map((user) => user.type).sort(), ['bot', 'person']);
  assert.ok(results.find((user) => user.type === 'person').person.email.includes('@'));
  assert.equal(has_more, false);
});

test('List users, one at a time', {alone: true}, async ({notion}) => {
  const first = await notion.users.list({page_size: 1});
  assert.equal(first.results.length, 1);
  assert.equal(first.has_more, true);
  const second = await notion.users.list({page_size: 1, start_cursor: first.next_cursor});
  assert.notEqual(second.results[0].id, first.results[0].id);
  assert.equal(second.next_cursor, null);
});

test('Retrieve a user', async ({notion}) => {
  for (const user of (await notion.users.list({})).results) {
    const {request_id: _, ...found} = await notion.users.retrieve({user_id: user.id});
    assert.deepEqual(found, user);
  }
});

test('A user that is not there', async ({notion}) => {
  await missing(notion.users.retrieve({user_id: crypto.randomUUID()}));
});

test('A personal access token cannot list users', async ({person}) => {
  await refused(person.users.list({}), 403, 'restricted_resource');
});
