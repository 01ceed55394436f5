// What a case is, and what it is given.
import {APIResponseError, Client, LogLevel} from '@notionhq/client';
import assert from 'node:assert/strict';
import {startWorkspace} from './server.mjs';

export const cases = [];
const kId = /[0-9a-f-]{32,36}/g;

/**
 * Adds a case. `run` gets a page of its own in a workspace that cases share; with `{alone: true}`
 * (or `{flags: [...]}` of `storyreel workspace`) the workspace is its own, too.
 */
export function test(title, options, run = options) {
  cases.push({title, run, ...(run === options ? {} : options)});
}

/** The official client, whose every response `judge` looks at. */
function connect(workspace, version, judge, complaints) {
  const options = {baseUrl: workspace.url, notionVersion: version, retry: false, logLevel: LogLevel.ERROR};
  async function judged(url, init) {
    const reply = await fetch(url, init);
    if (!reply.headers.get('content-type')?.startsWith('application/json')) return reply;
    const body = await reply.clone().json().catch(() => null);
    const method = init.method.toUpperCase();
    const {pathname} = new URL(url);
    const wrong = body && judge(method, pathname, reply.status, body);
    if (wrong) complaints.push(`${method} ${pathname.replaceAll(kId, '*')}, ${reply.status}: ${wrong}`);
    return reply;
  }
  return (auth, more) => new Client({...options, auth, fetch: judged, ...more});
}

async function studio(notion) {
  const {results} = await notion.search({query: 'Studio', filter: {property: 'object', value: 'page'}});
  return results.find((page) => page.parent.type === 'workspace').id;
}

/** Runs one case; returns what is wrong, the answers that do not fit the SDK's types included. */
export async function runCase({title, run, alone, flags}, {workspace: shared, version, judge}) {
  const own = alone || flags;
  const workspace = own ? await startWorkspace(...(flags ?? [])) : shared;
  const complaints = [];
  try {
    const client = connect(workspace, version, judge, complaints);
    const notion = client(workspace.token);
    workspace.studio ??= await studio(notion);
    const page = await notion.pages.create({
      parent: {page_id: workspace.studio}, properties: {title: {title: text(title)}},
    });
    await run({notion, page, page_id: page.id, version, workspace, client,
      person: client(workspace.personToken), control: workspace.control});
  } catch (error) {
    complaints.unshift(error.message.replaceAll(/\n\s*/g, ' '));
    if (process.env.STACKS) complaints.push(error.stack);
  } finally {
    if (own) await workspace.stop();
  }
  return [...new Set(complaints)];
}

export const text = (content) => [{text: {content}}];
export const plain = (richText) => richText.map((run) => run.plain_text).join('');
export const paragraph = (content) => ({paragraph: {rich_text: text(content)}});
export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Makes a database below the case's page; returns its first data source. */
export async function dataSource({notion, page_id}, properties = {}, title = 'Things') {
  const database = await notion.databases.create({
    parent: {type: 'page_id', page_id},
    title: text(title),
    initial_data_source: {properties: {Name: {title: {}}, ...properties}},
  });
  return notion.dataSources.retrieve({data_source_id: database.data_sources[0].id});
}

/** Adds a row; `values` beside its name. */
export const row = ({notion}, source, name, values = {}) => notion.pages.create({
  parent: {data_source_id: source.id}, properties: {Name: {title: text(name)}, ...values},
});

/** The names of the rows that a query finds; sorted where no order was asked for. */
export async function names({notion}, source, query = {}) {
  const {results} = await notion.dataSources.query({data_source_id: source.id, ...query});
  const found = results.map((each) => plain(each.properties.Name.title));
  return query.sorts ? found : found.sort();
}

/** Whether `have` holds all that `want` does; says where it does not. */
export function holds(have, want, at = 'it') {
  if (want === null || typeof want !== 'object') return assert.deepEqual(have, want, `${at} is ${JSON.stringify(have)}, not ${JSON.stringify(want)}`);
  if (Array.isArray(want)) assert.equal(have?.length, want.length, `${at} is ${JSON.stringify(have)}, which has not ${want.length} elements`);
  assert.ok(have && typeof have === 'object', `${at} is ${JSON.stringify(have)}`);
  for (const [key, value] of Object.entries(want)) holds(have[key], value, `${at}.${key}`);
}

/** Expects a refusal with `status`, `code` and a message that fits. */
export async function refused(request, status, code, message = /./) {
  const error = await request.then((answer) => {
    throw new Error(`accepted, where ${status} ${code} is due: ${JSON.stringify(answer).slice(0, 200)}`);
  }, (reason) => reason);
  if (!APIResponseError.isAPIResponseError(error) && error.status === undefined) throw error;
  assert.deepEqual([error.status, error.code], [status, code], error.message);
  assert.match(error.message, message);
  return error;
}

export const invalid = (request, message) => refused(request, 400, 'validation_error', message);
export const missing = (request) => refused(request, 404, 'object_not_found', /Could not find/);

/** Expects a refusal, where the documentation leaves open whether the request or its object is at fault. */
export async function declined(request) {
  const error = await request.then(() => assert.fail('accepted'), (reason) => reason);
  assert.ok(['validation_error', 'object_not_found'].includes(error.code), error.message);
}
