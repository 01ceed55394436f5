#include "daemon/runtime/stars.hpp"

namespace storyreel {
namespace {

constexpr std::size_t kLeastSecret = 8;
constexpr std::string_view kStars = "***";

}  // namespace

std::string starred(std::string text, const std::vector<Secret>& hidden) {
  for (const auto& secret : hidden) {
    const auto value = secret.reveal();
    if (value.size() < kLeastSecret) continue;
    for (auto at = text.find(value); at != std::string::npos;
         at = text.find(value, at + kStars.size()))
      text.replace(at, value.size(), kStars);
  }
  return text;
}

}  // namespace storyreel
