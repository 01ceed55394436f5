#include "daemon/summary.hpp"

#include <algorithm>
#include <iterator>

#include "cache/words.hpp"

namespace storyreel {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower(std::string_view text) {
  std::string out;
  std::ranges::transform(text, std::back_inserter(out), [](char letter) { return lower(letter); });
  return out;
}

}  // namespace

std::string summary(const std::map<cache::VideoStatus, int>& counts) {
  int total = 0;
  for (const auto& [status, count] : counts) total += count;
  std::string text = std::to_string(total) + (total == 1 ? " video" : " videos");
  const char* separator = ": ";
  for (const auto& [status, count] : counts) {
    text += separator + std::to_string(count) + " " + lower(cache::word(status));
    separator = ", ";
  }
  return text;
}

std::vector<cache::Video> matching(const std::vector<cache::Video>& videos, std::string_view text) {
  std::vector<cache::Video> named;
  std::vector<cache::Video> found;
  for (const auto& video : videos) {
    if (video.trashed) continue;
    if (video.id == text) return {video};
    if (lower(video.title) == lower(text)) named.push_back(video);
    if (contains(video.title, text)) found.push_back(video);
  }
  return named.empty() ? found : named;
}

bool contains(std::string_view text, std::string_view part) {
  return lower(text).find(lower(part)) != std::string::npos;
}

}  // namespace storyreel
