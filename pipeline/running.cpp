#include "pipeline/running.hpp"

namespace storyreel::pipeline {
namespace {

std::size_t left(int most, std::size_t used) {
  const auto all = static_cast<std::size_t>(most);
  return all > used ? all - used : 0;
}

}  // namespace

void Running::add(const Target& target, const Tariffs& tariffs) {
  keys_.insert(target.key);
  if (is_bought(target, tariffs)) ++bought_[target.stage];
}

void Running::remove(const Target& target, const Tariffs& tariffs) {
  keys_.erase(target.key);
  if (is_bought(target, tariffs)) --bought_[target.stage];
}

bool Running::fetch(const std::string& key) {
  constexpr std::size_t kAtOnce = 4;
  if (fetches_ == kAtOnce || !keys_.insert(key).second) return false;
  ++fetches_;
  return true;
}

void Running::fetched(const std::string& key) {
  fetches_ -= keys_.erase(key);
}

Slots Running::slots() const {
  const auto pictures = count(Stage::illustrate);
  const auto voices = count(Stage::speak);
  return {.here = left(here_, keys_.size() - pictures - voices - fetches_),
          .pictures = left(pictures_, pictures),
          .voices = left(voices_, voices)};
}

std::size_t Running::count(Stage stage) const {
  const auto found = bought_.find(stage);
  return found == bought_.end() ? 0 : found->second;
}

}  // namespace storyreel::pipeline
