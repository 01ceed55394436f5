#include "notion/show.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace storyreel;
using namespace storyreel::notion;

namespace {

Subject row() {
  Subject subject;
  subject.item = cache::Item{};
  subject.item->id = "item";
  subject.item->page_id = "page";
  subject.item->text = "Text";
  subject.item->words = 1;
  subject.number = 2;
  return subject;
}

cache::Values blank_row() {
  return {{"Script Text", "Old"}, {"Sentence Number", ""},
          {"Image Prompt", ""},   {"Generated Image URL", ""},
          {"Image", ""},          {"Status", ""},
          {"Word Count", ""},     {"Error", ""}};
}

std::string names(const Differences& differences) {
  std::string all;
  for (const auto& one : differences) all += std::string(one.bound->name) + "=" + one.text + ";";
  return all;
}

}  // namespace

TEST_CASE("notion::differences are what is to be written over what is shown") {
  auto subject = row();
  CHECK(names(differences(details_binding(), subject, blank_row())) ==
        "Sentence Number=2;Status=Pending;Word Count=1;");
  subject.make_fill("Image Prompt").ours = "A cat";
  subject.item->error = "It failed";
  auto shown = blank_row();
  shown["Sentence Number"] = "2";
  shown["Status"] = "Pending";
  shown.erase("Word Count");
  CHECK(names(differences(details_binding(), subject, shown)) ==
        "Image Prompt=A cat;Error=It failed;");
}

TEST_CASE("notion::differences leave the user's words and what is not ours to say") {
  const auto subject = row();
  auto shown = blank_row();
  CHECK(names(differences(details_binding(), subject, shown)).find("Script Text") ==
        std::string::npos);
  Subject video;
  const cache::Values page{{"Title", "x"}, {"Cost", "12"}, {"VideoID", "abc"}, {"Status", "New"}};
  // What nothing fills yet is the daemon's all the same.
  CHECK(names(differences(videos_binding(), video, page)) == "VideoID=;Cost=;");
}

TEST_CASE("notion::beginnings make a row with everything that is known") {
  auto subject = row();
  subject.item->page_id.clear();
  auto& prompt = subject.make_fill("Image Prompt");
  prompt.ours = "A cat";
  prompt.theirs = "A dog";
  CHECK(names(beginnings(details_binding(), subject)) ==
        "Script Text=Text;Sentence Number=2;Image Prompt=A dog;Status=Pending;Word Count=1;");
}

TEST_CASE("notion::needs_reading when somebody else may have written") {
  const auto* const number = details_binding().find("Sentence Number");
  const auto* const prompt = details_binding().find("Image Prompt");
  const auto* const words = details_binding().find("Word Count");
  CHECK(needs_reading({{number, "1"}}));
  CHECK(needs_reading({{words, "1"}, {prompt, "A cat"}}));
  CHECK_FALSE(needs_reading({{words, "1"}}));
}

TEST_CASE("notion::needs_reading when a user may have asked for something since") {
  const auto* const status = details_binding().find("Status");
  const auto* const error = details_binding().find("Error");
  const auto* const video_status = videos_binding().find("Status");
  const auto* const url = videos_binding().find("Script Details Database URL");
  CHECK(needs_reading({{status, "Complete", "Image Generated"}}));
  CHECK_FALSE(needs_reading({{status, "Complete", "Pending"}}));
  CHECK(needs_reading({{error, "", "It failed"}}));
  CHECK_FALSE(needs_reading({{error, "It failed", ""}}));
  CHECK(needs_reading({{video_status, "Generating", "New"}}));
  CHECK(needs_reading({{url, "https://b", "https://a"}}));
  CHECK_FALSE(needs_reading({{url, "https://b", ""}}));
}

TEST_CASE("notion::properties go by id once it is known") {
  const auto* const status = details_binding().find("Status");
  CHECK(boost::json::serialize(properties({{status, "Complete"}},
                                          {{"Status", "a%3Ab"}, {"Status/Complete", "opt"}})) ==
        R"({"a%3Ab":{"select":{"id":"opt"}}})");
  CHECK(boost::json::serialize(properties({{status, "Complete"}}, {})) ==
        R"({"Status":{"select":{"name":"Complete"}}})");
}
