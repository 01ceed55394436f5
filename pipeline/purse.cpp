#include "pipeline/purse.hpp"

#include <algorithm>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace storyreel::pipeline {
namespace {

// What is added up has errors of rounding.
constexpr double kHair = 1e-9;

std::string shown(double amount, bool money) {
  return money ? fmt::format("${:.2f}", amount) : fmt::format("{:.0f}", amount);
}

std::string clock_time(Time time) {
  return fmt::format("{:%H:%M}", fmt::localtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace

Purse::Purse(const config::Limits& limits, const cache::Spent& video, const cache::Spent& day,
             Time now) {
  const auto tomorrow = day.first.value_or(now) + kSpendingDay;
  caps_ = {
      {"limits.calls_per_video", double(limits.calls_per_video), double(video.calls), false, {}},
      {"limits.calls_per_day", double(limits.calls_per_day), double(day.calls), false, tomorrow},
      {"limits.dollars_per_video", limits.dollars_per_video, video.dollars, true, {}},
      {"limits.dollars_per_day", limits.dollars_per_day, day.dollars, true, tomorrow},
  };
}

bool Purse::take(std::optional<double> price) {
  const auto amount = [&](const Cap& cap) { return cap.money ? price.value_or(0) : 1.0; };
  for (const auto& cap : caps_) {
    if (cap.most <= 0 || cap.spent + amount(cap) <= cap.most + kHair) continue;
    again_at_ = cap.more_at;
    reached_ =
        fmt::format("{} is {}, and {} {} spent: what is left waits {}until it is raised.", cap.key,
                    shown(cap.most, cap.money), shown(cap.spent, cap.money),
                    cap.money || cap.spent != 1 ? "are" : "is",
                    cap.more_at ? fmt::format("until {}, or ", clock_time(*cap.more_at)) : "");
    return false;
  }
  for (auto& cap : caps_) cap.spent += amount(cap);
  return true;
}

std::string Purse::reached() const {
  return reached_;
}

bool is_bought(const Target& target, const Tariffs& tariffs) {
  return (target.stage == Stage::illustrate && tariffs.picture) ||
         (target.stage == Stage::speak && tariffs.character);
}

std::optional<Tariff> cost_of(const Target& target, const Timeline& timeline,
                              const Tariffs& tariffs) {
  if (!is_bought(target, tariffs)) return std::nullopt;
  if (target.stage == Stage::illustrate) return tariffs.picture;
  const auto characters = count_characters(timeline.shots[target.at].text);
  if (characters == 0) return std::nullopt;
  const auto each = tariffs.character->dollars;
  return Tariff{each ? std::optional(*each * static_cast<double>(characters)) : std::nullopt};
}

Estimate estimate(const std::vector<Target>& targets, const std::set<std::string>& existing,
                  const Timeline& timeline, const Tariffs& tariffs) {
  Estimate result;
  std::set<std::string> seen = existing;
  std::optional<double> sum = 0.0;
  for (const auto& target : targets) {
    const auto cost = cost_of(target, timeline, tariffs);
    if (!cost || !seen.insert(target.key).second) continue;
    if (target.stage == Stage::illustrate)
      ++result.pictures;
    else
      result.characters += count_characters(timeline.shots[target.at].text);
    sum = sum && cost->dollars ? std::optional(*sum + *cost->dollars) : std::nullopt;
  }
  if (result.pictures > 0 || result.characters > 0) result.dollars = sum;
  return result;
}

std::optional<double> known_cost(const cache::Spent& spent) {
  return spent.calls > 0 && spent.unpriced == 0 ? std::optional(spent.dollars) : std::nullopt;
}

std::int64_t count_characters(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; });
}

}  // namespace storyreel::pipeline
