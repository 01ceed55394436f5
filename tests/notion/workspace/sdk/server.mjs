// Starts `storyreel workspace` on a free port, with a folder of its own.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const kDeadline = 10_000;

/** The address that the program prints when it is ready. */
function ready(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (bytes) => {
      output += bytes;
      const line = output.match(/workspace ready at (http:\S+)/);
      if (line) resolve(line[1]);
    });
    child.once('exit', (code) => reject(new Error('the workspace ended with ' + code)));
    setTimeout(() => reject(new Error('the workspace was not ready in time')), kDeadline).unref();
  });
}

export async function startWorkspace(...flags) {
  const data = mkdtempSync(join(tmpdir(), 'storyreel-sdk-'));
  const child = spawn(process.env.STORYREEL_PROGRAM,
      ['workspace', '--control', '--listen', '127.0.0.1:0', '--data', data, ...flags],
      {stdio: ['ignore', 'pipe', process.env.WORKSPACE_LOG ? 'inherit' : 'ignore']});
  const url = await ready(child);
  const secret = (name) => readFileSync(join(data, name), 'utf8').trim();

  return {
    url,
    token: secret('integration.token'),
    personToken: secret('person.token'),
    data,
    pageLink: `${url}/?key=${secret('page.key')}`,

    /** Asks `/_control/`, which a stranger's tests move the clock with. */
    async control(method, path, body) {
      const reply = await fetch(`${url}/_control/${path}`, {method, body: body && JSON.stringify(body)});
      const answer = await reply.json();
      if (!reply.ok) throw new Error(`${method} /_control/${path}: ${answer.message}`);
      return answer;
    },

    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, {recursive: true, force: true});
    },
  };
}
