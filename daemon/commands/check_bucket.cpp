#include <exception>
#include <fmt/format.h>
#include <optional>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/offload.hpp"
#include "pipeline/hosting/s3_place.hpp"
#include "pipeline/hosting/s3_store.hpp"

namespace storyreel::commands {
namespace {

constexpr auto kWhat = "bucket";
// Its name says whose it is to who looks into the bucket.
constexpr auto kName = "storyreel-doctor.txt";
constexpr seconds kPatience{15};

/// Another one each time: an older copy of the file proves nothing.
std::string new_text() {
  return "storyreel doctor was here; this file may go. " + new_uuid() + "\n";
}

/// Why the object can't be put there; empty: it was.
Task<std::string> put(HttpClient& http, config::S3 settings, std::string text) {
  const TemporaryFolder folder;
  write_file(folder.path() / kName, text);
  Offload reader(1);
  pipeline::S3Store store(http, reader, settings);
  try {
    co_await store.put({.file = folder.path() / kName,
                        .bytes = static_cast<std::int64_t>(text.size()),
                        .name = kName,
                        .begun = {}},
                       {});
    co_return "";
  } catch (const Error& error) {
    co_return error.what();
  }
}

Task<Finding> follow(HttpClient& http, config::S3 settings, std::string text) {
  const auto link = settings.presigned ? pipeline::presigned_link(settings, kName, now())
                                       : pipeline::public_link(settings, kName);
  const auto place = settings.bucket + " at " + settings.endpoint;
  std::optional<HttpResponse> response;
  std::exception_ptr failure;
  try {
    response = co_await http.send({.url = link, .timeout = kPatience});
  } catch (const Error&) {
    failure = std::current_exception();
  }
  if (failure)
    co_return Finding{Verdict::failed, kWhat, "links to it lead nowhere: " + describe(failure),
                      "set [s3] public_url to where people reach the bucket"};
  if (response->status == 200 && response->body == text)
    co_return Finding{Verdict::ok, kWhat, place + " takes files, and links to them lead there", {}};
  if (response->status == 200)
    co_return Finding{Verdict::failed, kWhat,
                      place + " takes files, but a link to one shows another",
                      "see that [s3] public_url leads to this bucket and prefix"};
  co_return Finding{
      Verdict::failed, kWhat,
      fmt::format("{} takes files, but a link to one answers {}", place, response->status),
      settings.presigned ? "see that the key may read objects (s3:GetObject)"
                         : "let everybody read the bucket, or set [s3] links = \"presigned\""};
}

}  // namespace

Task<std::vector<Finding>> check_bucket(Executor loop, config::Settings settings) {
  if (!settings.media.stores()) co_return std::vector<Finding>{};
  HttpClient http(loop);
  const auto text = new_text();
  const auto refused = co_await put(http, settings.s3, text);
  if (!refused.empty())
    co_return std::vector<Finding>{
        {Verdict::failed, kWhat, refused, "see [s3] in the configuration"}};
  std::vector<Finding> findings;
  findings.push_back(co_await follow(http, settings.s3, text));
  co_return findings;
}

}  // namespace storyreel::commands
