#include "tests/notion/published.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/json/array.hpp>

#include "daemon/runtime/hash.hpp"

namespace storyreel::test {

namespace json = boost::json;

std::string Published::publish(const std::string& kind, std::size_t bytes,
                               const std::string& extension) {
  cache::Artifact artifact;
  artifact.key = random_hex(32);
  artifact.kind = kind;
  artifact.file = artifact.key + "." + extension;
  artifact.bytes = static_cast<std::int64_t>(bytes);
  std::string content = random_hex(16);
  content.resize(bytes, 'x');
  write_file(shelf.folder / artifact.file, content);
  const cache::Publication publication{
      .name = random_hex(16) + "." + extension, .artifact = artifact.key, .created_at = now()};
  write([artifact, publication](cache::Database& database) {
    cache::artifacts::save(database, artifact);
    cache::publications::save(database, publication);
  });
  return publication.name;
}

void Published::show(const std::string& name, std::size_t row) {
  write([id = items().at(row).id, name](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.picture_link = "http://127.0.0.1/media/" + name;
    item.image = name;
    item.status = cache::ItemStatus::complete;
    cache::items::save(database, item);
  });
}

void Published::verify(const std::string& name) {
  write([id = video().id, name](cache::Database& database) {
    auto one = *cache::videos::find(database, id);
    one.film = cache::publications::find(database, name)->artifact;
    cache::videos::save(database, one);
  });
}

void Published::show_films() {
  const auto end = std::chrono::steady_clock::now() + seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    const auto pass = run(loop, films.pass());
    if (!pass.again_at) return;
    const auto rest = std::chrono::duration_cast<milliseconds>(*pass.again_at - now());
    if (rest.count() > 0) run(loop, sleep_for(rest));
  }
  throw std::runtime_error("a film is still held back");
}

std::vector<json::object> Published::film_blocks() {
  std::vector<json::object> found;
  const auto list = person("GET", "/v1/blocks/" + page + "/children");
  for (const auto& block : list.at("results").as_array()) {
    if (block.at("type").as_string() == "video") found.push_back(block.as_object());
  }
  return found;
}

std::size_t Published::asked(const std::string& method, const std::string& path) {
  const auto log = person("GET", "/_control/requests");
  return static_cast<std::size_t>(
      std::ranges::count_if(log.at("requests").as_array(), [&](const json::value& request) {
        return request.at("user").as_string() == "bot" &&
               request.at("method").as_string() == method &&
               request.at("path").as_string().starts_with(path);
      }));
}

void Published::fail_once(const char* kind, const char* method, const char* pattern) {
  const json::object rule{{"kind", kind}, {"method", method}, {"pattern", pattern}, {"count", 1}};
  control("faults", json::object{{"rules", json::array{rule}}});
}

std::string Published::log_text() {
  return read_file(folder.path() / "status.log", 1 << 20);
}

}  // namespace storyreel::test
