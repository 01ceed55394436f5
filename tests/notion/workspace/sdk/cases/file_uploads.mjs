// https://developers.notion.com/guides/data-apis/working-with-files-and-media
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {collectPaginatedAPI} from '@notionhq/client';
import {dataSource, declined, holds, invalid, missing, row, sleep, test} from '../suite.mjs';

const file = (data, filename = 'a.png', type = 'image/png') => ({filename, data: new Blob([data], {type})});
const kMegabyte = 1024 * 1024;

/** A file that is sent and not yet attached. */
async function sent({notion}, data = 'picture', filename = 'a.png', content_type = 'image/png') {
  const {id: file_upload_id} = await notion.fileUploads.create({filename, content_type});
  return notion.fileUploads.send({file_upload_id, file: file(data, filename, content_type)});
}

const read = async (url) => (await fetch(url)).text();

test('Create a file upload', async (t) => {
  const upload = await t.notion.fileUploads.create({filename: 'a.png', content_type: 'image/png'});
  holds(upload, {object: 'file_upload', status: 'pending', filename: 'a.png', content_type: 'image/png', content_length: null, in_trash: false});
  assert.ok(upload.upload_url.endsWith(`/v1/file_uploads/${upload.id}/send`));
  const left = Date.parse(upload.expiry_time) - Date.now();
  assert.ok(left > 3_480_000 && left <= 3_660_000, `expires in ${left} ms`);
  assert.equal(upload.created_by.id, (await t.notion.users.me({})).id);
});

test('All of it may be left out', async ({notion}) => {
  const upload = await notion.fileUploads.create({});
  const done = await notion.fileUploads.send({file_upload_id: upload.id, file: file('words', 'notes.txt', 'text/plain')});
  holds(done, {status: 'uploaded', filename: 'notes.txt', content_type: 'text/plain', content_length: 5});
});

test('Send a file in one part', async (t) => {
  const upload = await sent(t, 'picture');
  holds(upload, {status: 'uploaded', filename: 'a.png', content_type: 'image/png', content_length: 7});
  holds(await t.notion.fileUploads.retrieve({file_upload_id: upload.id}), {status: 'uploaded'});
});

test('A file of bytes that are no text', async (t) => {
  const bytes = Uint8Array.from({length: 256 * 256}, (_, index) => (index * 7 + index / 256) % 256);
  const upload = await sent(t, bytes);
  const page = await t.notion.pages.update({page_id: t.page_id, cover: {file_upload: {id: upload.id}}});
  const back = new Uint8Array(await (await fetch(page.cover.file.url)).arrayBuffer());
  assert.deepEqual(back, bytes);
});

test('Send a file in several parts, in any order', async (t) => {
  const {notion} = t;
  const parts = ['a', 'b', 'c'].map((letter, index) => letter.repeat(index === 2 ? 1000 : 5 * kMegabyte));
  const {id: file_upload_id, ...upload} = await notion.fileUploads.create({
    mode: 'multi_part', number_of_parts: 3, filename: 'video.mp4', content_type: 'video/mp4',
  });
  holds(upload, {status: 'pending', number_of_parts: {total: 3, sent: 0}});
  assert.ok(upload.complete_url.endsWith(`/v1/file_uploads/${file_upload_id}/complete`));
  const send = (number) => notion.fileUploads.send({file_upload_id, part_number: `${number}`, file: file(parts[number - 1], 'video.mp4', 'video/mp4')});
  await Promise.all([send(3), send(1)]);
  const last = await send(2);
  holds(last, {status: 'pending', number_of_parts: {total: 3, sent: 3}});
  holds(await notion.fileUploads.complete({file_upload_id}), {status: 'uploaded', content_length: 10 * kMegabyte + 1000});
  const {results: [video]} = await notion.blocks.children.append({
    block_id: t.page_id, children: [{video: {type: 'file_upload', file_upload: {id: file_upload_id}}}],
  });
  assert.equal(await read(video.video.file.url), parts.join(''));
});

test('Not complete while parts are missing', async ({notion}) => {
  const {id: file_upload_id} = await notion.fileUploads.create({mode: 'multi_part', number_of_parts: 2, filename: 'a.mp4'});
  await notion.fileUploads.send({file_upload_id, part_number: '1', file: file('x'.repeat(5 * kMegabyte), 'a.mp4', 'video/mp4')});
  await invalid(notion.fileUploads.complete({file_upload_id}));
});

test('A part has a number of those announced, and 5 MB', async ({notion}) => {
  const {id: file_upload_id} = await notion.fileUploads.create({mode: 'multi_part', number_of_parts: 2, filename: 'a.mp4'});
  const send = (data, part_number) => notion.fileUploads.send({file_upload_id, part_number, file: file(data, 'a.mp4', 'video/mp4')});
  await invalid(send('x', undefined));
  await invalid(send('x', '3'));
  await invalid(send('x', '0'));
  await invalid(send('x', '1'));
});

test('At most 20 MB in a part', async ({notion}) => {
  const {id: file_upload_id} = await notion.fileUploads.create({filename: 'a.png'});
  const tooBig = file('x'.repeat(20 * kMegabyte + 1));
  const error = await notion.fileUploads.send({file_upload_id, file: tooBig}).then(() => assert.fail('accepted'), (reason) => reason);
  assert.ok([400, 413].includes(error.status), error.message);
});

