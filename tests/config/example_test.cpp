#include <fstream>
#include <map>
#include <set>
#include <type_traits>

#include <doctest/doctest.h>

#include "config/keys.hpp"
#include "config/load.hpp"
#include "config/values.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/config/support.hpp"

namespace storyreel::config {
namespace {

// Keys that have no default: the example shows a value.
const std::set<std::string> kWithout = {"notion.token_file",
                                        "notion.parent_page",
                                        "music.bed",
                                        "script.model",
                                        "script.key_file",
                                        "script.price_in",
                                        "script.price_out",
                                        "image.model",
                                        "image.key_file",
                                        "image.price",
                                        "voice.model",
                                        "voice.key_file",
                                        "voice.voice",
                                        "voice.command",
                                        "voice.price",
                                        "limits.allow_hosts",
                                        "source.cookies_file",
                                        "source.hosts",
                                        "script_fallback.model",
                                        "script_fallback.key_file",
                                        "script_fallback.price_in",
                                        "script_fallback.price_out",
                                        "image_fallback.model",
                                        "image_fallback.key_file",
                                        "image_fallback.price",
                                        "voice_fallback.model",
                                        "voice_fallback.key_file",
                                        "voice_fallback.voice",
                                        "voice_fallback.price",
                                        "s3.endpoint",
                                        "s3.bucket",
                                        "s3.access_key",
                                        "s3.key_file"};

std::string example() {
  return read_file(STORYREEL_SOURCE "/config/example.toml", 1 << 20);
}

// The example with every key in force.
std::string in_force() {
  std::istringstream lines(example());
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const bool key = line.starts_with('#') && line.size() > 1 && line[1] != ' ';
    text += (key ? line.substr(1) : line) + "\n";
  }
  return text;
}

// Whether two drafts hold the same under a rule.
bool same(const Rule& rule, Draft& a, Draft& b) {
  return std::visit(
      [&](const auto& kind) {
        if constexpr (std::is_same_v<std::decay_t<decltype(kind)>, Size>) {
          return kind.width(a) == kind.width(b) && kind.height(a) == kind.height(b);
        } else {
          return kind.member(a) == kind.member(b);
        }
      },
      rule);
}

}  // namespace

TEST_CASE("config::example.toml loads as it stands and says nothing but defaults") {
  const Variable token("STORYREEL_NOTION_TOKEN", "");
  const Variable credentials("CREDENTIALS_DIRECTORY", "");
  const auto settings = load(STORYREEL_SOURCE "/config/example.toml");
  CHECK(settings.notion.parent_page.empty());
  CHECK(settings.notion.token.empty());
}

TEST_CASE("config::example.toml has every key with its default, and no other") {
  const auto document = toml::parse(in_force());
  std::size_t shown = 0;
  for (const auto& [table, values] : document) shown += values.as_table()->size();
  CHECK(shown == keys().size());
  for (const auto& key : keys()) {
    const auto name = std::string(key.table) + "." + std::string(key.name);
    CAPTURE(name);
    const auto value = document.at_path(name);
    REQUIRE(value);
    Draft draft;
    Draft defaults;
    CHECK(read_value(key.rule, *value.node(), "/", draft) == "");
    CHECK(same(key.rule, draft, defaults) == !kWithout.contains(name));
  }
}

TEST_CASE("config::example.toml explains every key in the lines above it") {
  std::istringstream lines(example());
  std::string before;
  for (std::string line; std::getline(lines, line); before = line) {
    if (line.starts_with('#') && line.size() > 1 && line[1] != ' ') {
      CAPTURE(line);
      CHECK(before.starts_with("# "));
      CHECK(before.ends_with('.'));
    }
  }
}

TEST_CASE("config::edit_distance counts letters") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("settle", "settle") == 0);
  CHECK(edit_distance("setle", "settle") == 1);
  CHECK(edit_distance("settel", "settle") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("config::nearest stays silent when nothing is near") {
  CHECK(nearest("voice", "word_per_minutes") == "voice.words_per_minute");
  CHECK(nearest("notion", "zebra") == "");
  CHECK(nearest("vioce", "") == "voice");
  CHECK(nearest("zebra", "") == "");
}

}  // namespace storyreel::config
