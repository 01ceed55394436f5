import assert from 'node:assert/strict';
import {extractNotionId, extractPageId, isFullPage} from '@notionhq/client';
import {dataSource, declined, holds, invalid, missing, names, paragraph, plain, row, test, text} from '../suite.mjs';

const title = (content) => ({title: {title: text(content)}});
const below = (page_id, name) => ({parent: {page_id}, properties: title(name)});
const linesOf = async ({notion}, block_id) => (await notion.blocks.children.list({block_id})).results
    .map((block) => block.type === 'child_page' ? block.child_page.title : plain(block[block.type].rich_text));

test('Create a page below a page', async ({notion, page_id}) => {
  const page = await notion.pages.create({
    ...below(page_id, 'Tuscan kale'), icon: {emoji: '🥬'}, cover: {external: {url: 'https://example.com/kale.jpg'}},
  });
  assert.ok(isFullPage(page));
  holds(page, {
    parent: {type: 'page_id', page_id}, icon: {type: 'emoji', emoji: '🥬'},
    cover: {type: 'external', external: {url: 'https://example.com/kale.jpg'}},
    in_trash: false, is_archived: false, is_locked: false, public_url: null,
    properties: {title: {id: 'title', type: 'title', title: [{plain_text: 'Tuscan kale'}]}},
  });
});

test('Create a page in a data source', async (t) => {
  const source = await dataSource(t);
  const page = await row(t, source, 'a');
  assert.deepEqual(page.parent, {type: 'data_source_id', data_source_id: source.id, database_id: source.parent.database_id});
});

test('Create a page in a database of one data source', async (t) => {
  const source = await dataSource(t);
  const page = await t.notion.pages.create({
    parent: {database_id: source.parent.database_id}, properties: {Name: {title: text('a')}},
  });
  assert.equal(page.parent.data_source_id, source.id);
});

test('A database of two data sources is no parent of a page', async (t) => {
  const {parent: {database_id}} = await dataSource(t);
  await t.notion.dataSources.create({parent: {database_id}, properties: {Name: {title: {}}}});
  await invalid(t.notion.pages.create({parent: {database_id}, properties: {}}));
});

test('Create a page at the top of the workspace: only as a person', async ({notion, person}) => {
  const page = await person.pages.create({parent: {type: 'workspace', workspace: true}, properties: title('Mine')});
  assert.deepEqual(page.parent, {type: 'workspace', workspace: true});
  await missing(notion.pages.retrieve({page_id: page.id}));
  await invalid(notion.pages.create({parent: {workspace: true}, properties: title('Ours')}));
});

for (const key of ['children', 'content']) {
  test(`Create a page with ${key}`, async (t) => {
    const page = await t.notion.pages.create({...below(t.page_id, 'Poem'), [key]: [paragraph('Once upon'), paragraph('a midnight')]});
    assert.deepEqual(await linesOf(t, page.id), ['Once upon', 'a midnight']);
  });
}

test('Create a page with markdown', async (t) => {
  const page = await t.notion.pages.create({...below(t.page_id, 'Poem'), markdown: '## The Raven\n\nOnce upon **a** midnight\n'});
  const {results} = await t.notion.blocks.children.list({block_id: page.id});
  holds(results, [
    {type: 'heading_2', heading_2: {rich_text: [{plain_text: 'The Raven'}]}},
    {type: 'paragraph', paragraph: {rich_text: [{plain_text: 'Once upon '}, {plain_text: 'a', annotations: {bold: true}}, {plain_text: ' midnight'}]}},
  ]);
});

test('Markdown and children exclude each other', async ({notion, page_id}) => {
  await invalid(notion.pages.create({...below(page_id, 'Poem'), markdown: 'x', children: [paragraph('y')]}));
});

test('Create a page with template none', async (t) => {
  const source = await dataSource(t);
  const page = await t.notion.pages.create({
    parent: {data_source_id: source.id}, properties: {Name: {title: text('a')}}, template: {type: 'none'}, children: [paragraph('x')],
  });
  assert.deepEqual(await linesOf(t, page.id), ['x']);
});

test('A template that is not there', async (t) => {
  const source = await dataSource(t);
  const create = (template) => t.notion.pages.create({parent: {data_source_id: source.id}, properties: {}, template});
  await invalid(create({type: 'default'}));
  await declined(create({type: 'template_id', template_id: crypto.randomUUID()}));
});

