import assert from 'node:assert/strict';
import {dataSource, holds, invalid, row, test} from '../suite.mjs';

/** Each type a schema can be made of: what is written, and what reads back beyond it. */
const kTypes = {
  rich_text: [{}], checkbox: [{}], date: [{}], url: [{}], email: [{}], phone_number: [{}], people: [{}], files: [{}],
  created_time: [{}], created_by: [{}], last_edited_time: [{}], last_edited_by: [{}],
  number: [{}, {format: 'number'}],
  select: [{options: [{name: 'Yes', color: 'green', description: 'Surely'}]}, {options: [{name: 'Yes', color: 'green', description: 'Surely'}]}],
  multi_select: [{options: [{name: 'A'}, {name: 'B', color: 'red'}]}, {options: [{name: 'A'}, {name: 'B', color: 'red'}]}],
  status: [{}, {
    options: [{name: 'Not started'}, {name: 'In progress'}, {name: 'Done'}],
    groups: [{name: 'To-do'}, {name: 'In progress'}, {name: 'Complete'}],
  }],
  unique_id: [{prefix: 'RL'}, {prefix: 'RL'}],
  formula: [{expression: '1 + 1'}, {expression: '1 + 1'}],
};

for (const [type, [written, read = written]] of Object.entries(kTypes)) {
  test(`Create a property of type ${type}`, async (t) => {
    const {properties} = await dataSource(t, {It: {[type]: written}});
    holds(properties.It, {name: 'It', type, [type]: read});
  });

  test(`Add a property of type ${type}`, async (t) => {
    const {id: data_source_id} = await dataSource(t);
    const {properties} = await t.notion.dataSources.update({data_source_id, properties: {It: {type, [type]: written}}});
    holds(properties.It, {name: 'It', type, [type]: read});
  });
}

for (const format of ['percent', 'dollar', 'euro', 'number_with_commas', 'yen']) {
  test(`A number's format: ${format}`, async (t) => {
    const {properties} = await dataSource(t, {It: {number: {format}}});
    assert.equal(properties.It.number.format, format);
  });
}

test('A description of a property', async (t) => {
  const {id: data_source_id, properties} = await dataSource(t, {It: {number: {}, description: 'How many'}});
  assert.equal(properties.It.description, 'How many');
  const changed = await t.notion.dataSources.update({data_source_id, properties: {It: {number: {}, description: 'How much'}}});
  assert.equal(changed.properties.It.description, 'How much');
});

test('Rename a property by its name; the id stays', async (t) => {
  const {id: data_source_id, properties} = await dataSource(t, {Old: {number: {}}});
  const changed = await t.notion.dataSources.update({data_source_id, properties: {Old: {name: 'New'}}});
  holds(changed.properties.New, {id: properties.Old.id, name: 'New', type: 'number'});
  assert.equal(changed.properties.Old, undefined);
});

test('Rename a property by its id', async (t) => {
  const {id: data_source_id, properties} = await dataSource(t, {Old: {number: {}}});
  const changed = await t.notion.dataSources.update({data_source_id, properties: {[properties.Old.id]: {name: 'New'}}});
  assert.equal(changed.properties.New.id, properties.Old.id);
});

test('Rename the title', async (t) => {
  const {id: data_source_id} = await dataSource(t);
  const {properties} = await t.notion.dataSources.update({data_source_id, properties: {Name: {name: 'Headline'}}});
  holds(properties.Headline, {id: 'title', type: 'title'});
});

test('Values outlive a rename', async (t) => {
  const source = await dataSource(t, {Old: {number: {}}});
  const page = await row(t, source, 'a', {Old: {number: 7}});
  await t.notion.dataSources.update({data_source_id: source.id, properties: {Old: {name: 'New'}}});
  const found = await t.notion.pages.retrieve({page_id: page.id});
  holds(found.properties.New, {id: source.properties.Old.id, number: 7});
});

test('Remove a property', async (t) => {
  const source = await dataSource(t, {It: {number: {}}});
  const page = await row(t, source, 'a', {It: {number: 7}});
  const changed = await t.notion.dataSources.update({data_source_id: source.id, properties: {It: null}});
  assert.deepEqual(Object.keys(changed.properties), ['Name']);
  const found = await t.notion.pages.retrieve({page_id: page.id});
  assert.deepEqual(Object.keys(found.properties), ['Name']);
  await invalid(t.notion.pages.update({page_id: page.id, properties: {It: {number: 8}}}), /It is not a property that exists/);
});

test('Change a property\'s type', async (t) => {
  const {id: data_source_id, properties} = await dataSource(t, {It: {rich_text: {}}});
  const changed = await t.notion.dataSources.update({data_source_id, properties: {It: {number: {format: 'euro'}}}});
  holds(changed.properties.It, {id: properties.It.id, type: 'number', number: {format: 'euro'}});
});

