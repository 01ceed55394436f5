#include "pipeline/failure.hpp"

#include <algorithm>
#include <array>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "daemon/runtime/retry.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

/// How long each class of failure rests, and after how many attempts it waits for the user.
struct Rule {
  Class kind;
  Backoff backoff;
  int most_attempts;
};

using namespace std::chrono_literals;

constexpr std::array kRules{
    Rule{Class::again, {.base = 10s, .cap = 10min}, 8},
    Rule{Class::later, {.base = 5min, .cap = 60min}, 48},
    Rule{Class::refused, {.base = 0s, .cap = 0s}, 0},
};

/// What isn't a provider's own error (a full disk, a broken file) may pass.
struct Failure {
  Class kind = Class::again;
  std::optional<seconds> wait;
};

Failure classify(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const ProviderError& error) {
    return {error.kind, error.wait};
  } catch (...) {
    return {};
  }
}

std::string clock_time(Time time) {
  return fmt::format("{:%H:%M:%S}", fmt::localtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace

Verdict judge(const std::exception_ptr& failure, std::string_view noun, int attempts, Time now) {
  const auto found = classify(failure);
  const auto& rule = *std::ranges::find(kRules, found.kind, &Rule::kind);
  const bool told = noun.empty();
  const auto what = (told ? "" : std::string(noun) + " could not be made: ") + describe(failure);
  if (!found.wait && attempts >= rule.most_attempts)
    return {what + (told ? " Set Status to New to try again."
                         : " Edit the row, or clear this field, to try again."),
            std::nullopt};
  const Time next = now + (found.wait ? milliseconds(*found.wait)
                                      : delay(rule.backoff, attempts, random_jitter()));
  return {fmt::format("{} Next try at {}.", what, clock_time(next)), next};
}

}  // namespace storyreel::pipeline
