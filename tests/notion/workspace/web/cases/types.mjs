// Every type of property in a table: shown, and edited in its cell as a person does.
import assert from 'node:assert/strict';
import {short, test, text, until, words} from '../suite.mjs';

const kPicture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const cell = (page, id, name) => page.locator(`tr[data-row="${id}"] .cell[data-property="${name}"]`);
const open = (page, id, name) => cell(page, id, name).locator('.value').click({position: {x: 4, y: 4}});

/** A database with `properties` and a row with `values` for each title; opened. */
async function made({page, api, studio, workspace}, properties, values = {}, rows = ['Only']) {
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio}, title: text('Types'), initial_data_source: {properties: {Title: {title: {}}, ...properties}},
  });
  const source = database.data_sources[0].id;
  const ids = [];
  for (const title of rows) ids.push((await api('POST', '/v1/pages', {parent: {data_source_id: source}, properties: {Title: {title: text(title)}, ...values}})).id);
  await page.goto(`${workspace.url}/p/${short(database.id)}`);
  await cell(page, ids[0], 'Title').waitFor();
  return {database: database.id, source, ids, row: ids[0]};
}

const becomes = (api, id, name, check) => until(name, async () => {
  const value = (await api('GET', '/v1/pages/' + id)).properties[name];
  return check(value[value.type]);
});

test('words change in styled text, the rest keeps its looks', async (bench) => {
  const {page, api} = bench;
  const user = (await api('GET', '/v1/users/me')).id;
  const runs = [...text('bold', {bold: true}), ...text(' plain '), {mention: {user: {id: user}}}, ...text(' site', {}, 'https://example.com/')];
  const {row} = await made(bench, {Note: {rich_text: {}}}, {Title: {title: [...text('red', {color: 'red'}), ...text(' fox')]}, Note: {rich_text: runs}});
  const edit = async (name, change) => {
    await open(page, row, name);
    const field = cell(page, row, name).locator('textarea');
    await field.fill(change(await field.inputValue()));
    await page.keyboard.press('Enter');
  };
  await edit('Note', (old) => old.replace('plain', '🎬 plainer'));
  await becomes(api, row, 'Note', (now) => words(now).startsWith('bold 🎬 plainer ')
    && now[0].annotations.bold && now[0].plain_text === 'bold' && !now[1].annotations.bold
    && now[2].type === 'mention' && now[3].href === 'https://example.com/');
  await edit('Title', (old) => old + '!');
  assert.equal(await cell(page, row, 'Note').locator('strong').innerText(), 'bold');
  await becomes(api, row, 'Title', (now) => words(now) === 'red fox!' && now[0].annotations.color === 'red' && now[0].plain_text === 'red');
});

test('fields of one line: number, URL, email, phone', async (bench) => {
  const {page, api} = bench;
  const {row} = await made(bench, {Number: {number: {}}, Link: {url: {}}, Mail: {email: {}}, Phone: {phone_number: {}}});
  for (const [name, typed] of [['Number', '-1,5'], ['Link', 'https://example.com/x'], ['Mail', 'ann@example.com'], ['Phone', '+49 30 1234']]) {
    await open(page, row, name);
    await page.keyboard.type(typed);
    await page.keyboard.press('Tab');
  }
  await becomes(api, row, 'Number', (now) => now === -1.5);
  await becomes(api, row, 'Link', (now) => now === 'https://example.com/x');
  await becomes(api, row, 'Mail', (now) => now === 'ann@example.com');
  await becomes(api, row, 'Phone', (now) => now === '+49 30 1234');
  assert.equal(await cell(page, row, 'Mail').locator('a').getAttribute('href'), 'mailto:ann@example.com');
});

test('options: a new one, several, and a status of its groups', async (bench) => {
  const {page, api} = bench;
  const {row} = await made(bench, {Kind: {select: {options: [{name: 'Old'}]}}, Tags: {multi_select: {options: [{name: 'One'}, {name: 'Two'}]}}, State: {status: {}}}, {Kind: {select: {name: 'Old'}}});
  const choose = async (name, ...typed) => {
    await open(page, row, name);
    for (const word of typed) {
      await page.locator('.menu .search').fill(word);
      await page.locator('.menu [role=option]').getByText(word, {exact: true}).waitFor();
      await page.keyboard.press('Enter');
    }
  };
  await choose('Kind', 'Brand new');
  await becomes(api, row, 'Kind', (now) => now.name === 'Brand new');
  await choose('Tags', 'Two', 'Fresh');
  await page.keyboard.press('Escape');
  await becomes(api, row, 'Tags', (now) => now.map(({name}) => name).join() === 'Two,Fresh');
  await choose('State', 'In progress');
  await becomes(api, row, 'State', (now) => now.name === 'In progress');
});

