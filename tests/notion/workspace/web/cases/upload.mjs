// Files dropped and pasted into a page.
import assert from 'node:assert/strict';
import {test, until} from '../suite.mjs';

const kPicture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const kHostile = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="taken"</script></svg>';

/** Drops or pastes a file onto the line that has the caret. */
const give = (page, kind, name, type, base64) => page.evaluate(([event, fileName, mime, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], fileName, {type: mime}));
  const target = document.activeElement;
  const options = {bubbles: true, cancelable: true};
  target.dispatchEvent(event === 'paste' ? new ClipboardEvent('paste', {clipboardData: transfer, ...options}) : new DragEvent('drop', {dataTransfer: transfer, ...options}));
}, [kind, name, type, base64]);

const blocks = async (api, id) => (await api('GET', `/v1/blocks/${id}/children`)).results;

test('a pasted picture is uploaded and shown, with its caption', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  await page.locator('.block .text').first().click();
  await give(page, 'paste', 'dot.png', 'image/png', kPicture);
  await until('the picture', () => page.locator('.media img').evaluate((image) => image.naturalWidth === 1));
  await page.locator('.block.image').hover();
  await page.locator('.caption').click();
  await page.keyboard.type('A dot');
  const [, image] = await until('the block', async () => {
    const all = await blocks(api, id);
    return all[1]?.image?.caption[0]?.plain_text === 'A dot' && all;
  });
  assert.equal((await fetch(image.image.file.url)).headers.get('content-type'), 'image/png');
});

test('a dropped file of text becomes a file one can download', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  await page.locator('.block .text').first().click();
  await give(page, 'drop', 'script.txt', 'text/plain', btoa('Once upon a time'));
  const file = await until('the file', async () => (await blocks(api, id)).find((block) => block.type === 'file'));
  assert.equal(await (await fetch(file.file.file.url)).text(), 'Once upon a time');
  await page.locator('.target.file').getByText('script.txt').waitFor();
});

test('an uploaded drawing with a script in it runs nothing', async ({page, opened, api}) => {
  const id = await opened(page, ['a']);
  await page.locator('.block .text').first().click();
  await give(page, 'paste', 'evil.svg', 'image/svg+xml', btoa(kHostile));
  const image = await until('the picture', async () => (await blocks(api, id)).find((block) => block.type === 'image'));
  await page.goto(image.image.file.url).catch(() => {});
  await page.waitForTimeout(200);
  assert.notEqual(await page.title(), 'taken');
});
