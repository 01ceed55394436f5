#include "daemon/commands/status_report.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "cache/repository.hpp"
#include "cache/words.hpp"
#include "daemon/commands/time_left.hpp"
#include "daemon/runtime/utf8.hpp"
#include "daemon/summary.hpp"
#include "notion/order_from_shell.hpp"

namespace storyreel::commands {
namespace {

constexpr std::size_t kTitleShown = 60;
constexpr std::size_t kSentenceShown = 50;
constexpr std::size_t kTroubleShown = 200;
constexpr int kBarWidth = 20;

double share(const pipeline::StageCount& count) {
  return count.total > 0 ? static_cast<double>(count.done) / count.total : 0;
}

std::string text_of(const pipeline::StageCount& count) {
  return std::to_string(count.done) + "/" + std::to_string(count.total);
}

// Of all stages done counts as much as the rest: a film is one, its pictures are many.
double share(const std::vector<pipeline::StageCount>& stages) {
  double sum = 0;
  for (const auto& stage : stages) sum += share(stage);
  return stages.empty() ? 0 : sum / static_cast<double>(stages.size());
}

// The first stage that is not done says best where a video stands.
std::string standing(const std::vector<pipeline::StageCount>& stages) {
  const auto at = std::ranges::find_if(
      stages, [](const pipeline::StageCount& stage) { return stage.done < stage.total; });
  return at == stages.end() ? "" : std::string(at->stage) + " " + text_of(*at);
}

int percent(double part) {
  return static_cast<int>(std::lround(part * 100));
}

std::string minutes_text(milliseconds duration) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(duration).count();
  return std::to_string(minutes) + " min";
}

void print_line(std::ostream& out, const VideoReport& report) {
  const double done = share(report.stages);
  out << '\n'
      << one_line(report.video.title, kTitleShown) << "\n  " << cache::word(report.video.status)
      << "  " << bar(done, kBarWidth) << "  " << percent(done) << " %  " << standing(report.stages)
      << (report.left ? "  about " + minutes_text(*report.left) + " left" : "") << '\n';
  if (!report.video.error.empty()) out << "  ! " << report.video.error << '\n';
  if (report.halted) out << "    -> storyreel undo-halt " << report.video.id << '\n';
  if (!report.rows.empty()) {
    out << "  ! " << report.rows.size() << (report.rows.size() == 1 ? " sentence" : " sentences")
        << " with errors; first, sentence " << report.rows.front().number << ": "
        << report.rows.front().error << '\n';
  }
}

std::size_t total(const std::map<cache::VideoStatus, int>& counts) {
  std::size_t sum = 0;
  for (const auto& [status, count] : counts) sum += static_cast<std::size_t>(count);
  return sum;
}

void print_sweep(std::ostream& out, const SweepReport& sweep) {
  if (sweep.videos == 0) return;
  out << sweep.videos << (sweep.videos == 1 ? " video rests" : " videos rest")
      << ": edits there are noticed by hints, and all is read again every "
      << minutes_text(sweep.period);
  if (sweep.oldest) out << " (longest ago: " << minutes_text(now() - *sweep.oldest) << ")";
  out << '\n';
}

/// "1.4 GB", "20 MB".
std::string bytes_text(std::int64_t bytes) {
  constexpr double kMega = 1 << 20;
  constexpr double kGiga = 1 << 30;
  const auto size = static_cast<double>(bytes);
  return size < kGiga ? fmt::format("{:.0f} MB", size / kMega)
                      : fmt::format("{:.1f} GB", size / kGiga);
}

void print_store(std::ostream& out, const StudioReport& report) {
  out << "the store holds " << bytes_text(report.store_bytes);
  if (report.store_limit > 0) out << " of at most " << bytes_text(report.store_limit);
  out << '\n';
}

std::string counted(int count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// "$1.20 for 14 calls, 1 of them doubtful"; what is not known is never 0.
std::string spent_text(const cache::Spent& spent) {
  auto text = spent.unpriced < spent.calls
                  ? fmt::format("{}${:.2f} for {}", spent.unpriced > 0 ? "at least " : "",
                                spent.dollars, counted(spent.calls, "call"))
                  : counted(spent.calls, "call");
  if (spent.unpriced > 0) text += fmt::format(", {} of unknown price", spent.unpriced);
  if (spent.doubtful > 0) text += fmt::format(", {} of them doubtful", spent.doubtful);
  return text;
}

void print_live(std::ostream& out, const StudioReport& report) {
  if (report.all_paused) out << "! all making is paused: storyreel resume\n";
  if (!report.live) return;
  const auto& live = *report.live;
  const auto& budget = live.budget;
  out << counted(static_cast<int>(live.running), "step") << " at work";
  if (budget.limit > 0)
    out << "; " << budget.left << " of " << budget.limit << " requests left in this minute";
  if (budget.waiting > 0) out << ", " << budget.waiting << " waiting";
  if (budget.rests_until)
    out << "; Notion wants to be left alone until " << to_iso(*budget.rests_until);
  out << '\n';
  for (const auto& [doing, why] : live.troubles)
    out << "! " << doing << " fails: " << one_line(why, kTroubleShown) << "; it is tried again\n";
}

void print_day(std::ostream& out, const StudioReport& report) {
  if (report.day.calls == 0) return;
  out << "bought in the last 24 hours: " << spent_text(report.day);
  if (report.dollars_per_day > 0)
    out << fmt::format(" (limits.dollars_per_day is ${:.2f})", report.dollars_per_day);
  out << '\n';
}

void print_cost(std::ostream& out, const VideoReport& report) {
  const auto& estimate = report.video.estimated_cost;
  if (estimate) out << fmt::format("\n  estimate  ${:.2f}\n", *estimate);
  if (report.spent.calls > 0) out << "\n  cost  " << spent_text(report.spent) << '\n';
}

}  // namespace

VideoReport report(cache::Database& database, const cache::Video& video) {
  VideoReport report{.video = video,
                     .stages = pipeline::stage_counts(database, video.id),
                     .rows = {},
                     .halted = notion::is_halted(database, video.id),
                     .film = {},
                     .spent = cache::ledger::of_video_in_all(database, video.id),
                     .left = {}};
  if (video.status == cache::VideoStatus::generating ||
      video.status == cache::VideoStatus::rendering)
    report.left = time_left(report.stages, usual_times(database));
  int number = 0;
  for (const auto& item : cache::items::of_video(database, video.id)) {
    if (item.state != cache::ItemState::live || item.text.empty()) continue;
    ++number;
    if (!item.error.empty()) report.rows.push_back({number, item.text, item.error});
  }
  if (const auto film = cache::artifacts::find(database, video.film)) report.film = film->file;
  return report;
}

void print(std::ostream& out, const StudioReport& report) {
  if (report.holder != 0) {
    out << "running (process " << report.holder << ")";
  } else {
    out << "not running (storyreel daemon starts it)";
  }
  out << "  ·  " << summary(report.counts) << '\n';
  if (!report.wrong.empty()) out << "! Videos: " << report.wrong << '\n';
  print_live(out, report);
  print_sweep(out, report.sweep);
  print_store(out, report);
  print_day(out, report);
  const auto shown = std::min(report.videos.size(), kVideosOnAScreen);
  for (std::size_t i = 0; i < shown; ++i) print_line(out, report.videos[i]);
  const auto all = total(report.counts);
  if (shown < all) {
    out << "\n… and " << all - shown << " more (storyreel status --json)\n";
  }
  out << "\nwhat happened: " << report.log << '\n';
}

void print_in_depth(std::ostream& out, const VideoReport& report) {
  const auto& video = report.video;
  out << one_line(video.title, kTitleShown) << "\n  " << cache::word(video.status)
      << (video.approved ? ", approved" : ", not approved") << "\n  id " << video.id << "\n\n";
  for (const Stage& stage : stages(report.stages)) out << "  " << stage_line(stage) << '\n';
  if (!video.render.empty()) out << "\n  film  " << video.render << '\n';
  if (!report.film.empty()) out << "  file  " << report.film << '\n';
  print_cost(out, report);
  if (!video.error.empty()) out << "\n  ! " << video.error << '\n';
  for (const auto& row : report.rows) {
    out << "\n  ! sentence " << row.number << " (" << one_line(row.text, kSentenceShown)
        << "): " << row.error << '\n';
  }
}

std::vector<Stage> stages(const std::vector<pipeline::StageCount>& counts) {
  std::vector<Stage> list;
  for (const auto& count : counts) {
    list.push_back({std::string(count.stage), share(count), text_of(count)});
  }
  return list;
}

}  // namespace storyreel::commands
