// https://developers.notion.com/reference/status-codes
import assert from 'node:assert/strict';
import {APIErrorCode, isNotionClientError, UnknownHTTPResponseError} from '@notionhq/client';
import {invalid, missing, paragraph, refused, test, text} from '../suite.mjs';

/** A request without the SDK: what stands in `init` goes out as it is. */
async function raw({workspace, version}, path, init = {}) {
  const headers = {Authorization: `Bearer ${workspace.token}`, 'Notion-Version': version, 'Content-Type': 'application/json', ...init.headers};
  for (const [name, value] of Object.entries(headers)) if (value === null) delete headers[name];
  const reply = await fetch(workspace.url + path, {...init, headers});
  return {status: reply.status, headers: reply.headers, body: await reply.json()};
}

async function rawRefused(t, path, init, status, code, message = /./) {
  const {body, ...reply} = await raw(t, path, init);
  assert.deepEqual([reply.status, body.status, body.object, body.code], [status, status, 'error', code], body.message);
  assert.match(body.message, message);
  assert.match(body.request_id, /^[0-9a-f-]{36}$/);
}

const post = (body) => ({method: 'POST', body});

test('unauthorized: a token that is none', async (t) => {
  const error = await refused(t.client('ntn_nobody').users.me({}), 401, 'unauthorized', /API token is invalid\./);
  assert.ok(isNotionClientError(error) && error.code === APIErrorCode.Unauthorized);
  assert.match(error.request_id, /^[0-9a-f-]{36}$/);
});

test('unauthorized: no token, half a token, a token of another kind', async (t) => {
  for (const Authorization of [null, '', 'Bearer', `Bearer ${t.workspace.token.slice(0, -1)}`, `Bearer ${t.workspace.token}x`, `Basic ${t.workspace.token}`]) {
    await rawRefused(t, '/v1/users/me', {headers: {Authorization}}, 401, 'unauthorized');
  }
});

