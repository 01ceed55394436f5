#include "pipeline/text/script.hpp"

#include <array>

#include <doctest/doctest.h>

namespace storyreel::pipeline {

TEST_CASE("pipeline::passages puts sentences below their headings") {
  const auto all = passages(
      "Before all. Really.\n\n# Dusk \nThe lamp\nis lit.\n\n## Empty\n\n### Dawn\n\n1. Nobody saw "
      "it.\n\n#hashtag is said",
      "en");
  CHECK(all == std::vector<Passage>{{"Before all.", ""},
                                    {"Really.", ""},
                                    {"The lamp is lit.", "Dusk"},
                                    {"1. Nobody saw it.", "Dawn"},
                                    {"#hashtag is said", "Dawn"}});
  CHECK(passages("", "en").empty());
  CHECK(passages("# Only a heading", "en").empty());
}

TEST_CASE("pipeline::without_notes leaves what is said") {
  struct Case {
    const char* text;
    const char* said;
  };
  constexpr std::array kCases{
      Case{"Nothing to leave out.", "Nothing to leave out."},
      Case{"[Map of the coast] The ships came.", "The ships came."},
      Case{"The ships [slowly] came [all].", "The ships came."},
      Case{"The ships came. [cut]", "The ships came."},
      Case{"[Map of the coast]", ""},
      Case{"[Map].", ""},
      Case{"An open [bracket stays", "An open [bracket stays"},
      Case{"A closing] one too", "A closing] one too"},
      Case{"", ""},
  };
  for (const auto& one : kCases) CHECK(without_notes(one.text) == one.said);
}

}  // namespace storyreel::pipeline
