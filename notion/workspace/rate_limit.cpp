#include "notion/workspace/rate_limit.hpp"

#include <algorithm>
#include <chrono>

namespace storyreel::workspace {
namespace {

constexpr seconds kWindow{60};

/// A budget that a request draws on.
struct Budget {
  std::string_view reason;
  std::string key;
  int most;
  seconds window;
};

}  // namespace

void RateLimit::set(RateLimits limits) {
  limits_ = std::move(limits);
  windows_.clear();
}

std::optional<Refused> RateLimit::refuse(const std::string& user, std::string_view method,
                                         std::string_view path, Time now) {
  std::vector<Budget> budgets{
      {"public_api_request_rate_limit", user, limits_.per_connection, kWindow},
      {"public_api_space_request_rate_limit", "",
       static_cast<int>(limits_.per_workspace * limits_.workspace_window / kWindow),
       limits_.workspace_window}};
  for (const auto& [only, pattern, most] : limits_.endpoints)
    if (only == method && pattern == path)
      budgets.push_back(
          {"public_api_endpoint_rate_limit", user + " " + only + " " + pattern, most, kWindow});
  std::erase_if(budgets, [](const Budget& each) { return each.most == 0; });
  for (const auto& [reason, key, most, length] : budgets) {
    auto& window = windows_[key];
    if (now >= window.start + length || now < window.start) window = {now, 0};
    const auto left = std::chrono::ceil<seconds>(window.start + length - now);
    if (window.used >= most)
      return Refused{reason, static_cast<int>(std::max<seconds::rep>(1, left.count()))};
  }
  for (const auto& budget : budgets) ++windows_[budget.key].used;
  return std::nullopt;
}

}  // namespace storyreel::workspace
