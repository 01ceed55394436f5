// POST /v1/data_sources/{data_source_id}/query, but for filters and sorts.
import assert from 'node:assert/strict';
import {collectAllDataSourceRows, collectPaginatedAPI, isFullPageOrDataSource} from '@notionhq/client';
import {dataSource, invalid, missing, names, row, test, text} from '../suite.mjs';

const letters = (count) => Array.from({length: count}, (_, index) => String.fromCharCode(97 + index));

/** A data source with a row for each letter. */
async function alphabet(t, count) {
  const source = await dataSource(t, {Rank: {number: {}}});
  for (const [index, letter] of letters(count).entries()) await row(t, source, letter, {Rank: {number: index}});
  return source;
}

const byName = [{property: 'Name', direction: 'ascending'}];

test('Query a data source', async (t) => {
  const source = await alphabet(t, 3);
  const answer = await t.notion.dataSources.query({data_source_id: source.id});
  assert.deepEqual([answer.object, answer.type, answer.has_more, answer.next_cursor], ['list', 'page_or_data_source', false, null]);
  assert.equal(answer.results.length, 3);
  assert.ok(answer.results.every(isFullPageOrDataSource));
});

test('A row in a query is the row as it is retrieved', async (t) => {
  const source = await alphabet(t, 1);
  const {results: [queried]} = await t.notion.dataSources.query({data_source_id: source.id});
  const {request_id: _, ...retrieved} = await t.notion.pages.retrieve({page_id: queried.id});
  assert.deepEqual(queried, retrieved);
});

test('An empty data source', async (t) => {
  assert.deepEqual(await names(t, await dataSource(t)), []);
});

test('filter_properties: by id and name, repeated', async (t) => {
  const source = await dataSource(t, {A: {number: {}}, B: {number: {}}});
  await row(t, source, 'a');
  const shown = async (...filter_properties) => {
    const {results} = await t.notion.dataSources.query({data_source_id: source.id, filter_properties});
    return Object.keys(results[0].properties).sort();
  };
  assert.deepEqual(await shown('title'), ['Name']);
  assert.deepEqual(await shown(source.properties.A.id, 'Name'), ['A', 'Name']);
  assert.deepEqual(await shown(), ['A', 'B', 'Name']);
});

test('filter_properties[]: the documentation\'s spelling', async (t) => {
  const source = await dataSource(t, {A: {number: {}}, B: {number: {}}});
  await row(t, source, 'a');
  const {results} = await t.notion.request({
    method: 'post', path: `data_sources/${source.id}/query`, query: {'filter_properties[]': ['A', 'B']}, body: {},
  });
  assert.deepEqual(Object.keys(results[0].properties).sort(), ['A', 'B']);
});

test('Pages of results, whose cursors end', async (t) => {
  const source = await alphabet(t, 7);
  const first = await t.notion.dataSources.query({data_source_id: source.id, sorts: byName, page_size: 3});
  assert.deepEqual([first.results.length, first.has_more, typeof first.next_cursor], [3, true, 'string']);
  const rows = await collectPaginatedAPI(t.notion.dataSources.query, {data_source_id: source.id, sorts: byName, page_size: 3});
  assert.deepEqual(rows.map(({properties}) => properties.Name.title[0].plain_text), letters(7));
});

test('Without sorts, every row comes once all the same', async (t) => {
  const source = await alphabet(t, 9);
  const rows = await collectPaginatedAPI(t.notion.dataSources.query, {data_source_id: source.id, page_size: 2});
  assert.deepEqual(rows.map(({properties}) => properties.Name.title[0].plain_text).sort(), letters(9));
});

test('Without sorts, there is no order', async (t) => {
  const source = await alphabet(t, 12);
  const {results} = await t.notion.dataSources.query({data_source_id: source.id});
  const order = results.map(({properties}) => properties.Name.title[0].plain_text);
  assert.notDeepEqual(order, letters(12));
  assert.notDeepEqual(order, letters(12).reverse());
});

test('A cursor survives writes', async (t) => {
  const source = await alphabet(t, 6);
  const query = {data_source_id: source.id, sorts: byName, page_size: 3};
  const first = await t.notion.dataSources.query(query);
  await t.notion.pages.update({page_id: first.results[0].id, in_trash: true});
  await row(t, source, 'aa');
  await row(t, source, 'z');
  const second = await t.notion.dataSources.query({...query, start_cursor: first.next_cursor});
  const found = second.results.map(({properties}) => properties.Name.title[0].plain_text);
  assert.deepEqual(found.slice(0, 3), ['d', 'e', 'f']);
});

test('A cursor that is none', async (t) => {
  const source = await dataSource(t);
  await invalid(t.notion.dataSources.query({data_source_id: source.id, start_cursor: 'x'}), /start_cursor/);
  await invalid(t.notion.dataSources.query({data_source_id: source.id, start_cursor: crypto.randomUUID()}), /start_cursor/);
});

