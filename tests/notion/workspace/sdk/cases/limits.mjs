// https://developers.notion.com/reference/request-limits#size-limits
import assert from 'node:assert/strict';
import {dataSource, invalid, paragraph, row, test, text} from '../suite.mjs';

const range = (count) => Array.from({length: count}, (_, index) => index);
const append = ({notion, page_id}, ...children) => notion.blocks.children.append({block_id: page_id, children});
const atMost = (most, sent) => new RegExp(`length should be ≤ \`${most}\`, instead was \`${sent}\``);

test('Text: 2000 characters', async (t) => {
  await append(t, paragraph('a'.repeat(2000)));
  await invalid(append(t, paragraph('a'.repeat(2001))), atMost(2000, 2001));
  await append(t, paragraph('漢'.repeat(2000)));
});

test('The message names the place', async (t) => {
  await invalid(append(t, paragraph('a'), paragraph('a'.repeat(2001))),
      /^body failed validation: body\.children\[1\]\.paragraph\.rich_text\[0\]\.text\.content\.length should be ≤ `2000`, instead was `2001`\.$/);
});

test('A link: 2000 characters', async (t) => {
  const link = (length) => ({paragraph: {rich_text: [{text: {content: 'a', link: {url: 'https://example.com/'.padEnd(length, 'x')}}}]}});
  await append(t, link(2000));
  await invalid(append(t, link(2001)), atMost(2000, 2001));
});

test('An equation: 1000 characters', async (t) => {
  const equation = (length) => ({paragraph: {rich_text: [{equation: {expression: 'x'.repeat(length)}}]}});
  await append(t, equation(1000));
  await invalid(append(t, equation(1001)), atMost(1000, 1001));
});

test('An array of rich text: 100 elements', async (t) => {
  const runs = (count) => ({paragraph: {rich_text: range(count).map((index) => ({text: {content: 'a'}, annotations: {bold: index % 2 > 0}}))}});
  const {results} = await append(t, runs(100));
  assert.equal(results[0].paragraph.rich_text.length, 100);
  await invalid(append(t, runs(101)), atMost(100, 101));
});

test('An array of blocks: 100 elements', async (t) => {
  assert.equal((await append(t, ...range(100).map(() => paragraph('a')))).results.length, 100);
  await invalid(append(t, ...range(101).map(() => paragraph('a'))), atMost(100, 101));
  const children = range(101).map(() => paragraph('a'));
  await invalid(append(t, {toggle: {rich_text: [], children}}), atMost(100, 101));
  await invalid(t.notion.pages.create({parent: {page_id: t.page_id}, properties: {}, children}), atMost(100, 101));
});

test('1000 blocks in a request', async (t) => {
  const toggles = (count, inside) => range(count).map(() => ({toggle: {rich_text: [], children: range(inside).map(() => paragraph('a'))}}));
  await append(t, ...toggles(10, 99));
  await invalid(append(t, ...toggles(11, 99)));
});

test('500 KB in a request', async (t) => {
  const wide = (count) => range(count).map(() => ({paragraph: {rich_text: range(3).map((index) => ({text: {content: 'a'.repeat(2000)}, annotations: {bold: index % 2 > 0}}))}}));
  await append(t, ...wide(70));
  const error = await append(t, ...wide(90)).then(() => assert.fail('accepted'), (reason) => reason);
  assert.ok([400, 413].includes(error.status), error.message);
});

for (const [type, most, value] of [
  ['url', 2000, (length) => 'https://example.com/'.padEnd(length, 'x')],
  ['email', 200, (length) => 'a@example.com'.padStart(length, 'a')],
  ['phone_number', 200, (length) => '1'.repeat(length)],
]) {
  test(`${type}: ${most} characters`, async (t) => {
    const source = await dataSource(t, {It: {[type]: {}}});
    const {properties} = await row(t, source, 'a', {It: {[type]: value(most)}});
    assert.equal(properties.It[type].length, most);
    await invalid(row(t, source, 'a', {It: {[type]: value(most + 1)}}), atMost(most, most + 1));
  });
}

test('multi_select: 100 options', async (t) => {
  const source = await dataSource(t, {It: {multi_select: {}}});
  const options = (count) => ({It: {multi_select: range(count).map((index) => ({name: `o${index}`}))}});
  await row(t, source, 'a', options(100));
  await invalid(row(t, source, 'a', options(101)), atMost(100, 101));
});

test('people: 100 users', async (t) => {
  const source = await dataSource(t, {It: {people: {}}});
  const {id} = await t.notion.users.me({});
  await invalid(row(t, source, 'a', {It: {people: range(101).map(() => ({id}))}}), atMost(100, 101));
});

test('The name of an option: 100 characters', async (t) => {
  const source = await dataSource(t, {It: {select: {}}});
  await row(t, source, 'a', {It: {select: {name: 'n'.repeat(100)}}});
  await invalid(row(t, source, 'a', {It: {select: {name: 'n'.repeat(101)}}}), atMost(100, 101));
});

test('A title, a comment and a property have the same limits', async (t) => {
  const long = text('a'.repeat(2001));
  const source = await dataSource(t, {It: {rich_text: {}}});
  await invalid(t.notion.pages.update({page_id: t.page_id, properties: {title: {title: long}}}), atMost(2000, 2001));
  await invalid(row(t, source, 'a', {It: {rich_text: long}}), atMost(2000, 2001));
  await invalid(t.notion.databases.create({parent: {type: 'page_id', page_id: t.page_id}, title: long}), atMost(2000, 2001));
  await invalid(t.notion.comments.create({parent: {page_id: t.page_id}, rich_text: long}), atMost(2000, 2001));
});

test('page_size: 100, wherever there are pages', async (t) => {
  const page_size = 101;
  const tooMany = /page_size should be ≤ `100`, instead was `101`/;
  const source = await dataSource(t);
  await invalid(t.notion.users.list({page_size}), tooMany);
  await invalid(t.notion.search({page_size}), tooMany);
  await invalid(t.notion.dataSources.query({data_source_id: source.id, page_size}), tooMany);
  await invalid(t.notion.blocks.children.list({block_id: t.page_id, page_size}), tooMany);
  await invalid(t.notion.comments.list({block_id: t.page_id, page_size}), tooMany);
  await invalid(t.notion.fileUploads.list({page_size}), tooMany);
  await invalid(t.notion.views.list({data_source_id: source.id, page_size}), tooMany);
  await invalid(t.notion.dataSources.listTemplates({data_source_id: source.id, page_size}), tooMany);
  await invalid(t.notion.pages.properties.retrieve({page_id: t.page_id, property_id: 'title', page_size}), tooMany);
});

test('A page_size that is no number', async (t) => {
  await invalid(t.notion.blocks.children.list({block_id: t.page_id, page_size: 'ten'}), /page_size should be a number/);
  await invalid(t.notion.blocks.children.list({block_id: t.page_id, page_size: 0}), /page_size/);
});

test('A long text in many runs, whole again', async (t) => {
  const source = await dataSource(t, {It: {rich_text: {}}});
  const runs = range(50).map((index) => ({text: {content: `${index} `.padEnd(2000, 'x')}}));
  const {properties} = await row(t, source, 'a', {It: {rich_text: runs}});
  const whole = properties.It.rich_text.map(({plain_text}) => plain_text).join('');
  assert.equal(whole.length, 100_000);
});
