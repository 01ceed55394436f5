// /_control/: what makes the workspace a test bench. Not Notion's; documented in our own table.
import assert from 'node:assert/strict';
import {dataSource, names, row, sleep, test} from '../suite.mjs';

test('The request log', {alone: true}, async (t) => {
  await t.control('DELETE', 'requests');
  await t.notion.users.me({});
  await t.notion.pages.retrieve({page_id: crypto.randomUUID()}).catch(() => {});
  const {requests} = await t.control('GET', 'requests');
  assert.deepEqual(requests.map(({method, status}) => [method, status]), [['GET', 200], ['GET', 404]]);
  assert.equal(requests[0].path, '/v1/users/me');
  const later = await t.control('GET', `requests?since=${requests[0].number}`);
  assert.equal(later.requests.length, 1);
});

test('The clock', {alone: true}, async (t) => {
  await t.control('POST', 'clock', {offset_seconds: 86_400});
  const source = await dataSource(t);
  const page = await row(t, source, 'tomorrow');
  assert.ok(Date.parse(page.created_time) > Date.now() + 86_000_000);
});

test('Index lag: a query and a search come to know later, a retrieve at once', {alone: true}, async (t) => {
  const source = await dataSource(t);
  await t.control('POST', 'limits', {index_lag_milliseconds: 400});
  const page = await row(t, source, 'late');
  assert.deepEqual(await names(t, source), []);
  assert.equal((await t.notion.pages.retrieve({page_id: page.id})).id, page.id);
  await sleep(500);
  assert.deepEqual(await names(t, source), ['late']);
});

test('Cursors that are dropped are refused', {alone: true}, async (t) => {
  const source = await dataSource(t);
  for (const name of ['a', 'b']) await row(t, source, name);
  const {next_cursor: start_cursor} = await t.notion.dataSources.query({data_source_id: source.id, page_size: 1});
  await t.control('DELETE', 'cursors');
  await assert.rejects(t.notion.dataSources.query({data_source_id: source.id, page_size: 1, start_cursor}), /start_cursor/);
});