test('A cursor of another query', async (t) => {
  const [one, two] = [await alphabet(t, 3), await alphabet(t, 3)];
  const {next_cursor: start_cursor} = await t.notion.dataSources.query({data_source_id: one.id, page_size: 1});
  await invalid(t.notion.dataSources.query({data_source_id: two.id, page_size: 1, start_cursor}));
});

test('page_size: 1 to 100', async (t) => {
  const source = await alphabet(t, 2);
  const query = (page_size) => t.notion.dataSources.query({data_source_id: source.id, page_size});
  assert.equal((await query(1)).results.length, 1);
  assert.equal((await query(100)).results.length, 2);
  await invalid(query(101), /page_size should be ≤ `100`, instead was `101`/);
  await invalid(query(0), /page_size/);
  await invalid(query(1.5), /page_size/);
  await invalid(query('10'), /page_size should be a number/);
});

test('A start_cursor of null is the first page', async (t) => {
  const source = await alphabet(t, 1);
  assert.equal((await t.notion.dataSources.query({data_source_id: source.id, start_cursor: null})).results.length, 1);
});

test('Trashed rows are not there', async (t) => {
  const source = await alphabet(t, 3);
  const {results} = await t.notion.dataSources.query({data_source_id: source.id, sorts: byName});
  await t.notion.pages.update({page_id: results[1].id, in_trash: true});
  assert.deepEqual(await names(t, source), ['a', 'c']);
});

test('is_archived: the archived rows, and only those', async (t) => {
  const source = await alphabet(t, 2);
  const {results} = await t.notion.dataSources.query({data_source_id: source.id, sorts: byName});
  await t.notion.pages.update({page_id: results[0].id, is_archived: true});
  const archived = await t.notion.request({method: 'post', path: `data_sources/${source.id}/query`, body: {is_archived: true}});
  assert.deepEqual(archived.results.map(({id}) => id), [results[0].id]);
});

test('result_type: pages are all there is', async (t) => {
  const source = await alphabet(t, 2);
  assert.equal((await t.notion.dataSources.query({data_source_id: source.id, result_type: 'page'})).results.length, 2);
  assert.equal((await t.notion.dataSources.query({data_source_id: source.id, result_type: 'data_source'})).results.length, 0);
});

test('The result cap, and the helper that goes around it', {alone: true}, async (t) => {
  const source = await dataSource(t);
  for (const [index, letter] of letters(8).entries()) {
    await t.control('POST', 'clock', {offset_seconds: index * 60});
    await row(t, source, letter);
  }
  await t.control('POST', 'limits', {result_cap: 5});
  const query = {data_source_id: source.id, sorts: byName, page_size: 3};
  const first = await t.notion.dataSources.query(query);
  const second = await t.notion.dataSources.query({...query, start_cursor: first.next_cursor});
  assert.deepEqual([first.results.length, second.results.length], [3, 2]);
  assert.deepEqual([second.has_more, second.next_cursor], [false, null]);
  assert.deepEqual(second.request_status, {type: 'incomplete', incomplete_reason: 'query_result_limit_reached'});
  const all = await collectAllDataSourceRows(t.notion, {data_source_id: source.id, page_size: 2});
  assert.deepEqual(all.map(({properties}) => properties.Name.title[0].plain_text), letters(8));
});

test('The body is closed', async (t) => {
  const {id} = await dataSource(t);
  const query = (body) => t.notion.request({method: 'post', path: `data_sources/${id}/query`, body});
  await invalid(query({limit: 3}), /body\.limit should be not present/);
  await invalid(query({filter: 'x'}), /body\.filter should be an object/);
  await invalid(query({sorts: {}}), /body\.sorts should be an array/);
});

test('A data source that is not there', async ({notion}) => {
  await missing(notion.dataSources.query({data_source_id: crypto.randomUUID()}));
});

test('POST /v1/databases/{id}/query is of an older version', async (t) => {
  const source = await dataSource(t);
  const error = await t.notion.request({method: 'post', path: `databases/${source.parent.database_id}/query`, body: {}}).catch((reason) => reason);
  assert.deepEqual([error.status, error.code], [400, 'invalid_request_url']);
});

test('What was written is found at once', async (t) => {
  const source = await dataSource(t);
  for (const letter of letters(5)) {
    await row(t, source, letter);
    assert.deepEqual(await names(t, source, {filter: {property: 'Name', title: {equals: letter}}}), [letter]);
  }
});

test('A changed title is found by its new words', async (t) => {
  const source = await alphabet(t, 1);
  const {results: [{id: page_id}]} = await t.notion.dataSources.query({data_source_id: source.id});
  await t.notion.pages.update({page_id, properties: {Name: {title: text('new')}}});
  assert.deepEqual(await names(t, source, {filter: {property: 'Name', title: {equals: 'a'}}}), []);
  assert.deepEqual(await names(t, source, {filter: {property: 'Name', title: {equals: 'new'}}}), ['new']);
});
