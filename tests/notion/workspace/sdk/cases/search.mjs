import assert from 'node:assert/strict';
import {collectPaginatedAPI, isFullDataSource, isFullPage} from '@notionhq/client';
import {dataSource, invalid, row, test, text} from '../suite.mjs';

/** A word that no other case has in a title. */
const word = () => `w${crypto.randomUUID().slice(0, 8)}`;
const child = ({notion, page_id}, title) => notion.pages.create({parent: {page_id}, properties: {title: {title: text(title)}}});
const ids = async ({notion}, search) => (await notion.search(search)).results.map(({id}) => id);

test('Search by title: pages and data sources', async (t) => {
  const query = word();
  const page = await child(t, `The ${query} of it`);
  const source = await dataSource(t, {}, `All ${query.toUpperCase()}`);
  const inside = await row(t, source, `${query} row`);
  const answer = await t.notion.search({query});
  assert.deepEqual([answer.object, answer.type, answer.has_more], ['list', 'page_or_data_source', false]);
  assert.deepEqual(answer.results.map(({id}) => id).sort(), [page.id, source.id, inside.id].sort());
  assert.deepEqual(await ids(t, {query: `no${query}`}), []);
});

test('Search pages only, or data sources', async (t) => {
  const query = word();
  await child(t, query);
  await dataSource(t, {}, query);
  const only = async (value) => (await t.notion.search({query, filter: {property: 'object', value}})).results;
  const [pages, sources] = [await only('page'), await only('data_source')];
  assert.ok(pages.length === 1 && isFullPage(pages[0]));
  assert.ok(sources.length === 1 && isFullDataSource(sources[0]));
});

test('A filter by database is of an older version', async ({notion}) => {
  await invalid(notion.search({filter: {property: 'object', value: 'database'}}), /body\.filter\.value should be/);
});

test('Without a query, all that is shared', async (t) => {
  const page = await child(t, word());
  const all = await collectPaginatedAPI(t.notion.search, {page_size: 100});
  assert.ok(all.some(({id}) => id === page.id));
});

test('Sorted by last_edited_time', {alone: true}, async (t) => {
  const query = word();
  const pages = [];
  for (const minute of [1, 2, 3]) {
    await t.control('POST', 'clock', {offset_seconds: minute * 60});
    pages.push((await child(t, `${query} ${minute}`)).id);
  }
  const sorted = (direction) => ids(t, {query, sort: {timestamp: 'last_edited_time', direction}});
  assert.deepEqual(await sorted('ascending'), pages);
  assert.deepEqual(await sorted('descending'), [...pages].reverse());
  assert.equal((await ids(t, {query, sort: {property: 'relevance'}})).length, 3);
});

test('The trash is searched only when asked for', async (t) => {
  const query = word();
  const page = await child(t, query);
  await t.notion.pages.update({page_id: page.id, in_trash: true});
  assert.deepEqual(await ids(t, {query}), []);
  assert.deepEqual(await ids(t, {query, filter: {in_trash: true}}), [page.id]);
  assert.deepEqual(await ids(t, {query, filter: {property: 'object', value: 'page', in_trash: true}}), [page.id]);
});

test('Results in pages', async (t) => {
  const query = word();
  const pages = [];
  for (const number of [1, 2, 3, 4, 5]) pages.push((await child(t, `${query} ${number}`)).id);
  const first = await t.notion.search({query, page_size: 2});
  assert.deepEqual([first.results.length, first.has_more], [2, true]);
  const all = await collectPaginatedAPI(t.notion.search, {query, page_size: 2});
  assert.deepEqual(all.map(({id}) => id).sort(), pages.sort());
});

test('A renamed page is found by its new title', async (t) => {
  const [before, after] = [word(), word()];
  const page = await child(t, before);
  await t.notion.pages.update({page_id: page.id, properties: {title: {title: text(after)}}});
  assert.deepEqual(await ids(t, {query: before}), []);
  assert.deepEqual(await ids(t, {query: after}), [page.id]);
});

test('The result cap', {alone: true}, async (t) => {
  const query = word();
  for (const number of [1, 2, 3, 4]) await child(t, `${query} ${number}`);
  await t.control('POST', 'limits', {result_cap: 3});
  const answer = await t.notion.search({query});
  assert.deepEqual([answer.results.length, answer.has_more], [3, false]);
  assert.deepEqual(answer.request_status, {type: 'incomplete', incomplete_reason: 'query_result_limit_reached'});
});

test('The body is closed', async ({notion}) => {
  const search = (body) => notion.request({method: 'post', path: 'search', body});
  await invalid(search({words: 'x'}), /body\.words should be not present/);
  await invalid(search({page_size: 101}), /page_size should be ≤ `100`/);
  await invalid(search({sort: {timestamp: 'created_time', direction: 'ascending'}}), /body\.sort\.timestamp should be/);
  await invalid(search({start_cursor: 'x'}), /start_cursor/);
});
