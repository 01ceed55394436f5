// Property values: what is written, what reads back, and what clears it.
import assert from 'node:assert/strict';
import {dataSource, declined, holds, invalid, plain, row, test, text} from '../suite.mjs';

const link = (url) => ({type: 'external', name: 'a.png', external: {url}});
const options = [{name: 'Red', color: 'red'}, {name: 'Blue', color: 'blue'}];

const kValues = {
  rich_text: {
    written: [{text: {content: 'Some '}}, {text: {content: 'words', link: {url: 'https://notion.so/'}}, annotations: {bold: true, color: 'blue'}}],
    read: [
      {type: 'text', plain_text: 'Some ', href: null, text: {content: 'Some ', link: null}, annotations: {bold: false, color: 'default'}},
      {plain_text: 'words', href: 'https://notion.so/', text: {link: {url: 'https://notion.so/'}}, annotations: {bold: true, italic: false, color: 'blue'}},
    ],
    cleared: [],
  },
  number: {written: 42.5, read: 42.5, cleared: null},
  select: {schema: {options}, written: {name: 'Red'}, read: {name: 'Red', color: 'red'}, cleared: null},
  multi_select: {schema: {options}, written: [{name: 'Blue'}, {name: 'Red'}], read: [{name: 'Blue', color: 'blue'}, {name: 'Red', color: 'red'}], cleared: []},
  status: {written: {name: 'In progress'}, read: {name: 'In progress'}},
  date: {
    written: {start: '2026-11-21T10:00:00.000-04:00', end: '2026-11-22T10:00:00.000-04:00'},
    read: {start: '2026-11-21T10:00:00.000-04:00', end: '2026-11-22T10:00:00.000-04:00', time_zone: null},
    cleared: null,
  },
  files: {written: [link('https://example.com/a.png')], read: [link('https://example.com/a.png')], cleared: []},
  checkbox: {written: true, read: true},
  url: {written: 'https://developers.notion.com/', read: 'https://developers.notion.com/', cleared: null},
  email: {written: 'ada@makenotion.com', read: 'ada@makenotion.com', cleared: null},
  phone_number: {written: '415-867-5309', read: '415-867-5309', cleared: null},
};

for (const [type, {schema = {}, written, read, cleared}] of Object.entries(kValues)) {
  test(`${type}: written at once and later, read back, cleared`, async (t) => {
    const source = await dataSource(t, {It: {[type]: schema}});
    const {id: page_id, properties} = await row(t, source, 'a', {It: {type, [type]: written}});
    holds(properties.It, {id: source.properties.It.id, type, [type]: read});
    holds((await t.notion.pages.retrieve({page_id})).properties.It[type], read);
    const other = await row(t, source, 'b');
    const updated = await t.notion.pages.update({page_id: other.id, properties: {It: {[type]: written}}});
    holds(updated.properties.It[type], read);
    if (cleared === undefined) return;
    const empty = await t.notion.pages.update({page_id, properties: {It: {[type]: cleared}}});
    assert.deepEqual(empty.properties.It[type], cleared);
  });
}

test('Values that nobody wrote', async (t) => {
  const types = {rich_text: [], number: null, select: null, multi_select: [], date: null, files: [], checkbox: false, url: null, email: null, phone_number: null, people: []};
  const source = await dataSource(t, Object.fromEntries(Object.keys(types).map((type) => [type, {[type]: {}}])));
  const {properties} = await row(t, source, 'a');
  for (const [type, value] of Object.entries(types)) assert.deepEqual(properties[type][type], value, type);
});

test('The title', async (t) => {
  const source = await dataSource(t);
  const page = await row(t, source, 'The Raven');
  holds(page.properties.Name, {id: 'title', type: 'title'});
  assert.equal(plain(page.properties.Name.title), 'The Raven');
  const cleared = await t.notion.pages.update({page_id: page.id, properties: {title: {title: []}}});
  assert.deepEqual(cleared.properties.Name.title, []);
});

test('people: bot and person', async (t) => {
  const source = await dataSource(t, {It: {people: {}}});
  const {results: users} = await t.notion.users.list({});
  const {properties} = await row(t, source, 'a', {It: {people: users.map(({id}) => ({object: 'user', id}))}});
  assert.deepEqual(properties.It.people.map(({id}) => id), users.map(({id}) => id));
  assert.ok(properties.It.people.every(({object}) => object === 'user'));
});

test('people: nobody by that id', async (t) => {
  const source = await dataSource(t, {It: {people: {}}});
  await declined(row(t, source, 'a', {It: {people: [{id: crypto.randomUUID()}]}}));
});

