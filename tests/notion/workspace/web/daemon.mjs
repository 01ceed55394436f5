// The studio's own daemon, at work in a workspace: with small films and no pauses.
import {spawn} from 'node:child_process';
import {copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const settings = (workspace, studio) => `[notion]
token_file = "notion.token"
parent_page = "${studio}"
base_url = "${workspace.url}"
requests_per_minute = 0
poll_interval = "100ms"
settle = "300ms"
index_lag = "1s"
[state]
directory = "state"
[http]
listen = "127.0.0.1:0"
[render]
size = "320x180"
preset = "ultrafast"
`;

export async function startDaemon(workspace, studio) {
  const folder = mkdtempSync(join(tmpdir(), 'storyreel-day-'));
  copyFileSync(join(workspace.data, 'integration.token'), join(folder, 'notion.token'));
  writeFileSync(join(folder, 'storyreel.toml'), settings(workspace, studio));
  const child = spawn(process.env.STORYREEL_PROGRAM, ['daemon', '--config', 'storyreel.toml'], {cwd: folder, stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    said: () => said + readFileSync(join(folder, 'state/log/status.log'), 'utf8'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
