// A database as table, board and gallery: keys, cards, pictures, filters, many rows.
import assert from 'node:assert/strict';
import {short, test, text, until, words} from '../suite.mjs';

const kDot = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const options = [{name: 'New', color: 'gray'}, {name: 'Doing', color: 'blue'}, {name: 'Done', color: 'green'}];

/** A database of films, opened; each row is [title, status, number]. */
async function films({page, api, studio, workspace}, rows) {
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio}, title: text('Films'),
    initial_data_source: {properties: {Title: {title: {}}, Status: {select: {options}}, Number: {number: {}}, Note: {rich_text: {}}, Link: {url: {}}}},
  });
  const source = database.data_sources[0].id;
  const made = [];
  for (const [title, status, number] of rows)
    made.push(await api('POST', '/v1/pages', {parent: {data_source_id: source}, properties: {Title: {title: text(title)}, Status: {select: {name: status}}, Number: {number}}}));
  const address = `${workspace.url}/p/${short(database.id)}`;
  await page.goto(address);
  await page.locator('.database').getByText(rows[0][0], {exact: true}).first().waitFor();
  return {id: database.id, source, address, rows: made.map(({id}) => id)};
}

const kThree = [['Alpha', 'New', 3], ['Beta', 'Doing', 1], ['Gamma', 'New', 2]];
const titles = (page) => page.locator('tr[data-row] .cell.title .value').allInnerTexts();
const cell = (page, id, name) => page.locator(`tr[data-row="${id}"] .cell[data-property="${name}"]`);
const saved = async (api, id, name) => (await api('GET', '/v1/pages/' + id)).properties[name];
const addView = async (page, name) => {
  await page.getByLabel('Add a view').click();
  await page.getByRole('menuitem', {name}).click();
  await page.getByRole('tab', {name, selected: true}).waitFor();
};

test('arrows, Enter, Tab and Escape edit a table without the mouse', async (bench) => {
  const {page, api} = bench;
  const {rows} = await films(bench, kThree);
  await page.locator('.sheet table').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('First');
  await page.keyboard.press('Tab');
  const changed = await until('the title', async () => {
    for (const id of rows) if (words((await saved(api, id, 'Title')).title) === 'First') return id;
    return null;
  });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  await until('a number', async () => (await saved(api, changed, 'Number')).number === 7);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('F2');
  await page.keyboard.type('9');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(150);
  assert.equal((await saved(api, changed, 'Number')).number, 7);
});

test('a card is dragged to another column of the board', async (bench) => {
  const {page, api, picture} = bench;
  const {rows} = await films(bench, kThree);
  await addView(page, 'Board');
  const card = page.locator('.card').filter({hasText: 'Alpha'});
  await card.waitFor();
  const target = await page.locator('.board .column[aria-label="Done"]').boundingBox();
  await card.hover();
  const box = await card.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(target.x + 40, target.y + 90, {steps: 8});
  await page.mouse.up();
  await until('the move', async () => (await saved(api, rows[0], 'Status')).select.name === 'Done');
  await page.locator('.board .column[aria-label="Done"] .card').getByText('Alpha').waitFor();
  await picture('board');
});

test('a gallery shows the pictures that links lead to', async (bench) => {
  const {page, api, picture} = bench;
  const {rows} = await films(bench, kThree);
  await page.route('**/dot.png', (route) => route.fulfill({contentType: 'image/png', body: Buffer.from(kDot.split(',')[1], 'base64')}));
  await api('PATCH', '/v1/pages/' + rows[0], {properties: {Link: {url: bench.workspace.url + '/dot.png'}}});
  await addView(page, 'Gallery');
  await until('the picture', () => page.locator('.gallery .card img').first().evaluate((image) => image.naturalWidth === 1));
  await picture('gallery');
});

test('filter and sort are kept in the view and survive a reload', async (bench) => {
  const {page, api} = bench;
  const {id} = await films(bench, kThree);
  await page.getByRole('button', {name: 'Filter', exact: true}).click();
  await page.getByRole('option', {name: 'Status'}).click();
  await page.locator('.menu label').filter({hasText: 'New'}).locator('input').check();
  await until('two rows', async () => (await titles(page)).length === 2);
  await page.keyboard.press('Escape');
  await page.getByRole('button', {name: 'Sort', exact: true}).click();
  await page.getByRole('option', {name: 'Number'}).click();
  await page.getByRole('menuitem', {name: /Ascending/}).click();
  await until('the order', async () => (await titles(page)).join() === 'Gamma,Alpha');
  await page.reload();
  await until('the same', async () => (await titles(page)).join() === 'Gamma,Alpha');
  const views = await api('GET', '/v1/views?database_id=' + id);
  const view = await api('GET', '/v1/views/' + views.results[0].id);
  assert.equal(view.sorts[0].direction, 'ascending');
});

test('a row is trashed and brought back by the notice', async (bench) => {
  const {page, api} = bench;
  const {rows} = await films(bench, kThree);
  await cell(page, rows[1], 'Title').hover();
  await cell(page, rows[1], 'Title').getByLabel('Row menu').click();
  await page.getByRole('menuitem', {name: 'Move to trash'}).click();
  await until('the trash', async () => (await api('GET', '/v1/pages/' + rows[1])).in_trash);
  await page.locator('#notice').getByRole('button', {name: 'Undo'}).click();
  await cell(page, rows[1], 'Title').waitFor();
  assert.equal((await api('GET', '/v1/pages/' + rows[1])).in_trash, false);
});

test('a thousand rows scroll without a hitch', async (bench) => {
  const {page, api} = bench;
  const {source} = await films(bench, [['Row 0', 'New', 0]]);
  const numbers = Array.from({length: 1000}, (_, at) => at + 1);
  await Promise.all(Array.from({length: 8}, async () => {
    for (let at = numbers.shift(); at; at = numbers.shift())
      await api('POST', '/v1/pages', {parent: {data_source_id: source}, properties: {Title: {title: text('Row ' + at)}, Number: {number: at}}});
  }));
  await page.reload();
  await page.locator('tr[data-row]').first().waitFor();
  assert.ok(await page.locator('tr[data-row]').count() < 120, 'only rows in sight are drawn');
  const frames = await page.locator('.sheet').evaluate(async (sheet) => {
    const took = [];
    for (let step = 0; step < 60; step += 1) {
      const begin = performance.now();
      sheet.scrollTop = (sheet.scrollHeight / 60) * step;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      took.push(performance.now() - begin);
    }
    return took.sort((one, other) => one - other);
  });
  assert.ok(frames[30] < 100, `half of the frames took more than ${frames[30]} ms`);
  await page.locator('.sheet').evaluate((sheet) => { sheet.scrollTop = sheet.scrollHeight; });
  await page.locator('.sheet').getByText('Row 1000').waitFor();
});

test('light and dark follow the system, with readable text in both', async ({page, opened, picture}) => {
  await opened(page, ['Some words to read.']);
  const contrast = () => page.locator('.block .text').first().evaluate((line) => {
    const shade = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
    return shade(getComputedStyle(document.body).backgroundColor) - shade(getComputedStyle(line).color);
  });
  await page.emulateMedia({colorScheme: 'dark'});
  assert.ok(await contrast() < -120);
  await picture('dark');
  await page.emulateMedia({colorScheme: 'light'});
  assert.ok(await contrast() > 120);
  await picture('light');
});
