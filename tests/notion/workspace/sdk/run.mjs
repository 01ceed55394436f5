// Drives the workspace with the official SDK, in every version of the API it knows. Run with
// STORYREEL_PROGRAM; a word as an argument runs the cases whose file or title has it.
// Ends on "N passed, M failed"; exit code 1 when one failed.
import {readdirSync} from 'node:fs';
import {makeJudge} from './schemas.mjs';
import {startWorkspace} from './server.mjs';
import {cases, runCase} from './suite.mjs';

const kVersions = ['2025-09-03', '2026-03-11'];
const kDeadline = 30_000;

const folder = new URL('cases/', import.meta.url);
for (const file of readdirSync(folder).sort()) {
  const before = cases.length;
  await import(new URL(file, folder));
  for (const added of cases.slice(before)) added.title = `${file.replace('.mjs', '')}: ${added.title}`;
}
const wanted = cases.filter(({title}) => title.toLowerCase().includes((process.argv[2] ?? '').toLowerCase()));

function inTime(promise) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(['not done in time']), kDeadline);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

let failed = 0;
for (const version of kVersions) {
  const begin = Date.now();
  const bench = {version, judge: makeJudge(version), workspace: await startWorkspace()};
  let red = 0;
  for (const each of wanted) {
    const wrong = await inTime(runCase(each, bench));
    if (!wrong.length) continue;
    red += 1;
    console.log(`FAIL ${version} ${each.title}\n     ${wrong.slice(0, 5).join('\n     ')}`);
  }
  await bench.workspace.stop();
  failed += red;
  console.log(`${version}: ${wanted.length - red} of ${wanted.length}, ${Date.now() - begin} ms`);
}
console.log(`${wanted.length * kVersions.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
