#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/time.hpp"

/// What was bought.
namespace storyreel::cache {

/// A call that costs. Committed before it is sent.
struct Purchase {
  std::string id;
  std::string video_id;
  std::string owner_id;  ///< video or item
  std::string stage;     ///< "illustrate"
  std::string provider;  ///< "replicate"
  std::string model;
  std::string key;  ///< hash of what is bought
  /// "open" until its end is known; then "paid", or "doubtful": it may have been made and charged,
  /// which nobody can say. "told": doubtful, and the user knows.
  std::string state = "open";
  std::string provider_job;     ///< the provider's own id, as soon as it is known
  std::optional<double> units;  ///< nullopt: not known
  std::string unit;             ///< "pictures", "characters", "tokens"
  std::optional<double> price;  ///< dollars, an estimate while open; nullopt: not known
  std::string answer;           ///< what came, where it is text
  Time began_at{};
  std::optional<Time> ended_at;

  bool operator==(const Purchase&) const = default;
};

/// What several purchases come to.
struct Spent {
  int calls = 0;
  int doubtful = 0;    ///< of them
  int unpriced = 0;    ///< of them: what they cost is not known
  double dollars = 0;  ///< of all others
  std::optional<Time> first;

  bool operator==(const Spent&) const = default;
};

/// Like the tables of cache/repository.hpp.
namespace ledger {
void save(Database&, const Purchase&);
void remove(Database&, const std::string& id);
std::optional<Purchase> find(Database&, const std::string& id);
std::vector<Purchase> of_key(Database&, const std::string& key);         ///< oldest first
std::vector<Purchase> of_video(Database&, const std::string& video_id);  ///< oldest first
Spent of_video_in_all(Database&, const std::string& video_id);
Spent since(Database&, Time begin);
/// What is doubtful of an owner's stage counts as told: what comes next begins anew.
void tell(Database&, const std::string& owner_id, std::string_view stage);
/// Those without a provider's job that an earlier process left open become doubtful. Returns how
/// many.
int doubt_open(Database&, Time now);
}  // namespace ledger

}  // namespace storyreel::cache
