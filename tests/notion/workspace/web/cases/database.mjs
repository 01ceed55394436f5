// A database: rows and cells as a person edits them.
import assert from 'node:assert/strict';
import {short, test, text, until, words} from '../suite.mjs';

const cell = (page, id, name) => page.locator(`tr[data-row="${id}"] .cell[data-property="${name}"]`);

/** A database of three rows, opened; {database, source, rows}. */
async function videos({page, api, studio, workspace}) {
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio},
    title: text('Shelf'),
    initial_data_source: {properties: {
      Title: {title: {}}, 'Script Approved': {checkbox: {}},
      Status: {select: {options: [{name: 'New', color: 'gray'}, {name: 'Generating', color: 'blue'}, {name: 'Complete', color: 'green'}]}},
      Progress: {number: {format: 'percent'}}, 'YouTube URL': {url: {}}, Notes: {rich_text: {}}, Image: {files: {}},
    }},
  });
  const source = database.data_sources[0].id;
  const rows = [];
  for (const [title, status, progress] of [['The Raven', 'Generating', 0.4], ['<b>Not markup</b>', 'New', 0], ['月の光 🎬', 'Complete', 1]])
    rows.push((await api('POST', '/v1/pages', {
      parent: {data_source_id: source},
      properties: {Title: {title: text(title)}, Status: {select: {name: status}}, Progress: {number: progress}},
    })).id);
  await page.goto(`${workspace.url}/p/${short(database.id)}`);
  await cell(page, rows[0], 'Title').waitFor();
  return {database: database.id, source, rows};
}

test('a title is text, never markup', async (bench) => {
  const {rows} = await videos(bench);
  assert.equal(await cell(bench.page, rows[1], 'Title').locator('.value').innerText(), '<b>Not markup</b>');
});

test('a tick is saved as the person', async (bench) => {
  const {page, api} = bench;
  const {rows} = await videos(bench);
  const {id} = await bench.person('GET', '/v1/users/me');
  await cell(page, rows[0], 'Script Approved').locator('input').click();
  const saved = await until('the tick', async () => {
    const now = await api('GET', '/v1/pages/' + rows[0]);
    return now.properties['Script Approved'].checkbox && now;
  });
  assert.equal(saved.last_edited_by.id, (await api('GET', '/v1/users/' + id)).id);
});

test('cells of text, number, select and url are edited in place', async (bench) => {
  const {page, api} = bench;
  const {rows} = await videos(bench);
  const edit = async (name, value) => {
    await cell(page, rows[1], name).locator('.value').click();
    await page.keyboard.insertText(value);
    await page.keyboard.press('Enter');
  };
  await edit('Title', 'The Tell-Tale Heart');
  await edit('Notes', 'A murderer’s own words');
  await edit('Progress', '0.25');
  await edit('YouTube URL', 'https://youtu.be/x');
  await edit('Status', 'Paused');
  const saved = await until('the cells', async () => {
    const {properties} = await api('GET', '/v1/pages/' + rows[1]);
    return properties.Status.select?.name === 'Paused' && properties;
  });
  assert.equal(words(saved.Title.title), 'The Tell-Tale Heart');
  assert.equal(words(saved.Notes.rich_text), 'A murderer’s own words');
  assert.equal(saved.Progress.number, 0.25);
  assert.equal(saved['YouTube URL'].url, 'https://youtu.be/x');
});

test('the bot\'s work shows and leaves a cell being edited alone', async (bench) => {
  const {page, api} = bench;
  const {rows} = await videos(bench);
  await cell(page, rows[0], 'Notes').locator('.value').click();
  await page.keyboard.insertText('half a thou');
  await api('PATCH', '/v1/pages/' + rows[0], {properties: {Progress: {number: 0.9}, Notes: {rich_text: text('from the bot')}}});
  await cell(page, rows[0], 'Progress').getByText('90%').waitFor();
  assert.equal(await cell(page, rows[0], 'Notes').locator('textarea').inputValue(), 'half a thou');
  await page.keyboard.press('Escape');
  await cell(page, rows[0], 'Notes').getByText('from the bot').waitFor();
});
