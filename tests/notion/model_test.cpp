#include <cstdlib>
#include <random>

#include <doctest/doctest.h>

#include "daemon/runtime/hash.hpp"
#include "tests/notion/model_play.hpp"

namespace storyreel::test {
namespace {

// A sequence of its own is looked at by somebody who waits for the shortest.
constexpr seconds kShrinking{60};
constexpr seconds kShrinkingOne{400};

std::optional<std::uint32_t> number_in(const char* variable) {
  const auto* const text = std::getenv(variable);
  if (!text || *text == '\0') return std::nullopt;
  return static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

/// STORYREEL_SOAK: how many times as long as usual.
std::size_t times(std::size_t usual) {
  return usual * std::max<std::size_t>(1, number_in("STORYREEL_SOAK").value_or(1));
}

std::string words_of(const Wrong& wrong) {
  std::string text = "after " + std::to_string(wrong.at) + " steps:";
  for (const auto& difference : wrong.differences) text += "\n  " + difference;
  return text;
}

/// The same sequences each time, so that a change is judged by itself; others in a long run.
std::uint32_t first_seed() {
  return number_in("STORYREEL_SOAK") ? static_cast<std::uint32_t>(std::random_device{}() % 100'000)
                                     : 1;
}

/// Plays sequences of random steps, or the one of STORYREEL_SEED.
void play_many(std::size_t sequences, const Play& how) {
  Shelf shelf;
  Tally tally;
  const auto given = number_in("STORYREEL_SEED");
  const auto first = given.value_or(first_seed());
  for (std::uint32_t seed = first; seed < first + (given ? 1 : times(sequences)); ++seed) {
    const auto steps = random_steps(seed, how.steps);
    const auto wrong = play(shelf, steps, how, tally);
    if (!wrong) continue;
    MESSAGE("STORYREEL_SEED=" << seed << " goes wrong " << words_of(*wrong));
    const Steps until(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(wrong->at));
    const auto few = shortest(shelf, until, how, given ? kShrinkingOne : kShrinking);
    const auto again = play(shelf, few, how, tally);
    FAIL("seed " << seed << ": " << spelled(few) << '\n'
                 << (again ? words_of(*again) + '\n' + again->log : "not every time"));
  }
  MESSAGE(tally.sequences << " sequences from seed " << first << ": " << tally.steps
                          << " steps done, " << tally.skipped << " that made no sense, at rest "
                          << tally.rests << " times");
}

}  // namespace

TEST_CASE("notion::model whatever people do, Notion shows what they said last") {
  play_many(16, {.steps = 60});
}

TEST_CASE("notion::model holds where the clocks are an hour apart") {
  play_many(3, {.steps = 60, .skew = seconds(3600)});
  play_many(3, {.steps = 60, .skew = seconds(-3600)});
}

}  // namespace storyreel::test