test('multi_part wants a filename and a number of parts', async ({notion}) => {
  await invalid(notion.fileUploads.create({mode: 'multi_part', number_of_parts: 2}), /filename/);
  await invalid(notion.fileUploads.create({mode: 'multi_part', filename: 'a.mp4'}), /number_of_parts/);
  await invalid(notion.fileUploads.create({mode: 'multi_part', filename: 'a.mp4', number_of_parts: 0}), /number_of_parts/);
});

test('Complete is for many parts only', async (t) => {
  const upload = await sent(t);
  await invalid(t.notion.fileUploads.complete({file_upload_id: upload.id}));
});

test('A file is sent once', async (t) => {
  const upload = await sent(t);
  await invalid(t.notion.fileUploads.send({file_upload_id: upload.id, file: file('other')}));
});

test('A file of a type that is not allowed, a name that is too long', async ({notion}) => {
  await invalid(notion.fileUploads.create({filename: 'a.exe', content_type: 'application/x-msdownload'}));
  await invalid(notion.fileUploads.create({filename: 'a'.repeat(900) + '.png'}), /filename/);
});

test('Content of another type than announced', async ({notion}) => {
  const {id: file_upload_id} = await notion.fileUploads.create({filename: 'a.png', content_type: 'image/png'});
  await invalid(notion.fileUploads.send({file_upload_id, file: file('x', 'a.pdf', 'application/pdf')}));
});

/** Serves `files` on loopback while `run` works. */
async function withServer(files, run) {
  const server = createServer((request, reply) => {
    const found = files[request.url];
    if (!found) return reply.writeHead(404).end();
    reply.writeHead(200, {'Content-Type': found[0], 'Content-Length': found[1].length}).end(found[1]);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The upload once it is neither pending nor in doubt. */
async function settled({notion}, file_upload_id) {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
    const upload = await notion.fileUploads.retrieve({file_upload_id});
    if (upload.status !== 'pending') return upload;
  }
  throw new Error('the import did not end');
}

test('Import a file from elsewhere', async (t) => {
  await withServer({'/raven.png': ['image/png', 'picture']}, async (base) => {
    const made = await t.notion.fileUploads.create({mode: 'external_url', external_url: `${base}/raven.png`, filename: 'raven.png'});
    const upload = await settled(t, made.id);
    holds(upload, {status: 'uploaded', content_type: 'image/png', file_import_result: {type: 'success', success: {}}});
    const page = await t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: made.id}}});
    assert.equal(await read(page.icon.file.url), 'picture');
  });
});

test('Import a file that is not there', async (t) => {
  await withServer({}, async (base) => {
    const made = await t.notion.fileUploads.create({mode: 'external_url', external_url: `${base}/none.png`, filename: 'none.png'})
        .catch((error) => error);
    if (made.status === 400) return;
    const upload = await settled(t, made.id);
    holds(upload, {status: 'failed', file_import_result: {type: 'error'}});
    await invalid(t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: made.id}}}));
  });
});

test('external_url wants a URL', async ({notion}) => {
  await invalid(notion.fileUploads.create({mode: 'external_url', filename: 'a.png'}), /external_url/);
  await invalid(notion.fileUploads.create({mode: 'external_url', filename: 'a.png', external_url: 'nonsense'}), /external_url/);
});

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

test('What is not attached within an hour expires', {alone: true}, async (t) => {
  const pending = await t.notion.fileUploads.create({filename: 'b.png'});
  const upload = await sent(t);
  const attached = await sent(t);
  await t.notion.pages.update({page_id: t.page_id, icon: {file_upload: {id: attached.id}}});
  await t.control('POST', 'clock', {offset_seconds: 3700});
  const status = async ({id}) => (await t.notion.fileUploads.retrieve({file_upload_id: id})).status;
  assert.deepEqual([await status(pending), await status(upload), await status(attached)], ['expired', 'expired', 'uploaded']);
  await invalid(t.notion.pages.update({page_id: t.page_id, cover: {file_upload: {id: upload.id}}}));
  await invalid(t.notion.fileUploads.send({file_upload_id: pending.id, file: file('x')}));
  await t.notion.pages.update({page_id: t.page_id, cover: {file_upload: {id: attached.id}}});
});

test('List file uploads, by status', {alone: true}, async (t) => {
  const pending = await t.notion.fileUploads.create({filename: 'b.png'});
  const upload = await sent(t);
  const ids = async (status) => (await t.notion.fileUploads.list({status})).results.map(({id}) => id);
  assert.deepEqual(await ids('pending'), [pending.id]);
  assert.deepEqual(await ids('uploaded'), [upload.id]);
  assert.deepEqual(await ids('failed'), []);
  const all = await collectPaginatedAPI(t.notion.fileUploads.list, {page_size: 1});
  assert.deepEqual(all.map(({id}) => id).sort(), [pending.id, upload.id].sort());
  await invalid(t.notion.fileUploads.list({status: 'lost'}), /status should be/);
});

test('A file upload that is not there', async ({notion}) => {
  const file_upload_id = crypto.randomUUID();
  await missing(notion.fileUploads.retrieve({file_upload_id}));
  await missing(notion.fileUploads.send({file_upload_id, file: file('x')}));
  await missing(notion.fileUploads.complete({file_upload_id}));
});

test('Another\'s upload is not one\'s own', async (t) => {
  const upload = await sent(t);
  await missing(t.person.fileUploads.retrieve({file_upload_id: upload.id}));
});
