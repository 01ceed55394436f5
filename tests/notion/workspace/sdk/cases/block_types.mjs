// Every type of block: what is written, and what reads back.
import assert from 'node:assert/strict';
import {holds, invalid, plain, test, text} from '../suite.mjs';

const external = {type: 'external', external: {url: 'https://example.com/a'}};
const words = [{plain_text: 'words'}];
const plainBlock = [{rich_text: text('words'), color: 'blue_background'}, {rich_text: words, color: 'blue_background'}];
const heading = [{rich_text: text('words'), is_toggleable: true, color: 'red'}, {rich_text: words, is_toggleable: true, color: 'red'}];
const media = [{...external, caption: text('words')}, {...external, caption: words}];
const child = {paragraph: {rich_text: text('inside')}};

const kTypes = {
  paragraph: plainBlock, bulleted_list_item: plainBlock, numbered_list_item: plainBlock, quote: plainBlock, toggle: plainBlock,
  heading_1: heading, heading_2: heading, heading_3: heading, heading_4: heading,
  to_do: [{rich_text: text('words'), checked: true}, {rich_text: words, checked: true, color: 'default'}],
  callout: [{rich_text: text('words'), icon: {emoji: '⭐'}, color: 'gray'}, {rich_text: words, icon: {type: 'emoji', emoji: '⭐'}, color: 'gray'}],
  code: [{rich_text: text('words'), language: 'javascript', caption: text('words')}, {rich_text: words, language: 'javascript', caption: words}],
  equation: [{expression: 'e=mc^2'}, {expression: 'e=mc^2'}],
  divider: [{}, {}], breadcrumb: [{}, {}],
  table_of_contents: [{color: 'gray'}, {color: 'gray'}],
  bookmark: [{url: 'https://example.com/a', caption: text('words')}, {url: 'https://example.com/a', caption: words}],
  embed: [{url: 'https://example.com/a'}, {url: 'https://example.com/a', caption: []}],
  image: media, video: media, audio: media, pdf: media,
  file: [{...external, name: 'a.txt', caption: text('words')}, {...external, name: 'a.txt', caption: words}],
  template: [{rich_text: text('words')}, {rich_text: words}],
  synced_block: [{synced_from: null, children: [child]}, {synced_from: null}],
  table: [{table_width: 2, has_column_header: true, children: [{table_row: {cells: [text('words'), []]}}]}, {table_width: 2, has_column_header: true, has_row_header: false}],
  column_list: [{children: [{column: {children: [child], width_ratio: 0.25}}, {column: {children: [child], width_ratio: 0.75}}]}, {}],
  tab: [{children: [{paragraph: {rich_text: text('words'), children: [child]}}]}, {}],
};
const kWithChildren = ['synced_block', 'table', 'column_list', 'tab'];

for (const [type, [written, read]] of Object.entries(kTypes)) {
  test(type, async ({notion, page_id}) => {
    const {results: [made]} = await notion.blocks.children.append({block_id: page_id, children: [{object: 'block', type, [type]: written}]});
    holds(made, {type, [type]: read, has_children: kWithChildren.includes(type)});
    const found = await notion.blocks.retrieve({block_id: made.id});
    holds(found, {type, [type]: read});
  });
}

const append = async ({notion, page_id}, ...children) => (await notion.blocks.children.append({block_id: page_id, children})).results;
const list = async ({notion}, block_id) => (await notion.blocks.children.list({block_id})).results;

test('The least of each: what is left out has its default', async (t) => {
  const [one, two, three, four] = await append(t, {paragraph: {rich_text: []}}, {heading_1: {rich_text: []}}, {to_do: {rich_text: []}}, {callout: {rich_text: []}});
  holds(one.paragraph, {rich_text: [], color: 'default', icon: null});
  holds(two.heading_1, {is_toggleable: false, color: 'default'});
  holds(three.to_do, {checked: false, color: 'default'});
  holds(four.callout, {color: 'default'});
});

test('A table: rows and cells', async (t) => {
  const cells = (...words) => ({table_row: {cells: words.map(text)}});
  const [table] = await append(t, {table: {table_width: 2, has_row_header: true, children: [cells('a', 'b'), cells('c', 'd')]}});
  const rows = await list(t, table.id);
  assert.deepEqual(rows.map(({table_row}) => table_row.cells.map(plain)), [['a', 'b'], ['c', 'd']]);
  const changed = await t.notion.blocks.update({block_id: rows[0].id, table_row: {cells: [text('A'), text('B')]}});
  assert.deepEqual(changed.table_row.cells.map(plain), ['A', 'B']);
  await t.notion.blocks.children.append({block_id: table.id, children: [cells('e', 'f')]});
  assert.equal((await list(t, table.id)).length, 3);
});

test('A table\'s rows are as wide as it is, and it has one', async (t) => {
  const table = (...rows) => ({table: {table_width: 2, children: rows.map((cells) => ({table_row: {cells}}))}});
  await invalid(append(t, table([text('a')])));
  await invalid(append(t, table()));
  await invalid(append(t, {table_row: {cells: [[]]}}));
});

test('Columns: two at least, each with something in it', async (t) => {
  const [columns] = await append(t, {column_list: {children: [{column: {children: [child]}}, {column: {children: [child]}}]}});
  const [left, right] = await list(t, columns.id);
  assert.deepEqual([left.type, right.type], ['column', 'column']);
  assert.equal(plain((await list(t, left.id))[0].paragraph.rich_text), 'inside');
  await invalid(append(t, {column_list: {children: [{column: {children: [child]}}]}}));
});

test('A synced block, and a copy of it', async (t) => {
  const [original] = await append(t, {synced_block: {synced_from: null, children: [child]}});
  const [copy] = await append(t, {synced_block: {synced_from: {type: 'block_id', block_id: original.id}}});
  holds(copy.synced_block.synced_from, {type: 'block_id', block_id: original.id});
  assert.equal((await list(t, original.id)).length, 1);
});

test('A link to a page or a database', async (t) => {
  const database = await t.notion.databases.create({parent: {type: 'page_id', page_id: t.page_id}});
  const made = await append(t,
      {link_to_page: {type: 'page_id', page_id: t.page_id}}, {link_to_page: {type: 'database_id', database_id: database.id}});
  holds(made, [{link_to_page: {type: 'page_id', page_id: t.page_id}}, {link_to_page: {type: 'database_id', database_id: database.id}}]);
});

test('A code\'s language is one of a list', async (t) => {
  await invalid(append(t, {code: {rich_text: text('x'), language: 'klingon'}}), /language should be/);
});

test('A colour is one of a list', async (t) => {
  await invalid(append(t, {paragraph: {rich_text: [], color: 'mauve'}}), /color should be/);
});

test('A link is a URL', async (t) => {
  await invalid(append(t, {bookmark: {url: ''}}));
  await invalid(append(t, {image: {external: {url: 'not a url'}}}));
});

test('A picture that is hosted elsewhere cannot claim to be Notion\'s', async (t) => {
  await invalid(append(t, {image: {type: 'file', file: {url: 'https://example.com/a.png'}}}));
});

test('A child_page shows its title', async (t) => {
  const page = await t.notion.pages.create({parent: {page_id: t.page_id}, properties: {title: {title: text('Inner')}}});
  const [block] = await list(t, t.page_id);
  holds(block, {id: page.id, type: 'child_page', child_page: {title: 'Inner'}, parent: {type: 'page_id', page_id: t.page_id}});
});
