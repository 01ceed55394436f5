// What stands around a page's text: title, icon, cover, properties, comments, trash.
import assert from 'node:assert/strict';
import {short, test, text, until, words} from '../suite.mjs';

async function row({api, studio, workspace, page}, title) {
  const database = await api('POST', '/v1/databases', {
    parent: {type: 'page_id', page_id: studio}, title: text('Films'),
    initial_data_source: {properties: {Title: {title: {}}, Status: {select: {options: [{name: 'New', color: 'gray'}, {name: 'Done', color: 'green'}]}}, Seen: {checkbox: {}}, Note: {rich_text: {}}}},
  });
  const made = await api('POST', '/v1/pages', {parent: {data_source_id: database.data_sources[0].id}, properties: {Title: {title: text(title)}, Status: {select: {name: 'New'}}}});
  await page.goto(`${workspace.url}/p/${short(made.id)}`);
  await page.locator('.page-head .heading').getByText(title).waitFor();
  return made.id;
}

test('a row shows where it stands, its properties, and who edited it', async (bench) => {
  const {page, api} = bench;
  const id = await row(bench, 'The Raven');
  await page.locator('.crumbs').getByText('Films').waitFor();
  await page.locator('.edited').getByText(/Edited/).waitFor();
  await page.locator('.properties .cell[data-property="Seen"] input').click();
  await until('the tick', async () => (await api('GET', '/v1/pages/' + id)).properties.Seen.checkbox);
  await page.locator('.edited').getByText(/by You/).waitFor();
});

test('title and icon are changed, and the side bar follows', async (bench) => {
  const {page, api, studio} = bench;
  const made = await api('POST', '/v1/pages', {parent: {page_id: studio}, properties: {title: {title: text('Old')}}});
  await page.goto(`${bench.workspace.url}/p/${short(made.id)}`);
  await page.locator('.page-head .heading').getByText('Old').waitFor();
  await page.locator('.page-head .heading').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' and new');
  await page.locator('.page-head').hover();
  await page.getByText('Add icon').click();
  await page.getByLabel('Find an emoji').fill('film');
  await page.locator('.emoji-grid button').first().click();
  const saved = await until('both', async () => {
    const now = await api('GET', '/v1/pages/' + made.id);
    return now.icon && words(now.properties.title.title) === 'Old and new' && now;
  });
  assert.equal(saved.icon.emoji, '🎬');
  await page.locator('#side').getByText('Old and new').waitFor();
});

test('a cover by its link; only http is a link', async ({page, api, opened, workspace}) => {
  const id = await opened(page, ['a']);
  const ask = async (url) => {
    await page.locator('.page-head').hover();
    await page.getByText('Add cover').click();
    await page.getByRole('menuitem', {name: 'Link of a picture'}).click();
    await page.getByLabel('Link of a picture').fill(url);
    await page.keyboard.press('Enter');
  };
  await ask('javascript:alert(1)');
  await page.locator('#notice').getByText('no link').waitFor();
  await ask(workspace.url + '/cover.png');
  await page.locator('.page-cover img').waitFor({state: 'attached'});
  assert.equal((await api('GET', '/v1/pages/' + id)).cover.external.url, workspace.url + '/cover.png');
});

test('a page in the trash says so and is restored', async ({page, api, opened}) => {
  const id = await opened(page, ['a']);
  await api('PATCH', '/v1/pages/' + id, {in_trash: true});
  await page.getByText('This page is in the trash.').waitFor();
  await page.getByRole('button', {name: 'Restore'}).click();
  await page.getByText('This page is in the trash.').waitFor({state: 'hidden'});
  assert.equal((await api('GET', '/v1/pages/' + id)).in_trash, false);
});

test('comments are listed and added, as the person', async ({page, api, opened}) => {
  const id = await opened(page, ['a']);
  await api('POST', '/v1/comments', {parent: {page_id: id}, rich_text: text('from the bot')});
  await page.reload();
  await page.getByRole('button', {name: 'Comments 1'}).waitFor();
  await page.getByText('from the bot').waitFor();
  await page.getByLabel('Add a comment').fill('Looks <b>good</b>');
  await page.keyboard.press('Enter');
  await page.getByText('Looks <b>good</b>').waitFor();
  const {results} = await api('GET', '/v1/comments?block_id=' + id);
  assert.equal(words(results.at(-1).rich_text), 'Looks <b>good</b>');
});
