// What others change, as it happens: one tab of this browser holds the stream of changes and
// passes them to the others, since a browser opens only a few connections to one server.
import {keyHeader} from './api.js';

const kName = 'workspace-live';
const kFirstPause = 300;
const kHandover = 60;
const kLongestPause = 5000;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Gives the data of each event in what `reader` reads, until it ends. */
async function* events(reader) {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    text += decoder.decode(value, {stream: true});
    const parts = text.split('\n\n');
    text = parts.pop();
    for (const part of parts) yield part.startsWith('data: ') ? JSON.parse(part.slice(6)) : {};
  }
}

/**
 * Follows the stream for ever. After each gap it tells null: anything may have changed. `fresh`:
 * nothing was shown before, so that the first stream follows no gap.
 */
async function follow(tell, state, fresh) {
  let wait = kFirstPause;
  for (let first = fresh;; first = false) {
    try {
      const reply = await fetch('/ui/events', {headers: keyHeader()});
      if (reply.status === 401) return state('refused');
      if (!reply.ok) throw new Error('no stream');
      wait = kFirstPause;
      state('on');
      if (!first) tell(null);
      for await (const {changes, all} of events(reply.body.getReader())) {
        if (all) tell(null);
        else if (changes) tell(changes);
      }
    } catch {
      // The server is away, perhaps for a restart: told by the state, and tried again.
    }
    state('off');
    await pause(wait);
    wait = Math.min(2 * wait, kLongestPause);
  }
}

/**
 * Calls `tell` with each batch of changes [{id, kind, parent}], or with null when all may be new,
 * and `state` with on, off or refused. Resolves when changes are heard, by this tab or another.
 */
export function listen(tell, state) {
  return new Promise((heard) => {
    const told = (word) => { state(word); heard(); };
    if (!navigator.locks) { follow(tell, told); return; }
    const channel = new BroadcastChannel(kName);
    channel.onmessage = ({data}) => (data.state ? state(data.state) : tell(data.changes));
    const lead = () => follow(
        (changes) => { channel.postMessage({changes}); tell(changes); },
        (word) => { channel.postMessage({state: word}); told(word); });
    // A page that was just left may hold the lock for a moment still.
    const first = () => navigator.locks.request(kName, {ifAvailable: true}, (lock) => (lock ? lead().then(() => true) : false));
    const wait = () => navigator.locks.request(kName, () => { tell(null); return lead(); });
    first().then((led) => led || pause(kHandover).then(first)).then((led) => { if (!led) { told('on'); wait(); } });
  });
}
