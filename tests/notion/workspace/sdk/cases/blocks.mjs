import assert from 'node:assert/strict';
import {collectPaginatedAPI, isFullBlock, iteratePaginatedAPI} from '@notionhq/client';
import {declined, holds, invalid, missing, paragraph, plain, test, text} from '../suite.mjs';

const append = ({notion, page_id}, ...children) => notion.blocks.children.append({block_id: page_id, children}).then(({results}) => results);
const list = async ({notion}, block_id) => (await notion.blocks.children.list({block_id})).results;
const lines = async (t, block_id) => (await list(t, block_id)).map((block) => plain(block[block.type].rich_text));

test('Append block children; the answer is the new blocks', async (t) => {
  const answer = await t.notion.blocks.children.append({
    block_id: t.page_id, children: [{heading_2: {rich_text: text('Lacinato kale')}}, paragraph('It is a variety of kale.')],
  });
  holds(answer, {object: 'list', type: 'block', has_more: false, next_cursor: null, results: [
    {type: 'heading_2', parent: {type: 'page_id', page_id: t.page_id}, has_children: false, in_trash: false}, {type: 'paragraph'},
  ]});
  assert.ok(answer.results.every(isFullBlock));
  assert.deepEqual(await lines(t, t.page_id), ['Lacinato kale', 'It is a variety of kale.']);
});

test('Retrieve a block', async (t) => {
  const [made] = await append(t, paragraph('x'));
  const {request_id: _, ...found} = await t.notion.blocks.retrieve({block_id: made.id});
  assert.deepEqual(found, made);
});

test('A page is a block', async ({notion, page_id}) => {
  const block = await notion.blocks.retrieve({block_id: page_id});
  holds(block, {type: 'child_page', id: page_id, child_page: {title: 'blocks: A page is a block'}});
});

test('A row\'s block has its data source as parent', async (t) => {
  const {id: database_id, data_sources: [{id: data_source_id}]} = await t.notion.databases.create({parent: {type: 'page_id', page_id: t.page_id}});
  const page = await t.notion.pages.create({parent: {data_source_id}, properties: {}});
  const block = await t.notion.blocks.retrieve({block_id: page.id});
  assert.deepEqual(block.parent, {type: 'data_source_id', data_source_id, database_id});
  holds(await t.notion.blocks.retrieve({block_id: database_id}), {type: 'child_database'});
});

test('Two levels of children in one request', async (t) => {
  const [top] = await append(t, {toggle: {rich_text: text('1'), children: [{toggle: {rich_text: text('1.1'), children: [paragraph('1.1.1')]}}]}});
  assert.equal(top.has_children, true);
  const [second] = await list(t, top.id);
  assert.deepEqual(second.parent, {type: 'block_id', block_id: top.id});
  assert.deepEqual(await lines(t, second.id), ['1.1.1']);
});

test('A third level is refused', async (t) => {
  const deep = {toggle: {rich_text: [], children: [{toggle: {rich_text: [], children: [{toggle: {rich_text: [], children: [paragraph('x')]}}]}}]}};
  await invalid(append(t, deep), /children should be not present/);
  assert.deepEqual(await list(t, t.page_id), []);
});

test('Deeper, request by request', async (t) => {
  let block_id = t.page_id;
  for (const level of ['1', '2', '3', '4', '5']) {
    const {results} = await t.notion.blocks.children.append({block_id, children: [{bulleted_list_item: {rich_text: text(level)}}]});
    block_id = results[0].id;
  }
  assert.equal((await t.notion.blocks.retrieve({block_id})).parent.type, 'block_id');
});

test('Where to append', async (t) => {
  const {notion, page_id: block_id, version} = t;
  const [first] = await append(t, paragraph('a'), paragraph('z'));
  const put = (content, where) => notion.blocks.children.append({block_id, children: [paragraph(content)], ...where});
  if (version === '2025-09-03') {
    await put('b', {after: first.id});
    return assert.deepEqual(await lines(t, block_id), ['a', 'b', 'z']);
  }
  await put('b', {position: {type: 'after_block', after_block: {id: first.id}}});
  await put('start', {position: {type: 'start'}});
  await put('end', {position: {type: 'end'}});
  assert.deepEqual(await lines(t, block_id), ['start', 'a', 'b', 'z', 'end']);
});

test('Each version has its own word for where', async (t) => {
  const {notion, page_id: block_id, version} = t;
  const [first] = await append(t, paragraph('a'));
  const children = [paragraph('b')];
  if (version === '2026-03-11') await invalid(notion.blocks.children.append({block_id, children, after: first.id}), /body\.after should be not present/);
  else await invalid(notion.blocks.children.append({block_id, children, position: {type: 'start'}}), /body\.position should be not present/);
});

test('After a block that is not a child', async (t) => {
  const {notion, page_id: block_id, version} = t;
  const id = crypto.randomUUID();
  const where = version === '2025-09-03' ? {after: id} : {position: {type: 'after_block', after_block: {id}}};
  await declined(notion.blocks.children.append({block_id, children: [paragraph('b')], ...where}));
});

test('Several blocks keep their order after another', async (t) => {
  const [first] = await append(t, paragraph('1'), paragraph('9'));
  const where = t.version === '2025-09-03' ? {after: first.id} : {position: {type: 'after_block', after_block: {id: first.id}}};
  await t.notion.blocks.children.append({block_id: t.page_id, children: ['2', '3', '4'].map(paragraph), ...where});
  assert.deepEqual(await lines(t, t.page_id), ['1', '2', '3', '4', '9']);
});

