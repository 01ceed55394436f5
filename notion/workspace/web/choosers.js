// Editors that choose: options, people, pages of a relation, files.
import {call} from './api.js';
import {pill} from './cells.js';
import {attempt, el, menu} from './dom.js';
import {titleOf} from './related.js';
import {uploadFile, filesOf} from './upload.js';
import {loadUsers, userName, users} from './users.js';
import {wholeRelation, written} from './values.js';

const has = (name, wanted) => name.toLowerCase().includes(wanted.toLowerCase());

/** Up and Down walk through the choices; Enter takes the marked one, or the first. */
export function walk(search, list) {
  const buttons = () => [...list.querySelectorAll('button')];
  const mark = (button) => {
    buttons().forEach((each) => each.classList.toggle('marked', each === button));
    button?.scrollIntoView({block: 'nearest'});
  };
  search.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const all = buttons();
    const at = all.findIndex((each) => each.classList.contains('marked'));
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) mark(all[(at + step + all.length) % all.length]);
    else if (event.key === 'Enter') (all[Math.max(0, at)])?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return mark;
}

/** A menu with a search: `fill(wanted)` gives its items; `onClose` as in menu(). */
export function searchMenu(anchor, hint, fill, onClose, above = []) {
  const search = el('input', {class: 'search', placeholder: hint, 'aria-label': hint});
  const list = el('div', {class: 'choices', role: 'listbox'});
  const draw = async () => {
    const wanted = search.value.trim();
    const items = await fill(wanted, search);
    if (wanted === search.value.trim()) list.replaceChildren(...items);
  };
  search.addEventListener('input', draw);
  walk(search, list);
  const close = menu(anchor, [...above, search, list], onClose);
  draw();
  search.focus();
  return {close, draw, search};
}

const item = (content, act, chosen) => el('button', {type: 'button', role: 'option', 'aria-selected': String(Boolean(chosen)), onclick: act}, content);

/** Options below the names of their groups, when they have groups. */
function grouped(options, groups, make) {
  if (!groups?.length) return options.map(make);
  const rest = options.filter((option) => !groups.some((group) => group.option_ids.includes(option.id)));
  return [...groups.flatMap((group) => {
    const inside = options.filter((option) => group.option_ids.includes(option.id));
    return inside.length ? [el('p', {class: 'menu-label'}, group.name), ...inside.map(make)] : [];
  }), ...rest.map(make)];
}

export function choose({at, value, config, property, save, done}) {
  const fresh = property.type === 'select';
  const pick = (next) => { opened.close(); save(next); };
  const fill = (wanted) => {
    const options = config.options || [];
    const items = grouped(options.filter((option) => has(option.name, wanted)), config.groups,
        (option) => item(pill(option), () => pick({id: option.id}), option.id === value?.id));
    if (wanted && fresh && !options.some((option) => option.name === wanted)) items.push(item(['Create ', pill({name: wanted})], () => pick({name: wanted})));
    if (value && !wanted) items.push(item(el('span', {class: 'quiet'}, 'Clear'), () => pick(null)));
    return items;
  };
  const opened = searchMenu(at, fresh ? 'Find or create an option' : 'Find an option', fill, () => done('stay'));
}

/** A menu of many choices; `save` is called at its end when something changed. */
function many({at, save, done}, chosen, hint, fill) {
  const before = JSON.stringify(chosen);
  const tags = el('div', {class: 'tags'});
  const drawTags = (show) => tags.replaceChildren(...chosen.map((one) => el('button', {type: 'button', class: 'tag', title: 'Remove', onclick: () => { drop(one); }}, show(one), ' ×')));
  const drop = (one) => { chosen.splice(chosen.indexOf(one), 1); opened.draw(); };
  const toggle = (one, same) => {
    const known = chosen.find(same);
    if (known) return drop(known);
    chosen.push(one);
    opened.search.value = '';
    opened.draw();
    opened.search.focus();
  };
  const opened = searchMenu(at, hint, (wanted) => fill(wanted, toggle, drawTags), () => {
    done('stay');
    if (JSON.stringify(chosen) !== before) save(chosen.map((one) => (one.id ? {id: one.id} : {name: one.name})));
  }, [tags]);
}

