#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/scene.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::pipeline {
namespace {

using Texts = std::vector<std::string>;

const Texts kStory = {"At dusk the quiet harbour fills with fishing boats.",
                      "The old captain watched the harbour from the lighthouse.",
                      "Nobody in the village had seen such a storm before.",
                      "Fishing boats came back to the harbour, one after another.",
                      "In the forest an owl called twice.",
                      "The captain counted the fishing boats and lit the lamp."};

struct Writer {
  boost::asio::io_context loop;
  Offload offload{1};
  std::unique_ptr<TextProvider> text = make_builtin_text(offload);

  Description describe(const std::string& title, const Texts& sentences,
                       const std::string& language = "en") {
    return test::run(loop, text->describe(title, sentences, language, closed_till()));
  }
  Texts prompts(const std::string& title, const Texts& sentences,
                const std::string& language = "en") {
    std::vector<std::size_t> wanted(sentences.size());
    std::iota(wanted.begin(), wanted.end(), 0);
    return test::run(loop, text->prompts(title, sentences, wanted, language, closed_till()));
  }
};

bool has(const Texts& all, const std::string& text) {
  return std::ranges::find(all, text) != all.end();
}

TEST_CASE("providers::builtin_text describes a film by its own sentences") {
  Writer writer;
  const auto about = writer.describe("  The\nharbour  ", kStory);
  CHECK(about.title == "The harbour");
  CHECK(about.description.starts_with(kStory[0] + " " + kStory[1] + "\n\n"));
  CHECK(about.description.find(kStory[5]) != std::string::npos);
  CHECK(has(about.keywords, "fishing boats"));
  CHECK(about.keywords.size() <= 12);
  CHECK(writer.describe("", kStory).title == "Fishing boats");
}

TEST_CASE("providers::builtin_text keeps to its limits") {
  Writer writer;
  const Texts hostile = {std::string(10'000, 'x'), "a, b, \xFF\xC3 c", "", "…", "数,字"};
  const auto about = writer.describe(std::string(2000, 't'), hostile);
  CHECK(utf16_length(about.title) <= 100);
  CHECK(utf16_length(about.description) <= 5000);
  for (const auto& word : about.keywords) CHECK(word.find(',') == std::string::npos);
  for (const auto& prompt : writer.prompts("", hostile)) {
    CHECK(is_utf8(prompt));
    CHECK(utf16_length(prompt) <= 600);
    CHECK_FALSE(prompt.empty());
  }
  CHECK_FALSE(writer.describe("", {}).title.empty());
}

TEST_CASE("providers::builtin_text writes prompts that differ, with one style for a film") {
  Writer writer;
  const auto prompts = writer.prompts("The harbour", kStory);
  CHECK(std::set(prompts.begin(), prompts.end()).size() == kStory.size());
  CHECK(prompts[0].starts_with("Dusk, quiet harbour, fishing boats — "));
  const auto style = [](const std::string& prompt) {
    return prompt.substr(prompt.rfind(", ") + 2);
  };
  for (const auto& prompt : prompts) CHECK(style(prompt) == style(prompts[0]));
  CHECK(writer.prompts("The harbour", kStory) == prompts);
}

TEST_CASE("providers::builtin_text leaves the other prompts alone when a sentence is edited") {
  Writer writer;
  const auto before = writer.prompts("The harbour", kStory);
  auto edited = kStory;
  edited[2] = "A new sentence about the snow.";
  edited.insert(edited.begin(), "And one more.");
  const auto after = writer.prompts("The harbour", edited);
  CHECK(after[1] == before[0]);
  CHECK(after[3] != before[2]);
  CHECK(after[6] == before[5]);
  const auto one =
      test::run(writer.loop, writer.text->prompts("The harbour", kStory, {4}, "en", closed_till()));
  CHECK(one == Texts{before[4]});
}

TEST_CASE("providers::builtin_text writes in other languages") {
  Writer writer;
  const Texts german = {"Am Abend füllt sich der kleine Hafen mit Booten.",
                        "Der alte Kapitän liebte den kleinen Hafen."};
  CHECK(writer.describe("", german, "de").keywords.size() > 2);
  CHECK(writer.prompts("Hafen", german, "de")[0].find("Hafen") != std::string::npos);
  const Texts chinese = {"美丽的海港停满了渔船。", "老船长喜欢海港。"};
  CHECK(writer.describe("", chinese, "zh").description == "美丽的海港停满了渔船。老船长喜欢海港。");
  CHECK(has(writer.describe("", chinese, "zh").keywords, "海港"));
}

TEST_CASE("providers::scene_of follows what a text tells, in any language") {
  constexpr struct {
    const char* text;
    Place place;
    Hour hour;
  } kRows[] = {{"A ship at midnight", Place::sea, Hour::night},
               {"Die Berge am Morgen", Place::mountains, Hour::dawn},
               {"夜の森", Place::forest, Hour::night},
               {"Вечером на улице города", Place::city, Hour::dusk},
               {"the camel under the bright sun", Place::desert, Hour::day},
               {"सुबह नदी", Place::river, Hour::dawn}};
  for (const auto& [text, place, hour] : kRows) {
    CAPTURE(text);
    const auto scene = scene_of(text, 1);
    CHECK(scene.place == place);
    CHECK(scene.hour == hour);
    CHECK((scene.place_told && scene.hour_told));
  }
  CHECK_FALSE(scene_of("Freedom", 1).place_told);
}

}  // namespace
}  // namespace storyreel::pipeline
