// Files that are sent, where they can go, and how they are read back.
import assert from 'node:assert/strict';
import {read, sent} from '../files.mjs';
import {dataSource, declined, holds, invalid, row, test} from '../suite.mjs';

test('Attach to a files property', async (t) => {
  const source = await dataSource(t, {It: {files: {}}});
  const upload = await sent(t);
  const page = await row(t, source, 'a', {It: {files: [{type: 'file_upload', file_upload: {id: upload.id}, name: 'raven.png'}]}});
  const [kept] = page.properties.It.files;
  holds(kept, {name: 'raven.png', type: 'file'});
  assert.equal(await read(kept.file.url), 'picture');
  assert.ok(Date.parse(kept.file.expiry_time) > Date.now());
  assert.equal((await t.notion.fileUploads.retrieve({file_upload_id: upload.id})).expiry_time, null);
});

test('Without a name, a file keeps its own', async (t) => {
  const source = await dataSource(t, {It: {files: {}}});
  const upload = await sent(t);
  const page = await row(t, source, 'a', {It: {files: [{file_upload: {id: upload.id}}]}});
  assert.equal(page.properties.It.files[0].name, 'a.png');
});

test('A files property is replaced; what Notion hosts is sent back as read', async (t) => {
  const source = await dataSource(t, {It: {files: {}}});
  const upload = await sent(t);
  const page = await row(t, source, 'a', {It: {files: [{file_upload: {id: upload.id}}]}});
  const external = {type: 'external', name: 'b', external: {url: 'https://example.com/b.png'}};
  const both = await t.notion.pages.update({page_id: page.id, properties: {It: {files: [...page.properties.It.files, external]}}});
  holds(both.properties.It.files, [{type: 'file', name: 'a.png'}, external]);
  assert.equal(await read(both.properties.It.files[0].file.url), 'picture');
  const one = await t.notion.pages.update({page_id: page.id, properties: {It: {files: [external]}}});
  assert.deepEqual(one.properties.It.files, [external]);
});

for (const place of ['icon', 'cover']) {
  test(`Attach as the ${place} of a page and a database`, async (t) => {
    const upload = await sent(t);
    const attached = {[place]: {type: 'file_upload', file_upload: {id: upload.id}}};
    const page = await t.notion.pages.update({page_id: t.page_id, ...attached});
    assert.equal(page[place].type, 'file');
    assert.equal(await read(page[place].file.url), 'picture');
    const database = await t.notion.databases.create({parent: {type: 'page_id', page_id: t.page_id}, ...attached});
    assert.equal(await read(database[place].file.url), 'picture');
  });
}

for (const [type, content_type, filename] of [
  ['image', 'image/png', 'a.png'], ['video', 'video/mp4', 'a.mp4'], ['audio', 'audio/mpeg', 'a.mp3'],
  ['pdf', 'application/pdf', 'a.pdf'], ['file', 'text/plain', 'a.txt'],
]) {
  test(`Attach as a block of type ${type}`, async (t) => {
    const upload = await sent(t, 'content', filename, content_type);
    const {results: [made]} = await t.notion.blocks.children.append({
      block_id: t.page_id, children: [{type, [type]: {type: 'file_upload', file_upload: {id: upload.id}}}],
    });
    assert.equal(made[type].type, 'file');
    const reply = await fetch(made[type].file.url);
    assert.equal(reply.headers.get('content-type').split(';')[0], content_type);
    assert.equal(await reply.text(), 'content');
  });
}

test('Change the picture of a block', async (t) => {
  const {results: [made]} = await t.notion.blocks.children.append({
    block_id: t.page_id, children: [{image: {external: {url: 'https://example.com/a.png'}}}],
  });
  const upload = await sent(t);
  const changed = await t.notion.blocks.update({block_id: made.id, image: {file_upload: {id: upload.id}}});
  assert.equal(await read(changed.image.file.url), 'picture');
});

test('A file may be attached again and again', async (t) => {
  const upload = await sent(t);
  const image = {image: {file_upload: {id: upload.id}}};
  const {results} = await t.notion.blocks.children.append({block_id: t.page_id, children: [image, image]});
  for (const each of results) assert.equal(await read(each.image.file.url), 'picture');
});

test('A file that is not yet sent, or is none', async (t) => {
  const {id} = await t.notion.fileUploads.create({filename: 'a.png'});
  await invalid(t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id}}}));
  await declined(t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: crypto.randomUUID()}}}));
});

test('A signed URL cannot be changed into another', async (t) => {
  const upload = await sent(t);
  const {icon: {file: {url}}} = await t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: upload.id}}});
  const last = url.at(-1);
  const broken = await fetch(url.slice(0, -1) + (last === '0' ? '1' : '0'));
  assert.ok(broken.status === 403 || broken.status === 404, `${broken.status}`);
  assert.ok((await fetch(url.split('?')[0])).status >= 400);
});

test('A part of a file', async (t) => {
  const upload = await sent(t, '0123456789');
  const {icon: {file: {url}}} = await t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: upload.id}}});
  const reply = await fetch(url, {headers: {Range: 'bytes=2-4'}});
  assert.deepEqual([reply.status, await reply.text()], [206, '234']);
});

test('A signed URL ends after an hour; a new read gives a new one', {alone: true}, async (t) => {
  const upload = await sent(t);
  const {icon: {file: {url}}} = await t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: upload.id}}});
  await t.control('POST', 'clock', {offset_seconds: 3700});
  assert.ok((await fetch(url)).status >= 400);
  const {icon: {file}} = await t.notion.pages.retrieve({page_id: t.page_id});
  assert.equal(await read(file.url), 'picture');
});
