// Filters by dates and timestamps: fixed, relative, and to the millisecond.
import assert from 'node:assert/strict';
import {dataSource, invalid, names, row, test} from '../suite.mjs';

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

test('Relative dates', async (t) => {
  const source = await dataSource(t, {It: {date: {}}});
  const rows = {yesterday: -1, today: 0, tomorrow: 1, one_week_ago: -7, one_week_from_now: 7};
  for (const [name, offset] of Object.entries(rows)) await row(t, source, name, {It: {date: {start: day(offset)}}});
  const found = (date) => names(t, source, {filter: {property: 'It', date}});
  for (const name of Object.keys(rows)) assert.deepEqual(await found({equals: name}), [name]);
  assert.deepEqual(await found({before: 'today'}), ['one_week_ago', 'yesterday']);
  assert.deepEqual(await found({on_or_after: 'tomorrow'}), ['one_week_from_now', 'tomorrow']);
  assert.deepEqual(await found({on_or_after: 'one_month_ago'}), Object.keys(rows).sort());
  assert.deepEqual(await found({before: 'one_month_from_now'}), Object.keys(rows).sort());
});

test('past and next week, month, year; this week', async (t) => {
  const source = await dataSource(t, {It: {date: {}}});
  const rows = {'-400': -400, '-200': -200, '-20': -20, '-3': -3, '0': 0, '3': 3, '20': 20, '200': 200, '400': 400};
  for (const [name, offset] of Object.entries(rows)) await row(t, source, name, {It: {date: {start: day(offset)}}});
  const found = async (name) => (await names(t, source, {filter: {property: 'It', date: {[name]: {}}}})).filter((each) => each !== '0').sort();
  assert.deepEqual(await found('past_week'), ['-3']);
  assert.deepEqual(await found('past_month'), ['-20', '-3']);
  assert.deepEqual(await found('past_year'), ['-20', '-200', '-3']);
  assert.deepEqual(await found('next_week'), ['3']);
  assert.deepEqual(await found('next_month'), ['20', '3']);
  assert.deepEqual(await found('next_year'), ['20', '200', '3']);
  assert.ok((await names(t, source, {filter: {property: 'It', date: {this_week: {}}}})).includes('0'));
});

test('A date\'s words', async (t) => {
  const source = await dataSource(t, {It: {date: {}}});
  const found = (date) => names(t, source, {filter: {property: 'It', date}});
  await invalid(found({equals: 'someday'}), /equals should be/);
  await invalid(found({past_week: true}), /past_week should be an object/);
  await invalid(found({is_empty: false}), /is_empty/);
});

test('timestamp: created_time and last_edited_time, to the millisecond', {alone: true}, async (t) => {
  const source = await dataSource(t);
  await row(t, source, 'early');
  await t.control('POST', 'clock', {offset_seconds: 3600});
  const edited = await row(t, source, 'late');
  const found = (timestamp, condition) => names(t, source, {filter: {timestamp, [timestamp]: condition}});
  const between = new Date(Date.now() + 1_800_000).toISOString();
  const minute = edited.created_time;
  assert.deepEqual(await found('created_time', {before: between}), ['early']);
  assert.deepEqual(await found('created_time', {after: between}), ['late']);
  assert.deepEqual(await found('created_time', {on_or_after: minute}), ['late']);
  assert.deepEqual(await found('created_time', {on_or_before: new Date(Date.parse(minute) - 1).toISOString()}), ['early']);
  await t.control('POST', 'clock', {offset_seconds: 7200});
  const {results} = await t.notion.dataSources.query({data_source_id: source.id, filter: {property: 'Name', title: {equals: 'early'}}});
  await t.notion.pages.update({page_id: results[0].id, icon: {emoji: '🐛'}});
  assert.deepEqual(await found('last_edited_time', {after: new Date(Date.now() + 5_400_000).toISOString()}), ['early']);
  assert.deepEqual(await found('last_edited_time', {on_or_after: between}), ['early', 'late']);
  assert.deepEqual(await found('created_time', {past_week: {}}), ['early', 'late']);
});

test('created_time as a property', async (t) => {
  const source = await dataSource(t, {Made: {created_time: {}}, Edited: {last_edited_time: {}}});
  await row(t, source, 'a');
  assert.deepEqual(await names(t, source, {filter: {property: 'Made', created_time: {on_or_after: 'today'}}}), ['a']);
  assert.deepEqual(await names(t, source, {filter: {property: 'Made', created_time: {before: 'today'}}}), []);
  assert.deepEqual(await names(t, source, {filter: {property: 'Edited', last_edited_time: {past_week: {}}}}), ['a']);
});

test('A time without a zone is UTC', async (t) => {
  const source = await dataSource(t, {It: {date: {}}});
  await row(t, source, 'noon', {It: {date: {start: '2026-03-20T12:00:00.000Z'}}});
  const found = (date) => names(t, source, {filter: {property: 'It', date}});
  assert.deepEqual(await found({equals: '2026-03-20T12:00:00'}), ['noon']);
  assert.deepEqual(await found({before: '2026-03-20T12:00:01'}), ['noon']);
  assert.deepEqual(await found({before: '2026-03-20T12:00:00'}), []);
});
