// https://developers.notion.com/guides/data-apis/working-with-views
import assert from 'node:assert/strict';
import {isFullView} from '@notionhq/client';
import {dataSource, holds, invalid, missing, test} from '../suite.mjs';

const create = ({notion}, source, view) =>
    notion.views.create({data_source_id: source.id, database_id: source.parent.database_id, name: 'A view', ...view});
const ids = async ({notion}, args) => (await notion.views.list(args)).results.map(({id}) => id);

const group = (property) => ({type: 'select', property_id: property.id, sort: {type: 'manual'}});
const kConfigurations = {
  table: () => ({type: 'table', wrap_cells: true}),
  board: ({Kind}) => ({type: 'board', group_by: group(Kind)}),
  gallery: () => ({type: 'gallery', cover: {type: 'page_cover'}, cover_size: 'large'}),
  list: () => ({type: 'list'}),
  calendar: ({Due}) => ({type: 'calendar', date_property_id: Due.id}),
  timeline: ({Due}) => ({type: 'timeline', date_property_id: Due.id}),
  form: () => ({type: 'form', is_form_closed: true}),
  chart: () => ({type: 'chart', chart_type: 'number'}),
  map: () => ({type: 'map', height: 'large'}),
};
for (const [type, configuration] of Object.entries(kConfigurations)) {
  test(`Create a ${type}`, async (t) => {
    const source = await dataSource(t, {Kind: {select: {options: [{name: 'A'}]}}, Due: {date: {}}});
    const wanted = configuration(source.properties);
    const view = await create(t, source, {type, name: `My ${type}`, configuration: wanted});
    assert.ok(isFullView(view));
    holds(view, {
      object: 'view', type, name: `My ${type}`, data_source_id: source.id, configuration: wanted,
      parent: {type: 'database_id', database_id: source.parent.database_id},
    });
    const {request_id: _, ...made} = view;
    const {request_id: __, ...found} = await t.notion.views.retrieve({view_id: view.id});
    assert.deepEqual(found, made);
  });
}

const filter = {property: 'Rank', number: {greater_than: 1}};
const sorts = [{property: 'Rank', direction: 'descending'}];

test('A view with a filter and sorts', async (t) => {
  const source = await dataSource(t, {Rank: {number: {}}});
  const view = await create(t, source, {type: 'table', filter, sorts});
  assert.equal(view.filter.number.greater_than, 1);
  assert.equal(view.sorts[0].direction, 'descending');
});

test('List the views of a database or a data source', async (t) => {
  const source = await dataSource(t);
  const view = await create(t, source, {type: 'list'});
  const {database_id} = source.parent;
  const {results} = await t.notion.views.list({database_id});
  assert.deepEqual(results.map(({object}) => object), ['view', 'view']);
  assert.ok((await ids(t, {database_id})).includes(view.id));
  assert.deepEqual(await ids(t, {data_source_id: source.id}), await ids(t, {database_id}));
  const first = await t.notion.views.list({database_id, page_size: 1});
  assert.deepEqual([first.results.length, first.has_more], [1, true]);
});

test('Where a view goes', async (t) => {
  const source = await dataSource(t);
  const {database_id} = source.parent;
  const [table] = await ids(t, {database_id});
  const start = await create(t, source, {type: 'list', position: {type: 'start'}});
  const after = await create(t, source, {type: 'list', position: {type: 'after_view', view_id: start.id}});
  const end = await create(t, source, {type: 'list', position: {type: 'end'}});
  assert.deepEqual(await ids(t, {database_id}), [start.id, after.id, table, end.id]);
});

test('Update a view', async (t) => {
  const source = await dataSource(t, {Rank: {number: {}}});
  const {id: view_id} = await create(t, source, {type: 'table', filter, sorts});
  const changed = await t.notion.views.update({view_id, name: 'Other', sorts: [{property: 'Rank', direction: 'ascending'}], configuration: {type: 'table', wrap_cells: false}});
  holds(changed, {name: 'Other', type: 'table', sorts: [{direction: 'ascending'}], configuration: {wrap_cells: false}});
  assert.equal(changed.filter.number.greater_than, 1);
  const cleared = await t.notion.views.update({view_id, filter: null, sorts: null});
  assert.equal(cleared.filter, null);
});

test('A view\'s type does not change', async (t) => {
  const source = await dataSource(t);
  const {id} = await create(t, source, {type: 'table'});
  await invalid(t.notion.request({method: 'patch', path: `views/${id}`, body: {type: 'list'}}), /body\.type should be not present/);
});

test('Delete a view, but not the last', async (t) => {
  const source = await dataSource(t);
  const {database_id} = source.parent;
  const view = await create(t, source, {type: 'list'});
  assert.equal((await t.notion.views.delete({view_id: view.id})).id, view.id);
  await missing(t.notion.views.retrieve({view_id: view.id}));
  const [last] = await ids(t, {database_id});
  await invalid(t.notion.views.delete({view_id: last}));
});

test('A view\'s filter speaks of properties that are there', async (t) => {
  const source = await dataSource(t);
  await invalid(create(t, source, {type: 'table', filter: {property: 'Nope', number: {equals: 1}}}));
  await invalid(create(t, source, {type: 'table', sorts: [{property: 'Nope', direction: 'ascending'}]}));
});

test('A view needs a name, a type and a place', async (t) => {
  const source = await dataSource(t);
  const post = (body) => t.notion.request({method: 'post', path: 'views', body});
  const {database_id} = source.parent;
  await invalid(post({database_id, data_source_id: source.id, type: 'table'}), /body\.name should be defined/);
  await invalid(post({database_id, data_source_id: source.id, name: 'x'}), /body\.type should be defined/);
  await invalid(post({database_id, data_source_id: source.id, name: 'x', type: 'spiral'}), /body\.type should be/);
  await invalid(post({database_id, name: 'x', type: 'table'}), /body\.data_source_id should be defined/);
  await invalid(post({database_id, data_source_id: source.id, name: 'x', type: 'table', colour: 'red'}), /body\.colour should be not present/);
});

test('A view of what is not there', async (t) => {
  const view_id = crypto.randomUUID();
  await missing(t.notion.views.retrieve({view_id}));
  await missing(t.notion.views.update({view_id, name: 'x'}));
  await missing(t.notion.views.delete({view_id}));
  await missing(t.notion.views.list({database_id: crypto.randomUUID()}));
  await invalid(t.notion.request({method: 'get', path: 'views'}));
});
