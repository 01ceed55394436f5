#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include "notion/bindings.hpp"
#include "notion/trouble.hpp"
#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

namespace {

constexpr const char* kKinds[]{"409",         "500_committed", "502_html_committed",
                               "503",         "503_committed", "503_committed_without_id",
                               "drop_before", "drop_after"};
constexpr double kRate = 0.04;

void trouble(Studio& studio) {
  json::array rules;
  for (const auto* kind : kKinds) {
    rules.push_back(json::object{{"kind", kind}, {"path", "/v1/pages"}, {"rate", kRate}});
  }
  studio.control("faults", json::object{{"seed", 7}, {"rules", rules}});
}

/// One pass of each; what the network did to them is tried again by the next.
void pass(Studio& studio) {
  const auto tolerate = [](auto work) {
    try {
      work();
    } catch (const TransportError&) {
      return;
    }
  };
  tolerate([&] { test::run(studio.loop, studio.pusher.pass()); });
  tolerate([&] { studio.pull(); });
}

std::map<std::string, int> texts_in_notion(Studio& studio) {
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  std::map<std::string, int> texts;
  const auto rows =
      test::run(studio.loop, studio.client.rows(base.source_id, {}, notion::Priority::normal));
  for (const auto& page : rows.pages) ++texts[notion::values_of(page, base).at("Script Text")];
  return texts;
}

std::size_t struck(Studio& studio) {
  const auto log = studio.person("GET", "/_control/requests");
  return static_cast<std::size_t>(std::ranges::count_if(
      log.at("requests").as_array(),
      [](const json::value& request) { return !request.at("fault").as_string().empty(); }));
}

}  // namespace

TEST_CASE("notion::Push converges to one of each under faults of every kind") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  std::vector<std::string> sentences;
  for (int i = 1; i <= 30; ++i) sentences.push_back("Sentence " + std::to_string(i));
  studio.fill_rows(sentences);
  trouble(studio);
  for (int i = 0; i < 6; ++i) pass(studio);
  CHECK(struck(studio) > 3);
  studio.person("DELETE", "/_control/faults");
  studio.push();
  studio.pull();
  const auto texts = texts_in_notion(studio);
  CHECK(texts.size() == sentences.size());
  for (const auto& [text, count] : texts) CHECK_MESSAGE(count == 1, text);
  CHECK(studio.items().size() == sentences.size());
  for (const auto& item : studio.items()) CHECK_FALSE(item.touched);
  CHECK(studio.read(&cache::intents::all).empty());
}
