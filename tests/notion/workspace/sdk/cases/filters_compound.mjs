// Filters of several conditions, and filters that are none.
import assert from 'node:assert/strict';
import {dataSource, invalid, names, row, test} from '../suite.mjs';

/** Rows that are done or not, and rank from 1 to 3. */
async function tasks(t) {
  const source = await dataSource(t, {Done: {checkbox: {}}, Rank: {number: {}}});
  for (const done of [true, false]) {
    for (const rank of [1, 2, 3]) await row(t, source, `${done ? 'done' : 'open'} ${rank}`, {Done: {checkbox: done}, Rank: {number: rank}});
  }
  return source;
}

const done = {property: 'Done', checkbox: {equals: true}};
const rank = (number) => ({property: 'Rank', number: {equals: number}});

test('and', async (t) => {
  const source = await tasks(t);
  assert.deepEqual(await names(t, source, {filter: {and: [done, rank(2)]}}), ['done 2']);
});

test('or', async (t) => {
  const source = await tasks(t);
  assert.deepEqual(await names(t, source, {filter: {or: [done, rank(2)]}}), ['done 1', 'done 2', 'done 3', 'open 2']);
});

test('or within and; and within or', async (t) => {
  const source = await tasks(t);
  assert.deepEqual(await names(t, source, {filter: {and: [done, {or: [rank(1), rank(3)]}]}}), ['done 1', 'done 3']);
  assert.deepEqual(await names(t, source, {filter: {or: [{and: [done, rank(1)]}, rank(3)]}}), ['done 1', 'done 3', 'open 3']);
});

test('A timestamp beside a property', async (t) => {
  const source = await tasks(t);
  const made = {timestamp: 'created_time', created_time: {on_or_after: 'today'}};
  assert.deepEqual(await names(t, source, {filter: {and: [made, rank(1), done]}}), ['done 1']);
});

test('A third level is refused', async (t) => {
  const source = await tasks(t);
  await invalid(names(t, source, {filter: {and: [{or: [{and: [done, rank(1)]}]}]}}));
});

test('An empty filter is refused, an empty "and" finds all', async (t) => {
  const source = await dataSource(t);
  await row(t, source, 'a');
  await invalid(names(t, source, {filter: {}}));
  assert.deepEqual(await names(t, source, {filter: {and: []}}), ['a']);
});

test('A filter on what is not there, or of another type', async (t) => {
  const source = await dataSource(t, {It: {number: {}}});
  await invalid(names(t, source, {filter: {property: 'Nope', number: {equals: 1}}}), /Could not find property with name or id: Nope/);
  await invalid(names(t, source, {filter: {property: 'It', checkbox: {equals: true}}}));
  await invalid(names(t, source, {filter: {property: 'It', number: {equals: 'one'}}}), /equals should be a number/);
  await invalid(names(t, source, {filter: {property: 'It'}}));
  await invalid(names(t, source, {filter: {timestamp: 'updated_time', updated_time: {after: 'today'}}}), /timestamp/);
});
