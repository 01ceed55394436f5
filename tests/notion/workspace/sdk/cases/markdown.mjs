// https://developers.notion.com/guides/data-apis/working-with-markdown-content
import assert from 'node:assert/strict';
import {holds, invalid, missing, paragraph, test, text} from '../suite.mjs';

const read = async ({notion}, page_id) => (await notion.pages.retrieveMarkdown({page_id})).markdown;
const write = ({notion, page_id}, new_str, more) =>
    notion.pages.updateMarkdown({page_id, type: 'replace_content', replace_content: {new_str, ...more}});
const blocks = async ({notion}, block_id) => (await notion.blocks.children.list({block_id})).results;

test('Retrieve a page as markdown', async (t) => {
  await t.notion.blocks.children.append({block_id: t.page_id, children: [
    {heading_1: {rich_text: text('The Raven')}}, paragraph('Once upon a midnight dreary'), {to_do: {rich_text: text('Read on'), checked: true}},
  ]});
  const page = await t.notion.pages.retrieveMarkdown({page_id: t.page_id});
  holds(page, {object: 'page_markdown', id: t.page_id, truncated: false, unknown_block_ids: []});
  assert.equal(page.markdown.trim(), '# The Raven\nOnce upon a midnight dreary\n- [x] Read on');
});

test('An empty page', async (t) => {
  assert.equal((await read(t, t.page_id)).trim(), '');
});

/** What markdown becomes as blocks; each reads back as it was written. */
const kForms = {
  '# One': [{type: 'heading_1', heading_1: {rich_text: [{plain_text: 'One'}]}}],
  '## Two': [{type: 'heading_2'}],
  '### Three': [{type: 'heading_3'}],
  '- a\n- b': [{type: 'bulleted_list_item'}, {type: 'bulleted_list_item', bulleted_list_item: {rich_text: [{plain_text: 'b'}]}}],
  '1. a\n2. b': [{type: 'numbered_list_item'}, {type: 'numbered_list_item'}],
  '- [ ] a\n- [x] b': [{type: 'to_do', to_do: {checked: false}}, {type: 'to_do', to_do: {checked: true}}],
  '> quoted': [{type: 'quote', quote: {rich_text: [{plain_text: 'quoted'}]}}],
  '---': [{type: 'divider'}],
  '```javascript\nlet a = 1;\nlet b;\n```': [{type: 'code', code: {language: 'javascript', rich_text: [{plain_text: 'let a = 1;\nlet b;'}]}}],
  '![words](https://example.com/a.png)': [{type: 'image', image: {external: {url: 'https://example.com/a.png'}, caption: [{plain_text: 'words'}]}}],
  '**bold**': [{paragraph: {rich_text: [{plain_text: 'bold', annotations: {bold: true}}]}}],
  '*italic*': [{paragraph: {rich_text: [{plain_text: 'italic', annotations: {italic: true}}]}}],
  '~~gone~~': [{paragraph: {rich_text: [{plain_text: 'gone', annotations: {strikethrough: true}}]}}],
  '`code`': [{paragraph: {rich_text: [{plain_text: 'code', annotations: {code: true}}]}}],
  '[link](https://example.com/)': [{paragraph: {rich_text: [{plain_text: 'link', href: 'https://example.com/'}]}}],
};
for (const [markdown, want] of Object.entries(kForms)) {
  test(`There and back: ${JSON.stringify(markdown)}`, async (t) => {
    const answer = await write(t, markdown);
    assert.equal(answer.markdown.trim(), markdown);
    holds(await blocks(t, t.page_id), want);
    assert.equal((await read(t, t.page_id)).trim(), markdown);
  });
}

test('A nested list', async (t) => {
  await write(t, '- a\n\t- b\n\t\t- c\n- d');
  const [first] = await blocks(t, t.page_id);
  const [second] = await blocks(t, first.id);
  holds(await blocks(t, second.id), [{bulleted_list_item: {rich_text: [{plain_text: 'c'}]}}]);
  assert.equal((await read(t, t.page_id)).trim(), '- a\n\t- b\n\t\t- c\n- d');
});

test('Words that look like markdown stay words', async (t) => {
  const content = '# no *heading* [no](link) `no code` 1. - >';
  await t.notion.blocks.children.append({block_id: t.page_id, children: [paragraph(content)]});
  const markdown = await read(t, t.page_id);
  await write(t, markdown);
  holds(await blocks(t, t.page_id), [{type: 'paragraph', paragraph: {rich_text: [{plain_text: content}]}}]);
});

