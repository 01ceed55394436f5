#include <algorithm>
#include <csignal>
#include <iostream>
#include <iterator>

#include <boost/json/array.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/flow/artifacts.hpp"
#include "tests/flow/left.hpp"
#include "tests/flow/shown.hpp"
#include "tests/flow/traffic.hpp"
#include "tests/support/series.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kSeed = 1;
constexpr double kFaultRate = 0.003;
// Replies that come late leave more room between what Notion saved and what the daemon knows.
constexpr double kSlowRate = 0.25;
constexpr int kSlow = 200;
constexpr seconds kUntilRest{240};
constexpr std::size_t kQueries = 12;
// What a person would have to mend, by its kind.
constexpr const char* kDenial = "404";
// Links stay what they are when the daemon comes back at another port.
constexpr const char* kMedia = "[media]\npublic_url = \"http://127.0.0.1:9/media\"\n";

/// So many kills in the life of one studio.
struct Plan {
  int kills;
  milliseconds lag;
  const char* index_lag;  ///< as the daemon is told
};

/// What the series came to together.
struct Tally {
  int kills = 0;
  int in_creates = 0;  ///< kills while a create was begun
  int faults = 0;
  std::size_t steps = 0;
  std::size_t violations = 0;
};

json::array bad_weather(Studio& studio) {
  json::array rules;
  for (const auto& kind : fault_kinds(studio)) {
    if (kind != kDenial) rules.push_back(json::object{{"kind", kind}, {"rate", kFaultRate}});
  }
  for (const auto* method : {"POST", "PATCH"}) {
    rules.push_back(json::object{
        {"kind", "slow"}, {"method", method}, {"rate", kSlowRate}, {"milliseconds", kSlow}});
  }
  return rules;
}

/// One studio, its people, and a daemon that is killed again and again.
class Series {
 public:
  Series(Plan plan, std::uint64_t seed)
      : plan_(plan), seed_(seed), dice_(seed), studio_(kMedia), people_(studio_, seed) {}

  void run(Tally& tally) {
    studio_.configure("index_lag", std::string("\"") + plan_.index_lag + "\"");
    set_lag(studio_, plan_.lag);
    set_faults(studio_, bad_weather(studio_), dice_.below(1000));
    for (int kill = 0; kill < plan_.kills && lines_.empty(); ++kill) {
      live_and_die();
      ++tally.kills;
      tally.in_creates += begun();
      look_at_what_is_left();
      while (dice_.chance(0.5)) people_.act(true);
    }
    come_to_rest();
    requests_.look(studio_);
    tally.faults += requests_.faults();
    tally.steps += people_.diary().size();
    tally.violations += lines_.size();
    tell();
  }

 private:
  /// Mostly short lives: what matters happens when something was just begun.
  milliseconds life() {
    constexpr std::array kLongest{200, 1500, 4000};
    const auto longest = static_cast<std::size_t>(kLongest[dice_.below(kLongest.size())]);
    return milliseconds(dice_.below(longest));
  }

  void live_and_die() {
    auto daemon = studio_.daemon();
    const auto end = std::chrono::steady_clock::now() + life();
    eventually([&] {
      if (dice_.chance(0.03)) people_.act(false);
      return std::chrono::steady_clock::now() > end;
    });
    daemon.kill();
    requests_.look(studio_);
  }

  bool begun() const {
    const auto waiting = unrest(studio_.path("state"));
    return std::ranges::any_of(waiting, [](const auto& line) { return line.starts_with("begun"); });
  }

  /// The record is sound, and what it held at the last kill was not touched since.
  void look_at_what_is_left() {
    lines_ = damage(studio_.path("state"));
    const auto state = studio_.path("state");
    const auto now = has_record(state) ? artifacts(state) : Artifacts();
    for (const auto& [key, stored] : kept_) {
      const auto found = now.find(key);
      if (found == now.end())
        lines_.push_back("lost a " + stored.kind + ": " + key);
      else if (found->second != stored)
        lines_.push_back("made again, a " + stored.kind + ": " + key);
    }
    kept_ = now;
  }

  void come_to_rest() {
    if (!lines_.empty()) return;
    set_faults(studio_, {}, 1);
    auto daemon = studio_.daemon();
    eventually([&] { return people_.finish(); }, kUntilRest, milliseconds(200));
    eventually([&] { return (lines_ = violations(studio_, people_.videos())).empty(); }, kUntilRest,
               milliseconds(200));
    if (!lines_.empty()) return;
    daemon.signal(SIGTERM);
    daemon.wait(seconds(60));
    set_lag(studio_, milliseconds(0));
    stays_so();
  }

  /// A new start, that is told all at once, finds nothing to do.
  void stays_so() {
    requests_.look(studio_);
    const auto before = requests_.asked();
    const int writes = requests_.writes();
    auto daemon = studio_.daemon();
    const auto queries = [](const std::map<Endpoint, int>& asked) {
      const auto found = asked.find({"POST", "/v1/data_sources/{id}/query"});
      return found == asked.end() ? 0 : found->second;
    };
    const auto wanted = queries(before) + static_cast<int>(kQueries);
    eventually([&] {
      requests_.look(studio_);
      return queries(requests_.asked()) >= wanted;
    });
    lines_ = violations(studio_, people_.videos());
    if (requests_.writes() > writes) lines_.emplace_back("a new start wrote to Notion");
  }

  void tell() const {
    if (lines_.empty()) return;
    std::string diary, all;
    for (const auto& line : people_.diary()) diary += line + "\n";
    for (const auto& line : lines_) all += "\n  " + line;
    write_file(studio_.path("diary.txt"), diary);
    ADD_FAIL_CHECK_AT(__FILE__, __LINE__,
                      "seed " << seed_ << ", in " << studio_.path("").string() << ":" << all);
  }

  Plan plan_;
  std::uint64_t seed_;
  Dice dice_;
  Studio studio_;
  People people_;
  Traffic requests_;
  Artifacts kept_;
  std::vector<std::string> lines_;
};

std::vector<Plan> plans() {
  if (!soaking()) return {{25, milliseconds(0), "2s"}, {25, seconds(2), "4s"}};
  std::vector<Plan> list;
  for (int i = 0; i < 4; ++i) {
    list.push_back({50, milliseconds(0), "2s"});
    list.push_back({50, seconds(3), "5s"});
  }
  list.push_back({100, seconds(60), "75s"});
  return list;
}

TEST_CASE("flow::crash_campaign kills at any moment lose nothing and make nothing twice") {
  std::uint64_t seed = seed_or(kSeed);
  Tally tally;
  for (const auto& plan : plans()) Series(plan, seed++).run(tally);
  std::cout << "crash campaign: seed " << seed_or(kSeed) << ", " << tally.kills << " kills ("
            << tally.in_creates << " while something was being created), " << tally.faults
            << " faults struck, " << tally.steps << " steps of people, " << tally.violations
            << " violations\n";
  CHECK(tally.violations == 0);
}

}  // namespace
}  // namespace storyreel::test
