// Conditions of every kind, views that an API client made, boards and what is done to whole rows.
import assert from 'node:assert/strict';
import {shown, short, test, text, until} from '../suite.mjs';

const titles = (page) => page.locator('tr[data-row] .cell.title .value').allInnerTexts();
const column = (page, name) => page.locator(`.board .column[aria-label="${name}"]`);
const select = {select: {options: [{name: 'New', color: 'gray'}, {name: 'Done', color: 'green'}]}};

/** A database whose rows are given as {title, ...values by property}; opened. */
async function made({page, api, studio, workspace}, properties, rows) {
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio}, title: text('Queries'), initial_data_source: {properties: {Title: {title: {}}, ...properties}},
  });
  const source = database.data_sources[0].id;
  const ids = [];
  for (const {title, ...values} of rows)
    ids.push((await api('POST', '/v1/pages', {parent: {data_source_id: source}, properties: {Title: {title: text(title)}, ...values}})).id);
  const address = `${workspace.url}/p/${short(database.id)}`;
  await page.goto(address);
  await page.locator('tr[data-row]').first().waitFor();
  const schema = (await api('GET', '/v1/data_sources/' + source)).properties;
  return {database: database.id, source, ids, address, schema};
}

const filterBy = async (page, name) => {
  await page.getByRole('button', {name: 'Filter', exact: true}).click();
  await page.getByRole('option', {name}).click();
};
const only = async (page, ...wanted) => {
  await until('rows ' + wanted, async () => (await titles(page)).sort().join() === wanted.sort().join());
  await page.keyboard.press('Escape');
  await page.locator('.chip .remove').first().click();
  await until('all rows', async () => (await titles(page)).length === 3);
};

test('conditions on a number, a date, a tick, options and a relation', async (bench) => {
  const {page, api} = bench;
  const {source, ids, address} = await made(bench, {Number: {number: {}}, When: {date: {}}, Done: {checkbox: {}}, Tags: {multi_select: {options: [{name: 'x'}, {name: 'y'}]}}}, [
    {title: 'A', Number: {number: 1}, When: {date: {start: '2030-01-01'}}, Tags: {multi_select: [{name: 'x'}]}},
    {title: 'B', Number: {number: 5}, When: {date: {start: '2030-03-01'}}, Done: {checkbox: true}, Tags: {multi_select: [{name: 'x'}, {name: 'y'}]}},
    {title: 'C'},
  ]);
  await api('PATCH', '/v1/data_sources/' + source, {properties: {Next: {relation: {data_source_id: source, type: 'single_property', single_property: {}}}}});
  await api('PATCH', '/v1/pages/' + ids[2], {properties: {Next: {relation: [{id: ids[0]}]}}});
  await page.goto(address);
  await filterBy(page, 'Number');
  await page.getByLabel('Condition').selectOption('greater_than');
  await page.getByLabel('Value').fill('2');
  await only(page, 'B');
  await filterBy(page, 'When');
  await page.getByLabel('Value').fill('2030-02-01');
  await only(page, 'B');
  await filterBy(page, 'Done');
  await page.getByLabel('Value').selectOption('false');
  await only(page, 'A', 'C');
  await filterBy(page, 'Tags');
  await page.locator('.menu label').filter({hasText: 'y'}).locator('input').check();
  await only(page, 'B');
  await filterBy(page, 'Next');
  await page.getByRole('button', {name: 'Choose a page'}).click();
  await page.getByRole('option', {name: 'A', exact: true}).click();
  await only(page, 'C');
});

