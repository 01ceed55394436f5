import assert from 'node:assert/strict';
import {dataSource, declined, holds, invalid, missing, row, test} from '../suite.mjs';

const ids = (pages) => pages.map(({id}) => ({id}));
const range = (count) => Array.from({length: count}, (_, index) => index);

test('A single relation points one way', async (t) => {
  const target = await dataSource(t, {}, 'Target');
  const source = await dataSource(t, {Link: {relation: {data_source_id: target.id, single_property: {}}}});
  holds(source.properties.Link.relation, {
    data_source_id: target.id, database_id: target.parent.database_id, type: 'single_property', single_property: {},
  });
  const goal = await row(t, target, 'goal');
  const page = await row(t, source, 'a', {Link: {relation: [{id: goal.id}]}});
  assert.deepEqual(page.properties.Link.relation, [{id: goal.id}]);
  assert.equal(page.properties.Link.has_more, false);
  const {properties} = await t.notion.dataSources.retrieve({data_source_id: target.id});
  assert.deepEqual(Object.keys(properties), ['Name']);
});

test('A dual relation has a property on either side', async (t) => {
  const target = await dataSource(t, {}, 'Target');
  const source = await dataSource(t, {Link: {relation: {data_source_id: target.id, dual_property: {}}}});
  const {dual_property: dual} = source.properties.Link.relation;
  const {properties} = await t.notion.dataSources.retrieve({data_source_id: target.id});
  const back = properties[dual.synced_property_name];
  assert.equal(back.id, dual.synced_property_id);
  holds(back.relation, {
    data_source_id: source.id, type: 'dual_property',
    dual_property: {synced_property_id: source.properties.Link.id, synced_property_name: 'Link'},
  });
});

test('A dual relation whose other side has a name', async (t) => {
  const target = await dataSource(t, {}, 'Target');
  await dataSource(t, {Link: {relation: {data_source_id: target.id, dual_property: {synced_property_name: 'Back'}}}});
  const {properties} = await t.notion.dataSources.retrieve({data_source_id: target.id});
  assert.equal(properties.Back.type, 'relation');
});

async function pair(t) {
  const target = await dataSource(t, {}, 'Target');
  const source = await dataSource(t, {Link: {relation: {data_source_id: target.id, dual_property: {synced_property_name: 'Back'}}}});
  return {target, source};
}

test('Both sides of a dual relation keep step', async (t) => {
  const {target, source} = await pair(t);
  const goal = await row(t, target, 'goal');
  const page = await row(t, source, 'a', {Link: {relation: [{id: goal.id}]}});
  const seen = async () => (await t.notion.pages.retrieve({page_id: goal.id})).properties.Back.relation;
  assert.deepEqual(await seen(), [{id: page.id}]);
  await t.notion.pages.update({page_id: page.id, properties: {Link: {relation: []}}});
  assert.deepEqual(await seen(), []);
  await t.notion.pages.update({page_id: goal.id, properties: {Back: {relation: [{id: page.id}]}}});
  const again = await t.notion.pages.retrieve({page_id: page.id});
  assert.deepEqual(again.properties.Link.relation, [{id: goal.id}]);
});

test('A relation is replaced as a whole, in the order written', async (t) => {
  const {target, source} = await pair(t);
  const goals = await Promise.all(range(3).map((index) => row(t, target, `goal ${index}`)));
  const page = await row(t, source, 'a', {Link: {relation: ids(goals)}});
  const order = ids([goals[2], goals[0]]);
  const changed = await t.notion.pages.update({page_id: page.id, properties: {Link: {relation: order}}});
  assert.deepEqual(changed.properties.Link.relation, order);
});

test('A relation to the data source itself', async (t) => {
  const source = await dataSource(t);
  const {properties} = await t.notion.dataSources.update({
    data_source_id: source.id, properties: {Next: {relation: {data_source_id: source.id, dual_property: {synced_property_name: 'Previous'}}}},
  });
  assert.equal(properties.Previous.type, 'relation');
  const first = await row(t, source, 'first');
  const second = await row(t, source, 'second', {Previous: {relation: [{id: first.id}]}});
  assert.deepEqual((await t.notion.pages.retrieve({page_id: first.id})).properties.Next.relation, [{id: second.id}]);
});

test('A page that comes back from the trash has its relations', async (t) => {
  const {target, source} = await pair(t);
  const goal = await row(t, target, 'goal');
  const page = await row(t, source, 'a', {Link: {relation: [{id: goal.id}]}});
  const link = async () => (await t.notion.pages.retrieve({page_id: page.id})).properties.Link.relation;
  await t.notion.pages.update({page_id: goal.id, in_trash: true});
  await t.notion.pages.update({page_id: goal.id, in_trash: false});
  assert.deepEqual(await link(), [{id: goal.id}]);
});

test('Remove one side of a dual relation: the other stays, alone', async (t) => {
  const {target, source} = await pair(t);
  await t.notion.dataSources.update({data_source_id: source.id, properties: {Link: null}});
  const {properties} = await t.notion.dataSources.retrieve({data_source_id: target.id});
  assert.ok(!properties.Back || properties.Back.relation.type === 'single_property');
});

test('Rename one side: the other knows', async (t) => {
  const {target, source} = await pair(t);
  await t.notion.dataSources.update({data_source_id: source.id, properties: {Link: {name: 'Leads to'}}});
  const {properties} = await t.notion.dataSources.retrieve({data_source_id: target.id});
  assert.equal(properties.Back.relation.dual_property.synced_property_name, 'Leads to');
});

test('At most 100 pages in a request', async (t) => {
  const {target, source} = await pair(t);
  const goals = await Promise.all(range(101).map((index) => row(t, target, `goal ${index}`)));
  await invalid(row(t, source, 'a', {Link: {relation: ids(goals)}}), /length should be ≤ `100`, instead was `101`/);
  const page = await row(t, source, 'a', {Link: {relation: ids(goals.slice(0, 100))}});
  assert.equal(page.properties.Link.relation.length, 25);
  assert.equal(page.properties.Link.has_more, true);
});

test('A page of another data source, or none', async (t) => {
  const {source} = await pair(t);
  const stranger = await row(t, source, 'stranger');
  await declined(row(t, source, 'a', {Link: {relation: [{id: stranger.id}]}}));
  await declined(row(t, source, 'a', {Link: {relation: [{id: crypto.randomUUID()}]}}));
});

test('A relation to a data source that is not there', async (t) => {
  await missing(dataSource(t, {Link: {relation: {data_source_id: crypto.randomUUID(), single_property: {}}}}));
});

test('A relation needs its kind', async (t) => {
  const target = await dataSource(t, {}, 'Target');
  await invalid(dataSource(t, {Link: {relation: {data_source_id: target.id}}}));
  await invalid(dataSource(t, {Link: {relation: {database_id: target.parent.database_id, single_property: {}}}}));
});
