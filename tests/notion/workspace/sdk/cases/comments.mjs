import assert from 'node:assert/strict';
import {collectPaginatedAPI, isFullComment} from '@notionhq/client';
import {read, sent} from '../files.mjs';
import {holds, invalid, missing, paragraph, plain, test, text} from '../suite.mjs';

const onPage = ({notion, page_id}, content) => notion.comments.create({parent: {page_id}, rich_text: text(content)});
const list = async ({notion}, block_id) => (await notion.comments.list({block_id})).results.map(({rich_text}) => plain(rich_text));
async function block({notion, page_id}) {
  const {results} = await notion.blocks.children.append({block_id: page_id, children: [paragraph('Once upon')]});
  return results[0].id;
}

test('Create a comment on a page', async (t) => {
  const comment = await onPage(t, 'Hello world');
  const me = await t.notion.users.me({});
  assert.ok(isFullComment(comment));
  holds(comment, {
    object: 'comment', parent: {type: 'page_id', page_id: t.page_id}, created_by: {object: 'user', id: me.id},
    rich_text: [{plain_text: 'Hello world'}], display_name: {type: 'integration', resolved_name: me.name},
  });
});

test('Create a comment on a block', async (t) => {
  const block_id = await block(t);
  const comment = await t.notion.comments.create({parent: {type: 'block_id', block_id}, rich_text: text('Really?')});
  assert.deepEqual(comment.parent, {type: 'block_id', block_id});
  assert.deepEqual(await list(t, block_id), ['Really?']);
});

test('Answer in a discussion', async (t) => {
  const block_id = await block(t);
  const first = await t.notion.comments.create({parent: {block_id}, rich_text: text('Really?')});
  const answer = await t.person.comments.create({discussion_id: first.discussion_id, rich_text: text('Nevermore.')});
  assert.equal(answer.discussion_id, first.discussion_id);
  assert.deepEqual(answer.parent, {type: 'block_id', block_id});
  assert.notEqual(answer.created_by.id, first.created_by.id);
  assert.deepEqual(await list(t, block_id), ['Really?', 'Nevermore.']);
});

test('Two comments on a page are two discussions', async (t) => {
  const [one, two] = [await onPage(t, '1'), await onPage(t, '2')];
  assert.notEqual(one.discussion_id, two.discussion_id);
  assert.deepEqual(await list(t, t.page_id), ['1', '2']);
});

test('A page\'s comments are not its blocks\'', async (t) => {
  const block_id = await block(t);
  await t.notion.comments.create({parent: {block_id}, rich_text: text('on the block')});
  await onPage(t, 'on the page');
  assert.deepEqual(await list(t, t.page_id), ['on the page']);
});

test('Markdown in a comment', async (t) => {
  const comment = await t.notion.comments.create({parent: {page_id: t.page_id}, markdown: 'Some **bold** words'});
  holds(comment.rich_text, [{plain_text: 'Some '}, {plain_text: 'bold', annotations: {bold: true}}, {plain_text: ' words'}]);
});

test('A name of one\'s own', async (t) => {
  const comment = await t.notion.comments.create({
    parent: {page_id: t.page_id}, rich_text: text('Hi'), display_name: {type: 'custom', custom: {name: 'The Raven'}},
  });
  assert.deepEqual(comment.display_name, {type: 'custom', resolved_name: 'The Raven'});
});

test('A comment with a file', async (t) => {
  const upload = await sent(t);
  const comment = await t.notion.comments.create({
    parent: {page_id: t.page_id}, rich_text: text('Look'), attachments: [{type: 'file_upload', file_upload_id: upload.id}],
  });
  holds(comment.attachments, [{category: 'image'}]);
  assert.equal(await read(comment.attachments[0].file.url), 'picture');
});

test('At most three files', async (t) => {
  const attachments = Array.from({length: 4}, () => ({file_upload_id: crypto.randomUUID()}));
  await invalid(t.notion.comments.create({parent: {page_id: t.page_id}, rich_text: text('Look'), attachments}));
});

test('Retrieve a comment', async (t) => {
  const {request_id: _, ...made} = await onPage(t, 'Hello');
  const {request_id: __, ...found} = await t.notion.comments.retrieve({comment_id: made.id});
  assert.deepEqual(found, made);
});

test('Update a comment', async (t) => {
  const {id: comment_id} = await onPage(t, 'Helo');
  const changed = await t.notion.comments.update({comment_id, rich_text: text('Hello')});
  assert.equal(plain(changed.rich_text), 'Hello');
  const again = await t.notion.comments.update({comment_id, markdown: '*Hello*'});
  holds(again.rich_text, [{plain_text: 'Hello', annotations: {italic: true}}]);
  assert.deepEqual(await list(t, t.page_id), ['Hello']);
});

test('Delete a comment', async (t) => {
  const {id: comment_id} = await onPage(t, 'Hello');
  assert.equal((await t.notion.comments.delete({comment_id})).id, comment_id);
  assert.deepEqual(await list(t, t.page_id), []);
  await missing(t.notion.comments.retrieve({comment_id}));
});

test('List comments in pages, the oldest first', async (t) => {
  for (const content of ['1', '2', '3', '4', '5']) await onPage(t, content);
  const first = await t.notion.comments.list({block_id: t.page_id, page_size: 2});
  assert.deepEqual([first.results.length, first.has_more], [2, true]);
  const all = await collectPaginatedAPI(t.notion.comments.list, {block_id: t.page_id, page_size: 2});
  assert.deepEqual(all.map(({rich_text}) => plain(rich_text)), ['1', '2', '3', '4', '5']);
});

test('A comment needs one place and some words', async (t) => {
  const create = (body) => t.notion.request({method: 'post', path: 'comments', body});
  await invalid(create({rich_text: text('x')}));
  await invalid(create({parent: {page_id: t.page_id}}));
  await invalid(create({parent: {page_id: t.page_id}, discussion_id: crypto.randomUUID(), rich_text: text('x')}));
  await invalid(create({parent: {page_id: t.page_id}, rich_text: text('x'), markdown: 'x'}));
  await invalid(create({parent: {page_id: t.page_id}, rich_text: text('x'), mood: 'good'}), /body\.mood should be not present/);
});

test('Comments of what is not there', async ({notion}) => {
  const id = crypto.randomUUID();
  await missing(notion.comments.list({block_id: id}));
  await missing(notion.comments.create({parent: {page_id: id}, rich_text: text('x')}));
  await missing(notion.comments.create({discussion_id: id, rich_text: text('x')}));
  await missing(notion.comments.update({comment_id: id, rich_text: text('x')}));
  await missing(notion.comments.delete({comment_id: id}));
});

test('List comments: of what?', async ({notion}) => {
  await invalid(notion.request({method: 'get', path: 'comments'}), /block_id should be defined/);
});