test('Who and when: four that write themselves', async (t) => {
  const source = await dataSource(t, {Made: {created_time: {}}, Maker: {created_by: {}}, Edited: {last_edited_time: {}}, Editor: {last_edited_by: {}}});
  const page = await row(t, source, 'a');
  const {properties, created_time} = await t.person.pages.update({page_id: page.id, properties: {Name: {title: text('b')}}});
  const me = await t.notion.users.me({});
  assert.equal(properties.Made.created_time, created_time);
  assert.equal(properties.Maker.created_by.id, me.id);
  assert.notEqual(properties.Editor.last_edited_by.id, me.id);
  assert.ok(properties.Edited.last_edited_time >= created_time);
});

for (const [type, value] of Object.entries({
  created_time: '2026-01-01T00:00:00.000Z', last_edited_time: '2026-01-01T00:00:00.000Z',
  created_by: {id: crypto.randomUUID()}, last_edited_by: {id: crypto.randomUUID()},
  unique_id: {number: 7}, formula: {string: 'x'},
})) {
  test(`${type} cannot be written`, async (t) => {
    const source = await dataSource(t, {It: {[type]: type === 'formula' ? {expression: '1'} : {}}});
    await invalid(row(t, source, 'a', {It: {[type]: value}}));
  });
}

test('unique_id counts up in each data source', async (t) => {
  const source = await dataSource(t, {ID: {unique_id: {prefix: 'TASK'}}});
  const first = await row(t, source, 'a');
  const second = await row(t, source, 'b');
  assert.deepEqual(first.properties.ID.unique_id, {prefix: 'TASK', number: 1});
  assert.deepEqual(second.properties.ID.unique_id, {prefix: 'TASK', number: 2});
  const other = await dataSource(t, {ID: {unique_id: {}}});
  assert.deepEqual((await row(t, other, 'a')).properties.ID.unique_id, {prefix: null, number: 1});
});

test('unique_id is not given twice', async (t) => {
  const source = await dataSource(t, {ID: {unique_id: {}}});
  const first = await row(t, source, 'a');
  await t.notion.pages.update({page_id: first.id, in_trash: true});
  assert.equal((await row(t, source, 'b')).properties.ID.unique_id.number, 2);
});

test('formula and rollup read as unsupported', async (t) => {
  const target = await dataSource(t, {Cost: {number: {}}}, 'Target');
  const source = await dataSource(t, {
    Link: {relation: {data_source_id: target.id, single_property: {}}},
    Total: {rollup: {relation_property_name: 'Link', rollup_property_name: 'Cost', function: 'sum'}},
    Sum: {formula: {expression: '1 + 1'}},
  });
  const {properties} = await row(t, source, 'a');
  holds(properties.Sum, {type: 'formula', formula: {type: 'unsupported'}});
  holds(properties.Total, {type: 'rollup', rollup: {type: 'unsupported', function: 'sum'}});
});

test('place', async (t) => {
  const place = {lat: 52.52, lon: 13.405, name: 'Berlin', address: null};
  const {id: data_source_id} = await dataSource(t);
  await t.notion.dataSources.update({data_source_id, properties: {Where: {place: {}}}});
  const {properties} = await row(t, {id: data_source_id}, 'a', {Where: {place}});
  holds(properties.Where.place, {lat: 52.52, lon: 13.405, name: 'Berlin'});
});

test('By the id of a property, or its name', async (t) => {
  const source = await dataSource(t, {It: {number: {}}});
  const page = await row(t, source, 'a', {[source.properties.It.id]: {number: 1}});
  assert.equal(page.properties.It.number, 1);
  const updated = await t.notion.pages.update({page_id: page.id, properties: {[source.properties.It.id]: {number: 2}}});
  assert.equal(updated.properties.It.number, 2);
});

test('Only what is sent changes', async (t) => {
  const source = await dataSource(t, {A: {number: {}}, B: {number: {}}});
  const page = await row(t, source, 'a', {A: {number: 1}, B: {number: 2}});
  const {properties} = await t.notion.pages.update({page_id: page.id, properties: {B: {number: 3}}});
  assert.deepEqual([properties.A.number, properties.B.number, plain(properties.Name.title)], [1, 3, 'a']);
});

test('A select option by id, or by a name in another case', async (t) => {
  const source = await dataSource(t, {It: {select: {options}}});
  const [red, blue] = source.properties.It.select.options;
  assert.equal((await row(t, source, 'a', {It: {select: {id: blue.id}}})).properties.It.select.name, 'Blue');
  assert.equal((await row(t, source, 'b', {It: {select: {name: 'RED'}}})).properties.It.select.id, red.id);
});