test('a date with its time and end, a tick, and undo', async (bench) => {
  const {page, api} = bench;
  const {row} = await made(bench, {When: {date: {}}, Done: {checkbox: {}}});
  await open(page, row, 'When');
  await page.getByLabel('Day', {exact: true}).fill('2030-02-03');
  await page.keyboard.press('Enter');
  await becomes(api, row, 'When', (now) => now?.start === '2030-02-03' && now.end === null);
  await open(page, row, 'When');
  await page.getByLabel('Include time').check();
  await page.getByLabel('Time', {exact: true}).fill('14:30');
  await page.getByLabel('End date').check();
  await page.getByLabel('Last day').fill('2030-02-05');
  await page.getByLabel('Last time').fill('09:00');
  await page.keyboard.press('Enter');
  await becomes(api, row, 'When', (now) => new Date(now.start) - new Date('2030-02-03T14:30') === 0 && new Date(now.end) - new Date('2030-02-05T09:00') === 0);
  await open(page, row, 'When');
  await page.getByRole('button', {name: 'Clear'}).focus();
  await page.keyboard.press('Enter');
  await becomes(api, row, 'When', (now) => now === null);
  await cell(page, row, 'Done').locator('input').click();
  await becomes(api, row, 'Done', (now) => now === true);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await becomes(api, row, 'Done', (now) => now === false);
  await becomes(api, row, 'When', (now) => now?.end);
});

test('people and related pages are found by their names', async (bench) => {
  const {page, api} = bench;
  const {source, ids: [row, other]} = await made(bench, {Who: {people: {}}}, {}, ['First', 'Second']);
  await api('PATCH', '/v1/data_sources/' + source, {properties: {Next: {relation: {data_source_id: source, type: 'single_property', single_property: {}}}}});
  await cell(page, row, 'Next').waitFor();
  await open(page, row, 'Next');
  await page.locator('.menu .search').fill('Sec');
  await page.locator('.menu [role=option]').getByText('Second').click();
  await page.keyboard.press('Escape');
  await becomes(api, row, 'Next', (now) => now[0]?.id === other);
  await cell(page, row, 'Next').locator('a').getByText('Second').waitFor();
  const person = (await bench.person('GET', '/v1/users/me'));
  await open(page, row, 'Who');
  await page.locator('.menu [role=option]').getByText(person.name).click();
  await page.keyboard.press('Escape');
  await becomes(api, row, 'Who', (now) => now[0]?.id === person.id);
});

test('files come by the picker, by a drop, and by a link; only http is one', async (bench) => {
  const {page, api} = bench;
  const {row} = await made(bench, {Files: {files: {}}});
  await open(page, row, 'Files');
  await page.getByLabel('Upload files').setInputFiles({name: 'dot.png', mimeType: 'image/png', buffer: kPicture});
  await becomes(api, row, 'Files', (now) => now[0]?.name === 'dot.png');
  await until('the picture', () => cell(page, row, 'Files').locator('img').evaluate((image) => image.naturalWidth === 1));
  await cell(page, row, 'Files').click({position: {x: 150, y: 10}});
  await page.locator('.drop').evaluate((box) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['<script>alert(1)</script>'], '<b>x</b>.html', {type: 'text/html'}));
    box.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
  });
  const files = await becomes(api, row, 'Files', (now) => now.length === 2 && now);
  const reply = await fetch(files[1].file.url);
  assert.match(reply.headers.get('content-security-policy'), /sandbox/);
  assert.match(reply.headers.get('content-disposition'), /^attachment/);
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
  await cell(page, row, 'Files').locator('a').getByText('<b>x</b>.html').waitFor();
  const drop = (place, name) => place.evaluate((target, fileName) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['words'], fileName, {type: 'text/plain'}));
    return target.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
  }, name);
  assert.equal(await drop(cell(page, row, 'Files'), 'third.txt'), false);
  await becomes(api, row, 'Files', (now) => now[2]?.name === 'third.txt');
  assert.equal(await drop(cell(page, row, 'Title'), 'lost.txt'), false, 'the browser would leave the page');
});

