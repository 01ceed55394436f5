// Makes a database and its rows by the official SDK:
//   node sdk_fill.mjs URL TOKEN_FILE PAGE ROWS_JSON AT_ONCE
// Prints {seconds, cpu}; the CPU time is that of the whole process.
import {Client} from '@notionhq/client';
import {readFileSync} from 'node:fs';

const [url, tokenFile, page, rowsFile, atOnce] = process.argv.slice(2);
const notion = new Client({auth: readFileSync(tokenFile, 'utf8').trim(), baseUrl: url});
const rows = JSON.parse(readFileSync(rowsFile, 'utf8'));
const text = (content) => [{text: {content}}];
const options = ['Pending', 'Processing', 'Image Generated', 'Complete'].map((name) => ({name}));

const begin = performance.now();
const database = await notion.databases.create({
  parent: {type: 'page_id', page_id: page},
  title: text('By the SDK'),
  initial_data_source: {
    properties: {
      'Script Text': {title: {}},
      'Sentence Number': {number: {}},
      'Image Prompt': {rich_text: {}},
      'Generated Image URL': {url: {}},
      Image: {files: {}},
      Status: {select: {options}},
      'Word Count': {number: {}},
      Error: {rich_text: {}},
      'Created Time': {created_time: {}},
      'Updated Time': {last_edited_time: {}},
    },
  },
});
const [{id}] = database.data_sources;

let next = 0;
async function fill() {
  while (next < rows.length) {
    const row = rows[next++];
    await notion.pages.create({
      parent: {data_source_id: id},
      properties: {
        'Script Text': {title: text(row.text)},
        'Sentence Number': {number: row.number},
        'Image Prompt': {rich_text: text(row.prompt)},
        Status: {select: {name: 'Pending'}},
        'Word Count': {number: row.words},
      },
    });
  }
}
await Promise.all(Array.from({length: Number(atOnce)}, fill));

const {user, system} = process.cpuUsage();
const seconds = (performance.now() - begin) / 1000;
console.log(JSON.stringify({seconds, cpu: (user + system) / 1e6}));