test('missing_version', async (t) => {
  await rawRefused(t, '/v1/users/me', {headers: {'Notion-Version': null}}, 400, 'missing_version',
      /^Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`\.$/);
});

for (const old of ['2022-06-28', '2021-05-13', '2030-01-01', 'latest']) {
  test(`Version ${old} is refused, and why`, async (t) => {
    await invalid(t.client(t.workspace.token, {notionVersion: old}).users.me({}), /Notion-Version/);
  });
}

test('invalid_json', async (t) => {
  for (const body of ['{"parent":', '{"a": 1,}', '\u00ff', '[1', '{"a": NaN}', '']) {
    if (body) await rawRefused(t, '/v1/pages', post(body), 400, 'invalid_json', /Error parsing JSON body\./);
  }
});

test('invalid_json: bytes that are no UTF-8', async (t) => {
  const body = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  await rawRefused(t, '/v1/pages', post(body), 400, 'invalid_json');
});

test('A body that is JSON, but no object', async (t) => {
  for (const body of ['[]', '"x"', '7', 'null', 'true']) {
    const {status, body: {code}} = await raw(t, '/v1/pages', post(body));
    assert.ok(status === 400 && ['invalid_json', 'validation_error'].includes(code), `${body}: ${status} ${code}`);
  }
});

test('A body nested a thousand deep', async (t) => {
  const {status} = await raw(t, '/v1/pages', post('{"a":'.repeat(1000) + '1' + '}'.repeat(1000)));
  assert.equal(status, 400);
});

test('invalid_request_url', async (t) => {
  for (const path of ['/v1/', '/v1/nothing', '/v1/pages/x/y', '/v1/users/me/more', '/v1/blocks', '/v1//users', '/v1/databases/x/query']) {
    await rawRefused(t, path, {}, 400, 'invalid_request_url', /Invalid request URL\./);
  }
});

test('A method that the endpoint does not have', async (t) => {
  await rawRefused(t, '/v1/users/me', post('{}'), 400, 'invalid_request_url');
  await rawRefused(t, '/v1/pages', {method: 'DELETE'}, 400, 'invalid_request_url');
});

test('validation_error: a field of the wrong type, a field too many, a field too few', async ({notion, page_id}) => {
  const create = (body) => notion.request({method: 'post', path: 'pages', body});
  await invalid(create({parent: 'x', properties: {}}), /^body failed validation: body\.parent should be an object/);
  await invalid(create({parent: {page_id}, properties: []}), /body\.properties should be an object/);
  await invalid(create({parent: {page_id}, properties: {}, colour: 'red'}), /body\.colour should be not present, instead was `"red"`/);
  await invalid(create({parent: {}, properties: {}}), /body\.parent/);
  await invalid(create({parent: {page_id, data_source_id: page_id}, properties: {}}), /body\.parent/);
  await invalid(create({parent: {page_id: 7}, properties: {}}), /body\.parent\.page_id should be a string/);
  await invalid(create({parent: {page_id: 'x'}, properties: {}}), /body\.parent\.page_id should be a valid uuid/);
});

test('object_not_found: the message names the object', async ({notion}) => {
  const page_id = crypto.randomUUID();
  const error = await missing(notion.pages.retrieve({page_id}));
  assert.match(error.message, new RegExp(`Could not find page with ID: ${page_id}\\. Make sure the relevant pages and databases are shared with your integration`));
});

test('An answer says which request it was', async (t) => {
  const [one, two] = [await raw(t, '/v1/users/me'), await raw(t, '/v1/users/me')];
  assert.notEqual(one.body.request_id, two.body.request_id);
  assert.match(one.headers.get('content-type'), /^application\/json/);
});

test('Ids with and without dashes, upper and lower case', async ({notion, page_id}) => {
  for (const id of [page_id.replaceAll('-', ''), page_id.toUpperCase(), page_id]) {
    assert.equal((await notion.pages.retrieve({page_id: id})).id, page_id);
  }
});

// ---- errors that a healthy server does not give: asked for ----------------------------------------

/** Makes the next request that fits fail. */
const fault = ({control}, rule) => control('POST', 'faults', {rules: [{count: 1, ...rule}]});

for (const [status, code] of Object.entries({
  409: 'conflict_error', 429: 'rate_limited', 500: 'internal_server_error', 503: 'service_unavailable',
  504: 'gateway_timeout', 529: 'service_overload',
})) {
  test(`${code}: ${status}`, {alone: true}, async (t) => {
    await fault(t, {kind: status});
    const error = await refused(t.notion.users.me({}), Number(status), code);
    if (['429', '529'].includes(status)) assert.ok(Number(error.headers.get('retry-after')) >= 0);
    await t.notion.users.me({});
  });
}

test('502 is HTML', {alone: true}, async (t) => {
  await fault(t, {kind: '502_html'});
  const error = await t.notion.users.me({}).catch((reason) => reason);
  assert.ok(UnknownHTTPResponseError.isUnknownHTTPResponseError(error), `${error}`);
  assert.equal(error.status, 502);
  assert.match(error.body, /<html/i);
});

test('A write that commits and fails, with what it made', {alone: true}, async (t) => {
  await fault(t, {kind: '503_committed', method: 'POST'});
  const error = await refused(t.notion.pages.create({parent: {page_id: t.page_id}, properties: {title: {title: text('made')}}}), 503, 'service_unavailable');
  const found = await t.notion.pages.retrieve({page_id: error.additional_data.committed_resource_id});
  assert.equal(found.properties.title.title[0].plain_text, 'made');
  assert.ok(Array.isArray(error.additional_data.retry_guidance));
});

test('An append that commits and fails', {alone: true}, async (t) => {
  await fault(t, {kind: '503_committed', method: 'PATCH'});
  const error = await refused(t.notion.blocks.children.append({block_id: t.page_id, children: [paragraph('a'), paragraph('b')]}), 503, 'service_unavailable');
  const {results} = await t.notion.blocks.children.list({block_id: t.page_id});
  assert.equal(error.additional_data.committed_resource_id, t.page_id);
  assert.deepEqual(error.additional_data.committed_child_ids, results.map(({id}) => id));
});

test('A connection dropped before and after the write', {alone: true}, async (t) => {
  const create = () => t.notion.pages.create({parent: {page_id: t.page_id}, properties: {}});
  const count = async () => (await t.notion.blocks.children.list({block_id: t.page_id})).results.length;
  await fault(t, {kind: 'drop_before', method: 'POST'});
  await assert.rejects(create());
  assert.equal(await count(), 0);
  await fault(t, {kind: 'drop_after', method: 'POST'});
  await assert.rejects(create());
  assert.equal(await count(), 1);
});

test('The SDK waits as it is told, and goes on', {alone: true}, async (t) => {
  await fault(t, {kind: '429', retry_after: 1});
  const patient = t.client(t.workspace.token, {retry: {maxRetries: 2, initialRetryDelayMs: 10}});
  const begin = Date.now();
  assert.equal((await patient.users.me({})).type, 'bot');
  assert.ok(Date.now() - begin >= 900);
});
