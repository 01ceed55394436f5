import assert from 'node:assert/strict';
import {isFullDatabase} from '@notionhq/client';
import {holds, invalid, missing, plain, test, text} from '../suite.mjs';

const parentOf = (page_id) => ({type: 'page_id', page_id});

test('Create a database, with its first data source and view', async ({notion, page_id}) => {
  const database = await notion.databases.create({
    parent: parentOf(page_id),
    title: text('Grocery List'),
    description: text('What to buy'),
    icon: {type: 'emoji', emoji: '📝'},
    cover: {type: 'external', external: {url: 'https://website.domain/images/image.png'}},
    is_inline: true,
    initial_data_source: {properties: {Name: {title: {}}, 'In stock': {checkbox: {}}}},
  });
  assert.ok(isFullDatabase(database));
  holds(database, {
    parent: parentOf(page_id), icon: {type: 'emoji', emoji: '📝'}, is_inline: true, in_trash: false,
    is_locked: false, cover: {type: 'external', external: {url: 'https://website.domain/images/image.png'}},
  });
  assert.equal(plain(database.title), 'Grocery List');
  assert.equal(plain(database.description), 'What to buy');
  assert.equal(database.data_sources.length, 1);
  const views = await notion.views.list({database_id: database.id});
  const view = await notion.views.retrieve({view_id: views.results[0].id});
  holds(view, {type: 'table', data_source_id: database.data_sources[0].id, parent: {database_id: database.id}});
});

test('A database without a schema has a Name', async ({notion, page_id}) => {
  const database = await notion.databases.create({parent: parentOf(page_id)});
  const source = await notion.dataSources.retrieve({data_source_id: database.data_sources[0].id});
  assert.deepEqual(Object.values(source.properties).map(({id, name, type}) => ({id, name, type})),
      [{id: 'title', name: 'Name', type: 'title'}]);
});

test('A database is a child_database block of its page', async ({notion, page_id}) => {
  const database = await notion.databases.create({parent: parentOf(page_id), title: text('Meals')});
  const {results} = await notion.blocks.children.list({block_id: page_id});
  holds(results, [{id: database.id, type: 'child_database', child_database: {title: 'Meals'}}]);
});

test('Retrieve a database, with or without dashes', async ({notion, page_id}) => {
  const made = await notion.databases.create({parent: parentOf(page_id), title: text('Meals')});
  const found = await notion.databases.retrieve({database_id: made.id.replaceAll('-', '')});
  assert.equal(found.id, made.id);
  assert.deepEqual(found.data_sources, made.data_sources);
});

test('Update a database', async ({notion, page_id}) => {
  const {id: database_id} = await notion.databases.create({parent: parentOf(page_id), title: text('Meals'), icon: {emoji: '🥘'}});
  const changed = await notion.databases.update({
    database_id, title: text('Today\'s meals'), description: text('Fresh'), is_inline: true, is_locked: true,
    icon: {type: 'external', external: {url: 'https://example.com/icon.png'}},
  });
  holds(changed, {is_inline: true, is_locked: true, icon: {external: {url: 'https://example.com/icon.png'}}});
  assert.equal(plain(changed.title), 'Today\'s meals');
  assert.equal((await notion.databases.retrieve({database_id})).is_locked, true);
});

test('Clear the icon and the cover of a database', async ({notion, page_id}) => {
  const {id: database_id} = await notion.databases.create({
    parent: parentOf(page_id), icon: {emoji: '🥘'}, cover: {external: {url: 'https://example.com/c.png'}},
  });
  holds(await notion.databases.update({database_id, icon: null, cover: null}), {icon: null, cover: null});
});

test('Move a database to another page', async ({notion, page_id}) => {
  const {id: database_id} = await notion.databases.create({parent: parentOf(page_id)});
  const other = await notion.pages.create({parent: {page_id}, properties: {}});
  const moved = await notion.databases.update({database_id, parent: parentOf(other.id)});
  holds(moved.parent, parentOf(other.id));
});

test('Trash and restore a database', async ({notion, page_id}) => {
  const {id: database_id} = await notion.databases.create({parent: parentOf(page_id)});
  assert.equal((await notion.databases.update({database_id, in_trash: true})).in_trash, true);
  assert.equal((await notion.blocks.children.list({block_id: page_id})).results.length, 0);
  assert.equal((await notion.databases.retrieve({database_id})).in_trash, true);
  assert.equal((await notion.databases.update({database_id, in_trash: false})).in_trash, false);
});

test('A database below the workspace: only for a person', async ({notion, person}) => {
  const parent = {type: 'workspace', workspace: true};
  const made = await person.databases.create({parent, title: text('Mine')});
  holds(made.parent, parent);
  await missing(notion.databases.retrieve({database_id: made.id}));
  await invalid(notion.databases.create({parent}));
});

test('parent.type is required', async ({notion, page_id}) => {
  await invalid(notion.databases.create({parent: {page_id}}), /body\.parent\.type/);
});

test('A schema at the top of the body is of an older version', async ({notion, page_id}) => {
  const body = {parent: parentOf(page_id), properties: {Name: {title: {}}}};
  await invalid(notion.request({path: 'databases', method: 'post', body}), /body\.properties should be not present/);
});

test('A database that is not there', async ({notion}) => {
  await missing(notion.databases.retrieve({database_id: crypto.randomUUID()}));
});

test('A page is no database', async ({notion, page_id}) => {
  await missing(notion.databases.retrieve({database_id: page_id}));
});

test('An id that is none', async ({notion}) => {
  await invalid(notion.databases.retrieve({database_id: 'abc'}), /path\.database_id should be a valid uuid/);
});
