#include "tests/support/s3_server.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "tests/support/s3_check.hpp"

namespace storyreel::test {
namespace {

constexpr auto kBucket = "/films/";
constexpr std::size_t kLeastPart = 5u << 20;

const S3Account kAccount{
    .access_key = "AKIAIOSFODNN7EXAMPLE", .secret_key = S3Server::kSecret, .region = "eu-test-1"};

ServerReply xml(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/xml"}},
          .body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(body)};
}

ServerReply error(int status, const std::string& code) {
  return xml(status,
             fmt::format("<Error><Code>{0}</Code><Message>It is {0}.</Message></Error>", code));
}

ServerReply done(int status, const std::string& etag = {}) {
  ServerReply reply{.status = status};
  if (!etag.empty()) reply.headers = {{"ETag", etag}};
  return reply;
}

std::string etag_of(const std::string& bytes) {
  return fmt::format("\"{:x}-{}\"", std::hash<std::string>()(bytes), bytes.size());
}

int status_of(const std::string& code) {
  return code.starts_with("Authorization") || code.starts_with("XAmz") ? 400 : 403;
}

}  // namespace

S3Server::S3Server(bool presigned)
    : presigned_(presigned),
      stand_([this](ServerRequest request) { return answer(std::move(request)); },
             {.body_bytes = 64u << 20}) {}

config::S3 S3Server::settings() const {
  config::S3 settings{.endpoint = stand_.url(),
                      .region = kAccount.region,
                      .bucket = "films",
                      .prefix = "studio/",
                      .access_key = kAccount.access_key,
                      .presigned = presigned_};
  settings.secret_key = Secret(kSecret);
  return settings;
}

std::string S3Server::configuration() const {
  return fmt::format(
      "[s3]\nendpoint = \"{}\"\nregion = \"{}\"\nbucket = \"films\"\nprefix = \"studio/\"\n"
      "access_key = \"{}\"\nlinks = \"{}\"\n",
      stand_.url(), kAccount.region, kAccount.access_key, presigned_ ? "presigned" : "public");
}

std::map<std::string, std::string> S3Server::objects() const {
  const std::lock_guard lock(mutex_);
  return objects_;
}

std::vector<std::string> S3Server::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::vector<std::string> S3Server::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

std::size_t S3Server::uploads() const {
  const std::lock_guard lock(mutex_);
  return uploads_.size();
}

void S3Server::fail(std::string kind, int status, int times) {
  const std::lock_guard lock(mutex_);
  faults_[std::move(kind)] = {.status = status, .times = times};
}

void S3Server::fail_after(std::string kind, int times) {
  const std::lock_guard lock(mutex_);
  faults_[std::move(kind)] = {.status = 500, .times = times, .after = true};
}

void S3Server::set_clock(seconds ahead) {
  const std::lock_guard lock(mutex_);
  ahead_ = ahead;
}

bool S3Server::strikes(const std::string& kind, bool after, int& status) {
  auto& fault = faults_[kind];
  if (fault.times == 0 || fault.after != after) return false;
  --fault.times;
  status = fault.status;
  return true;
}

Task<ServerReply> S3Server::answer(ServerRequest request) {
  const std::lock_guard lock(mutex_);
  const bool completes = request.method == "POST" && request.query != "uploads=";
  const auto kind = request.method + (completes ? " complete" : "");
  asked_.push_back(request.method + " " + request.path +
                   (request.query.empty() ? "" : "?" + request.query));
  int status = 0;
  if (strikes(kind, false, status)) {
    auto reply = error(status, status < 400 ? "PermanentRedirect" : "InternalError");
    if (status < 400) reply.headers.emplace_back("Location", stand_.url("/elsewhere"));
    co_return reply;
  }
  auto reply = serve(request);
  if (strikes(kind, true, status)) reply = error(status, "InternalError");
  co_return reply;
}

/// What a request is refused for; blank: nothing.
std::string S3Server::fault_of(const ServerRequest& request) const {
  const bool open = request.method == "GET" && !presigned_ && request.query.empty() &&
                    request.header("authorization").empty();
  return open ? "" : wrong_in(request, kAccount, now() + ahead_);
}

ServerReply S3Server::serve(const ServerRequest& request) {
  if (const auto code = fault_of(request); !code.empty()) {
    refused_.push_back(code);
    return error(status_of(code), code);
  }
  if (!request.path.starts_with(kBucket)) return error(404, "NoSuchBucket");
  return act(request, request.path.substr(std::string(kBucket).size()));
}

ServerReply S3Server::act(const ServerRequest& request, const std::string& name) {
  const auto id = parameter(request, "uploadId");
  if (request.method == "GET") return show(request, name);
  if (request.method == "POST" && request.query == "uploads=") {
    const auto made = fmt::format("upload-{}", ++last_);
    uploads_[made].name = name;
    return xml(200, "<InitiateMultipartUploadResult><UploadId>" + made +
                        "</UploadId></InitiateMultipartUploadResult>");
  }
  const auto upload = uploads_.find(id);
  if (!id.empty() && (upload == uploads_.end() || upload->second.name != name))
    return error(404, "NoSuchUpload");
  if (request.method == "DELETE" && !id.empty()) {
    uploads_.erase(upload);
    return done(204);
  }
  if (request.method == "POST" && !id.empty()) return complete(name, id, request.body);
  if (request.method != "PUT") return error(405, "MethodNotAllowed");
  if (id.empty()) {
    objects_[name] = request.body;
  } else {
    upload->second.parts[std::stoi(parameter(request, "partNumber"))] = request.body;
  }
  return done(200, etag_of(request.body));
}

ServerReply S3Server::complete(const std::string& name, const std::string& id,
                               const std::string& body) {
  const auto& parts = uploads_[id].parts;
  std::string listed = "<CompleteMultipartUpload>";
  std::string whole;
  for (const auto& [number, bytes] : parts) {
    if (number != parts.rbegin()->first && bytes.size() < kLeastPart)
      return error(400, "EntityTooSmall");
    listed += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", number,
                          etag_of(bytes));
    whole += bytes;
  }
  if (body != listed + "</CompleteMultipartUpload>") return error(400, "InvalidPart");
  objects_[name] = std::move(whole);
  uploads_.erase(id);
  return xml(200, "<CompleteMultipartUploadResult><ETag>" + etag_of(name) +
                      "</ETag></CompleteMultipartUploadResult>");
}

ServerReply S3Server::show(const ServerRequest& request, const std::string& name) {
  const auto object = objects_.find(name);
  if (object == objects_.end()) return error(404, "NoSuchKey");
  if (request.header("range") != "bytes=0-0") return {.status = 200, .body = object->second};
  return {.status = 206,
          .headers = {{"Content-Range", fmt::format("bytes 0-0/{}", object->second.size())}},
          .body = object->second.substr(0, 1)};
}

}  // namespace storyreel::test
