// Sends a file to the workspace, in parts when it is large.
import {call} from './api.js';

const kSingle = 20 * 1024 * 1024;
const kPart = 10 * 1024 * 1024;

const kTypes = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml', avif: 'image/avif',
  mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm', mp3: 'audio/mpeg', wav: 'audio/wav', ogg: 'audio/ogg', m4a: 'audio/mp4',
  pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv', json: 'application/json', md: 'text/markdown', zip: 'application/zip', html: 'text/html',
};

const endOf = (name) => (name.match(/\.([a-z0-9]+)$/i)?.[1] || '').toLowerCase();
export const typeOf = (file) => (file.type || kTypes[endOf(file.name)] || 'application/octet-stream').split(';')[0];

function form(blob, name, part) {
  const body = new FormData();
  if (part) body.append('part_number', String(part));
  body.append('file', blob, name);
  return body;
}

async function sendParts(upload, file, parts, told) {
  const content_type = typeOf(file);
  for (let part = 1; part <= parts; part += 1) {
    const blob = file.slice((part - 1) * kPart, part * kPart, content_type);
    await call('POST', `/v1/file_uploads/${upload.id}/send`, form(blob, file.name, part));
    told(part / parts);
  }
  await call('POST', `/v1/file_uploads/${upload.id}/complete`, {});
}

/**
 * Uploads a File. `told(share)` hears how much is done, from 0 to 1. Returns what a files property,
 * a cover or a media block takes: {type: 'file_upload', file_upload: {id}, name}. Throws ApiError.
 */
export async function uploadFile(file, told = () => {}) {
  const about = {filename: file.name || 'pasted', content_type: typeOf(file)};
  const parts = Math.ceil(file.size / kPart);
  const many = file.size > kSingle;
  told(0);
  const upload = await call('POST', '/v1/file_uploads', many ? {...about, mode: 'multi_part', number_of_parts: parts} : about);
  if (many) await sendParts(upload, file, parts, told);
  else await call('POST', `/v1/file_uploads/${upload.id}/send`, form(file.slice(0, file.size, about.content_type), about.filename));
  told(1);
  return {type: 'file_upload', file_upload: {id: upload.id}, name: about.filename};
}

const kBlocks = {image: 'image', video: 'video', audio: 'audio'};

/** The type of block that shows such a file. */
export function blockFor(file) {
  const type = typeOf(file);
  return type === 'application/pdf' ? 'pdf' : kBlocks[type.split('/')[0]] || 'file';
}

/** The files of a drop or paste. */
export const filesOf = (transfer) => [...(transfer?.files || [])];
