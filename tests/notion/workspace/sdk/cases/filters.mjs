// Every condition of every type: https://developers.notion.com/reference/filter-data-source-entries
import assert from 'node:assert/strict';
import {dataSource, invalid, names, row, test, text} from '../suite.mjs';

const empties = {'is_empty true': ['none'], 'is_not_empty true': ['one', 'two']};

/** Conditions on two rows whose text is "Alpha beta" and "Gamma", and on one that has none. */
const words = {
  'equals "Gamma"': ['two'], 'equals "gam"': [],
  'does_not_equal "Gamma"': ['none', 'one'],
  'contains "eta"': ['one'], 'contains "ALPHA"': ['one'],
  'does_not_contain "eta"': ['none', 'two'],
  'starts_with "Alpha"': ['one'], 'starts_with "beta"': [],
  'ends_with "beta"': ['one'], 'ends_with "Alpha"': [],
  ...empties,
};

/** Of each type: the values of two rows, and which rows a condition finds; a third row has no value. */
const kTypes = {
  rich_text: {one: text('Alpha beta'), two: text('Gamma'), conditions: words},
  url: {one: 'Alpha beta', two: 'Gamma', conditions: words},
  email: {one: 'Alpha beta', two: 'Gamma', conditions: words},
  phone_number: {one: 'Alpha beta', two: 'Gamma', conditions: words},
  number: {one: 1, two: 2.5, conditions: {
    'equals 2.5': ['two'], 'does_not_equal 2.5': ['none', 'one'],
    'greater_than 1': ['two'], 'greater_than_or_equal_to 1': ['one', 'two'],
    'less_than 2.5': ['one'], 'less_than_or_equal_to 2.5': ['one', 'two'], ...empties,
  }},
  checkbox: {one: true, two: false, conditions: {
    'equals true': ['one'], 'equals false': ['none', 'two'], 'does_not_equal true': ['none', 'two'], 'does_not_equal false': ['one'],
  }},
  select: {one: {name: 'Red'}, two: {name: 'Blue'}, conditions: {
    'equals "Red"': ['one'], 'equals ["Red","Blue"]': ['one', 'two'], 'does_not_equal "Red"': ['none', 'two'],
    'does_not_equal ["Red","Blue"]': ['none'], 'equals "Green"': [], ...empties,
  }},
  multi_select: {one: [{name: 'Red'}, {name: 'Blue'}], two: [{name: 'Blue'}], conditions: {
    'contains "Red"': ['one'], 'contains "Blue"': ['one', 'two'], 'does_not_contain "Red"': ['none', 'two'],
    'contains ["Red","Green"]': ['one'], ...empties,
  }},
  date: {one: {start: '2026-02-10'}, two: {start: '2026-03-20T12:00:00.000Z'}, conditions: {
    'equals "2026-02-10"': ['one'], 'equals "2026-03-20"': ['two'], 'equals "2026-03-20T12:00:00Z"': ['two'],
    'before "2026-03-01"': ['one'], 'before "2026-02-10"': [], 'after "2026-02-10"': ['two'], 'after "2026-03-20"': [],
    'after "2026-03-20T11:59:59Z"': ['two'], 'after "2026-03-20T13:00:00+02:00"': ['two'],
    'on_or_before "2026-02-10"': ['one'], 'on_or_before "2026-03-20"': ['one', 'two'],
    'on_or_after "2026-02-10"': ['one', 'two'], 'on_or_after "2026-03-20"': ['two'], ...empties,
  }},
  files: {one: [{name: 'a', external: {url: 'https://example.com/a'}}], two: [{name: 'b', external: {url: 'https://example.com/b'}}], conditions: empties},
};
/** `contains "eta"` as an object. */
function condition(line) {
  const [name, ...value] = line.split(' ');
  return {[name]: JSON.parse(value.join(' '))};
}

for (const [type, {schema = {}, one, two, conditions}] of Object.entries(kTypes)) {
  test(`${type}: ${Object.keys(conditions).length} conditions`, async (t) => {
    const source = await dataSource(t, {It: {[type]: schema}});
    await row(t, source, 'one', {It: {[type]: one}});
    await row(t, source, 'two', {It: {[type]: two}});
    await row(t, source, 'none');
    for (const [line, want] of Object.entries(conditions)) {
      const filter = {property: 'It', [type]: condition(line)};
      assert.deepEqual(await names(t, source, {filter}), want, line);
    }
    const byId = {property: source.properties.It.id, type, [type]: condition(Object.keys(conditions)[0])};
    assert.deepEqual(await names(t, source, {filter: byId}), Object.values(conditions)[0]);
    await invalid(names(t, source, {filter: {property: 'It', [type]: {resembles: 'x'}}}), /resembles/);
    await invalid(names(t, source, {filter: {property: 'It', [type]: {}}}));
  });
}

test('title: the conditions of text', async (t) => {
  const source = await dataSource(t);
  for (const name of ['Alpha beta', 'Gamma', '']) await row(t, source, name);
  const found = (line) => names(t, source, {filter: {property: 'Name', title: condition(line)}});
  assert.deepEqual(await found('contains "ALPHA"'), ['Alpha beta']);
  assert.deepEqual(await found('ends_with "ma"'), ['Gamma']);
  assert.deepEqual(await found('is_empty true'), ['']);
  assert.deepEqual(await found('does_not_equal "Gamma"'), ['', 'Alpha beta']);
});

