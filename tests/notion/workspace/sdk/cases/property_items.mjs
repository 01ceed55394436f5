// GET /v1/pages/{page_id}/properties/{property_id}
import assert from 'node:assert/strict';
import {collectPaginatedAPI} from '@notionhq/client';
import {dataSource, declined, holds, missing, row, test, text} from '../suite.mjs';

const range = (count) => Array.from({length: count}, (_, index) => index);

const kSimple = {
  number: [{}, 42, 42], checkbox: [{}, true, true], url: [{}, 'https://example.com/', 'https://example.com/'],
  email: [{}, 'ada@makenotion.com', 'ada@makenotion.com'], phone_number: [{}, '112', '112'],
  date: [{}, {start: '2026-02-03'}, {start: '2026-02-03', end: null, time_zone: null}],
  select: [{}, {name: 'A'}, {name: 'A'}], multi_select: [{}, [{name: 'A'}], [{name: 'A'}]],
  status: [{}, {name: 'Done'}, {name: 'Done'}],
  files: [{}, [{name: 'a', external: {url: 'https://example.com/a.png'}}], [{name: 'a', type: 'external', external: {url: 'https://example.com/a.png'}}]],
};
for (const [type, [schema, written, read]] of Object.entries(kSimple)) {
  test(`${type} is a property_item`, async (t) => {
    const source = await dataSource(t, {It: {[type]: schema}});
    const {id: page_id} = await row(t, source, 'a', {It: {[type]: written}});
    const property_id = source.properties.It.id;
    const item = await t.notion.pages.properties.retrieve({page_id, property_id});
    holds(item, {object: 'property_item', id: property_id, type, [type]: read});
  });
}

test('created_time and the like are property_items', async (t) => {
  const types = ['created_time', 'created_by', 'last_edited_time', 'last_edited_by', 'unique_id', 'formula'];
  const source = await dataSource(t, Object.fromEntries(types.map((type) => [type, {[type]: type === 'formula' ? {expression: '1'} : {}}])));
  const page = await row(t, source, 'a');
  for (const type of types) {
    const item = await t.notion.pages.properties.retrieve({page_id: page.id, property_id: source.properties[type].id});
    assert.equal(item.type, type);
    if (type === 'created_by') assert.equal(item.created_by.id, page.created_by.id);
  }
});

test('The title is a list', async (t) => {
  const source = await dataSource(t);
  const {id: page_id} = await row(t, source, 'The Raven');
  const list = await t.notion.pages.properties.retrieve({page_id, property_id: 'title'});
  holds(list, {
    object: 'list', type: 'property_item', has_more: false, next_cursor: null,
    results: [{object: 'property_item', id: 'title', type: 'title', title: {plain_text: 'The Raven'}}],
    property_item: {id: 'title', type: 'title', next_url: null, title: {}},
  });
});

test('The title of a page that is in no data source', async ({notion, page_id}) => {
  const list = await notion.pages.properties.retrieve({page_id, property_id: 'title'});
  assert.equal(list.results.length, 1);
});

test('Text comes run by run, in pages', async (t) => {
  const source = await dataSource(t, {It: {rich_text: {}}});
  const runs = range(5).map((index) => ({text: {content: `${index}`}, annotations: {bold: index % 2 === 0}}));
  const {id: page_id} = await row(t, source, 'a', {It: {rich_text: runs}});
  const property_id = source.properties.It.id;
  const first = await t.notion.pages.properties.retrieve({page_id, property_id, page_size: 2});
  assert.deepEqual(first.results.map((item) => item.rich_text.plain_text), ['0', '1']);
  assert.equal(first.has_more, true);
  assert.ok(first.property_item.next_url.startsWith('http'));
  const items = await collectPaginatedAPI(t.notion.pages.properties.retrieve, {page_id, property_id, page_size: 2});
  assert.equal(items.map((item) => item.rich_text.plain_text).join(''), '01234');
});

test('People come one by one', async (t) => {
  const source = await dataSource(t, {It: {people: {}}});
  const {results: users} = await t.notion.users.list({});
  const {id: page_id} = await row(t, source, 'a', {It: {people: users.map(({id}) => ({id}))}});
  const list = await t.notion.pages.properties.retrieve({page_id, property_id: source.properties.It.id});
  assert.deepEqual(list.results.map((item) => item.people.id), users.map(({id}) => id));
});

test('A page shows 25 references, the property all of them', async (t) => {
  const target = await dataSource(t, {}, 'Target');
  const source = await dataSource(t, {Link: {relation: {data_source_id: target.id, single_property: {}}}});
  const goals = await Promise.all(range(30).map((index) => row(t, target, `goal ${index}`)));
  const relation = goals.map(({id}) => ({id}));
  const {id: page_id} = await row(t, source, 'a', {Link: {relation}});
  const {results: [queried]} = await t.notion.dataSources.query({data_source_id: source.id});
  for (const page of [queried, await t.notion.pages.retrieve({page_id})]) {
    assert.deepEqual(page.properties.Link.relation, relation.slice(0, 25));
    assert.equal(page.properties.Link.has_more, true);
  }
  const property_id = source.properties.Link.id;
  const whole = await t.notion.pages.properties.retrieve({page_id, property_id});
  assert.deepEqual(whole.results.map((item) => item.relation), relation);
  const paged = await collectPaginatedAPI(t.notion.pages.properties.retrieve, {page_id, property_id, page_size: 7});
  assert.deepEqual(paged.map((item) => item.relation), relation);
});

test('25 mentions in a title or text', async (t) => {
  const source = await dataSource(t, {It: {rich_text: {}}});
  const mentions = range(30).map(() => ({mention: {page: {id: t.page_id}}}));
  const {id: page_id} = await row(t, source, 'a', {It: {rich_text: mentions}});
  const page = await t.notion.pages.retrieve({page_id});
  assert.equal(page.properties.It.rich_text.length, 25);
  const whole = await collectPaginatedAPI(t.notion.pages.properties.retrieve, {page_id, property_id: source.properties.It.id});
  assert.equal(whole.length, 30);
});

test('A rollup is a list of the pages it is computed from', async (t) => {
  const target = await dataSource(t, {Cost: {number: {}}}, 'Target');
  const source = await dataSource(t, {
    Link: {relation: {data_source_id: target.id, single_property: {}}},
    Total: {rollup: {relation_property_name: 'Link', rollup_property_name: 'Cost', function: 'sum'}},
  });
  const {id: page_id} = await row(t, source, 'a');
  const item = await t.notion.pages.properties.retrieve({page_id, property_id: source.properties.Total.id});
  holds(item, {object: 'list', property_item: {type: 'rollup', rollup: {type: 'unsupported', function: 'sum'}}});
});

test('A property that is not there', async (t) => {
  const source = await dataSource(t);
  const {id: page_id} = await row(t, source, 'a');
  await declined(t.notion.pages.properties.retrieve({page_id, property_id: 'nope'}));
});

test('A page that is not there', async (t) => {
  await missing(t.notion.pages.properties.retrieve({page_id: crypto.randomUUID(), property_id: 'title'}));
});

test('Runs that look alike are one', async (t) => {
  const source = await dataSource(t, {It: {rich_text: {}}});
  const {properties} = await row(t, source, 'a', {It: {rich_text: [...text('one '), ...text('run')]}});
  holds(properties.It.rich_text, [{plain_text: 'one run', text: {content: 'one run'}}]);
});
