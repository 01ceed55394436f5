// https://developers.notion.com/guides/data-apis/working-with-files-and-media
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {collectPaginatedAPI} from '@notionhq/client';
import {file, read, sent} from '../files.mjs';
import {holds, invalid, missing, sleep, test} from '../suite.mjs';

const kMegabyte = 1024 * 1024;

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
