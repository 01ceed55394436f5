// Drives the workspace's web page once in headless Chromium, as a person would, and checks through
// the REST API that it stuck. Run with STORYREEL_PROGRAM (starts a workspace of its own), or with
// WORKSPACE_PAGE (the page's link with its key) and WORKSPACE_TOKEN (the bot's).
// SCREENSHOTS=DIR keeps pictures. Ends on "N passed, M failed"; exit code 1 when one failed.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const kDeadline = 10_000;
const kBrowser = process.env.CHROMIUM || '/usr/bin/chromium';
const kFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function startWorkspace(program) {
  const data = mkdtempSync(join(tmpdir(), 'storyreel-web-'));
  const child = spawn(program, ['workspace', '--listen', '127.0.0.1:0', '--data', data]);
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (bytes) => {
      output += bytes;
      const ready = output.match(/workspace ready at (http:\S+)/);
      if (ready) resolve(ready[1]);
    });
    child.on('exit', (code) => reject(new Error('the workspace ended with ' + code)));
    setTimeout(() => reject(new Error('the workspace was not ready in time')), kDeadline).unref();
  });
  const secret = (name) => readFileSync(join(data, name), 'utf8').trim();
  return {
    url,
    page: url + '/?key=' + secret('page.key'),
    token: secret('integration.token'),
    stop() {
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
      rmSync(data, {recursive: true, force: true});
    },
  };
}

function givenWorkspace() {
  const page = process.env.WORKSPACE_PAGE;
  return {url: new URL(page).origin, page, token: process.env.WORKSPACE_TOKEN, stop() {}};
}

const workspace = process.env.STORYREEL_PROGRAM ? await startWorkspace(process.env.STORYREEL_PROGRAM) : givenWorkspace();

async function api(method, path, body) {
  const reply = await fetch(workspace.url + path, {
    method,
    headers: {Authorization: 'Bearer ' + workspace.token, 'Notion-Version': '2026-03-11'},
    body: body && JSON.stringify(body),
  });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(`${method} ${path}: ${answer.message}`);
  return answer;
}

/** Waits until `look` gives something true; fails with `what` at the deadline. */
async function until(what, look) {
  for (const end = Date.now() + kDeadline; Date.now() < end;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('not in time: ' + what);
}

function equal(have, want, what) {
  if (have !== want) throw new Error(`${what}: ${JSON.stringify(have)}, not ${JSON.stringify(want)}`);
}

const text = (content) => [{text: {content}}];
const words = (rich) => rich.map((run) => run.plain_text).join('');

async function prepare() {
  const studio = (await api('POST', '/v1/search', {query: 'Studio'})).results[0].id;
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio},
    title: text('Videos'),
    initial_data_source: {properties: {
      Title: {title: {}}, 'Script Approved': {checkbox: {}},
      Status: {select: {options: [{name: 'New', color: 'gray'}, {name: 'Generating', color: 'blue'}, {name: 'Complete', color: 'green'}]}},
      Progress: {number: {format: 'percent'}}, 'YouTube URL': {url: {}}, Notes: {rich_text: {}}, Image: {files: {}},
    }},
  });
  const source = database.data_sources[0].id;
  const rows = [];
  for (const [title, status, progress] of [['The Raven', 'Generating', 0.4], ['<b>Not markup</b>', 'New', 0], ['月の光 🎬', 'Complete', 1]]) {
    rows.push((await api('POST', '/v1/pages', {
      parent: {data_source_id: source},
      properties: {
        Title: {title: text(title)}, Status: {select: {name: status}}, Progress: {number: progress},
        Image: {files: [{name: 'card', external: {url: workspace.url + '/web/none.png'}}]},
      },
      children: ['Once upon a midnight dreary, while I pondered, weak and weary,', 'Over many a quaint and curious volume of forgotten lore.']
          .map((line) => ({paragraph: {rich_text: text(line)}})),
    })).id);
  }
  return {database: database.id, source, rows};
}

const made = await prepare();
const people = (await api('GET', '/v1/users')).results;
const person = people.find((user) => user.type === 'person').id;
const row = (id) => api('GET', '/v1/pages/' + id);
const cell = (page, id, name) => page.locator(`tr[data-row="${id}"] .cell[data-property="${name}"]`);

