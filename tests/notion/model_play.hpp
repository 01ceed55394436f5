#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/notion/model_steps.hpp"

namespace storyreel::test {

using Steps = std::vector<Step>;

/// How a sequence is played.
struct Play {
  std::size_t steps = 40;
  seconds skew{0};  ///< of the workspace's clock against ours, from the start
};

/// What went otherwise than the model wants.
struct Wrong {
  std::size_t at = 0;  ///< steps done by then
  std::vector<std::string> differences;
  std::string log;
};

/// What the passes so far came to, for those who read a run's report.
struct Tally {
  std::size_t sequences = 0;
  std::size_t steps = 0;    ///< that could be done
  std::size_t skipped = 0;  ///< that made no sense where they stood
  std::size_t rests = 0;
};

Steps random_steps(std::uint32_t seed, std::size_t count);

/// Plays the steps in a new world; after "rest" steps, and at the end, all must come to rest as the
/// model wants it. nullopt: it did.
std::optional<Wrong> play(Shelf& shelf, const Steps& steps, const Play& how, Tally& tally);

/// Takes out steps while what is left still goes wrong, for at most `patience`.
Steps shortest(Shelf& shelf, Steps steps, const Play& how, seconds patience);

/// As a test would spell it.
std::string spelled(const Steps& steps);

}  // namespace storyreel::test
