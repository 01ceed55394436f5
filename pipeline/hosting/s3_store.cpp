#include "pipeline/hosting/s3_store.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <fmt/format.h>
#include <utility>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/media_type.hpp"
#include "daemon/runtime/retry.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/hosting/s3_place.hpp"

namespace storyreel::pipeline {
namespace {

// S3 takes 10,000 parts of at least 5 MiB: enough for 160 GB.
constexpr std::int64_t kPart = 16 << 20;
constexpr int kAttempts = 4;
constexpr Backoff kBackoff{.base = milliseconds(500), .cap = seconds(10)};
constexpr seconds kTimeout{300};
constexpr std::size_t kMostReply = 1u << 20;

bool is_good(int status) {
  return status >= 200 && status < 300;
}

bool is_busy(int status) {
  return status == 429 || status >= 500;
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    if (c == '&')
      xml += "&amp;";
    else if (c == '<')
      xml += "&lt;";
    else
      xml += c;
  }
  return xml;
}

/// "bytes 0-0/12345".
std::optional<std::int64_t> whole_size(std::string_view range) {
  const auto slash = range.find('/');
  std::int64_t size = 0;
  if (slash == range.npos) return std::nullopt;
  const auto* end = range.data() + range.size();
  if (std::from_chars(range.data() + slash + 1, end, size).ptr != end) return std::nullopt;
  return size;
}

}  // namespace

/// One request, and what of its reply is no failure.
struct S3Store::Ask {
  std::string method;
  std::string name;
  Pairs query = {};
  Pairs headers = {};
  std::string body = {};
  int also = 0;  ///< a status that the caller understands
};

S3Store::S3Store(HttpClient& http, Offload& reader, config::S3 settings)
    : http_(http), reader_(reader), settings_(std::move(settings)) {}

// Signed anew at each attempt: a signature is good for minutes.
HttpRequest S3Store::request(const Ask& ask) const {
  const auto place = place_of(settings_, ask.name);
  const auto query = encoded_query(ask.query);
  const Signed wanted{.method = ask.method,
                      .host = place.host,
                      .path = place.path,
                      .query = ask.query,
                      .headers = ask.headers,
                      .payload_sha256 = sha256(ask.body)};
  return {.method = ask.method,
          .url = address_of(settings_, ask.name) + (query.empty() ? "" : "?" + query),
          .headers = signed_headers(wanted, signer_of(settings_), now()),
          .body = ask.body,
          .timeout = kTimeout,
          .max_response = kMostReply};
}

Task<HttpResponse> S3Store::send(Ask ask) {
  for (int attempt = 1;; ++attempt) {
    std::string broken;
    HttpResponse response;
    try {
      response = co_await http_.send(request(ask));
    } catch (const TransportError& error) {
      broken = error.what();
    }
    if (broken.empty() && !is_busy(response.status)) co_return response;
    if (attempt == kAttempts && broken.empty()) co_return response;
    if (attempt == kAttempts)
      throw StoreError("the store at " + settings_.endpoint + ": " + broken);
    co_await sleep_for(delay(kBackoff, attempt, random_jitter()));
  }
}

Task<HttpResponse> S3Store::expect(Ask ask) {
  const int also = ask.also;
  auto response = co_await send(std::move(ask));
  if (!is_good(response.status) && response.status != also)
    throw StoreError(store_problem(settings_, response.status, response.body));
  co_return response;
}

Task<std::string> S3Store::piece(S3File file, std::int64_t from, std::int64_t length) {
  struct Read {
    std::filesystem::path file;
    std::int64_t from, length;
    std::string operator()(const std::stop_token&) const {
      return read_piece(file, static_cast<std::uint64_t>(from), static_cast<std::size_t>(length));
    }
  };
  auto bytes = co_await reader_.run(Read{file.file, from, length});
  if (std::cmp_not_equal(bytes.size(), length))
    throw Error(file.file.string() + " is shorter than it was made: it is made again");
  co_return bytes;
}

Task<> S3Store::put_whole(S3File file) {
  Ask ask{.method = "PUT",
          .name = file.name,
          .headers = {{"content-type", std::string(media_type_of(file.name))}}};
  ask.body = co_await piece(file, 0, file.bytes);
  co_await expect(std::move(ask));
}

Task<std::string> S3Store::open(std::string name) {
  const auto type = std::string(media_type_of(name));
  const auto reply = co_await expect({.method = "POST",
                                      .name = std::move(name),
                                      .query = {{"uploads", ""}},
                                      .headers = {{"content-type", type}}});
  auto id = xml_text(reply.body, "UploadId");
  if (id.empty()) throw StoreError("the store at " + settings_.endpoint + " names no UploadId");
  co_return id;
}

Task<std::string> S3Store::put_part(S3File file, std::string upload_id, int number) {
  const auto from = kPart * (number - 1);
  Ask ask{.method = "PUT",
          .name = file.name,
          .query = {{"partNumber", std::to_string(number)}, {"uploadId", std::move(upload_id)}}};
  ask.body = co_await piece(file, from, std::min(kPart, file.bytes - from));
  const auto reply = co_await expect(std::move(ask));
  const auto etag = std::string(reply.header("etag").value_or(""));
  if (etag.empty())
    throw StoreError("the store at " + settings_.endpoint + " gives no ETag for a part");
  co_return etag;
}

// A store may say 200 first and find out later; and what seems to have failed may be done.
Task<> S3Store::complete(S3File file, std::string upload_id, std::string body) {
  const auto reply = co_await expect({.method = "POST",
                                      .name = file.name,
                                      .query = {{"uploadId", std::move(upload_id)}},
                                      .body = std::move(body),
                                      .also = 404});
  if (reply.status != 404 && reply.body.contains("CompleteMultipartUploadResult")) co_return;
  if (co_await size(file.name) == file.bytes) co_return;
  throw StoreError(store_problem(settings_, reply.status, reply.body));
}

Task<> S3Store::put_parts(S3File file, std::string upload_id) {
  std::string body = "<CompleteMultipartUpload>";
  for (int number = 1; kPart * (number - 1) < file.bytes; ++number) {
    const auto etag = co_await put_part(file, upload_id, number);
    body += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", number,
                        escaped(etag));
  }
  body += "</CompleteMultipartUpload>";
  co_await complete(std::move(file), std::move(upload_id), std::move(body));
}

// One that is gone already is as good.
Task<> S3Store::abort(std::string name, std::string upload_id) {
  co_await expect({.method = "DELETE",
                   .name = std::move(name),
                   .query = {{"uploadId", std::move(upload_id)}},
                   .also = 404});
}

Task<> S3Store::put(S3File file, std::function<Task<>(std::string upload_id)> begin) {
  if (!file.begun.empty()) co_await abort(file.name, file.begun);
  if (file.bytes <= kPart) co_return co_await put_whole(std::move(file));
  const auto id = co_await open(file.name);
  co_await begin(id);
  std::exception_ptr failure;
  try {
    co_await put_parts(file, id);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  if (is_cancelled(failure)) std::rethrow_exception(failure);
  try {
    co_await abort(file.name, id);
  } catch (const StoreError&) {
    // It is aborted before the next attempt; why this one failed is what counts.
  }
  std::rethrow_exception(failure);
}

Task<std::optional<std::int64_t>> S3Store::size(std::string name) {
  const auto reply = co_await expect(
      {.method = "GET", .name = std::move(name), .headers = {{"range", "bytes=0-0"}}, .also = 404});
  if (reply.status == 404) co_return std::nullopt;
  co_return whole_size(reply.header("content-range").value_or(""));
}

}  // namespace storyreel::pipeline
