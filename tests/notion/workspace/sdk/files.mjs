// Files to send, and what became of them.
export const file = (data, filename = 'a.png', type = 'image/png') =>
  ({filename, data: new Blob([data], {type})});

/** A file that is sent and not yet attached. */
export async function sent({notion}, data = 'picture', filename = 'a.png', content_type = 'image/png') {
  const {id: file_upload_id} = await notion.fileUploads.create({filename, content_type});
  return notion.fileUploads.send({file_upload_id, file: file(data, filename, content_type)});
}

/** What stands at the signed URL of a file. */
export const read = async (url) => (await fetch(url)).text();
