#include "notion/fill.hpp"

#include <doctest/doctest.h>

using namespace storyreel;
using namespace storyreel::notion;

namespace {

cache::Fill fill(std::string ours, std::string wrote, std::optional<std::string> theirs = {}) {
  cache::Fill fill;
  fill.ours = std::move(ours);
  fill.inputs = "inputs";
  fill.wrote = std::move(wrote);
  fill.theirs = std::move(theirs);
  return fill;
}

}  // namespace

TEST_CASE("notion::take_fill tells whose a value is") {
  auto edited = fill("ours", "ours");
  take_fill(edited, "mine");
  CHECK(edited.theirs == "mine");
  CHECK(edited.value() == "mine");

  auto typed_back = fill("newer", "ours", "mine");
  take_fill(typed_back, "ours");
  CHECK_FALSE(typed_back.theirs);

  auto lost_note = fill("newer", "older");
  take_fill(lost_note, "newer");
  CHECK_FALSE(lost_note.theirs);
  CHECK(lost_note.wrote == "newer");
}

TEST_CASE("notion::take_fill asks for a new value when it is cleared") {
  auto cleared = fill("ours", "ours", "mine");
  take_fill(cleared, "");
  CHECK_FALSE(cleared.theirs);
  CHECK(cleared.inputs.empty());
  CHECK(show_fill(&cleared, "") == "ours");

  auto never_written = fill("ours", "");
  take_fill(never_written, "");
  CHECK(never_written.inputs == "inputs");
}

TEST_CASE("notion::show_fill writes only over blank and what we wrote") {
  const auto ours = fill("new", "old");
  CHECK(show_fill(&ours, "") == "new");
  CHECK(show_fill(&ours, "old") == "new");
  CHECK_FALSE(show_fill(&ours, "somebody's"));
  const auto theirs = fill("new", "old", "mine");
  CHECK_FALSE(show_fill(&theirs, "mine"));
  const auto unmade = fill("", "");
  CHECK_FALSE(show_fill(&unmade, ""));
  CHECK_FALSE(show_fill(nullptr, ""));
}

TEST_CASE("notion::show_fill brings the user's word back where its property was made again") {
  const auto theirs = fill("ours", "ours", "mine");
  CHECK(show_fill(&theirs, "") == "mine");
  CHECK_FALSE(show_fill(&theirs, "mine"));
  CHECK_FALSE(show_fill(&theirs, "other"));
}
