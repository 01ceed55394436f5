#pragma once

#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/time.hpp"

/// Where candidates come from.
namespace storyreel::cache {

/// What a candidate was made from, and by whom.
struct Origin {
  std::string item_id;
  std::string kind;        ///< of the candidate: "picture", "voice"
  std::string artifact;    ///< key
  std::string inputs;      ///< hash of what its row gave for it; empty: not known
  std::string maker;       ///< a provider: "openai"; empty: not known
  std::string instead_of;  ///< the provider in whose place it was made; empty: nobody's
  bool bought = false;
  int take = 0;
  bool selected = false;
  Time created_at{};

  bool operator==(const Origin&) const = default;
};

/// Like the tables of cache/repository.hpp.
namespace origins {
/// Of the video's candidates whose artifacts are in the record, those of a row from the oldest on.
std::vector<Origin> of_video(Database&, const std::string& video_id);
/// Notes inputs, maker, in whose place and whether it was bought of the candidate that has this
/// item, kind and artifact; of none, where there is none. No revision is raised: nobody is shown
/// it.
void save(Database&, const Origin&);
}  // namespace origins

}  // namespace storyreel::cache
