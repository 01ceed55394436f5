import assert from 'node:assert/strict';
import {collectDataSourceTemplates, isFullDataSource, iterateDataSourceTemplates} from '@notionhq/client';
import {dataSource, holds, invalid, missing, names, plain, row, test, text} from '../suite.mjs';

test('Retrieve a data source', async (t) => {
  const source = await dataSource(t, {Price: {number: {format: 'dollar'}}});
  assert.ok(isFullDataSource(source));
  holds(source, {
    parent: {type: 'database_id'}, database_parent: {type: 'page_id', page_id: t.page_id},
    in_trash: false, is_inline: false, icon: null, cover: null,
    properties: {Name: {id: 'title', type: 'title'}, Price: {name: 'Price', type: 'number', number: {format: 'dollar'}}},
  });
});

test('Create another data source in a database', async (t) => {
  const {parent} = await dataSource(t);
  const second = await t.notion.dataSources.create({
    parent: {type: 'database_id', database_id: parent.database_id},
    title: text('Second'), icon: {emoji: '🥈'},
    properties: {Task: {title: {}}, Done: {checkbox: {}}},
  });
  assert.equal(plain(second.title), 'Second');
  assert.deepEqual(Object.keys(second.properties).sort(), ['Done', 'Task']);
  const database = await t.notion.databases.retrieve({database_id: parent.database_id});
  assert.deepEqual(database.data_sources.map(({name}) => name), ['Things', 'Second']);
  const views = await t.notion.views.list({data_source_id: second.id});
  assert.equal(views.results.length, 1);
});

test('A data source has no two titles', async (t) => {
  const {parent: {database_id}} = await dataSource(t);
  await invalid(t.notion.dataSources.create({parent: {database_id}, properties: {A: {title: {}}, B: {title: {}}}}));
});

test('Update a data source\'s title and icon; the database\'s stay', async (t) => {
  const {id: data_source_id, parent} = await dataSource(t);
  const changed = await t.notion.dataSources.update({data_source_id, title: text('New title'), icon: {emoji: '🌊'}});
  assert.equal(plain(changed.title), 'New title');
  holds(changed.icon, {type: 'emoji', emoji: '🌊'});
  const database = await t.notion.databases.retrieve({database_id: parent.database_id});
  assert.equal(plain(database.title), 'Things');
  assert.equal(database.data_sources[0].name, 'New title');
});

test('Trash and restore a data source', async (t) => {
  const {parent: {database_id}} = await dataSource(t);
  const {id: data_source_id} = await t.notion.dataSources.create({parent: {database_id}, properties: {Name: {title: {}}}});
  assert.equal((await t.notion.dataSources.update({data_source_id, in_trash: true})).in_trash, true);
  assert.equal((await t.notion.databases.retrieve({database_id})).data_sources.length, 1);
  assert.equal((await t.notion.dataSources.update({data_source_id, in_trash: false})).in_trash, false);
});

test('Move a data source to another database', async (t) => {
  const {parent} = await dataSource(t);
  const other = await dataSource(t, {}, 'Elsewhere');
  const {id: data_source_id} = await t.notion.dataSources.create({
    parent: {database_id: parent.database_id}, properties: {Name: {title: {}}},
  });
  const moved = await t.notion.dataSources.update({data_source_id, parent: {database_id: other.parent.database_id}});
  assert.equal(moved.parent.database_id, other.parent.database_id);
});

test('List templates: there are none', async (t) => {
  const {id: data_source_id} = await dataSource(t);
  const list = await t.notion.dataSources.listTemplates({data_source_id});
  assert.deepEqual([list.templates, list.has_more, list.next_cursor], [[], false, null]);
  assert.deepEqual(await collectDataSourceTemplates(t.notion, {data_source_id}), []);
  for await (const template of iterateDataSourceTemplates(t.notion, {data_source_id})) assert.fail(template.name);
});

test('A database\'s id is not its data source\'s', async (t) => {
  const {parent: {database_id}} = await dataSource(t);
  await missing(t.notion.dataSources.retrieve({data_source_id: database_id}));
  await missing(t.notion.dataSources.query({data_source_id: database_id}));
});

test('Rows of two data sources do not mix', async (t) => {
  const first = await dataSource(t);
  const second = await t.notion.dataSources.create({
    parent: {database_id: first.parent.database_id}, properties: {Name: {title: {}}},
  });
  await row(t, first, 'a');
  await row(t, second, 'b');
  assert.deepEqual(await names(t, first), ['a']);
  assert.deepEqual(await names(t, second), ['b']);
});
