// Blocks as a whole: moved, selected, deleted, copied, pasted.
import assert from 'node:assert/strict';
import {becomes, shown, test, text, until} from '../suite.mjs';

const block = (page, at) => page.locator('.block').nth(at);
const write = async (page, at) => { await block(page, at).locator('> .line > .text').click(); };

async function drag(page, from, to, where) {
  await block(page, from).hover();
  await page.locator('.gutter .handle').hover();
  await page.mouse.down();
  const box = await block(page, to).boundingBox();
  await page.mouse.move(box.x + 20, box.y + box.height / 2, {steps: 4});
  await page.mouse.move(box.x + 20, box.y + (where === 'above' ? 3 : box.height - 3), {steps: 4});
  await page.mouse.up();
}

test('Alt and arrows move a line, Tab puts it into the one above', async ({page, opened, api}) => {
  const id = await opened(page, ['a', 'b', 'c']);
  await write(page, 2);
  await page.keyboard.press('Alt+ArrowUp');
  await becomes(api, id, ['p a', 'p c', 'p b']);
  await page.keyboard.press('Tab');
  await becomes(api, id, ['p a (p c)', 'p b']);
  await page.keyboard.type('!');
  await page.keyboard.press('Shift+Tab');
  await becomes(api, id, ['p a', 'p c!', 'p b']);
});

test('the handle drags a block to another place', async ({page, opened, api}) => {
  const id = await opened(page, ['a', 'b', 'c', 'd']);
  await drag(page, 3, 1, 'above');
  await becomes(api, id, ['p a', 'p d', 'p b', 'p c']);
  await drag(page, 0, 3, 'below');
  await becomes(api, id, ['p d', 'p b', 'p c', 'p a']);
});

test('several blocks are selected, deleted, and brought back by the notice', async ({page, opened, api}) => {
  const id = await opened(page, ['a', {toggle: {rich_text: text('b'), children: [{paragraph: {rich_text: text('in b')}}]}}, 'c', 'd']);
  await write(page, 1);
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await page.locator('.block.selected').count(), 2);
  await page.keyboard.press('Delete');
  await becomes(api, id, ['p a', 'p d']);
  await page.locator('#notice').getByRole('button', {name: 'Undo'}).click();
  await becomes(api, id, ['p a', 'toggle b (p in b)', 'p c', 'p d']);
});

test('a drag with the mouse over lines selects them', async ({page, opened}) => {
  await opened(page, ['first line', 'second line', 'third line']);
  const [from, to] = [await block(page, 0).boundingBox(), await block(page, 2).boundingBox()];
  await page.mouse.move(from.x + 20, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + 12, {steps: 6});
  await page.mouse.up();
  assert.equal(await page.locator('.block.selected').count(), 3);
});

test('Ctrl+D duplicates with what is inside', async ({page, opened, api}) => {
  const id = await opened(page, [{bulleted_list_item: {rich_text: text('a', {bold: true}), children: [{bulleted_list_item: {rich_text: text('in a')}}]}}]);
  await write(page, 0);
  await page.keyboard.press('Control+d');
  await becomes(api, id, ['li *a* (li in a)', 'li *a* (li in a)']);
});

test('copied blocks are pasted elsewhere with their looks', async ({page, opened, api}) => {
  const id = await opened(page, [{to_do: {rich_text: text('a', {bold: true}), checked: true}}, 'b']);
  await write(page, 0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '[x] a');
  await write(page, 1);
  await page.keyboard.press('Control+v');
  await becomes(api, id, ['do x *a*', 'p b', 'do x *a*']);
});

test('a script of 500 lines is pasted in order, in one request', async ({page, opened, api, paste}) => {
  const id = await opened(page, ['Before.']);
  const script = Array.from({length: 500}, (_, at) => `Sentence number ${at + 1}, as it is read aloud.`);
  let requests = 0;
  page.on('request', (request) => { requests += request.url().endsWith('/ui/edit') ? 1 : 0; });
  await write(page, 0);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await paste(page, script.join('\n'));
  await until('all lines', async () => (await shown(api, id)).length === 501);
  assert.deepEqual((await shown(api, id)).slice(1), script.map((line) => 'p ' + line));
  assert.ok(requests <= 3, requests + ' requests');
  await page.keyboard.type(' The end.');
  await until('the end', async () => (await shown(api, id)).at(-1) === 'p Sentence number 500, as it is read aloud. The end.');
});

test('select all and paste replace the body; one undo brings it back', async ({page, opened, api, paste}) => {
  const id = await opened(page, ['old one', 'old two']);
  await write(page, 0);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  await paste(page, 'New one.\r\n\r\nNew two.\n');
  await becomes(api, id, ['p New one.', 'p New two.']);
  await page.keyboard.press('Control+z');
  await becomes(api, id, ['p old one', 'p old two']);
});

