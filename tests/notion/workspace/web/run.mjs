// Drives the workspace's web page in headless Chromium, as a person would, and checks through the
// REST API that it stuck. Run with STORYREEL_PROGRAM; a word as an argument runs the cases whose
// file or title has it. SCREENSHOTS=DIR keeps pictures.
// Ends on "N passed, M failed"; exit code 1 when one failed.
import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {start} from './browser.mjs';
import {cases} from './suite.mjs';

const kDeadline = 45_000;
const kBenches = 2;
const kPictures = process.env.SCREENSHOTS;

const folder = new URL('cases/', import.meta.url);
for (const file of readdirSync(folder).sort()) {
  const before = cases.length;
  await import(new URL(file, folder));
  for (const added of cases.slice(before)) added.title = `${file.replace('.mjs', '')}: ${added.title}`;
}
const wanted = cases.filter(({title}) => title.toLowerCase().includes((process.argv[2] ?? '').toLowerCase()));
if (kPictures) mkdirSync(kPictures, {recursive: true});

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('not done in time')), kDeadline); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Runs one case; returns what is wrong, or nothing. */
async function runCase({title, run}, bench) {
  const {complaints} = bench;
  const page = await bench.tab();
  const picture = (name) => kPictures && page.screenshot({path: join(kPictures, name.replaceAll(/[^\w]+/g, '-') + '.png')});
  try {
    await inTime(run({...bench, page, picture}));
  } catch (error) {
    await picture('FAIL ' + title)?.catch(() => {});
    return [error.message, ...complaints.splice(0)].join('; ');
  } finally {
    await page.close();
  }
  return complaints.splice(0).join('; ');
}

let failed = 0;
const left = wanted.slice().sort((one, other) => Boolean(other.long) - Boolean(one.long));

/** Takes one case after the other, in a workspace and browser of its own. */
async function work() {
  const bench = await start();
  for (let next = left.shift(); next; next = left.shift()) {
    const begin = Date.now();
    const wrong = await runCase(next, bench);
    failed += wrong ? 1 : 0;
    console.log(wrong ? `FAIL ${next.title}\n     ${wrong}` : `ok   ${next.title} (${Date.now() - begin} ms)`);
  }
  await bench.stop();
}

await Promise.all(Array.from({length: Math.min(kBenches, wanted.length)}, work));
console.log(`${wanted.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