test('of two changes of a view the later one stays, however slow the first is', async (bench) => {
  const {page, api} = bench;
  const {source} = await made(bench, {Rank: {number: {}}}, [{title: 'A', Rank: {number: 1}}, {title: 'B', Rank: {number: 5}}]);
  const kept = async () => (await Promise.all((await api('GET', '/v1/views?data_source_id=' + source)).results.map(({id}) => api('GET', '/v1/views/' + id))))[0];
  const sent = [];
  await page.route('**/v1/views/*', async (route) => {
    sent.push(route.request().postDataJSON());
    if (sent.length === 1) await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await filterBy(page, 'Rank');
  await page.getByLabel('Condition').selectOption('greater_than');
  await page.getByLabel('Value').fill('2');
  await until('B alone', async () => (await titles(page)).join() === 'B');
  await page.keyboard.press('Escape');
  await page.locator('.chip .remove').first().click();
  await until('both', async () => (await titles(page)).length === 2);
  await until('both changes', () => sent.length === 2);
  await until('no filter', async () => (await kept()).filter === null);
  assert.deepEqual((await titles(page)).sort(), ['A', 'B']);
  assert.equal(await page.locator('.chip').count(), 0);
});

test('views that an API client made show what they say', async (bench) => {
  const {page, api} = bench;
  const {database, source, address, schema} = await made(bench, {Kind: select, Other: {select: {options: [{name: 'x'}]}}, Rank: {number: {}}, Cover: {files: {}}}, [
    {title: 'One', Kind: {select: {name: 'New'}}, Rank: {number: 1}, Cover: {files: [{name: 'dot', external: {url: bench.workspace.url + '/dot.png'}}]}},
    {title: 'Two', Kind: {select: {name: 'Done'}}, Rank: {number: 2}}, {title: 'Three', Rank: {number: 3}},
  ]);
  await page.route('**/dot.png', (route) => route.fulfill({contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'}));
  const view = (name, more) => api('POST', '/v1/views', {database_id: database, data_source_id: source, name, ...more});
  const board = await view('By kind', {type: 'board', configuration: {type: 'board', group_by: {type: 'select', property_id: schema.Kind.id, sort: {type: 'manual'}}},
    filter: {or: [{and: [{property: 'Rank', number: {less_than: 3}}, {property: 'Title', title: {is_not_empty: true}}]}, {property: 'Title', title: {equals: 'Three'}}]}});
  const gallery = await view('Covers', {type: 'gallery', configuration: {type: 'gallery', cover: {type: 'property', property_id: schema.Cover.id}}});
  const table = await view('Best', {type: 'table', filter: {property: 'Rank', number: {greater_than: 1}}, sorts: [{property: 'Rank', direction: 'descending'}]});
  await page.goto(`${address}?v=${short(board.id)}`);
  for (const [name, title] of [['New', 'One'], ['Done', 'Two'], ['No Kind', 'Three']]) await column(page, name).getByText(title).waitFor();
  assert.equal(await page.locator('.board .card').count(), 3);
  assert.equal(await page.locator('#notice').isVisible(), false);
  await page.goto(`${address}?v=${short(gallery.id)}`);
  await until('the picture', () => page.locator('.gallery .card').filter({hasText: 'One'}).locator('.cover img').evaluate((image) => image.naturalWidth === 2));
  await page.goto(`${address}?v=${short(table.id)}`);
  await until('the rows', async () => (await titles(page)).join() === 'Three,Two');
  assert.deepEqual(await page.locator('.chip .face').allInnerTexts(), ['↓ Rank', 'Rank > 1']);
});

test('a new board is grouped by what is in use', async (bench) => {
  const {page} = bench;
  await made(bench, {State: {status: {}}, Empty: {select: {options: [{name: 'z'}]}}, Kind: select}, [{title: 'One', Kind: {select: {name: 'Done'}}}]);
  await page.getByLabel('Add a view').click();
  await page.getByRole('menuitem', {name: 'Board'}).click();
  await column(page, 'Done').getByText('One').waitFor();
});

test('a row is duplicated with its content, undone, trashed and restored', async (bench) => {
  const {page, api} = bench;
  const {source, ids} = await made(bench, {Kind: select}, [{title: 'One', Kind: {select: {name: 'Done'}}}]);
  await api('PATCH', `/v1/blocks/${ids[0]}/children`, {children: [{toggle: {rich_text: text('outer', {bold: true}), children: [{to_do: {rich_text: text('inner'), checked: true}}]}}, {divider: {}}]});
  const rows = async () => (await api('POST', `/v1/data_sources/${source}/query`, {})).results;
  const act = async (id, name) => {
    const title = page.locator(`tr[data-row="${id}"] .cell.title`);
    await title.hover();
    await title.getByLabel('Row menu').click();
    await page.getByRole('menuitem', {name}).click();
  };
  await act(ids[0], 'Duplicate');
  const copy = await until('the copy', async () => (await rows()).find(({id}) => id !== ids[0]));
  await until('its content', async () => (await shown(api, copy.id)).join() === 'toggle *outer* (do x inner),divider');
  assert.equal(copy.properties.Kind.select.name, 'Done');
  await page.locator('#notice').getByRole('button', {name: 'Undo'}).click();
  await until('one row', async () => (await rows()).length === 1);
  await act(ids[0], 'Move to trash');
  await until('no row', async () => (await rows()).length === 0);
  await page.getByRole('button', {name: 'Trash', exact: true}).click();
  await act(ids[0], 'Restore');
  await until('the row', async () => (await rows())[0]?.id === ids[0]);
  assert.equal((await shown(api, ids[0])).length, 2);
});

test('another\'s comment shows at once', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  const said = await api('POST', '/v1/comments', {parent: {page_id: id}, rich_text: text('live <b>words</b>', {bold: true})});
  await page.getByText('live <b>words</b>').waitFor();
  await api('PATCH', '/v1/comments/' + said.id, {rich_text: text('other words')});
  await page.getByText('other words').waitFor();
  await api('DELETE', '/v1/comments/' + said.id);
  await page.getByText('other words').waitFor({state: 'detached'});
});
