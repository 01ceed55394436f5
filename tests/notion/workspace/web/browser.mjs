// A workspace and a headless Chromium that a case drives as a person would.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {startWorkspace} from '../sdk/server.mjs';
import {line, short, text} from './suite.mjs';

const kDeadline = 10_000;
const kBrowser = process.env.CHROMIUM || '/usr/bin/chromium';
const kFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Asks the API with a token; throws what it refuses. */
function asker(url, token) {
  return async (method, path, body) => {
    const reply = await fetch(url + path, {
      method, headers: {Authorization: 'Bearer ' + token, 'Notion-Version': '2026-03-11'}, body: body && JSON.stringify(body),
    });
    const answer = await reply.json();
    if (!reply.ok) throw new Error(`${method} ${path}: ${answer.message}`);
    return answer;
  };
}

/** What a page must never say: errors nobody caught, and breaches of its own policy. */
function listen(page, complaints) {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught|violates/.test(message.text())) complaints.push(message.text());
  });
  page.on('dialog', (dialog) => { complaints.push('a dialog: ' + dialog.message()); dialog.dismiss().catch(() => {}); });
}

export async function start() {
  const workspace = await startWorkspace();
  const profile = mkdtempSync(join(tmpdir(), 'storyreel-chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: kBrowser, headless: true, args: kFlags, viewport: {width: 1280, height: 800}, acceptDownloads: true,
  });
  await browser.grantPermissions(['clipboard-read', 'clipboard-write'], {origin: workspace.url});
  const api = asker(workspace.url, workspace.token);
  const person = asker(workspace.url, workspace.personToken);
  const {results} = await api('POST', '/v1/search', {query: 'Studio'});
  const studio = results[0].id;
  const complaints = [];

  const tab = async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(kDeadline);
    listen(page, complaints);
    return page;
  };
  const first = await tab();
  await first.goto(workspace.pageLink);
  await first.locator('#side a').first().waitFor();
  await first.close();

  return {
    workspace, browser, api, person, studio, complaints, tab,

    /** A page under Studio with these blocks, opened in `page`; its id. */
    async opened(page, children, title = 'A page') {
      const blocks = children.map((each) => (typeof each === 'string' ? line(each) : each));
      const made = await api('POST', '/v1/pages', {parent: {page_id: studio}, properties: {title: {title: text(title)}}, children: blocks});
      await page.goto(`${workspace.url}/p/${short(made.id)}`);
      await page.locator('.page-head .heading').getByText(title).waitFor();
      if (blocks.length) await page.locator('.block').first().waitFor();
      return made.id;
    },

    /** Puts text on the clipboard and presses Ctrl+V. */
    async paste(page, content) {
      await page.evaluate((given) => navigator.clipboard.writeText(given), content);
      await page.keyboard.press('Control+v');
    },

    async stop() {
      await browser.close();
      await workspace.stop();
      rmSync(profile, {recursive: true, force: true});
    },
  };
}
