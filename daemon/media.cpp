#include "daemon/media.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "cache/repository.hpp"
#include "daemon/runtime/media_type.hpp"

namespace storyreel {
namespace {

constexpr std::string_view kFolder = "/media/";
constexpr std::size_t kLongestName = 128;

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}

// One dot with something on both sides: no path can be made of that.
bool is_name(std::string_view name) {
  if (name.size() > kLongestName) return false;
  const auto dot = name.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i != dot && !is_name_letter(name[i])) return false;
  }
  return true;
}

std::optional<cache::Artifact> published(cache::Database& database, const std::string& name) {
  const auto publication = cache::publications::find(database, name);
  return publication ? cache::artifacts::find(database, publication->artifact) : std::nullopt;
}

ServerReply text_reply(int status, std::string text) {
  ServerReply reply;
  reply.status = status;
  reply.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  reply.body = std::move(text);
  return reply;
}

ServerReply health_reply(const Health& health) {
  std::string text = !health.ready ? "starting\n" : health.reasons.empty() ? "ok\n" : "working\n";
  for (const auto& reason : health.reasons) text += reason + "\n";
  return text_reply(health.ready ? 200 : 503, std::move(text));
}

ServerReply file_reply(const std::string& name, std::filesystem::path file) {
  ServerReply reply;
  reply.headers = {{"Content-Type", std::string(media_type_of(name))},
                   {"Cache-Control", "public, max-age=31536000, immutable"},
                   {"X-Content-Type-Options", "nosniff"}};
  reply.file = std::move(file);
  return reply;
}

}  // namespace

Media::Media(cache::Cache& cache, const pipeline::Store& store, Acts acts)
    : cache_(cache), store_(store), acts_(std::move(acts)) {}

Task<ServerReply> Media::answer(ServerRequest request) {
  if (request.method != "GET" && request.method != "HEAD") {
    co_return text_reply(405, "only GET and HEAD\n");
  }
  if (request.path == "/healthz") co_return health_reply(acts_.health());
  if (request.path == "/metrics") {
    auto reply = text_reply(200, co_await acts_.metrics());
    reply.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}};
    co_return reply;
  }
  const bool inside = request.path.starts_with(kFolder);
  const std::string name = inside ? request.path.substr(kFolder.size()) : std::string();
  std::optional<cache::Artifact> artifact;
  if (is_name(name)) {
    artifact = co_await cache_.read(
        [name](cache::Database& database) { return published(database, name); });
  }
  if (!artifact) co_return text_reply(404, "nothing is published here\n");
  co_return file_reply(name, store_.path(*artifact));
}

}  // namespace storyreel