test('List children in pages', async (t) => {
  const {notion, page_id: block_id} = t;
  const words = Array.from({length: 7}, (_, index) => `${index}`);
  await append(t, ...words.map(paragraph));
  const first = await notion.blocks.children.list({block_id, page_size: 3});
  assert.deepEqual([first.results.length, first.has_more], [3, true]);
  const all = await collectPaginatedAPI(notion.blocks.children.list, {block_id, page_size: 3});
  assert.deepEqual(all.map((block) => plain(block.paragraph.rich_text)), words);
  let count = 0;
  for await (const block of iteratePaginatedAPI(notion.blocks.children.list, {block_id, page_size: 2})) count += isFullBlock(block);
  assert.equal(count, 7);
});

test('A cursor survives a write', async (t) => {
  const {notion, page_id: block_id} = t;
  const made = await append(t, ...['1', '2', '3', '4'].map(paragraph));
  const {next_cursor: start_cursor} = await notion.blocks.children.list({block_id, page_size: 2});
  await notion.blocks.delete({block_id: made[0].id});
  const rest = await notion.blocks.children.list({block_id, start_cursor});
  assert.deepEqual(rest.results.map(({id}) => id), [made[2].id, made[3].id]);
});

test('Update a block: its text is replaced, its children stay', async (t) => {
  const [made] = await append(t, {to_do: {rich_text: text('buy'), children: [paragraph('kale')]}});
  const changed = await t.notion.blocks.update({block_id: made.id, to_do: {rich_text: text('bought'), checked: true}});
  holds(changed, {has_children: true, to_do: {checked: true, rich_text: [{plain_text: 'bought'}]}});
  assert.deepEqual(await lines(t, made.id), ['kale']);
});

test('Update only a part of a block', async (t) => {
  const [made] = await append(t, {to_do: {rich_text: text('buy'), color: 'red'}});
  const changed = await t.notion.blocks.update({block_id: made.id, to_do: {checked: true}});
  holds(changed.to_do, {checked: true, color: 'red', rich_text: [{plain_text: 'buy'}]});
});

test('A block keeps its type', async (t) => {
  const [made] = await append(t, paragraph('x'));
  await invalid(t.notion.blocks.update({block_id: made.id, heading_1: {rich_text: text('x')}}));
});

test('Children are not written by an update', async (t) => {
  const [made] = await append(t, {toggle: {rich_text: []}});
  await invalid(t.notion.blocks.update({block_id: made.id, toggle: {rich_text: [], children: [paragraph('x')]}}), /children should be not present/);
});

test('Delete a block: it goes to the trash, and comes back', async (t) => {
  const [made] = await append(t, paragraph('x'));
  const deleted = await t.notion.blocks.delete({block_id: made.id});
  holds(deleted, {id: made.id, in_trash: true});
  assert.deepEqual(await list(t, t.page_id), []);
  assert.equal((await t.notion.blocks.retrieve({block_id: made.id})).in_trash, true);
  await t.notion.blocks.update({block_id: made.id, in_trash: false});
  assert.deepEqual(await lines(t, t.page_id), ['x']);
});

test('archived, in an update of a block', async (t) => {
  const [made] = await append(t, paragraph('x'));
  const request = t.notion.blocks.update({block_id: made.id, archived: true});
  if (t.version === '2026-03-11') return invalid(request, /body\.archived should be not present/);
  holds(await request, {archived: true, in_trash: true});
});

test('Delete a page as a block', async ({notion, page_id}) => {
  holds(await notion.blocks.delete({block_id: page_id}), {type: 'child_page', in_trash: true});
  assert.equal((await notion.pages.retrieve({page_id})).in_trash, true);
});

test('Delete a block with its children', async (t) => {
  const [made] = await append(t, {toggle: {rich_text: [], children: [paragraph('x')]}});
  const [child] = await list(t, made.id);
  await t.notion.blocks.delete({block_id: made.id});
  assert.equal((await t.notion.blocks.retrieve({block_id: child.id})).in_trash, true);
});

test('An edit is its editor\'s', async (t) => {
  const [made] = await append(t, paragraph('x'));
  const changed = await t.person.blocks.update({block_id: made.id, paragraph: {rich_text: text('y')}});
  assert.equal(changed.created_by.id, made.created_by.id);
  assert.notEqual(changed.last_edited_by.id, made.last_edited_by.id);
});

test('A block that is not there', async ({notion}) => {
  const block_id = crypto.randomUUID();
  await missing(notion.blocks.retrieve({block_id}));
  await missing(notion.blocks.update({block_id, paragraph: {rich_text: []}}));
  await missing(notion.blocks.delete({block_id}));
  await missing(notion.blocks.children.list({block_id}));
  await missing(notion.blocks.children.append({block_id, children: [paragraph('x')]}));
});

test('A divider has no children', async (t) => {
  const [made] = await append(t, {divider: {}});
  await invalid(t.notion.blocks.children.append({block_id: made.id, children: [paragraph('x')]}));
});

test('Append nothing', async ({notion, page_id}) => {
  await invalid(notion.request({path: `blocks/${page_id}/children`, method: 'patch', body: {}}), /body\.children should be defined/);
});

test('A block of no type, of two, of a type that is none', async (t) => {
  await invalid(append(t, {}), /body\.children\[0\]/);
  await invalid(append(t, {paragraph: {rich_text: []}, quote: {rich_text: []}}), /body\.children\[0\]/);
  await invalid(append(t, {sonnet: {rich_text: []}}), /body\.children\[0\]/);
});

test('A type that only Notion makes', async (t) => {
  await invalid(append(t, {child_page: {title: 'x'}}));
  await invalid(append(t, {child_database: {title: 'x'}}));
  await invalid(append(t, {unsupported: {}}));
});
