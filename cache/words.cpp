#include "cache/words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>

namespace storyreel::cache {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 9> kVideoWords = {
    "New",      "Ingesting", "Scripting", "Awaiting Approval", "Generating", "Rendering",
    "Complete", "Paused",    "Failed",
};
constexpr std::array<std::string_view, 4> kItemWords = {"Pending", "Processing", "Image Generated",
                                                        "Complete"};

static_assert(kVideoWords.size() == static_cast<std::size_t>(VideoStatus::failed) + 1);
static_assert(kItemWords.size() == static_cast<std::size_t>(ItemStatus::complete) + 1);

template <class Status>
std::optional<Status> find(std::span<const std::string_view> words, std::string_view word) {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Status>(std::distance(words.begin(), found));
}

}  // namespace

std::string_view word(VideoStatus status) {
  return kVideoWords.at(static_cast<std::size_t>(status));
}

std::string_view word(ItemStatus status) {
  return kItemWords.at(static_cast<std::size_t>(status));
}

std::optional<VideoStatus> video_status(std::string_view word) {
  return find<VideoStatus>(kVideoWords, word);
}

std::optional<ItemStatus> item_status(std::string_view word) {
  return find<ItemStatus>(kItemWords, word);
}

}  // namespace storyreel::cache
