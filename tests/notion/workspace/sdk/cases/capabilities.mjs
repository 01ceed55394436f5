// https://developers.notion.com/reference/capabilities: what a connection may do, and what it sees.
import assert from 'node:assert/strict';
import {isFullPage} from '@notionhq/client';
import {dataSource, missing, paragraph, refused, row, test, text} from '../suite.mjs';

/** A client of a new connection that has `capabilities` and sees the case's page. */
async function connection(t, ...capabilities) {
  const made = await t.control('POST', 'connections', {name: 'Other', capabilities});
  await t.control('POST', 'shares', {page_id: t.page_id, user_id: made.user_id, shared: true});
  // Without the right to read, objects are partial, which is none of the types that are looked at.
  const reads = capabilities.includes('read_content') && !capabilities.includes('insert_comments');
  return {...made, notion: t.client(made.token, reads ? {} : {fetch})};
}

const restricted = (request) => refused(request, 403, 'restricted_resource');
const create = (notion, page_id) => notion.pages.create({parent: {page_id}, properties: {title: {title: text('x')}}});

test('read_content: reads, but neither writes nor adds', async (t) => {
  const {notion} = await connection(t, 'read_content');
  const source = await dataSource(t);
  assert.ok(isFullPage(await notion.pages.retrieve({page_id: t.page_id})));
  await notion.blocks.children.list({block_id: t.page_id});
  await notion.dataSources.query({data_source_id: source.id});
  await notion.search({});
  await restricted(create(notion, t.page_id));
  await restricted(notion.pages.update({page_id: t.page_id, icon: {emoji: '🐛'}}));
  await restricted(notion.blocks.children.append({block_id: t.page_id, children: [paragraph('x')]}));
});

/** Asks without the SDK, whose judge wants whole objects; the keys of the answer. */
async function keys(t, token, method, path, body) {
  const reply = await fetch(`${t.workspace.url}/v1/${path}`, {
    method, body: JSON.stringify(body), headers: {Authorization: `Bearer ${token}`, 'Notion-Version': t.version},
  });
  const {request_id: _, ...answer} = await reply.json();
  assert.equal(reply.status, 200, answer.message);
  return [answer.id, Object.keys(answer).sort()];
}

test('update_content: changes, but neither reads nor adds', async (t) => {
  const {notion, token} = await connection(t, 'update_content');
  const [, told] = await keys(t, token, 'PATCH', `pages/${t.page_id}`, {icon: {emoji: '🐛'}});
  assert.deepEqual(told, ['id', 'object']);
  await restricted(notion.pages.retrieve({page_id: t.page_id}));
  await restricted(create(notion, t.page_id));
});

test('insert_content: adds, and sees only the id of what it added', async (t) => {
  const {token} = await connection(t, 'insert_content');
  const [id, told] = await keys(t, token, 'POST', 'pages', {parent: {page_id: t.page_id}, properties: {title: {title: text('x')}}});
  assert.deepEqual(told, ['id', 'object']);
  assert.equal((await t.notion.pages.retrieve({page_id: id})).object, 'page');
});

test('insert_content alone neither reads nor changes', async (t) => {
  const {notion} = await connection(t, 'insert_content');
  await restricted(notion.pages.retrieve({page_id: t.page_id}));
  await restricted(notion.pages.update({page_id: t.page_id, icon: {emoji: '🐛'}}));
});

test('Comments: read and insert are two capabilities', async (t) => {
  const reader = await connection(t, 'read_content', 'read_comments');
  const writer = await connection(t, 'read_content', 'insert_comments');
  const comment = {parent: {page_id: t.page_id}, rich_text: text('x')};
  await reader.notion.comments.list({block_id: t.page_id});
  await restricted(reader.notion.comments.create(comment));
  const {request_id: _, ...made} = await writer.notion.comments.create(comment);
  assert.deepEqual(Object.keys(made).sort(), ['id', 'object']);
  await restricted(writer.notion.comments.list({block_id: t.page_id}));
});

