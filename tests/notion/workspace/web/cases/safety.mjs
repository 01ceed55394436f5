// Hostile content is shown as what it is; other sites get nothing.
import assert from 'node:assert/strict';
import {shown, short, test, text, until} from '../suite.mjs';

const kMarkup = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const kScript = 'javascript:alert(3)';

test('markup and script links in titles, text, options and names run nowhere', async ({page, api, studio, workspace}) => {
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio}, title: text(kMarkup),
    initial_data_source: {properties: {Title: {title: {}}, [kMarkup]: {select: {options: [{name: '<svg onload=alert(4)>', color: 'red'}]}}, Link: {url: {}}, Files: {files: {}}}},
  });
  const row = await api('POST', '/v1/pages', {
    parent: {data_source_id: database.data_sources[0].id},
    properties: {Title: {title: text(kMarkup)}, [kMarkup]: {select: {name: '<svg onload=alert(4)>'}}, Link: {url: kScript}, Files: {files: [{name: kMarkup, external: {url: kScript}}]}},
    children: [{paragraph: {rich_text: [...text(kMarkup), ...text('click', {}, kScript)]}}, {bookmark: {url: kScript}}, {image: {external: {url: kScript}}}, {code: {rich_text: text(kMarkup), language: 'html'}}],
  });
  await page.goto(`${workspace.url}/p/${short(database.id)}`);
  await page.getByText('onload=alert').first().waitFor();
  await page.goto(`${workspace.url}/p/${short(row.id)}`);
  await page.locator('.block .text').first().waitFor();
  assert.equal(await page.locator('.page-head .heading').innerText(), kMarkup);
  assert.equal(await page.locator('a[href^="javascript" i], [src^="javascript" i], main script, main svg').count(), 0);
  await page.getByText('click').click();
  await page.locator('.block .text').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await until('the edit', async () => (await shown(api, row.id))[0].includes('!'));
  assert.ok((await shown(api, row.id))[0].startsWith('p ' + kMarkup));
});

test('pasted HTML leaves its scripts behind', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  await page.locator('.block .text').first().click();
  await page.keyboard.press('End');
  await page.evaluate((html) => {
    const transfer = new DataTransfer();
    transfer.setData('text/html', html);
    transfer.setData('text/plain', html);
    transfer.setData('application/x-workspace-text', '[{"type":"evil"},5]');
    transfer.setData('application/x-workspace-blocks', '{"not":"a list"}');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: transfer, bubbles: true, cancelable: true}));
  }, kMarkup);
  await page.keyboard.type('.');
  await until('the text', async () => (await shown(api, id))[0].endsWith('.'));
  assert.equal(await page.locator('.block img, .block script').count(), 0);
});

test('another site, another host and a wrong key are refused', async ({workspace}) => {
  const key = new URL(workspace.pageLink).searchParams.get('key');
  const ask = (headers, path = '/ui/tree', more = {}) => fetch(workspace.url + path, {headers, ...more}).then((reply) => reply.status);
  assert.equal(await ask({'X-Workspace-Key': key}), 200);
  assert.equal(await ask({'X-Workspace-Key': 'x'}), 401);
  assert.equal(await ask({}), 401);
  assert.equal(await ask({'X-Workspace-Key': key, Origin: 'http://127.0.0.1:1'}), 401);
  assert.equal(await ask({}, '/ui/edit', {method: 'POST', body: '{"operations": []}'}), 401);
});

test('a page of another site can neither read nor write', async ({page, workspace, api, studio}) => {
  const before = (await shown(api, studio)).length;
  await page.route('http://evil.example/', (route) => route.fulfill({contentType: 'text/html', body: '<p>evil</p>'}));
  await page.goto('http://evil.example/');
  const tried = await page.evaluate(async ([url, parent]) => {
    const body = JSON.stringify({operations: [{op: 'insert', parent, after: null, blocks: [{id: crypto.randomUUID?.() || '00000000-0000-4000-8000-000000000001', type: 'paragraph', content: {rich_text: []}}]}]});
    const ask = (options) => fetch(url + '/ui/edit', {method: 'POST', body, ...options}).then((reply) => reply.type, () => 'refused');
    return [await ask({}), await ask({mode: 'no-cors'}), await ask({headers: {'X-Workspace-Key': 'guess'}})];
  }, [workspace.url, studio]);
  assert.equal(tried[0], 'refused');
  assert.equal((await shown(api, studio)).length, before);
});

test('the link\'s key leaves the address, and every file has the strict policy', async ({page, workspace}) => {
  await page.goto(workspace.pageLink);
  await page.locator('#side a').first().waitFor();
  assert.equal(new URL(page.url()).search, '');
  const reply = await fetch(workspace.url + '/');
  assert.match(reply.headers.get('content-security-policy'), /default-src 'none'; script-src 'self'; style-src 'self'/);
});

test('the stream of changes and links to files are nobody else\'s', async ({page, workspace, opened, api}) => {
  const ask = (path, headers) => fetch(workspace.url + path, {headers}).then((reply) => { reply.body?.cancel(); return reply.status; });
  const key = new URL(workspace.pageLink).searchParams.get('key');
  assert.equal(await ask('/ui/events', {}), 401);
  assert.equal(await ask('/ui/events?key=' + key, {}), 401);
  assert.equal(await ask('/ui/events', {'X-Workspace-Key': key, Origin: 'null'}), 401);
  assert.equal(await ask('/ui/events', {'X-Workspace-Key': key, 'Sec-Fetch-Site': 'cross-site'}), 401);
  const id = await opened(page, ['a']);
  await page.locator('.block .text').first().click();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['<script>document.title = localStorage["workspace-key"]</script>'], 'page.html', {type: 'text/html'}));
    document.activeElement.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
  });
  const file = await until('the file', async () => (await api('GET', `/v1/blocks/${id}/children`)).results.find((block) => block.type === 'file'));
  const link = new URL(file.file.file.url);
  const path = link.pathname + link.search;
  const changed = path.replace(/[0-9a-f](?=[^0-9a-f]*$)/, (last) => (last === '0' ? '1' : '0'));
  assert.equal(await ask(path, {}), 200);
  assert.ok(await ask(changed, {}) >= 400);
  assert.ok(await ask(link.pathname, {}) >= 400);
  const opening = page.goto(link.href).catch(() => {});
  const download = await page.waitForEvent('download', {timeout: 2000}).catch(() => null);
  await opening;
  assert.ok(download, 'a page that was uploaded is not shown');
});

test('a link with another key locks nobody out', async ({page, workspace}) => {
  const key = () => page.evaluate(() => localStorage.getItem('workspace-key'));
  await page.goto(workspace.url + '/');
  await page.locator('#side a').first().waitFor();
  const before = await key();
  await page.goto(workspace.url + '/?key=wrong');
  await page.locator('#side a').first().waitFor();
  assert.equal(await key(), before);
  assert.equal(new URL(page.url()).search, '');
  assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').some((entry) => entry.name.includes('key='))), false);
});