test('position: at the page\'s start, its end, after a block', async (t) => {
  const {results: [first]} = await t.notion.blocks.children.append({block_id: t.page_id, children: [paragraph('one'), paragraph('two')]});
  const create = (name, position) => t.notion.pages.create({...below(t.page_id, name), position});
  await create('start', {type: 'page_start'});
  await create('end', {type: 'page_end'});
  await create('after', {type: 'after_block', after_block: {id: first.id}});
  assert.deepEqual(await linesOf(t, t.page_id), ['start', 'one', 'after', 'two', 'end']);
});

test('Below a page, only the title is a property', async ({notion, page_id}) => {
  await invalid(notion.pages.create({parent: {page_id}, properties: {...title('a'), Price: {number: 1}}}));
});

test('A page without a parent', async ({notion}) => {
  await invalid(notion.pages.create({properties: title('a')}), /parent/);
});

test('A parent that is not there', async ({notion}) => {
  await missing(notion.pages.create(below(crypto.randomUUID(), 'a')));
  await missing(notion.pages.create({parent: {data_source_id: crypto.randomUUID()}, properties: {}}));
});

test('Retrieve a page by the id in its url', async (t) => {
  const made = await t.notion.pages.create(below(t.page_id, 'Find me'));
  assert.equal(extractPageId(made.url), made.id);
  assert.equal(extractNotionId(made.id.replaceAll('-', '')), made.id);
  const found = await t.notion.pages.retrieve({page_id: extractPageId(made.url)});
  assert.equal(found.id, made.id);
});

test('filter_properties: by id or name, on retrieve, create and update', async (t) => {
  const source = await dataSource(t, {A: {number: {}}, B: {number: {}}});
  const values = {parent: {data_source_id: source.id}, properties: {A: {number: 1}, B: {number: 2}}};
  const shown = (page) => Object.keys(page.properties).sort();
  const made = await t.notion.pages.create({...values, filter_properties: [source.properties.A.id]});
  assert.deepEqual(shown(made), ['A']);
  const page_id = made.id;
  assert.deepEqual(shown(await t.notion.pages.retrieve({page_id, filter_properties: ['title', 'B']})), ['B', 'Name']);
  assert.deepEqual(shown(await t.notion.pages.update({page_id, properties: {A: {number: 3}}, filter_properties: ['B']})), ['B']);
  assert.equal((await t.notion.pages.retrieve({page_id})).properties.A.number, 3);
});

test('Update the icon and the cover, then clear them', async ({notion, page_id}) => {
  const icon = {type: 'external', external: {url: 'https://example.com/icon.png'}};
  const set = await notion.pages.update({page_id, icon, cover: icon});
  holds(set, {icon, cover: icon});
  holds(await notion.pages.update({page_id, icon: null, cover: null}), {icon: null, cover: null});
});

test('An icon by name', async ({notion, page_id}) => {
  const {icon} = await notion.pages.update({page_id, icon: {type: 'icon', icon: {name: 'pizza', color: 'blue'}}});
  assert.deepEqual(icon, {type: 'icon', icon: {name: 'pizza', color: 'blue'}});
});

test('Lock a page; the API still writes', async ({notion, page_id}) => {
  assert.equal((await notion.pages.update({page_id, is_locked: true})).is_locked, true);
  const page = await notion.pages.update({page_id, properties: title('Locked')});
  assert.equal(plain(page.properties.title.title), 'Locked');
  assert.equal((await notion.pages.update({page_id, is_locked: false})).is_locked, false);
});

test('Archive a page: a state of its own', async (t) => {
  const source = await dataSource(t);
  const page = await row(t, source, 'a');
  holds(await t.notion.pages.update({page_id: page.id, is_archived: true}), {is_archived: true, in_trash: false});
  assert.deepEqual(await names(t, source), []);
  await t.notion.pages.update({page_id: page.id, is_archived: false});
  assert.deepEqual(await names(t, source), ['a']);
});

test('Erase the content of a page', async (t) => {
  await t.notion.blocks.children.append({block_id: t.page_id, children: [paragraph('x')]});
  await t.notion.pages.update({page_id: t.page_id, erase_content: true});
  assert.deepEqual(await linesOf(t, t.page_id), []);
});

test('Trash and restore a page', async (t) => {
  const source = await dataSource(t);
  const {id: page_id} = await row(t, source, 'a');
  const trashed = await t.notion.pages.update({page_id, in_trash: true});
  assert.equal(trashed.in_trash, true);
  assert.deepEqual(await names(t, source), []);
  assert.equal((await t.notion.pages.retrieve({page_id})).in_trash, true);
  await t.notion.pages.update({page_id, in_trash: false});
  assert.deepEqual(await names(t, source), ['a']);
});

