#include <chrono>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "cache/words.hpp"
#include "daemon/commands/status_report.hpp"

namespace storyreel::commands {
namespace {

namespace json = boost::json;

json::value dollars_json(const std::optional<double>& dollars) {
  return dollars ? json::value(*dollars) : json::value(nullptr);
}

json::object spent_json(const cache::Spent& spent) {
  return {{"calls", spent.calls},
          {"doubtful", spent.doubtful},
          {"of_unknown_price", spent.unpriced},
          {"dollars_known", spent.dollars}};
}

json::object sweep_json(const SweepReport& sweep) {
  return {{"videos", sweep.videos},
          {"period_seconds", std::chrono::ceil<seconds>(sweep.period).count()},
          {"oldest", sweep.oldest ? json::value(to_iso(*sweep.oldest)) : json::value(nullptr)}};
}

json::array stages_json(const std::vector<pipeline::StageCount>& stages) {
  json::array list;
  for (const auto& stage : stages) {
    list.push_back({{"stage", stage.stage}, {"done", stage.done}, {"total", stage.total}});
  }
  return list;
}

json::array rows_json(const std::vector<RowTrouble>& rows) {
  json::array list;
  for (const auto& row : rows) {
    list.push_back({{"sentence", row.number}, {"text", row.text}, {"error", row.error}});
  }
  return list;
}

json::object video_json(const VideoReport& report) {
  const auto& video = report.video;
  return {
      {"id", video.id},
      {"page", video.page_id},
      {"title", video.title},
      {"status", cache::word(video.status)},
      {"approved", video.approved},
      {"progress", video.progress},
      {"sentences", video.total},
      {"completed", video.completed},
      {"stages", stages_json(report.stages)},
      {"render", video.render},
      {"film", report.film},
      {"estimated_cost", dollars_json(video.estimated_cost)},
      {"cost", dollars_json(video.cost)},
      {"spent", spent_json(report.spent)},
      {"halted", report.halted},
      {"seconds_left", report.left ? json::value(std::chrono::ceil<seconds>(*report.left).count())
                                   : json::value(nullptr)},
      {"error", video.error},
      {"rows_with_errors", rows_json(report.rows)}};
}

}  // namespace

void print_json(std::ostream& out, const StudioReport& report) {
  json::array videos;
  for (const auto& video : report.videos) videos.push_back(video_json(video));
  const json::object root{
      {"running", report.holder != 0},
      {"process", report.holder},
      {"live", report.live ? json::value(to_json(*report.live)) : json::value(nullptr)},
      {"all_paused", report.all_paused},
      {"log", report.log},
      {"sweep", sweep_json(report.sweep)},
      {"store", {{"bytes", report.store_bytes}, {"limit_bytes", report.store_limit}}},
      {"spent_in_24_hours", spent_json(report.day)},
      {"dollars_per_day", report.dollars_per_day},
      {"videos_error", report.wrong},
      {"videos", std::move(videos)}};
  out << json::serialize(root) << '\n';
}

}  // namespace storyreel::commands