export function chooseMany(edit) {
  const options = edit.config.options || [];
  const chosen = [...edit.value];
  many(edit, chosen, 'Find or create options', (wanted, toggle, drawTags) => {
    drawTags(pill);
    const items = options.filter((option) => has(option.name, wanted)).map((option) =>
        item(pill(option), () => toggle(option, (one) => one.id === option.id), chosen.some((one) => one.id === option.id)));
    if (wanted && ![...options, ...chosen].some((option) => option.name === wanted))
      items.push(item(['Create ', pill({name: wanted})], () => toggle({name: wanted}, () => false)));
    return items;
  });
}

export function choosePeople(edit) {
  const chosen = [...edit.value];
  many(edit, chosen, 'Find people', async (wanted, toggle, drawTags) => {
    await loadUsers();
    drawTags(userName);
    return users().filter((user) => has(user.name || '', wanted)).map((user) =>
        item(user.name || user.id, () => toggle(user, (one) => one.id === user.id), chosen.some((one) => one.id === user.id)));
  });
}

async function candidates(source, wanted) {
  const schema = await call('GET', '/v1/data_sources/' + source);
  const title = Object.values(schema.properties).find((one) => one.type === 'title');
  const filter = wanted ? {filter: {property: title.id, title: {contains: wanted}}} : {};
  return (await call('POST', `/v1/data_sources/${source}/query`, {page_size: 20, ...filter})).results;
}

export async function chooseRelation(edit) {
  const chosen = (await wholeRelation(edit.page, edit.property)).map(({id}) => ({id}));
  const names = new Map();
  const {results} = await call('POST', '/rows', {ids: chosen.slice(0, 100).map((one) => one.id)});
  results.forEach((page) => names.set(page.id, titleOf(page)));
  many(edit, chosen, 'Find pages', async (wanted, toggle, drawTags) => {
    drawTags((one) => names.get(one.id) || 'Missing page');
    const pages = await candidates(edit.config.data_source_id, wanted);
    pages.forEach((page) => names.set(page.id, titleOf(page)));
    return pages.map((page) => item(titleOf(page), () => toggle({id: page.id}, (one) => one.id === page.id), chosen.some((one) => one.id === page.id)));
  });
}

/** Adds what was dropped on a cell of files. */
export function addDropped(files, value, save) {
  return attempt(async () => {
    const sent = [];
    for (const file of files) sent.push(await uploadFile(file));
    save([...written('files', value), ...sent]);
  });
}

export function chooseFiles({at, value, save, done}) {
  const keep = value.map((file) => written('files', [file])[0]);
  const set = (next) => { close(); save(next); };
  const add = (files) => attempt(async () => {
    told.hidden = false;
    const sent = [];
    for (const file of files) sent.push(await uploadFile(file, (share) => { told.value = share; }));
    set([...keep, ...sent]);
  });
  const told = el('progress', {max: 1, value: 0, hidden: true});
  const picker = el('input', {type: 'file', multiple: true, 'aria-label': 'Upload files'});
  const address = el('input', {class: 'search', placeholder: 'or paste a link, Enter', 'aria-label': 'Link to a file'});
  picker.addEventListener('change', () => add([...picker.files]));
  address.addEventListener('keydown', (event) => {
    const url = address.value.trim();
    if (event.key === 'Enter' && url) set([...keep, {name: url.split('/').pop().slice(0, 100) || url, type: 'external', external: {url}}]);
  });
  const rows = value.map((file, index) => el('div', {class: 'item'}, el('span', {class: 'grow'}, file.name),
      el('button', {type: 'button', class: 'quiet', 'aria-label': 'Remove ' + file.name, onclick: () => set(keep.filter((each, place) => place !== index))}, '×')));
  const box = el('label', {class: 'drop'}, 'Drop files here or choose', picker);
  const close = menu(at, [...rows, box, told, address], () => done('stay'));
  box.addEventListener('dragover', (event) => event.preventDefault());
  box.addEventListener('drop', (event) => { event.preventDefault(); add(filesOf(event.dataTransfer)); });
}
