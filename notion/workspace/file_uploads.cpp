#include "notion/workspace/file_uploads.hpp"

#include <algorithm>

#include "notion/workspace/file_upload_state.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {

std::size_t body_bytes_of(std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  const bool part = path.contains("/v1/file_uploads/") && path.ends_with("/send");
  return part ? kSendBytes : 1u << 20;
}

json::object retrieve_file_upload(Call& call) {
  return show_upload(call, own_upload(call, call.id()));
}

json::object list_file_uploads(Call& call) {
  const auto status = call.parameter("status").value_or("");
  const json::value was = json::string(status);
  if (!status.empty() && std::ranges::find(kUploadStatuses, status) == kUploadStatuses.end())
    invalid_field("query.status", "one of " + listed(kUploadStatuses), &was);
  const auto page =
      slice(call, [&] { return list_uploads(call.store, call.user.id, status, call.now); });
  json::array shown;
  for (const auto& id : page.ids)
    if (const auto upload = find_upload(call.store, id))
      shown.emplace_back(show_upload(call, *upload));
  return list_object(std::move(shown), page, "file_upload");
}

Upload attach(Call& call, const json::value& id, std::string_view path) {
  // An id is no secret: only who uploaded a file may show it somewhere.
  auto upload = own_upload(call, as_id(id, path));
  const auto status = status_of(upload, call.now);
  if (status != "uploaded")
    invalid("The file upload " + upload.id + " has a status of `" + std::string(status) +
            "`; only an `uploaded` one can be attached.");
  // Once attached it stays, and may be attached again.
  upload.expires.reset();
  update_upload(call.store, upload);
  return upload;
}

}  // namespace storyreel::workspace
