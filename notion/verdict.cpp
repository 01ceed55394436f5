#include "notion/verdict.hpp"

#include <algorithm>
#include <array>

namespace storyreel::notion {
namespace {

struct Rule {
  int status;
  Verdict read;
  Verdict write;
};

constexpr std::array kRules{
    Rule{409, Verdict::again, Verdict::again},
    Rule{429, Verdict::again, Verdict::again},
    Rule{529, Verdict::again, Verdict::again},
    Rule{408, Verdict::again, Verdict::doubtful},
};

// Any other 5xx (Cloudflare has 520 to 527) may have come after the write was passed on.
constexpr Rule kBroken{0, Verdict::again, Verdict::doubtful};
constexpr Rule kRefused{0, Verdict::failed, Verdict::failed};

const Rule& rule_for(int status) {
  const auto* const rule = std::ranges::find(kRules, status, &Rule::status);
  if (rule != kRules.end()) return *rule;
  return status >= 500 ? kBroken : kRefused;
}

constexpr std::string_view kBlocked = "public_api_request_blocked";

}  // namespace

bool is_blocked(std::string_view rate_limit_reason) {
  return rate_limit_reason == kBlocked;
}

Verdict judge(const Outcome& outcome) {
  if (outcome.status >= 200 && outcome.status < 300) return Verdict::good;
  if (is_blocked(outcome.reason)) return Verdict::failed;
  const auto& rule = rule_for(outcome.status);
  return outcome.write ? rule.write : rule.read;
}

}  // namespace storyreel::notion