test('what is computed is shown and cannot be edited', async (bench) => {
  const {page, api} = bench;
  const {row, source} = await made(bench, {
    Number: {number: {}}, Id: {unique_id: {prefix: 'VID'}}, Twice: {formula: {expression: 'prop("Number") * 2'}},
    Made: {created_time: {}}, Maker: {created_by: {}}, Edited: {last_edited_time: {}}, Editor: {last_edited_by: {}},
  });
  await api('PATCH', '/v1/data_sources/' + source, {properties: {Next: {relation: {data_source_id: source, type: 'single_property', single_property: {}}}}});
  await api('PATCH', '/v1/data_sources/' + source, {properties: {Sum: {rollup: {relation_property_name: 'Next', rollup_property_name: 'Number', function: 'sum'}}}});
  await cell(page, row, 'Sum').waitFor();
  assert.match(await cell(page, row, 'Id').innerText(), /^VID-\d+$/);
  for (const name of ['Made', 'Edited']) assert.match(await cell(page, row, name).innerText(), /\d{4}/);
  for (const name of ['Maker', 'Editor']) assert.notEqual((await cell(page, row, name).innerText()).trim(), '');
  for (const name of ['Id', 'Twice', 'Sum', 'Made', 'Maker', 'Edited', 'Editor']) {
    await cell(page, row, name).click({position: {x: 5, y: 5}});
    assert.equal(await page.locator('.menu, td .editor').count(), 0, name);
    assert.equal(await cell(page, row, name).getAttribute('aria-readonly'), 'true');
  }
});

test('columns are added, renamed, retyped, hidden and deleted', async (bench) => {
  const {page, api} = bench;
  const {source, row} = await made(bench, {Note: {rich_text: {}}}, {Note: {rich_text: text('12')}});
  const schema = async () => (await api('GET', '/v1/data_sources/' + source)).properties;
  const head = (name) => page.locator('th button.column').filter({hasText: name});
  const choose = async (name, entry) => { await head(name).click(); await page.getByRole('menuitem', {name: entry}).click(); };
  const {id} = (await schema()).Note;
  await head('Note').click();
  await page.getByLabel('Name of the property').fill('Length <i>');
  await page.keyboard.press('Enter');
  await until('the name', async () => (await schema())['Length <i>']?.id === id);
  await page.keyboard.press('Escape');
  await choose('Length', /Type:/);
  await page.getByRole('menuitem', {name: /Number/}).click();
  await until('the type', async () => (await schema())['Length <i>'].type === 'number');
  await page.getByLabel('Add a property').click();
  await page.getByLabel('Name of the new property').fill('Extra');
  await page.getByRole('menuitem', {name: 'Checkbox'}).click();
  await cell(page, row, 'Extra').locator('input').waitFor();
  await choose('Extra', 'Hide in view');
  await cell(page, row, 'Extra').waitFor({state: 'detached'});
  assert.equal((await schema()).Extra.type, 'checkbox');
  await page.evaluate(() => { globalThis.confirm = () => true; });
  await choose('Length', 'Delete property');
  await until('no column', async () => !(await schema())['Length <i>']);
  await cell(page, row, 'Length <i>').waitFor({state: 'detached'});
});

test('a column is reached and changed by keys alone', async (bench) => {
  const {page, api} = bench;
  const {source} = await made(bench, {Note: {rich_text: {}}, Rank: {number: {}}});
  await page.locator('.sheet table').focus();
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.type('Renamed');
  await page.keyboard.press('Enter');
  await until('the name', async () => (await api('GET', '/v1/data_sources/' + source)).properties.Renamed);
  await page.locator('th .column').getByText('Renamed').focus();
  await page.locator('th .column').filter({hasText: 'Rank'}).focus();
  await page.keyboard.press('Enter');
  for (let at = 0; at < 3; at += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.chip').getByText('Rank').waitFor();
  await page.locator('th .column').filter({hasText: 'Rank'}).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  assert.match(await page.evaluate(() => document.activeElement.innerText), /Rank/);
});
