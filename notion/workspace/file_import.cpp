#include "notion/workspace/file_import.hpp"

#include <chrono>
#include <optional>

#include <boost/url/parse.hpp>

#include "daemon/runtime/error.hpp"
#include "notion/workspace/errors.hpp"
#include "notion/workspace/media_types.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kMostBytes = 20u << 20;
constexpr std::chrono::seconds kLongest{10};

bool is_loopback(std::string_view host) {
  return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

json::object result(std::string_view type, json::object what, Time now) {
  return {{"imported_time", to_iso(now)}, {"type", type}, {type, std::move(what)}};
}

void fail(Upload& upload, std::string_view code, std::string_view why, Time now,
          json::value status = nullptr) {
  upload.status = "failed";
  upload.import = result("error",
                         {{"type", "download_error"},
                          {"code", code},
                          {"message", why},
                          {"parameter", "external_url"},
                          {"status_code", std::move(status)}},
                         now);
}

Task<std::optional<HttpResponse>> fetch(HttpClient& client, std::string url) {
  try {
    co_return co_await client.send(
        {.url = std::move(url), .timeout = kLongest, .max_response = kMostBytes});
  } catch (const Error&) {
  }
  co_return std::nullopt;
}

void settle(Store& store, Upload& upload, const std::optional<HttpResponse>& response, Time now) {
  if (!response) return fail(upload, "unreachable", "The file could not be downloaded.", now);
  if (response->status != 200)
    return fail(upload, "bad_status", "The file's server answered with an error.", now,
                response->status);
  const auto type = plain_media_type(response->header("Content-Type").value_or(""));
  // Notion asks the file's server for the type and refuses what was announced otherwise.
  if (type != upload.content_type)
    return fail(upload, "content_type_mismatch",
                "The file's Content-Type does not match that of the file upload.", now,
                response->status);
  keep_part(store, upload.id, 1, response->body);
  upload.length = static_cast<std::int64_t>(response->body.size());
  upload.status = "uploaded";
  upload.import = result("success", {}, now);
}

}  // namespace

void begin_import(Upload& upload) {
  const auto url = boost::urls::parse_uri(upload.url);
  const json::value was = json::string(upload.url);
  const bool local =
      url && url->scheme() == "http" && is_loopback(std::string(url->encoded_host()));
  // A local workspace reaches no other machine on behalf of a request.
  if (local) return;
  if (!url || url->scheme() != "https" || url->encoded_host().empty())
    invalid_field("body.external_url", "a valid URL with the https scheme", &was);
  fail(upload, "unreachable", "This workspace imports from loopback addresses only.",
       upload.created);
}

Task<> import_files(HttpClient& client, Store& store, Time now) {
  for (auto& upload : waiting_imports(store)) {
    const auto response = co_await fetch(client, upload.url);
    auto still = find_upload(store, upload.id);
    // The download took a while: the upload may have changed meanwhile.
    if (!still || still->status != "pending") continue;
    Store::Write write(store);
    settle(store, *still, response, now);
    still->edited = now;
    update_upload(store, *still);
    write.commit();
  }
}

}  // namespace storyreel::workspace