test('Blocks that markdown has no form for are named', async (t) => {
  const {results: [made]} = await t.notion.blocks.children.append({block_id: t.page_id, children: [{breadcrumb: {}}]});
  const page = await t.notion.pages.retrieveMarkdown({page_id: t.page_id});
  assert.match(page.markdown, /<unknown/);
  assert.deepEqual(page.unknown_block_ids, [made.id]);
});

test('replace_content replaces all', async (t) => {
  await write(t, 'old\n\nwords');
  await write(t, 'new');
  holds(await blocks(t, t.page_id), [{paragraph: {rich_text: [{plain_text: 'new'}]}}]);
});

test('replace_content does not delete pages unless told so', async (t) => {
  await t.notion.pages.create({parent: {page_id: t.page_id}, properties: {title: {title: text('child')}}});
  await invalid(write(t, 'new'));
  await write(t, 'new', {allow_deleting_content: true});
  holds(await blocks(t, t.page_id), [{type: 'paragraph'}]);
});

const update = ({notion, page_id}, ...content_updates) =>
    notion.pages.updateMarkdown({page_id, type: 'update_content', update_content: {content_updates}});

test('update_content: search and replace', async (t) => {
  await write(t, '# The Raven\nOnce upon a midnight dreary');
  const answer = await update(t, {old_str: 'midnight', new_str: '**noon**'}, {old_str: 'The Raven', new_str: 'The Crow'});
  assert.equal(answer.markdown.trim(), '# The Crow\nOnce upon a **noon** dreary');
});

test('update_content: words that stand twice', async (t) => {
  await write(t, 'one one');
  await invalid(update(t, {old_str: 'one', new_str: 'two'}));
  const answer = await update(t, {old_str: 'one', new_str: 'two', replace_all_matches: true});
  assert.equal(answer.markdown.trim(), 'two two');
});

test('update_content: words that do not stand there', async (t) => {
  await write(t, 'one');
  await invalid(update(t, {old_str: 'three', new_str: 'two'}));
  assert.equal((await read(t, t.page_id)).trim(), 'one');
});

test('update_content leaves the blocks that it does not touch', async (t) => {
  await write(t, 'one\ntwo');
  const before = await blocks(t, t.page_id);
  await update(t, {old_str: 'two', new_str: 'three'});
  const after = await blocks(t, t.page_id);
  assert.equal(after[0].id, before[0].id);
});

test('insert_content: at the start, the end, after words', async (t) => {
  const insert = (content, where) => t.notion.pages.updateMarkdown({page_id: t.page_id, type: 'insert_content', insert_content: {content, ...where}});
  await write(t, 'one\nthree');
  await insert('zero', {position: {type: 'start'}});
  await insert('four', {position: {type: 'end'}});
  await insert('two', {after: 'one'});
  const answer = await insert('five');
  assert.equal(answer.markdown.trim(), 'zero\none\ntwo\nthree\nfour\nfive');
});

test('replace_content_range', async (t) => {
  await write(t, 'zero\none\ntwo\nthree');
  const answer = await t.notion.pages.updateMarkdown({
    page_id: t.page_id, type: 'replace_content_range', replace_content_range: {content: 'gone', content_range: 'one...two'},
  });
  assert.equal(answer.markdown.trim(), 'zero\ngone\nthree');
});

test('One operation in a request', async ({notion, page_id}) => {
  const patch = (body) => notion.request({method: 'patch', path: `pages/${page_id}/markdown`, body});
  await invalid(patch({}), /type/);
  await invalid(patch({type: 'replace_content'}), /replace_content should be defined/);
  await invalid(patch({type: 'replace_content', replace_content: {}}), /new_str should be defined/);
  await invalid(patch({type: 'shuffle_content'}), /type should be/);
});

test('Markdown of a page that is not there', async (t) => {
  const page_id = crypto.randomUUID();
  await missing(t.notion.pages.retrieveMarkdown({page_id}));
  await missing(write({...t, page_id}, 'x'));
});

test('Markdown of a block', async (t) => {
  const {results: [made]} = await t.notion.blocks.children.append({block_id: t.page_id, children: [{toggle: {rich_text: text('Open'), children: [paragraph('inside')]}}]});
  assert.match(await read(t, made.id), /inside/);
});
