// A person's day: a video is made, written, approved and watched while the real daemon works.
import assert from 'node:assert/strict';
import {startDaemon} from '../daemon.mjs';
import {test, until, words} from '../suite.mjs';

const kScript = 'A raven came to the door.\nIt said one word.\nNobody slept that night.';
const kFilm = 40_000;

const cell = (scope, name) => scope.locator(`.cell[data-property="${name}"]`);

async function rowsOf(api, title) {
  const {results} = await api('POST', '/v1/search', {query: title, filter: {property: 'object', value: 'data_source'}});
  if (!results.length) return [];
  const list = await api('POST', `/v1/data_sources/${results[0].id}/query`, {sorts: [{property: 'Sentence Number', direction: 'ascending'}]});
  return list.results;
}

/** Makes a video in the table and opens it. */
async function makeVideo(page, api, title) {
  await page.locator('#side').getByText('Videos', {exact: true}).click();
  await page.getByRole('button', {name: '+ New'}).last().click();
  await page.locator('textarea:focus, input:focus').waitFor();
  await page.keyboard.insertText(title);
  await page.keyboard.press('Enter');
  const video = await until('the video', async () => {
    const {results} = await api('POST', '/v1/search', {query: title, filter: {property: 'object', value: 'page'}});
    return results[0];
  });
  await page.goto(new URL('/p/' + video.id.replaceAll('-', ''), page.url()).href);
  await page.locator('.page-head .heading').getByText(title).waitFor();
  return video.id;
}

test('from an empty row to a film', async ({page, api, workspace, studio, paste, picture}) => {
  const daemon = await startDaemon(workspace, studio);
  try {
    await page.goto(workspace.url);
    await page.locator('#side').getByText('Videos', {exact: true}).waitFor();
    const id = await makeVideo(page, api, 'A Dream Within a Dream');

    await page.keyboard.press('Escape');
    await page.locator('.page-head .heading').click();
    await page.keyboard.press('Enter');
    await paste(page, kScript);
    await page.keyboard.press('Enter');
    await page.keyboard.type('The end.');

    const details = page.locator('.embedded');
    await details.getByText('It said one word.').waitFor({timeout: kFilm});
    await details.getByText('The end.').waitFor({timeout: kFilm});
    await page.locator('.properties').getByText('Awaiting Approval').waitFor({timeout: kFilm});
    await picture('day: written');

    await cell(page.locator('.properties'), 'Script Approved').locator('input').click();
    await page.locator('.properties').getByText('Complete', {exact: true}).waitFor({timeout: kFilm});
    await picture('day: complete');
    const rows = await rowsOf(api, 'A Dream Within a Dream - Script Details');
    assert.deepEqual(rows.map((row) => words(row.properties['Script Text'].title)),
        ['A raven came to the door.', 'It said one word.', 'Nobody slept that night.', 'The end.']);
    const film = (await api('GET', '/v1/pages/' + id)).properties.Render.url;
    assert.equal((await fetch(film)).status, 200);
    await until('a picture', () => details.locator('img').first().evaluate((image) => image.naturalWidth > 0));

    await details.locator('.cell').getByText('It said one word.').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('It said nothing at all.');
    await page.keyboard.press('Enter');
    await until('another film', async () => {
      const {properties} = await api('GET', '/v1/pages/' + id);
      return properties.Status.select.name === 'Complete' && properties.Render.url !== film;
    }, kFilm);
  } catch (error) {
    throw new Error(error.message + '\n' + daemon.said().slice(-1500));
  } finally {
    await daemon.stop();
  }
}, {long: true});
