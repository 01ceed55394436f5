// Small things to choose from: an emoji, a language, a link, a colour.
import {el, menu} from './dom.js';
import {kInks} from './kinds.js';

const kEmoji = `🎬 film movie clapper|🎥 camera movie|📹 video|📽 projector|🎞 frames film|📷 photo camera|🖼 picture|🎨 art paint|✏ pencil write|📝 memo script note|📄 page|📃 page curl|📜 scroll script|📖 book open|📚 books|📓 notebook|🗂 files|📁 folder|📌 pin|📎 clip|🔖 bookmark|🔗 link|🏷 label|🗓 calendar|📅 date calendar|⏰ alarm time|⏳ hourglass time|✅ done check|☑ check|❌ cross no|❗ important|❓ question|⚠ warning|🚧 work construction|🔥 fire hot|✨ sparkles new|⭐ star|🌟 star glow|💡 idea light|🚀 rocket launch|🎯 target goal|🏆 trophy|🎉 party|🎁 gift|❤ heart love|💬 speech comment|🗣 speaking voice|🎙 microphone voice|🎤 microphone|🎧 headphones|🎵 music note|🎶 music|🎹 piano|🎸 guitar|🥁 drum|🔊 sound loud|📢 announce|📈 chart up|📊 chart|💰 money|🛒 shop|🧪 test lab|🔬 science microscope|🔭 telescope space|🧠 brain|⚙ gear settings|🛠 tools|🔒 lock|🔑 key|🧭 compass|🗺 map travel|🌍 earth world|🌙 moon night|☀ sun|☁ cloud|🌧 rain|❄ snow winter|🌊 wave sea|🌲 tree|🌿 plant|🌸 flower|🍎 apple|🍕 pizza food|☕ coffee|🐦 bird raven|🐱 cat|🐶 dog|🦊 fox|🐙 octopus|👀 eyes look|👋 hello wave|👍 good thumb|🙌 hands|🤖 robot|👻 ghost|💀 skull|🏠 home house|🏢 office|🚗 car|✈ plane travel|⚽ ball sport|♟ chess|🎲 dice game|🧩 puzzle|📦 box package`
    .split('|').map((each) => { const [sign, ...words] = each.split(' '); return {sign, words: words.join(' ')}; });

/** An emoji for `act(emoji)`; null takes it away. `more`: further buttons below. */
export function chooseEmoji(anchor, act, {clear = false, more = []} = {}) {
  const search = el('input', {class: 'search', placeholder: 'Find, or type an emoji', 'aria-label': 'Find an emoji'});
  const grid = el('div', {class: 'emoji-grid'});
  const pick = (sign) => { close(); act(sign); };
  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    const own = /\p{Extended_Pictographic}/u.test(wanted) ? [{sign: wanted, words: 'own'}] : [];
    const found = own.length ? own : kEmoji.filter((each) => each.words.includes(wanted));
    grid.replaceChildren(...found.map((each) => el('button', {type: 'button', title: each.words, 'aria-label': each.words, onclick: () => pick(each.sign)}, each.sign)));
  };
  search.addEventListener('input', draw);
  search.addEventListener('keydown', (event) => { if (event.key === 'Enter') grid.querySelector('button')?.click(); });
  draw();
  const foot = [...more.map(({label, act: run}) => el('button', {type: 'button', class: 'quiet', onclick: () => { close(); run(); }}, label)),
    ...(clear ? [el('button', {type: 'button', class: 'quiet', onclick: () => pick(null)}, 'Remove')] : [])];
  const close = menu(anchor, [search, grid, ...foot]);
  search.focus();
}

/** A list of names with a search above. */
export function chooseName(anchor, names, act) {
  const search = el('input', {class: 'search', placeholder: 'Find', 'aria-label': 'Find'});
  const list = el('div', {});
  const draw = () => list.replaceChildren(...names.filter((name) => name.includes(search.value.trim().toLowerCase()))
      .map((name) => el('button', {type: 'button', role: 'menuitem', onclick: () => { close(); act(name); }}, name)));
  search.addEventListener('input', draw);
  search.addEventListener('keydown', (event) => { if (event.key === 'Enter') list.querySelector('button')?.click(); });
  draw();
  const close = menu(anchor, [search, list]);
  search.focus();
}

/** One line of text for `act(text)`; `more`: further buttons below. */
export function askText(anchor, {label, value = '', act, more = [], onClose}) {
  const input = el('input', {class: 'search', placeholder: label, 'aria-label': label});
  input.value = value;
  const done = () => { close(); act(input.value.trim()); };
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    done();
  });
  const close = menu(anchor, [input, el('button', {type: 'button', role: 'menuitem', onclick: done}, 'Done'),
    ...more.map((each) => el('button', {type: 'button', role: 'menuitem', class: 'quiet', onclick: () => { close(); each.act(); }}, each.label))], onClose);
  input.focus();
  input.select();
}

/** A colour of Notion's for `act(name)`. */
export function chooseColour(anchor, act) {
  const row = (end, label) => [el('p', {class: 'menu-label'}, label), el('div', {class: 'inks'}, kInks.map((name) => {
    const value = name === 'default' ? 'default' : name + end;
    return el('button', {type: 'button', class: end ? 'shade ' + name : 'ink ' + name, title: name, 'aria-label': label + ' ' + name, onclick: () => { close(); act(value); }}, 'A');
  }))];
  const close = menu(anchor, [...row('', 'Text'), ...row('_background', 'Background')]);
}

/** Files from the person's disk. */
export function chooseFiles(act, {accept = '', many = true} = {}) {
  const input = el('input', {type: 'file', accept: accept || null, multiple: many});
  input.addEventListener('change', () => { if (input.files.length) act([...input.files]); });
  input.click();
}

export const kLanguages = ['plain text', 'bash', 'c', 'c++', 'c#', 'css', 'diff', 'docker', 'go', 'graphql', 'haskell', 'html', 'java', 'javascript', 'json', 'kotlin', 'latex', 'lua', 'makefile', 'markdown', 'nix', 'php', 'powershell', 'python', 'r', 'ruby', 'rust', 'scala', 'shell', 'sql', 'swift', 'toml', 'typescript', 'xml', 'yaml'];
