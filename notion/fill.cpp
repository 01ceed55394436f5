#include "notion/fill.hpp"

namespace storyreel::notion {

void take_fill(cache::Fill& fill, std::string_view shown) {
  const bool cleared = shown.empty() && (fill.theirs || !fill.wrote.empty());
  if (cleared) {
    fill.theirs.reset();
    fill.wrote.clear();
    fill.inputs.clear();
    return;
  }
  // `ours` may have been written just before a crash that lost the note of it.
  if (shown == fill.wrote || shown == fill.ours) {
    fill.theirs.reset();
    fill.wrote = shown;
    return;
  }
  fill.theirs = std::string(shown);
}

std::optional<std::string> show_fill(const cache::Fill* fill, std::string_view shown) {
  // Clearing takes the user's word out of force: blank over it is a property that was made again.
  if (fill && fill->theirs) return shown.empty() ? fill->theirs : std::nullopt;
  if (!fill || fill->ours.empty()) return std::nullopt;
  if (!shown.empty() && shown != fill->wrote) return std::nullopt;
  return fill->ours;
}

}  // namespace storyreel::notion
