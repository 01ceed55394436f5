import assert from 'node:assert/strict';
import {dataSource, invalid, names, row, test, text} from '../suite.mjs';

const options = {options: [{name: 'Small'}, {name: 'Large'}, {name: 'Medium'}]};

/** Of each type: values in ascending order. Options sort as they stand in the schema. */
const kTypes = {
  rich_text: [{}, text('Apple'), text('banana'), text('Cherry')],
  number: [{}, -3, 2, 10],
  select: [options, {name: 'Small'}, {name: 'Large'}, {name: 'Medium'}],
  status: [options, {name: 'Small'}, {name: 'Large'}, {name: 'Medium'}],
  date: [{}, {start: '2025-12-31'}, {start: '2026-01-01T08:00:00Z'}, {start: '2026-01-02'}],
  checkbox: [{}, false, true],
  url: [{}, 'https://a.example/', 'https://b.example/'],
  email: [{}, 'a@example.com', 'b@example.com'],
  phone_number: [{}, '110', '112'],
};

for (const [type, [schema, ...values]] of Object.entries(kTypes)) {
  test(type, async (t) => {
    const source = await dataSource(t, {It: {[type]: schema}});
    const want = values.map((_, index) => `${index}`);
    for (const name of [...want].sort(() => Math.random() - 0.5)) await row(t, source, name, {It: {[type]: values[Number(name)]}});
    assert.deepEqual(await names(t, source, {sorts: [{property: 'It', direction: 'ascending'}]}), want);
    assert.deepEqual(await names(t, source, {sorts: [{property: source.properties.It.id, direction: 'descending'}]}), want.reverse());
  });
}

test('title', async (t) => {
  const source = await dataSource(t);
  for (const name of ['b', 'C', 'a']) await row(t, source, name);
  assert.deepEqual(await names(t, source, {sorts: [{property: 'Name', direction: 'ascending'}]}), ['a', 'b', 'C']);
});

test('unique_id', async (t) => {
  const source = await dataSource(t, {ID: {unique_id: {}}});
  for (const name of ['a', 'b', 'c']) await row(t, source, name);
  assert.deepEqual(await names(t, source, {sorts: [{property: 'ID', direction: 'descending'}]}), ['c', 'b', 'a']);
});

test('created_time and last_edited_time', {alone: true}, async (t) => {
  const source = await dataSource(t);
  const pages = {};
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    await t.control('POST', 'clock', {offset_seconds: index * 60});
    pages[name] = await row(t, source, name);
  }
  await t.control('POST', 'clock', {offset_seconds: 600});
  await t.notion.pages.update({page_id: pages.a.id, icon: {emoji: '🐛'}});
  const sorted = (timestamp, direction) => names(t, source, {sorts: [{timestamp, direction}]});
  assert.deepEqual(await sorted('created_time', 'ascending'), ['a', 'b', 'c']);
  assert.deepEqual(await sorted('created_time', 'descending'), ['c', 'b', 'a']);
  assert.deepEqual(await sorted('last_edited_time', 'descending'), ['a', 'c', 'b']);
});

test('The earlier sort wins', async (t) => {
  const source = await dataSource(t, {Rank: {number: {}}});
  for (const [name, number] of [['b', 1], ['a', 2], ['c', 1], ['d', 2]]) await row(t, source, name, {Rank: {number}});
  const sorts = [{property: 'Rank', direction: 'descending'}, {property: 'Name', direction: 'ascending'}];
  assert.deepEqual(await names(t, source, {sorts}), ['a', 'd', 'b', 'c']);
});

test('Rows without a value come last, ascending', async (t) => {
  const source = await dataSource(t, {Rank: {number: {}}});
  await row(t, source, 'none');
  await row(t, source, 'one', {Rank: {number: 1}});
  assert.deepEqual(await names(t, source, {sorts: [{property: 'Rank', direction: 'ascending'}]}), ['one', 'none']);
});

test('Sorts and a filter and pages', async (t) => {
  const source = await dataSource(t, {Rank: {number: {}}});
  for (const number of [5, 3, 4, 1, 2]) await row(t, source, `${number}`, {Rank: {number}});
  const query = {filter: {property: 'Rank', number: {less_than: 5}}, sorts: [{property: 'Rank', direction: 'ascending'}], page_size: 3};
  assert.deepEqual(await names(t, source, query), ['1', '2', '3']);
});

test('A sort by what is not there', async (t) => {
  const source = await dataSource(t);
  await invalid(names(t, source, {sorts: [{property: 'Nope', direction: 'ascending'}]}), /Nope/);
  await invalid(names(t, source, {sorts: [{property: 'Name', direction: 'sideways'}]}), /direction should be/);
  await invalid(names(t, source, {sorts: [{timestamp: 'updated_time', direction: 'ascending'}]}), /timestamp should be/);
  await invalid(names(t, source, {sorts: [{direction: 'ascending'}]}));
});