test('A new name makes a new option', async (t) => {
  const source = await dataSource(t, {One: {select: {}}, Many: {multi_select: {options}}});
  await row(t, source, 'a', {One: {select: {name: 'New'}}, Many: {multi_select: [{name: 'Red'}, {name: 'Green'}]}});
  const {properties} = await t.notion.dataSources.retrieve({data_source_id: source.id});
  assert.deepEqual(properties.One.select.options.map(({name}) => name), ['New']);
  assert.deepEqual(properties.Many.multi_select.options.map(({name}) => name), ['Red', 'Blue', 'Green']);
});

test('A status is never made by a value', async (t) => {
  const source = await dataSource(t, {It: {status: {}}});
  await invalid(row(t, source, 'a', {It: {status: {name: 'Postponed'}}}), /Postponed/);
});

test('An option by an id that is none, or a name with a comma', async (t) => {
  const source = await dataSource(t, {It: {select: {options}}});
  await invalid(row(t, source, 'a', {It: {select: {id: 'nothing'}}}));
  await invalid(row(t, source, 'a', {It: {select: {name: 'a, b'}}}), /comma/i);
});

for (const [what, date] of Object.entries({
  'a day': {start: '2026-02-28'},
  'a span of days': {start: '2026-02-28', end: '2026-03-01'},
})) {
  test(`date: ${what}`, async (t) => {
    const source = await dataSource(t, {It: {date: {}}});
    const {properties} = await row(t, source, 'a', {It: {date}});
    assert.deepEqual(properties.It.date, {end: null, ...date, time_zone: null});
  });
}

test('date: a time with the name of its zone, which reads back as its offset', async (t) => {
  const source = await dataSource(t, {It: {date: {}}});
  const {properties} = await row(t, source, 'a', {It: {date: {start: '2026-02-28T09:00:00', time_zone: 'Europe/Berlin'}}});
  assert.deepEqual(properties.It.date, {start: '2026-02-28T09:00:00.000+01:00', end: null, time_zone: null});
  await invalid(row(t, source, 'b', {It: {date: {start: '2026-02-28T09:00:00Z', time_zone: 'Europe/Berlin'}}}), /UTC offset/);
  await invalid(row(t, source, 'c', {It: {date: {start: '2026-02-28', time_zone: 'Europe/Berlin'}}}), /time/);
  await invalid(row(t, source, 'd', {It: {date: {start: '2026-02-28T09:00:00', time_zone: 'Middle/Earth'}}}), /time_zone/);
});

const kBad = {
  'a date that is none': ['date', {start: 'tomorrow'}],
  'a date of no month': ['date', {start: '2026-13-01'}],
  'a date without a start': ['date', {end: '2026-02-01'}],
  'a number as text': ['number', '42'],
  'a checkbox as text': ['checkbox', 'true'],
  'an empty url': ['url', ''],
  'an empty email': ['email', ''],
  'an empty phone number': ['phone_number', ''],
  'a file without a name': ['files', [{external: {url: 'https://example.com/a.png'}}]],
  'select as an array': ['select', [{name: 'Red'}]],
  'multi_select as an object': ['multi_select', {name: 'Red'}],
  'rich_text as a string': ['rich_text', 'words'],
};
for (const [what, [type, value]] of Object.entries(kBad)) {
  test(`Refused: ${what}`, async (t) => {
    const source = await dataSource(t, {It: {[type]: {}}});
    await invalid(row(t, source, 'a', {It: {[type]: value}}), /body\.properties\.It|It /);
  });
}

test('Refused: a value of another type, with Notion\'s words', async (t) => {
  const source = await dataSource(t, {It: {number: {}}});
  await invalid(row(t, source, 'a', {It: {checkbox: true}}), /It is expected to be number/);
});

test('Refused: a property that does not exist, with Notion\'s words', async (t) => {
  const source = await dataSource(t);
  await invalid(row(t, source, 'a', {Nope: {number: 1}}), /Nope is not a property that exists/);
});

test('Refused as a whole: one bad value keeps the good ones out', async (t) => {
  const source = await dataSource(t, {A: {number: {}}, B: {url: {}}});
  const page = await row(t, source, 'a', {A: {number: 1}});
  await invalid(t.notion.pages.update({page_id: page.id, properties: {A: {number: 2}, B: {url: 5}}}));
  assert.equal((await t.notion.pages.retrieve({page_id: page.id})).properties.A.number, 1);
});
