#include "daemon/metrics.hpp"

#include <algorithm>
#include <cctype>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "cache/words.hpp"

namespace storyreel {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

// Seconds. Notion's time stamps are floored to the minute, so that a notice takes up to one more.
const Histogram::BucketBoundaries kNoticed{15, 30, 60, 90, 120, 300, 900, 3600};
const Histogram::BucketBoundaries kPushed{1, 2, 5, 10, 30, 60, 300, 1800};
const Histogram::BucketBoundaries kStage{0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800};

constexpr std::size_t kIdLength = 32;

bool is_id(std::string_view part) {
  return part.size() >= kIdLength && std::ranges::all_of(part, [](unsigned char letter) {
           return std::isxdigit(letter) != 0 || letter == '-';
         });
}

double seconds_of(milliseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

struct Metrics::State {
  Registry registry;
  Family<Counter>& requests = prometheus::BuildCounter()
                                  .Name("storyreel_notion_requests_total")
                                  .Help("Requests to Notion by endpoint and what became of them")
                                  .Register(registry);
  Family<Gauge>& budget = prometheus::BuildGauge()
                              .Name("storyreel_notion_budget_requests")
                              .Help("Requests: the limit in 60 s, left of it, waiting, in flight")
                              .Register(registry);
  Family<Gauge>& videos = prometheus::BuildGauge()
                              .Name("storyreel_videos")
                              .Help("Videos by their status")
                              .Register(registry);
  Family<Gauge>& gauges = prometheus::BuildGauge()
                              .Name("storyreel_studio")
                              .Help(
                                  "What stands: artifacts, their bytes, halted videos, rows with "
                                  "errors, videos Notion shows older, steps that run")
                              .Register(registry);
  Family<Gauge>& spent = prometheus::BuildGauge()
                             .Name("storyreel_bought_in_24_hours")
                             .Help("Calls that cost, and the dollars of those with a known price")
                             .Register(registry);
  Family<Gauge>& state = prometheus::BuildGauge()
                             .Name("storyreel_state")
                             .Help("1 or 0: Notion was read, all making is paused, a loop fails")
                             .Register(registry);
  Family<Histogram>& stages = prometheus::BuildHistogram()
                                  .Name("storyreel_stage_seconds")
                                  .Help("How long making took, by stage")
                                  .Register(registry);
  Histogram& noticed = prometheus::BuildHistogram()
                           .Name("storyreel_edit_to_noticed_seconds")
                           .Help("From an edit in Notion (its minute's begin) to when it was seen")
                           .Register(registry)
                           .Add({}, kNoticed);
  Histogram& pushed = prometheus::BuildHistogram()
                          .Name("storyreel_change_to_pushed_seconds")
                          .Help("From a change of a video to when Notion shows it")
                          .Register(registry)
                          .Add({}, kPushed);
  std::map<std::string, Time> waiting{};  ///< videos to be pushed, since when
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::sent(const notion::Sent& sent) {
  state_->requests
      .Add({{"endpoint", endpoint(sent.method, sent.path)},
            {"outcome", std::string(outcome(sent.status))}})
      .Increment();
}

void Metrics::made(std::string_view stage, milliseconds took) {
  state_->stages.Add({{"stage", std::string(stage)}}, kStage).Observe(seconds_of(took));
}

void Metrics::unpushed(const std::vector<std::pair<std::string, std::int64_t>>& videos, Time now) {
  std::map<std::string, Time> waiting;
  for (const auto& [id, revision] : videos) {
    const auto known = state_->waiting.find(id);
    waiting[id] = known == state_->waiting.end() ? now : known->second;
  }
  for (const auto& [id, since] : state_->waiting) {
    if (!waiting.contains(id)) state_->pushed.Observe(seconds_of(now - since));
  }
  state_->waiting = std::move(waiting);
}

std::string Metrics::text(const Tally& tally, const Live& live) {
  auto& own = *state_;
  const auto set = [](Family<Gauge>& family, const char* label, std::string name, auto value) {
    family.Add({{label, std::move(name)}}).Set(static_cast<double>(value));
  };
  for (int at = 0; at <= static_cast<int>(cache::VideoStatus::failed); ++at) {
    const auto status = static_cast<cache::VideoStatus>(at);
    const auto found = tally.videos.find(status);
    set(own.videos, "status", std::string(cache::word(status)),
        found == tally.videos.end() ? 0 : found->second);
  }
  set(own.budget, "kind", "limit", live.budget.limit);
  set(own.budget, "kind", "left", live.budget.left);
  set(own.budget, "kind", "waiting", live.budget.waiting);
  set(own.budget, "kind", "in_flight", live.budget.in_flight);
  set(own.gauges, "what", "artifacts", tally.artifacts);
  set(own.gauges, "what", "artifact_bytes", tally.artifact_bytes);
  set(own.gauges, "what", "halted_videos", tally.halted);
  set(own.gauges, "what", "rows_with_errors", tally.rows_with_errors);
  set(own.gauges, "what", "unpushed_videos", tally.unpushed);
  set(own.gauges, "what", "running_steps", live.running);
  set(own.spent, "what", "calls", tally.day.calls);
  set(own.spent, "what", "doubtful_calls", tally.day.doubtful);
  set(own.spent, "what", "dollars", tally.day.dollars);
  set(own.state, "what", "ready", live.ready);
  set(own.state, "what", "all_paused", live.all_paused);
  set(own.state, "what", "failing", !live.troubles.empty());
  for (const auto took : tally.noticed) own.noticed.Observe(seconds_of(took));
  return prometheus::TextSerializer().Serialize(own.registry.Collect());
}

std::string endpoint(std::string_view method, std::string_view path) {
  std::string name(method);
  name += ' ';
  path = path.substr(0, path.find('?'));
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto part = path.substr(1, end - 1);
    name += is_id(part) ? "/{id}" : std::string(path.substr(0, end));
    path.remove_prefix(end);
  }
  return name;
}

std::string_view outcome(int status) {
  if (status == 0) return "lost";
  if (status < 400) return "ok";
  if (status == 429 || status == 529) return "limited";
  return status < 500 ? "refused" : "failed";
}

}  // namespace storyreel
