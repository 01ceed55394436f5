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
    Rule{409, Verdict::again, Verdict::again},    Rule{429, Verdict::again, Verdict::again},
    Rule{529, Verdict::again, Verdict::again},    Rule{500, Verdict::again, Verdict::doubtful},
    Rule{502, Verdict::again, Verdict::doubtful}, Rule{503, Verdict::again, Verdict::doubtful},
    Rule{504, Verdict::again, Verdict::doubtful},
};

constexpr std::string_view kBlocked = "public_api_request_blocked";

}  // namespace

Verdict judge(const Outcome& outcome) {
  if (outcome.status >= 200 && outcome.status < 300) return Verdict::good;
  if (outcome.reason == kBlocked) return Verdict::failed;
  const auto* const rule = std::ranges::find(kRules, outcome.status, &Rule::status);
  if (rule == kRules.end()) return Verdict::failed;
  return outcome.write ? rule->write : rule->read;
}

}  // namespace storyreel::notion
