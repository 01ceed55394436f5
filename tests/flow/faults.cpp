#include <algorithm>
#include <array>
#include <iostream>
#include <list>
#include <set>
#include <thread>

#include <boost/json/object.hpp>

#include "tests/flow/shown.hpp"
#include "tests/flow/story.hpp"
#include "tests/support/series.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kSeed = 4;
constexpr double kRate = 0.05;
// A rule that strikes at a rate ends by itself, so that what is tried again succeeds.
constexpr int kMost = 4;
constexpr std::size_t kTold = 9;
constexpr std::size_t kKindsAtOnce = 2;
constexpr milliseconds kBetweenLooks{200};
constexpr const char* kDenial = "404";
// Why Notion may answer 429, but for the usual reason.
constexpr std::array kReasons{"public_api_space_request_rate_limit",
                              "public_api_endpoint_rate_limit", "public_api_request_blocked"};
constexpr std::string_view kBlocked = "public_api_request_blocked";

/// What may go wrong with a request.
struct Kind {
  std::string kind;
  std::string reason = {};  ///< of a 429; blank: the usual one

  std::string name() const { return reason.empty() ? kind : kind + " " + reason; }
  /// The daemon stops and says so: whoever starts it again has mended that.
  bool stops() const { return reason == kBlocked; }
};

std::vector<Kind> all_kinds(Studio& studio) {
  std::vector<Kind> kinds;
  for (auto& kind : fault_kinds(studio)) kinds.push_back({std::move(kind)});
  for (const auto* reason : kReasons) kinds.push_back({"429", reason});
  return kinds;
}

/// What the stories came to together.
struct Tally {
  int stories = 0;
  int faults = 0;
  int violations = 0;
  std::set<std::pair<Endpoint, std::string>> cells;

  void add(const Story& story);
};

void Tally::add(const Story& story) {
  ++stories;
  faults += story.requests().faults();
  for (const auto& [endpoint, kinds] : story.requests().struck()) {
    for (const auto& [kind, times] : kinds) cells.emplace(endpoint, kind);
  }
  violations += static_cast<int>(story.complaints().size());
  if (story.complaints().empty()) return;
  std::string all;
  for (const auto& complaint : story.complaints()) all += "\n  " + complaint;
  const auto& weather = story.weather();
  ADD_FAIL_CHECK_AT(__FILE__, __LINE__,
                    weather.name << ", seed " << weather.seed << ", lag " << weather.lag.count()
                                 << " ms, in " << story.folder().string() << ":" << all);
}

/// Tells all, some at the same time: they mostly wait.
Tally tell(std::vector<Weather> weathers, const std::vector<std::string>& end) {
  Tally tally;
  std::list<Story> told;
  for (std::size_t next = 0; next < weathers.size() || !told.empty();) {
    while (told.size() < kTold && next < weathers.size()) told.emplace_back(weathers[next++], end);
    std::erase_if(told, [&](Story& story) {
      if (story.look()) return false;
      tally.add(story);
      if (story.complaints().empty()) story.forget();
      return true;
    });
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return tally;
}

/// The fault-free telling: what must come of every other, and what the daemon asks for.
struct Fair {
  std::vector<std::string> end;
  std::map<Endpoint, int> asked;
  std::vector<Kind> kinds;
};

Fair tell_fair() {
  Studio apart;
  Fair fair{.kinds = all_kinds(apart)};
  Story story({}, {});
  while (story.look()) std::this_thread::sleep_for(kBetweenLooks);
  for (const auto& complaint : story.complaints()) FAIL_CHECK(complaint);
  REQUIRE(story.complaints().empty());
  fair.end = story.end();
  fair.asked = story.requests().asked();
  return fair;
}

/// `kind` at the n-th request of an endpoint, and now and then.
void add_rules(json::array& rules, const Endpoint& endpoint, int asked, const Kind& kind,
               Dice& dice) {
  const auto half = static_cast<std::size_t>(std::max(1, asked / 2));
  json::object rule{
      {"kind", kind.kind}, {"method", endpoint.method}, {"pattern", endpoint.pattern()}};
  if (!kind.reason.empty()) rule["reason"] = kind.reason;
  auto now_and_then = rule;
  rule["nth"] = dice.below(half) + 1;
  now_and_then["rate"] = kRate;
  now_and_then["count"] = kMost;
  rules.push_back(std::move(rule));
  if (!kind.stops()) rules.push_back(std::move(now_and_then));
}

/// How late queries know of a write: not at all, or some seconds.
Weather new_weather(std::string name, std::uint64_t seed) {
  Weather weather{.name = std::move(name), .seed = seed};
  weather.lag = seconds(Dice(seed).below(4));
  return weather;
}

/// Where Notion says that there are no views, they are done without for good; a row that it says is
/// not there is gone, and somebody's who restored it when it is back; so is a film's block.
bool believed(const Endpoint& endpoint) {
  return endpoint.path.starts_with("/v1/views") || endpoint.path == "/v1/pages/{id}" ||
         endpoint.path == "/v1/blocks/{id}";
}

void add_kind(Weather& weather, const Fair& fair, const Kind& kind, Dice& dice) {
  for (const auto& [endpoint, asked] : fair.asked) {
    if (kind.kind == kDenial && believed(endpoint)) continue;
    add_rules(weather.rules, endpoint, asked, kind, dice);
  }
  weather.stops = weather.stops || kind.kind == kDenial || kind.stops();
}

/// Every kind at all endpoints, some kinds in one story.
std::vector<Weather> together(const Fair& fair, std::uint64_t seed) {
  std::vector<Weather> weathers;
  const auto stories = (fair.kinds.size() + kKindsAtOnce - 1) / kKindsAtOnce;
  for (std::size_t story = 0; story < stories; ++story) {
    auto weather = new_weather("together", seed + story);
    Dice dice(weather.seed);
    for (auto kind = story; kind < fair.kinds.size(); kind += stories) {
      weather.name += " " + fair.kinds[kind].name();
      add_kind(weather, fair, fair.kinds[kind], dice);
    }
    weathers.push_back(std::move(weather));
  }
  return weathers;
}

/// Every kind at every endpoint, in a story of its own.
std::vector<Weather> apart(const Fair& fair, std::uint64_t seed) {
  std::vector<Weather> weathers;
  for (const auto& kind : fair.kinds) {
    for (const auto& [endpoint, asked] : fair.asked) {
      const auto name = kind.name() + " at " + endpoint.method + " " + endpoint.path;
      auto weather = new_weather(name, seed + weathers.size());
      Dice dice(weather.seed);
      add_kind(weather, {.end = {}, .asked = {{endpoint, asked}}, .kinds = {}}, kind, dice);
      weathers.push_back(std::move(weather));
    }
  }
  return weathers;
}

TEST_CASE("flow::faults every endpoint meets every fault, and all comes to the same end") {
  const auto seed = seed_or(kSeed);
  const auto fair = tell_fair();
  const auto tally = tell(soaking() ? apart(fair, seed) : together(fair, seed), fair.end);
  std::cout << "fault matrix: seed " << seed << ", " << fair.asked.size() << " endpoints x "
            << fair.kinds.size() << " kinds, " << tally.stories << " stories, "
            << tally.cells.size() << " cells struck by " << tally.faults << " faults, "
            << tally.violations << " violations\n";
  CHECK(tally.violations == 0);
}

}  // namespace
}  // namespace storyreel::test
