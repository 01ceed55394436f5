// Writing in a page: what is typed becomes blocks and rich text.
import assert from 'node:assert/strict';
import {becomes, test, text, until} from '../suite.mjs';

const lines = (page) => page.locator('.block .text');

test('typing in a line keeps the looks, links and colours of the rest', async ({page, opened, api}) => {
  const rich = [...text('Bold', {bold: true}), ...text(', '), ...text('a link', {}, 'https://example.com/x'), ...text(', '), ...text('red', {color: 'red'}), ...text(' end')];
  const id = await opened(page, [{paragraph: {rich_text: rich}}]);
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' of it');
  await becomes(api, id, ['p *Bold*, [a link](https://example.com/x), {red:red} end of it']);
  await page.keyboard.press('Home');
  await page.keyboard.type('Very ');
  await becomes(api, id, ['p *Very Bold*, [a link](https://example.com/x), {red:red} end of it']);
});

test('a mention survives edits beside it', async ({page, opened, api, studio}) => {
  const rich = [...text('See '), {mention: {page: {id: studio}}}, ...text(' now')];
  const id = await opened(page, [{paragraph: {rich_text: rich}}]);
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' and later');
  const runs = await until('the text', async () => {
    const {results} = await api('GET', `/v1/blocks/${id}/children`);
    return results[0].paragraph.rich_text.at(-1).plain_text === ' now and later' && results[0].paragraph.rich_text;
  });
  assert.equal(runs[1].mention.page.id, studio);
});

test('Enter splits at the caret, Backspace joins again', async ({page, opened, api}) => {
  const id = await opened(page, [{paragraph: {rich_text: [...text('one '), ...text('two', {bold: true})]}}, 'three']);
  await lines(page).first().click();
  await page.keyboard.press('Home');
  for (let at = 0; at < 5; at += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await becomes(api, id, ['p one *t*', 'p *wo*', 'p three']);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('T');
  await becomes(api, id, ['p one *tTwo*', 'p three']);
});

test('Enter at the start of a line leaves its block what it was', async ({page, opened, api}) => {
  const id = await opened(page, ['kept']);
  const before = (await api('GET', `/v1/blocks/${id}/children`)).results[0].id;
  await lines(page).first().click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await becomes(api, id, ['p', 'p kept']);
  assert.equal((await api('GET', `/v1/blocks/${id}/children`)).results[1].id, before);
});

test('signs at the start of a line choose its type', async ({page, opened, api}) => {
  const id = await opened(page, []);
  await page.locator('.page-head .heading').click();
  await page.keyboard.press('Enter');
  for (const typed of ['# Head', '- one', 'two', '', '1. first', '', '[] task', '', '> fold'])
    { await page.keyboard.type(typed); await page.keyboard.press('Enter'); }
  await becomes(api, id, ['h1 Head', 'li one', 'li two', 'ol first', 'do task', 'toggle fold', 'toggle']);
});

test('code is written in lines of its own, a divider stands where asked', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('---');
  await page.keyboard.type('```');
  await page.keyboard.type('x = 1');
  await page.keyboard.press('Enter');
  await page.keyboard.type('y');
  await becomes(api, id, ['p a', 'divider', 'code x = 1\ny']);
});

test('Ctrl+B, Ctrl+I and Ctrl+E mark what is selected, and what is typed next', async ({page, opened, api}) => {
  const id = await opened(page, ['some words']);
  await lines(page).first().click();
  await page.keyboard.press('Home');
  for (let at = 0; at < 4; at += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+b');
  await becomes(api, id, ['p *some* words']);
  await page.keyboard.press('Control+i');
  await page.keyboard.press('Control+b');
  await becomes(api, id, ['p /some/ words']);
  await page.keyboard.press('End');
  await page.keyboard.press('Control+e');
  await page.keyboard.type('x');
  await page.keyboard.type('y');
  await becomes(api, id, ['p /some/ words`xy`']);
});

test('Ctrl+K links what is selected; a script is no link', async ({page, opened, api}) => {
  const id = await opened(page, ['read this']);
  const link = async (url) => {
    await lines(page).first().click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('Control+k');
    await page.getByLabel('Paste or type a link').fill(url);
    await page.keyboard.press('Enter');
  };
  await link('example.com/a');
  await becomes(api, id, ['p [read this](https://example.com/a)']);
  await link('javascript:alert(1)');
  await becomes(api, id, ['p read this']);
});

test('the "/" menu finds a type and turns the line', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/todo');
  await page.getByRole('option', {name: 'To-do list'}).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('buy candles');
  await becomes(api, id, ['p a', 'do buy candles']);
  await page.locator('.block.to_do input').click();
  await becomes(api, id, ['p a', 'do x buy candles']);
});

test('undo takes back typing, splits and deletions, redo brings them again', async ({page, opened, api}) => {
  const id = await opened(page, ['one', 'two']);
  await lines(page).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('new');
  await becomes(api, id, ['p one', 'p new', 'p two']);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await becomes(api, id, ['p one', 'p two']);
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+Shift+z');
  await becomes(api, id, ['p one', 'p new', 'p two']);
});

test('arrows walk through the lines as if they were one text', async ({page, opened, api}) => {
  const id = await opened(page, ['ab', 'cd', 'ef']);
  await lines(page).first().click();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('1');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('2');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('3');
  await becomes(api, id, ['p ab', 'p c2d', 'p 31ef']);
});
