// One entry per type of block: what it is called, whether it holds text or other blocks, how one
// asks for it while typing. What is not in here is shown by its name.

const line = {text: true, nests: true, hint: ''};
const heading = {...line, nests: false};

export const kKinds = {
  paragraph: {...line, label: 'Text', sign: '¶', hint: 'Write, or press “/” for blocks', words: 'plain paragraph'},
  heading_1: {...heading, label: 'Heading 1', sign: 'H₁', hint: 'Heading 1', tag: 'h2', typed: '#', words: 'title h1'},
  heading_2: {...heading, label: 'Heading 2', sign: 'H₂', hint: 'Heading 2', tag: 'h3', typed: '##', words: 'h2'},
  heading_3: {...heading, label: 'Heading 3', sign: 'H₃', hint: 'Heading 3', tag: 'h4', typed: '###', words: 'h3'},
  heading_4: {...heading, label: 'Heading 4', sign: 'H₄', hint: 'Heading 4', tag: 'h5', typed: '####', words: 'h4'},
  bulleted_list_item: {...line, label: 'Bulleted list', sign: '•', hint: 'List', goesOn: true, typed: '-', words: 'unordered ul'},
  numbered_list_item: {...line, label: 'Numbered list', sign: '1.', hint: 'List', goesOn: true, typed: '1.', words: 'ordered ol'},
  to_do: {...line, label: 'To-do list', sign: '☐', hint: 'To-do', goesOn: true, typed: '[]', words: 'todo task checkbox'},
  toggle: {...line, label: 'Toggle', sign: '▸', hint: 'Toggle', goesOn: true, typed: '>', words: 'fold details'},
  quote: {...line, label: 'Quote', sign: '❝', hint: 'Empty quote', typed: '"', words: 'citation blockquote'},
  callout: {...line, label: 'Callout', sign: '💡', hint: 'Type something', words: 'note box'},
  code: {text: true, label: 'Code', sign: '{}', hint: '', tag: 'pre', plain: true, typed: '```', words: 'source'},
  divider: {label: 'Divider', sign: '—', typed: '---', words: 'line rule separator'},
  image: {label: 'Image', sign: '◫', media: true, words: 'picture photo'},
  video: {label: 'Video', sign: '▷', media: true, words: 'film mp4'},
  audio: {label: 'Audio', sign: '♪', media: true, words: 'sound mp3 music'},
  file: {label: 'File', sign: '⎙', media: true, words: 'upload attachment'},
  pdf: {label: 'PDF', sign: '⎙', media: true, words: 'document'},
  bookmark: {label: 'Bookmark', sign: '⚑', link: true, words: 'web link'},
  embed: {label: 'Embed', link: true},
  link_preview: {label: 'Link', link: true},
  equation: {label: 'Equation', sign: '∑', words: 'math formula'},
  table: {label: 'Table', sign: '▦', words: 'simple grid', own: true},
  table_row: {label: 'Row'},
  column_list: {label: 'Columns'},
  column: {label: 'Column', nests: true},
  table_of_contents: {label: 'Table of contents', sign: '☰', words: 'outline headings'},
  breadcrumb: {label: 'Breadcrumb'},
  synced_block: {label: 'Synced block', nests: true},
  child_page: {label: 'Page', sign: '▢', words: 'subpage'},
  child_database: {label: 'Database', sign: '▤', words: 'table board gallery'},
  link_to_page: {label: 'Link to page'},
};

export const kindOf = (type) => kKinds[type] || {label: type.replaceAll('_', ' ')};
export const nests = (block) => Boolean(kindOf(block.type).nests || block.content?.is_toggleable);
export const folds = (block) => block.type === 'toggle' || Boolean(block.content?.is_toggleable);

export const kInks = ['default', 'gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red'];

/** The content of a new block of that type that shows `runs`. */
export function fresh(type, runs = []) {
  if (type === 'divider' || type === 'breadcrumb') return {};
  if (type === 'table_of_contents') return {color: 'default'};
  if (type === 'equation') return {expression: 'E = mc^2'};
  if (type === 'code') return {rich_text: runs, language: 'plain text'};
  if (type === 'to_do') return {rich_text: runs, checked: false, color: 'default'};
  if (type === 'callout') return {rich_text: runs, icon: {type: 'emoji', emoji: '💡'}, color: 'default'};
  return {rich_text: runs, color: 'default'};
}

/** The type that `typed` at the start of a line asks for, when a space (or its last sign) follows. */
export function typedKind(typed) {
  if (/^\d{1,3}[.)]$/.test(typed)) return 'numbered_list_item';
  if (['*', '+'].includes(typed)) return 'bulleted_list_item';
  if (/^\[ ?[xX]?\]$/.test(typed)) return 'to_do';
  return Object.keys(kKinds).find((type) => kKinds[type].typed === typed) || null;
}
