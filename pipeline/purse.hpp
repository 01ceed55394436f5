#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cache/ledger.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/providers/till.hpp"

/// What may be spent, and what a film will cost. Pure.
namespace storyreel::pipeline {

/// Calls and money are counted over any so long a time.
constexpr std::chrono::hours kSpendingDay{24};

/// What the limits leave for one video.
class Purse {
 public:
  /// `video`: spent on it in all; `day`: on all videos in the last kSpendingDay.
  Purse(const config::Limits& limits, const cache::Spent& video, const cache::Spent& day, Time now);

  /// Takes out one call and its price. False when a limit forbids it: then nothing was taken.
  bool take(std::optional<double> price);

  /// The limit that forbade something, and what happens next, for the editor; empty: none did.
  std::string reached() const;

  /// When there is more; nullopt: when somebody raises the limit.
  std::optional<Time> again_at() const { return again_at_; }

 private:
  /// One limit and what counts towards it.
  struct Cap {
    std::string key;  ///< "limits.calls_per_day"
    double most;      ///< 0: no limit
    double spent;
    bool money;
    std::optional<Time> more_at;
  };

  std::vector<Cap> caps_;
  std::string reached_;
  std::optional<Time> again_at_;
};

/// Whose work is bought, and what for: nullopt where it is made here.
struct Tariffs {
  std::optional<Tariff> picture;    ///< one
  std::optional<Tariff> character;  ///< one of a voice's

  bool any() const { return picture || character; }
};

/// Whether whoever makes the target sells it.
bool is_bought(const Target& target, const Tariffs& tariffs);

/// What it will cost, of which dollars may not be known; nullopt: nothing, as where nothing is
/// said.
std::optional<Tariff> cost_of(const Target& target, const Timeline& timeline,
                              const Tariffs& tariffs);

/// What is to be bought of `targets` that don't exist, each key once.
struct Estimate {
  int pictures = 0;
  std::int64_t characters = 0;
  std::optional<double> dollars;  ///< nullopt: nothing is bought, or a price isn't known

  bool operator==(const Estimate&) const = default;
};
Estimate estimate(const std::vector<Target>& targets, const std::set<std::string>& existing,
                  const Timeline& timeline, const Tariffs& tariffs);

/// What purchases came to: nullopt when there is none, or when one has no known price.
std::optional<double> known_cost(const cache::Spent& spent);

/// How many characters a text has.
std::int64_t count_characters(const std::string& text);

}  // namespace storyreel::pipeline