test('status: the conditions of a select', async (t) => {
  const source = await dataSource(t, {It: {status: {options: ['Red', 'Blue', 'Green'].map((name) => ({name}))}}});
  for (const name of ['Red', 'Blue', 'Green']) await row(t, source, name, {It: {status: {name}}});
  const found = (line) => names(t, source, {filter: {property: 'It', status: condition(line)}});
  assert.deepEqual(await found('equals "Red"'), ['Red']);
  assert.deepEqual(await found('equals ["Red","Blue"]'), ['Blue', 'Red']);
  assert.deepEqual(await found('does_not_equal "Red"'), ['Blue', 'Green']);
  assert.deepEqual(await found('does_not_equal ["Red","Blue"]'), ['Green']);
  assert.deepEqual(await found('is_empty true'), []);
  assert.deepEqual(await found('is_not_empty true'), ['Blue', 'Green', 'Red']);
});

test('people: contains, me, empty', async (t) => {
  const source = await dataSource(t, {It: {people: {}}});
  const {results: users} = await t.notion.users.list({});
  const [bot, person] = ['bot', 'person'].map((type) => users.find((user) => user.type === type).id);
  await row(t, source, 'bot', {It: {people: [{id: bot}]}});
  await row(t, source, 'both', {It: {people: [{id: bot}, {id: person}]}});
  await row(t, source, 'none');
  const found = (people) => names(t, source, {filter: {property: 'It', people}});
  assert.deepEqual(await found({contains: person}), ['both']);
  assert.deepEqual(await found({contains: 'me'}), ['bot', 'both']);
  assert.deepEqual(await found({does_not_contain: person}), ['bot', 'none']);
  assert.deepEqual(await found({is_empty: true}), ['none']);
  assert.deepEqual(await found({is_not_empty: true}), ['bot', 'both']);
});

test('created_by and last_edited_by', async (t) => {
  const source = await dataSource(t, {Maker: {created_by: {}}, Editor: {last_edited_by: {}}});
  const {results: users} = await t.notion.users.list({});
  const person = users.find((user) => user.type === 'person').id;
  await row(t, source, 'untouched');
  const {id: page_id} = await row(t, source, 'edited');
  await t.person.pages.update({page_id, icon: {emoji: '✅'}});
  assert.deepEqual(await names(t, source, {filter: {property: 'Maker', created_by: {contains: person}}}), []);
  assert.deepEqual(await names(t, source, {filter: {property: 'Maker', created_by: {contains: 'me'}}}), ['edited', 'untouched']);
  assert.deepEqual(await names(t, source, {filter: {property: 'Editor', last_edited_by: {contains: person}}}), ['edited']);
  assert.deepEqual(await names(t, source, {filter: {property: 'Editor', last_edited_by: {does_not_contain: person}}}), ['untouched']);
});

test('unique_id: the conditions of a number', async (t) => {
  const source = await dataSource(t, {ID: {unique_id: {prefix: 'T'}}});
  for (const name of ['a', 'b', 'c']) await row(t, source, name);
  const found = (unique_id) => names(t, source, {filter: {property: 'ID', unique_id}});
  assert.deepEqual(await found({equals: 2}), ['b']);
  assert.deepEqual(await found({does_not_equal: 2}), ['a', 'c']);
  assert.deepEqual(await found({greater_than: 1}), ['b', 'c']);
  assert.deepEqual(await found({greater_than_or_equal_to: 3}), ['c']);
  assert.deepEqual(await found({less_than: 2}), ['a']);
  assert.deepEqual(await found({less_than_or_equal_to: 2}), ['a', 'b']);
});

test('relation: contains, empty', async (t) => {
  const target = await dataSource(t, {}, 'Target');
  const source = await dataSource(t, {Link: {relation: {data_source_id: target.id, single_property: {}}}});
  const goals = [await row(t, target, 'goal 1'), await row(t, target, 'goal 2')];
  await row(t, source, 'one', {Link: {relation: [{id: goals[0].id}]}});
  await row(t, source, 'two', {Link: {relation: goals.map(({id}) => ({id}))}});
  await row(t, source, 'none');
  const found = (relation) => names(t, source, {filter: {property: 'Link', relation}});
  assert.deepEqual(await found({contains: goals[1].id}), ['two']);
  assert.deepEqual(await found({does_not_contain: goals[1].id}), ['none', 'one']);
  assert.deepEqual(await found({is_empty: true}), ['none']);
  assert.deepEqual(await found({is_not_empty: true}), ['one', 'two']);
});

for (const [what, formula] of Object.entries({
  string: {string: {contains: 'x'}}, checkbox: {checkbox: {equals: true}}, number: {number: {greater_than: 1}}, date: {date: {is_empty: true}},
})) {
  test(`formula: a filter by ${what} is understood`, async (t) => {
    const source = await dataSource(t, {It: {formula: {expression: '1 + 1'}}});
    await t.notion.dataSources.query({data_source_id: source.id, filter: {property: 'It', formula}});
  });
}

for (const [what, rollup] of Object.entries({
  any: {any: {number: {greater_than: 1}}}, none: {none: {number: {equals: 1}}}, every: {every: {number: {is_not_empty: true}}},
  number: {number: {equals: 3}}, date: {date: {is_empty: true}},
})) {
  test(`rollup: a filter by ${what} is understood`, async (t) => {
    const target = await dataSource(t, {Cost: {number: {}}}, 'Target');
    const source = await dataSource(t, {
      Link: {relation: {data_source_id: target.id, single_property: {}}},
      Total: {rollup: {relation_property_name: 'Link', rollup_property_name: 'Cost', function: 'sum'}},
    });
    await t.notion.dataSources.query({data_source_id: source.id, filter: {property: 'Total', rollup}});
  });
}