test('Users: not at all, without e-mail, with it', async (t) => {
  const none = await connection(t, 'read_content');
  const names = await connection(t, 'read_content', 'user_information');
  const emails = await connection(t, 'read_content', 'user_information_with_email');
  const person = ({results}) => results.find(({type}) => type === 'person');
  await restricted(none.notion.users.list({}));
  await none.notion.users.me({});
  const seen = person(await names.notion.users.list({}));
  assert.ok(seen.name && seen.person.email === undefined);
  assert.ok(person(await emails.notion.users.list({})).person.email);
});

test('Each connection is a bot of its own', async (t) => {
  const other = await connection(t, 'read_content', 'insert_content', 'update_content');
  const page = await create(other.notion, t.page_id);
  assert.equal(page.created_by.id, other.user_id);
  const me = await other.notion.users.me({});
  assert.deepEqual([me.id, me.name, me.type], [other.user_id, 'Other', 'bot']);
});

test('A page that is not shared is not found; neither is what is below it', async (t) => {
  const made = await t.control('POST', 'connections', {name: 'Stranger', capabilities: ['read_content', 'insert_content', 'update_content']});
  const stranger = t.client(made.token);
  const source = await dataSource(t);
  const page = await row(t, source, 'secret');
  await missing(stranger.pages.retrieve({page_id: t.page_id}));
  await missing(stranger.pages.retrieve({page_id: page.id}));
  await missing(stranger.dataSources.retrieve({data_source_id: source.id}));
  await missing(stranger.dataSources.query({data_source_id: source.id}));
  await missing(stranger.databases.retrieve({database_id: source.parent.database_id}));
  await missing(stranger.blocks.children.list({block_id: t.page_id}));
  await missing(create(stranger, t.page_id));
  assert.deepEqual((await stranger.search({})).results, []);
  assert.ok((await t.person.pages.retrieve({page_id: page.id})).id);
});

test('Share a page: what is below it comes along; unshare it, and all is gone', async (t) => {
  const other = await connection(t, 'read_content');
  const child = await create(t.notion, t.page_id);
  await other.notion.pages.retrieve({page_id: child.id});
  assert.equal((await other.notion.search({})).results.length, 2);
  await t.control('POST', 'shares', {page_id: t.page_id, user_id: other.user_id, shared: false});
  await missing(other.notion.pages.retrieve({page_id: child.id}));
});

test('A page moved out of sight is gone', async (t) => {
  const other = await connection(t, 'read_content');
  const page = await create(t.notion, t.page_id);
  const hidden = await create(t.notion, t.workspace.studio);
  await t.notion.pages.move({page_id: page.id, parent: {page_id: hidden.id}});
  await missing(other.notion.pages.retrieve({page_id: page.id}));
});

test('A relation to what is not shared reads as empty', async (t) => {
  const visible = await create(t.notion, t.page_id);
  const hidden = await create(t.notion, t.page_id);
  const target = await dataSource({...t, page_id: hidden.id}, {}, 'Target');
  const source = await dataSource({...t, page_id: visible.id}, {Link: {relation: {data_source_id: target.id, single_property: {}}}});
  const goal = await row(t, target, 'goal');
  const page = await row(t, source, 'a', {Link: {relation: [{id: goal.id}]}});
  const made = await t.control('POST', 'connections', {name: 'Half', capabilities: ['read_content']});
  await t.control('POST', 'shares', {page_id: visible.id, user_id: made.user_id, shared: true});
  const seen = await t.client(made.token).pages.retrieve({page_id: page.id});
  assert.deepEqual(seen.properties.Link?.relation ?? [], []);
});

test('A revoked token', async (t) => {
  const other = await connection(t, 'read_content');
  await t.control('PATCH', 'connections', {user_id: other.user_id, revoked: true});
  await refused(other.notion.users.me({}), 401, 'unauthorized');
});

test('A restricted token', async (t) => {
  const other = await connection(t, 'read_content', 'insert_content');
  await create(other.notion, t.page_id);
  await t.control('PATCH', 'connections', {user_id: other.user_id, capabilities: ['read_content']});
  await restricted(create(other.notion, t.page_id));
  await other.notion.pages.retrieve({page_id: t.page_id});
});
