// What others do shows at once and disturbs nobody; what can't be saved is kept.
import assert from 'node:assert/strict';
import {becomes, line, short, test, until} from '../suite.mjs';

const lines = (page) => page.locator('.block .text');

test('another\'s block appears while one types, and the caret stays', async ({page, opened, api}) => {
  const id = await opened(page, ['mine', 'theirs']);
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' is');
  const {results} = await api('GET', `/v1/blocks/${id}/children`);
  await api('PATCH', '/v1/blocks/' + results[1].id, {paragraph: {rich_text: line('changed').paragraph.rich_text}});
  await api('PATCH', `/v1/blocks/${id}/children`, {children: [line('added')], position: {type: 'start'}});
  await lines(page).getByText('changed', {exact: true}).waitFor();
  await lines(page).getByText('added').waitFor();
  await page.keyboard.type(' here');
  await becomes(api, id, ['p added', 'p mine is here', 'p changed']);
});

test('two tabs show the same page', async ({page, opened, tab, workspace}) => {
  const id = await opened(page, ['shared']);
  const other = await tab();
  await other.goto(`${workspace.url}/p/${short(id)}`);
  await lines(other).first().waitFor();
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' by both');
  await other.getByText('shared by both').waitFor();
  await other.locator('.page-head .heading').fill('Renamed');
  await page.locator('.page-head .heading').getByText('Renamed').waitFor();
  await other.close();
});

test('while the workspace is away, text is kept, told of, and saved when it is back', async ({page, opened, api}) => {
  const id = await opened(page, ['kept']);
  await page.route('**/ui/edit', (route) => route.abort());
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' for later');
  await page.locator('.state[data-state=offline]').waitFor();
  await page.unroute('**/ui/edit');
  await becomes(api, id, ['p kept for later']);
  await page.locator('.state').waitFor({state: 'hidden'});
});

test('what is refused stays on the page and says so', async ({page, opened, api}) => {
  const id = await opened(page, ['gone soon', 'stays']);
  await page.route('**/ui/edit', (route) => route.fulfill({status: 400, json: {message: 'No.', code: 'validation_error'}}));
  await lines(page).first().click();
  await page.keyboard.type('X');
  await page.locator('.state[data-state=refused]').waitFor();
  assert.equal(await page.locator('.block.unsaved').count(), 1);
  await page.unroute('**/ui/edit');
  await page.locator('.state').click();
  await until('the text', async () => (await api('GET', `/v1/blocks/${id}/children`)).results[0].paragraph.rich_text[0].plain_text.includes('X'));
  await until('no mark', async () => (await page.locator('.block.unsaved').count()) === 0);
});
