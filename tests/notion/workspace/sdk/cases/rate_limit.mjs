// https://developers.notion.com/reference/request-limits
import assert from 'node:assert/strict';
import {refused, test} from '../suite.mjs';

/** Asks until the limiter says no; how often it said yes, and the no. */
async function exhaust(notion) {
  for (let count = 0; count < 100; ++count) {
    const error = await notion.users.me({}).then(() => null, (reason) => reason);
    if (error) return {count, error};
  }
  throw new Error('no limit');
}

test('So many requests in a minute, then rate_limited', {flags: ['--requests-per-minute', '10']}, async (t) => {
  const {count, error} = await exhaust(t.notion);
  assert.ok(count <= 10 && count >= 6, `${count} went through after the case's own`);
  assert.deepEqual([error.status, error.code], [429, 'rate_limited']);
  const wait = Number(error.headers.get('retry-after'));
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 60, `${wait}`);
  assert.deepEqual(error.additional_data, {rate_limit_reason: 'public_api_request_rate_limit', retry_after: `${wait}`});
});

test('The window ends', {flags: ['--requests-per-minute', '10']}, async (t) => {
  await exhaust(t.notion);
  await t.control('POST', 'clock', {offset_seconds: 61});
  await t.notion.users.me({});
});

test('Each connection has a budget of its own', {flags: ['--requests-per-minute', '10']}, async (t) => {
  await exhaust(t.notion);
  await t.person.users.me({});
});

test('A budget set while running', {alone: true}, async (t) => {
  await t.control('POST', 'limits', {requests_per_minute: 3});
  const {count} = await exhaust(t.notion);
  assert.ok(count <= 3, `${count}`);
});

test('The workspace\'s budget is shared', {alone: true}, async (t) => {
  await t.control('POST', 'limits', {workspace_requests_per_minute: 5});
  const {error} = await exhaust(t.notion);
  assert.equal(error.additional_data.rate_limit_reason, 'public_api_space_request_rate_limit');
  await refused(t.person.users.me({}), 429, 'rate_limited');
});

test('Off unless asked for', {alone: true}, async (t) => {
  for (let count = 0; count < 50; ++count) await t.notion.users.me({});
});