test('The title can neither go nor change its type', async (t) => {
  const {id: data_source_id} = await dataSource(t);
  await invalid(t.notion.dataSources.update({data_source_id, properties: {Name: null}}));
  await invalid(t.notion.dataSources.update({data_source_id, properties: {title: null}}));
  await invalid(t.notion.dataSources.update({data_source_id, properties: {Name: {number: {}}}}));
  await invalid(t.notion.dataSources.update({data_source_id, properties: {Other: {title: {}}}}));
});

test('Two properties cannot have one name', async (t) => {
  const {id: data_source_id} = await dataSource(t, {A: {number: {}}, B: {number: {}}});
  await invalid(t.notion.dataSources.update({data_source_id, properties: {A: {name: 'B'}}}));
});

for (const type of ['select', 'multi_select', 'status']) {
  test(`The options of a ${type} are a replacement list`, async (t) => {
    const {id: data_source_id, properties} = await dataSource(t, {It: {[type]: {options: [{name: 'A', color: 'red'}, {name: 'B'}]}}});
    const [a] = properties.It[type].options;
    const changed = await t.notion.dataSources.update({data_source_id, properties: {It: {[type]: {options: [{id: a.id}, {name: 'C', color: 'blue'}]}}}});
    const {options} = changed.properties.It[type];
    holds(options, [{id: a.id, name: 'A', color: 'red'}, {name: 'C', color: 'blue'}]);
    assert.notEqual(options[1].id, properties.It[type].options[1].id);
  });
}

test('An option that goes takes its values along', async (t) => {
  const source = await dataSource(t, {It: {select: {options: [{name: 'A'}, {name: 'B'}]}}});
  const page = await row(t, source, 'a', {It: {select: {name: 'A'}}});
  await t.notion.dataSources.update({data_source_id: source.id, properties: {It: {select: {options: [{name: 'B'}]}}}});
  assert.equal((await t.notion.pages.retrieve({page_id: page.id})).properties.It.select, null);
});

test('An option keeps its colour', async (t) => {
  const {id: data_source_id} = await dataSource(t, {It: {select: {options: [{name: 'A', color: 'red'}]}}});
  await invalid(t.notion.dataSources.update({data_source_id, properties: {It: {select: {options: [{name: 'A', color: 'blue'}]}}}}), /color|colour/);
});

test('An option\'s name has no comma', async (t) => {
  await invalid(dataSource(t, {It: {select: {options: [{name: 'a, b'}]}}}), /comma/i);
});

test('Names of options differ in more than case', async (t) => {
  await invalid(dataSource(t, {It: {select: {options: [{name: 'a'}, {name: 'A'}]}}}));
});

test('At most 100 options in a request', async (t) => {
  const options = (count) => Array.from({length: count}, (_, index) => ({name: `o${index}`}));
  const source = await dataSource(t, {It: {select: {options: options(100)}}});
  assert.equal(source.properties.It.select.options.length, 100);
  await invalid(dataSource(t, {It: {select: {options: options(101)}}}), /length should be ≤ `100`, instead was `101`/);
});

test('Status options stand in a group', async (t) => {
  const {properties} = await dataSource(t, {It: {status: {options: [
    {name: 'Idea', group: 'To-do'}, {name: 'Writing', color: 'blue', group: 'In progress'}, {name: 'Out', color: 'green', group: 'Complete'},
  ]}}});
  const {options, groups} = properties.It.status;
  const ids = Object.fromEntries(options.map(({id, name}) => [name, id]));
  holds(groups, [
    {name: 'To-do', option_ids: [ids.Idea]}, {name: 'In progress', option_ids: [ids.Writing]}, {name: 'Complete', option_ids: [ids.Out]},
  ]);
});

test('A property needs one known type', async (t) => {
  await invalid(dataSource(t, {It: {}}), /It/);
  await invalid(dataSource(t, {It: {nonsense: {}}}));
});

test('A configuration is a closed object', async (t) => {
  await invalid(dataSource(t, {It: {number: {format: 'euro', precision: 2}}}), /precision should be not present/);
});

test('An unknown colour or format', async (t) => {
  await invalid(dataSource(t, {It: {select: {options: [{name: 'A', color: 'mauve'}]}}}), /color should be/);
  await invalid(dataSource(t, {It: {number: {format: 'shells'}}}), /format should be/);
});

test('Rollup and formula: the schema is kept', async (t) => {
  const target = await dataSource(t, {Cost: {number: {}}}, 'Target');
  const {properties} = await dataSource(t, {
    Link: {relation: {data_source_id: target.id, single_property: {}}},
    Total: {rollup: {relation_property_name: 'Link', rollup_property_name: 'Cost', function: 'sum'}},
    Half: {formula: {expression: 'prop("Total") / 2'}},
  });
  holds(properties.Total.rollup, {
    function: 'sum', relation_property_name: 'Link', rollup_property_name: 'Cost',
    relation_property_id: properties.Link.id, rollup_property_id: target.properties.Cost.id,
  });
  assert.equal(properties.Half.type, 'formula');
});

test('A rollup over a relation that is not there', async (t) => {
  await invalid(dataSource(t, {Total: {rollup: {relation_property_name: 'Nothing', rollup_property_name: 'Cost', function: 'sum'}}}));
});
