#pragma once

#include <string>
#include <string_view>

#include "notion/workspace/call.hpp"
#include "notion/workspace/files.hpp"

namespace storyreel::workspace {

/// Largest body of POST /v1/file_uploads/{id}/send: a part and what the form adds to it.
inline constexpr std::size_t kSendBytes = (20u << 20) + (64u << 10);

/// How large a request to `target` may be: only file parts are larger than JSON bodies.
std::size_t body_bytes_of(std::string_view target);

/// The caller's upload `id` as it may be attached: uploaded and not expired. It then stays.
/// Throws object_not_found or validation_error.
Upload attach(Call& call, const json::value& id, std::string_view path);

/// A stored file, as it stands in bodies and rows: {upload: id}. The links come when it is shown.
json::object stored_file(std::string_view upload);

/// Reads a file of a request, {type?, external | file_upload | file}, into what is stored:
/// {type: external, external} or {type: file, file}. `kind` ("image", empty: any) is what an
/// uploaded file must be. Other keys of `value` are the caller's business.
json::object read_file(Call& call, const json::object& value, std::string_view path,
                       std::string_view kind);

/// The name of a stored file ({external} or {file}) that was given none.
std::string file_name(Call& call, const json::object& file);

/// The value of a files property as it is stored: files with names.
json::array read_files(Call& call, const json::value& value, std::string_view path);

/// An icon or cover of a request as it is stored; null clears.
json::value read_icon(Call& call, const json::value& value, std::string_view path);
json::value read_cover(Call& call, const json::value& value, std::string_view path);

}  // namespace storyreel::workspace