const cases = {
  async 'the link opens the workspace and hides its key'(page) {
    await page.goto(workspace.page);
    await page.locator('#side a', {hasText: 'Videos'}).click();
    await cell(page, made.rows[0], 'Title').waitFor();
    equal(new URL(page.url()).search, '', 'query of the address');
    equal(await cell(page, made.rows[1], 'Title').locator('.value').innerText(), '<b>Not markup</b>', 'title');
  },
  async 'a tick is saved as the person'(page) {
    await cell(page, made.rows[0], 'Script Approved').locator('input').click();
    const saved = await until('the tick', async () => {
      const now = await row(made.rows[0]);
      return now.properties['Script Approved'].checkbox && now;
    });
    equal(saved.last_edited_by.id, person, 'last_edited_by');
  },
  async 'cells of text, number, select and url are edited in place'(page) {
    const edit = async (name, value) => {
      await cell(page, made.rows[1], name).locator('.value').click();
      await page.keyboard.insertText(value);
      await page.keyboard.press('Enter');
    };
    await edit('Title', 'The Tell-Tale Heart');
    await edit('Notes', 'A murderer’s own words');
    await edit('Progress', '0.25');
    await edit('YouTube URL', 'https://youtu.be/x');
    await edit('Status', 'Paused');
    const saved = await until('the cells', async () => {
      const {properties} = await row(made.rows[1]);
      return properties.Status.select?.name === 'Paused' && properties;
    });
    equal(words(saved.Title.title), 'The Tell-Tale Heart', 'Title');
    equal(words(saved.Notes.rich_text), 'A murderer’s own words', 'Notes');
    equal(saved.Progress.number, 0.25, 'Progress');
    equal(saved['YouTube URL'].url, 'https://youtu.be/x', 'YouTube URL');
  },
  async 'a refresh shows the bot\'s work and leaves a cell being edited alone'(page) {
    await cell(page, made.rows[0], 'Notes').locator('.value').click();
    await page.keyboard.insertText('half a thou');
    await api('PATCH', '/v1/pages/' + made.rows[0], {properties: {Progress: {number: 0.9}, Notes: {rich_text: text('from the bot')}}});
    await cell(page, made.rows[0], 'Progress').getByText('90%').waitFor({timeout: kDeadline});
    equal(await cell(page, made.rows[0], 'Notes').locator('textarea').inputValue(), 'half a thou', 'the cell being edited');
    await page.keyboard.press('Escape');
    await cell(page, made.rows[0], 'Notes').getByText('from the bot').waitFor({timeout: kDeadline});
  },
  async 'a row is added and another trashed'(page) {
    await page.getByRole('button', {name: '+ New'}).click();
    await page.locator('td textarea').waitFor();
    await page.keyboard.insertText('Annabel Lee');
    await page.keyboard.press('Enter');
    const find = async (title) => (await api('POST', `/v1/data_sources/${made.source}/query`)).results
        .find((one) => words(one.properties.Title.title) === title);
    const added = await until('the new row', () => find('Annabel Lee'));
    equal(added.created_by.id, person, 'created_by');
    await page.locator(`tr[data-row="${added.id}"]`).hover();
    await cell(page, added.id, 'Title').hover();
    await cell(page, added.id, 'Title').getByLabel('Row menu').click();
    await page.getByRole('menuitem', {name: 'Move to trash'}).click();
    await until('the trash', async () => (await row(added.id)).in_trash);
  },
  async 'a row opens as a page whose text is edited and continued'(page) {
    await cell(page, made.rows[0], 'Title').hover();
    await cell(page, made.rows[0], 'Title').getByText('Open').click();
    const lines = page.locator('.block .text');
    await lines.first().waitFor();
    await lines.nth(1).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(' While I nodded, nearly napping.');
    await page.keyboard.press('Enter');
    await until('a third block', async () => (await lines.count()) === 3);
    await page.keyboard.insertText('Suddenly there came a tapping.');
    await page.locator('h1.heading').click();
    const blocks = await until('the saved text', async () => {
      const {results} = await api('GET', `/v1/blocks/${made.rows[0]}/children`);
      const last = results[2] && words(results[2].paragraph.rich_text);
      return last === 'Suddenly there came a tapping.' && results;
    });
    equal(words(blocks[1].paragraph.rich_text).endsWith('nearly napping.'), true, 'the second block');
    equal(blocks[2].last_edited_by.id, person, 'last_edited_by');
  },
  async 'another site, another host and a wrong key are refused'() {
    const ask = (headers) => fetch(workspace.url + '/ui/tree', {headers}).then((reply) => reply.status);
    const key = new URL(workspace.page).searchParams.get('key');
    equal(await ask({'X-Workspace-Key': key}), 200, 'the page itself');
    equal(await ask({'X-Workspace-Key': 'x'}), 401, 'a wrong key');
    equal(await ask({'X-Workspace-Key': key, Origin: 'http://127.0.0.1:1'}), 401, 'another origin');
  },
};

const profile = mkdtempSync(join(tmpdir(), 'storyreel-chromium-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: kBrowser, headless: true, args: kFlags, viewport: {width: 1280, height: 800},
});
const page = browser.pages()[0] || await browser.newPage();
page.setDefaultTimeout(kDeadline);
const complaints = [];
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (message) => {
  if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
});

let passed = 0;
let failed = 0;
for (const [name, run] of Object.entries(cases)) {
  try {
    await run(page);
    if (complaints.length) throw new Error(complaints.splice(0).join('; '));
    passed += 1;
    console.log('ok   ' + name);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${error.message}`);
  }
  if (process.env.SCREENSHOTS) await page.screenshot({path: join(process.env.SCREENSHOTS, `${passed + failed}.png`)});
}
await browser.close();
rmSync(profile, {recursive: true, force: true});
workspace.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