test('pasted Markdown becomes what it means; a pasted line joins the text', async ({page, opened, api, paste}) => {
  const id = await opened(page, ['ad']);
  await write(page, 0);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await paste(page, 'bc');
  await becomes(api, id, ['p abcd']);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await paste(page, '## Scene\n- one **bold**\n1. first\n- [x] done\n```\ncode here\n```\nSee https://example.com/ now');
  await becomes(api, id, ['p abcd', 'h2 Scene', 'li one *bold*', 'ol first', 'do x done', 'code code here', 'p See [https://example.com/](https://example.com/) now']);
});

test('a table\'s cells are edited in place', async ({page, opened, api}) => {
  const cells = (...row) => ({table_row: {cells: row.map((cell) => text(cell))}});
  const id = await opened(page, [{table: {table_width: 2, children: [cells('a', 'b'), cells('c', 'd')]}}]);
  await page.locator('.cell-text').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  const table = (await api('GET', `/v1/blocks/${id}/children`)).results[0].id;
  await until('the cells', async () => {
    const {results} = await api('GET', `/v1/blocks/${table}/children`);
    return results[0].table_row.cells.map((cell) => cell.map((run) => run.plain_text).join('')).join() === 'a1,2';
  });
});

test('a picture by its link, an equation and an unknown embed are shown for what they are', async ({page, opened, workspace}) => {
  await opened(page, [{image: {type: 'external', external: {url: workspace.url + '/none.png'}}}, {equation: {expression: 'a^2'}}, {bookmark: {url: 'https://example.com/deep'}}, {breadcrumb: {}}]);
  await page.locator('.broken').waitFor();
  assert.equal(await page.locator('.formula').innerText(), 'a^2');
  assert.match(await page.locator('.target').innerText(), /example\.com/);
  assert.match(await page.locator('.unknown').innerText(), /Breadcrumb/);
});

test('"/" makes pages and databases inside, each where it was asked for', async ({page, opened, api}) => {
  const id = await opened(page, ['a', 'z']);
  const ask = async (typed) => {
    await write(page, 0);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type(typed);
    await page.locator('.slash button').first().waitFor();
    await page.keyboard.press('Enter');
  };
  await ask('/database');
  await page.locator('.embedded').waitFor();
  await becomes(api, id, ['p a', 'p', 'child_database New database', 'p z']);
  await ask('/page');
  await page.locator('.crumbs').getByText('A page').waitFor();
  await becomes(api, id, ['p a', 'p', 'child_page', 'p', 'child_database New database', 'p z']);
});

test('the handle\'s menu turns, colours and duplicates; "+" adds below', async ({page, opened, api}) => {
  const id = await opened(page, ['a', 'b']);
  const choose = async (name) => {
    await block(page, 0).hover();
    await page.locator('.gutter .handle').click();
    await page.getByRole('menuitem', {name}).click();
  };
  await choose('Heading 2');
  await becomes(api, id, ['h2 a', 'p b']);
  await choose('Duplicate');
  await becomes(api, id, ['h2 a', 'h2 a', 'p b']);
  await choose('Colour');
  await page.getByLabel('Text blue').click();
  await until('the colour', async () => (await api('GET', `/v1/blocks/${id}/children`)).results[0].heading_2.color === 'blue');
  await block(page, 2).hover();
  await page.locator('.gutter .plus').click();
  await page.keyboard.type('quote');
  await page.keyboard.press('Enter');
  await page.keyboard.type('said');
  await becomes(api, id, ['h2 a', 'h2 a', 'p b', 'quote said']);
});

test('"/image" takes a link', async ({page, opened, api, workspace}) => {
  const id = await opened(page, ['a']);
  await write(page, 0);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/image');
  await page.keyboard.press('Enter');
  await page.getByLabel('Paste a link').fill(workspace.url + '/a.png');
  await page.keyboard.press('Enter');
  await page.keyboard.type('after');
  await becomes(api, id, ['p a', 'image', 'p after']);
});

test('a book of 2,500 lines is pasted whole, in requests that the server takes', async ({page, opened, api, paste}) => {
  const id = await opened(page, ['a']);
  const book = Array.from({length: 2500}, (_, at) => `${at + 1}. 月の光 ${'x'.repeat(120)}`.replace('.', ':'));
  await write(page, 0);
  await page.keyboard.press('Control+a');
  await paste(page, book.join('\n'));
  await until('the last line', async () => (await api('GET', '/v1/blocks/' + await page.locator('.block').last().getAttribute('data-block'))).type === 'paragraph');
  assert.deepEqual(await shown(api, id), book.map((line) => 'p ' + line));
});
