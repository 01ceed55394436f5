#include "tests/flow/studio.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

#include "config/load.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "tests/support/kept_folder.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr std::uintmax_t kLongest = 16u << 20;

constexpr const char* kConfigFile = "storyreel.toml";
constexpr const char* kConfig = R"([notion]
token_file = "workspace/integration.token"
parent_page = "{}"
base_url = "{}"
requests_per_minute = 0
poll_interval = "100ms"
settle = "300ms"
index_lag = "1s"
[state]
directory = "state"
[http]
listen = "127.0.0.1:0"
[render]
size = "320x180"
preset = "ultrafast"
{}
)";

std::string word(const json::value& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

std::string ready_url(Program& workspace) {
  constexpr std::string_view kSaid = "workspace ready at ";
  std::string said;
  eventually([&] {
    said = workspace.output();
    return said.find('\n') != std::string::npos || !workspace.running();
  });
  const auto at = said.find(kSaid);
  REQUIRE_MESSAGE(at != std::string::npos, said);
  const auto from = at + kSaid.size();
  return said.substr(from, said.find('\n', from) - from);
}

std::string token(const std::filesystem::path& file) {
  auto text = read_file(file, kLongest);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string found(Api& person, const std::string& kind, const std::string& title) {
  const json::object query{{"query", title}, {"filter", {{"property", "object"}, {"value", kind}}}};
  const auto answer = person.call("POST", "/v1/search", query);
  const auto& results = answer.at("results").as_array();
  return results.empty() ? "" : word(results.front(), "id");
}

double number(const ShownPage& page) {
  const auto at = page.values.find("Sentence Number");
  return at == page.values.end() || at->second.empty() ? 0 : std::stod(at->second);
}

}  // namespace

std::vector<std::string> storyreel(std::vector<std::string> words) {
  words.insert(words.begin(), STORYREEL_PROGRAM);
  return words;
}

Studio::Studio(std::string_view more) : Studio(kept_folder(), more) {}

Studio::Studio(const std::filesystem::path& folder, std::string_view more) : folder_(folder) {
  const bool stands = std::filesystem::exists(folder_ / kConfigFile);
  // Links in what stands name the address.
  if (stands) url_ = config::load(folder_ / kConfigFile).notion.base_url;
  start_workspace();
  const auto data = folder_ / "workspace";
  person_ = std::make_unique<Api>(url_, token(data / "person.token"), token(data / "page.key"));
  page_ = found(*person_, "page", "Studio");
  if (!stands) write_file(folder_ / kConfigFile, fmt::format(kConfig, page_, url_, more));
}

void Studio::configure(const std::string& key, const std::string& value) {
  auto config = read_file(folder_ / kConfigFile, kLongest);
  const auto line = config.find("\n" + key + " = ");
  REQUIRE_MESSAGE(line != std::string::npos, "the configuration does not set " << key);
  const auto from = line + key.size() + 4;
  write_file(folder_ / kConfigFile, config.replace(from, config.find('\n', from) - from, value));
}

void Studio::start_workspace() {
  const auto output = folder_ / "workspace.out";
  std::filesystem::remove(output);
  const auto listen = url_.empty() ? "127.0.0.1:0" : url_.substr(url_.find("//") + 2);
  workspace_ = std::make_unique<Program>(
      storyreel({"workspace", "--listen", listen, "--data", "workspace", "--control"}), folder_,
      output);
  url_ = ready_url(*workspace_);
}

Program Studio::daemon(const Environment& environment) {
  return {storyreel({"daemon", "--config", "storyreel.toml"}), folder_, folder_ / "daemon.out",
          environment};
}

Ran Studio::command(std::vector<std::string> words, const Environment& environment) {
  words.insert(words.begin(), {"--config", "storyreel.toml"});
  return run_program(storyreel(std::move(words)), folder_, environment, seconds(60));
}

const std::string& Studio::videos() {
  if (videos_.empty()) {
    const bool there = eventually([this] {
      // Not searched for: a search may lag.
      const auto sources = details(page_);
      if (!sources.empty()) videos_ = sources.front();
      return !videos_.empty();
    });
    REQUIRE_MESSAGE(there, log());
  }
  return videos_;
}

std::string Studio::add(const std::string& title, const std::string& script) {
  const json::object page{{"parent", {{"type", "data_source_id"}, {"data_source_id", videos()}}},
                          {"properties", {{"Title", {{"title", rich_text(title)}}}}}};
  const auto id = word(person_->call("POST", "/v1/pages", page), "id");
  const auto blocks = paragraphs(script);
  for (std::size_t from = 0; from < blocks.size(); from += 100) {
    const auto end = std::min(blocks.size(), from + 100);
    const json::array some(blocks.begin() + static_cast<std::ptrdiff_t>(from),
                           blocks.begin() + static_cast<std::ptrdiff_t>(end));
    person_->call("PATCH", "/v1/blocks/" + id + "/children", json::object{{"children", some}});
  }
  return id;
}

void Studio::approve(const std::string& page_id, bool ticked) {
  person_->set(page_id, {{"Script Approved", {{"checkbox", ticked}}}});
}

Row Studio::await(const std::string& page_id, const std::string& status, seconds deadline) {
  Row row;
  const bool there = eventually(
      [&] {
        row = person_->page(page_id).values;
        return row["Status"] == status;
      },
      deadline);
  INFO(log());
  REQUIRE_MESSAGE(there, "the video is " << row["Status"] << " and shows: " << row["Error"]);
  return row;
}

std::vector<std::string> Studio::details(const std::string& page_id) {
  std::vector<std::string> sources;
  for (const auto& block : person_->children(page_id)) {
    if (word(block, "type") != "child_database" || block.at("in_trash").as_bool()) continue;
    const auto database = person_->call("GET", "/v1/databases/" + word(block, "id"));
    sources.push_back(word(database.at("data_sources").at(0), "id"));
  }
  return sources;
}

std::vector<ShownPage> Studio::sentences(const std::string& page_id) {
  const auto sources = details(page_id);
  auto rows = sources.empty() ? std::vector<ShownPage>() : person_->rows(sources.front());
  std::ranges::sort(rows, {}, number);
  return rows;
}

std::string Studio::log() const {
  const auto file = folder_ / "state" / "log" / "status.log";
  return std::filesystem::exists(file) ? read_file(file, kLongest) : "";
}

int Studio::logged(const std::vector<std::string>& parts) const {
  std::istringstream lines(log());
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    count += std::ranges::all_of(
        parts, [&](const std::string& part) { return line.find(part) != std::string::npos; });
  }
  return count;
}

}  // namespace storyreel::test