test('archived is the older name of in_trash', async ({notion, page_id, version}) => {
  const request = notion.pages.update({page_id, archived: true});
  if (version === '2026-03-11') return invalid(request, /body\.archived should be not present/);
  holds(await request, {archived: true, in_trash: true});
});

test('A page in the trash cannot be edited', async ({notion, page_id}) => {
  await notion.pages.update({page_id, in_trash: true});
  await invalid(notion.pages.update({page_id, properties: title('New')}), /archived|trash/);
  await invalid(notion.blocks.children.append({block_id: page_id, children: [paragraph('x')]}), /archived|trash/);
});

test('What is below a page in the trash is there, too', async (t) => {
  const child = await t.notion.pages.create(below(t.page_id, 'child'));
  await t.notion.pages.update({page_id: t.page_id, in_trash: true});
  assert.equal((await t.notion.pages.retrieve({page_id: child.id})).in_trash, true);
});

test('Move a page below another', async (t) => {
  const other = await t.notion.pages.create(below(t.page_id, 'other'));
  const page = await t.notion.pages.create({...below(t.page_id, 'mover'), children: [paragraph('kept')]});
  const moved = await t.notion.pages.move({page_id: page.id, parent: {type: 'page_id', page_id: other.id}});
  assert.deepEqual(moved.parent, {type: 'page_id', page_id: other.id});
  assert.deepEqual(await linesOf(t, t.page_id), ['other']);
  assert.deepEqual(await linesOf(t, other.id), ['mover']);
  assert.deepEqual(await linesOf(t, page.id), ['kept']);
});

test('Move a page into a data source, and out', async (t) => {
  const source = await dataSource(t, {Price: {number: {}}});
  const page = await t.notion.pages.create(below(t.page_id, 'mover'));
  const moved = await t.notion.pages.move({page_id: page.id, parent: {type: 'data_source_id', data_source_id: source.id}});
  assert.equal(moved.parent.data_source_id, source.id);
  holds(moved.properties, {Name: {title: [{plain_text: 'mover'}]}, Price: {number: null}});
  assert.deepEqual(await names(t, source), ['mover']);
  const back = await t.notion.pages.move({page_id: page.id, parent: {page_id: t.page_id}});
  assert.deepEqual(Object.keys(back.properties), ['title']);
  assert.deepEqual(await names(t, source), []);
});

test('A page cannot move below itself', async (t) => {
  const child = await t.notion.pages.create(below(t.page_id, 'child'));
  await invalid(t.notion.pages.move({page_id: t.page_id, parent: {page_id: t.page_id}}));
  await invalid(t.notion.pages.move({page_id: t.page_id, parent: {page_id: child.id}}));
});

test('Move to where nothing is', async ({notion, page_id}) => {
  await missing(notion.pages.move({page_id, parent: {page_id: crypto.randomUUID()}}));
  await missing(notion.pages.move({page_id: crypto.randomUUID(), parent: {page_id}}));
});

test('A page\'s parent is not changed by an update', async ({notion, page_id}) => {
  await invalid(notion.request({path: `pages/${page_id}`, method: 'patch', body: {parent: {page_id}}}), /body\.parent should be not present/);
});

test('A data source is no page', async (t) => {
  const source = await dataSource(t);
  await missing(t.notion.pages.retrieve({page_id: source.id}));
});

test('Times are floored to the minute', async ({page}) => {
  assert.match(page.created_time, /:00\.000Z$/);
  assert.match(page.last_edited_time, /:00\.000Z$/);
});

test('An edit moves last_edited_time and last_edited_by, not created_*', {alone: true}, async ({notion, person, page, control}) => {
  await control('POST', 'clock', {offset_seconds: 3600});
  const edited = await person.pages.update({page_id: page.id, properties: title('Later')});
  assert.equal(edited.created_time, page.created_time);
  assert.ok(Date.parse(edited.last_edited_time) - Date.parse(page.last_edited_time) >= 3_540_000);
  assert.equal(edited.created_by.id, page.created_by.id);
  assert.notEqual(edited.last_edited_by.id, page.last_edited_by.id);
  await control('POST', 'clock', {offset_seconds: 7200});
  await notion.blocks.children.append({block_id: page.id, children: [paragraph('x')]});
  const appended = await notion.pages.retrieve({page_id: page.id});
  assert.ok(appended.last_edited_time > edited.last_edited_time);
});
