#include "daemon/orders.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "cache/repository.hpp"
#include "cache/words.hpp"
#include "config/load.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"
#include "daemon/summary.hpp"
#include "notion/order_from_shell.hpp"

namespace storyreel {
namespace {

constexpr std::array<std::string_view, 5> kWords{"pause", "resume", "retry", "undo-halt", "sync"};
constexpr std::string_view kPausedFact = "all_paused";
constexpr std::size_t kShown = 60;

std::string in_quotes(std::string_view text) {
  return "\"" + one_line(text, kShown) + "\"";
}

/// A video, or a sentence of it.
struct Target {
  cache::Video video;
  std::optional<cache::Item> item;
};

cache::Item sentence(cache::Database& database, const cache::Video& video, int number) {
  int at = 0;
  for (auto& item : cache::items::of_video(database, video.id)) {
    if (item.state == cache::ItemState::live && !item.text.empty() && ++at == number) return item;
  }
  throw UsageError(in_quotes(video.title) + " has no sentence " + std::to_string(number) +
                   "; the last is " + std::to_string(at));
}

std::optional<Target> by_page(cache::Database& database, const std::string& text) {
  const auto page = config::page_id(text);
  if (!page) return std::nullopt;
  if (auto video = cache::videos::find_by_page(database, *page)) {
    return Target{.video = *std::move(video), .item = std::nullopt};
  }
  auto item = cache::items::find_by_page(database, *page);
  auto video = item ? cache::videos::find(database, item->video_id) : std::nullopt;
  if (!video) return std::nullopt;
  return Target{.video = *std::move(video), .item = std::move(item)};
}

/// "raven#3" as "raven" and 3; 0 where no number is said.
std::pair<std::string, int> split(const std::string& text) {
  const auto mark = text.rfind('#');
  if (mark == std::string::npos) return {text, 0};
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + mark + 1, end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < 1) return {text, 0};
  return {text.substr(0, mark), number};
}

/// The one video that `name` means; nullopt: none does.
std::optional<cache::Video> by_name(cache::Database& database, const std::string& name) {
  auto found = matching(cache::videos::all(database), name);
  if (found.empty()) return std::nullopt;
  if (found.size() == 1) return std::move(found.front());
  throw UsageError("more than one video is meant by " + in_quotes(name) +
                   "; say more of its title, or its id");
}

// A title may end as a sentence's number does: what is meant as a whole goes before.
Target find_target(cache::Database& database, const std::string& text) {
  if (auto video = by_name(database, text)) return {.video = *std::move(video), .item = {}};
  if (auto target = by_page(database, text)) return *std::move(target);
  const auto [name, number] = split(text);
  auto video = number > 0 ? by_name(database, name) : std::nullopt;
  if (!video)
    throw UsageError("no video's title contains " + in_quotes(name) + "; see storyreel status");
  auto item = sentence(database, *video, number);
  return {.video = *std::move(video), .item = std::move(item)};
}

cache::Video find_video(cache::Database& database, const Order& order) {
  auto target = find_target(database, order.target);
  if (!target.item) return target.video;
  throw UsageError(std::string(word(order.kind)) + " takes a video, and " +
                   in_quotes(order.target) + " is a sentence");
}

Obeyed pause_all(cache::Database& database, bool paused) {
  cache::facts::save(database, kPausedFact, paused ? "yes" : "no");
  return {.said = paused ? "nothing new is made or bought until storyreel resume; what runs comes "
                           "to its end"
                         : "making goes on",
          .videos = {}};
}

Obeyed set_status(cache::Database& database, const cache::Video& video, cache::VideoStatus status,
                  std::string_view said) {
  notion::set_status(database, video, cache::word(status));
  return {.said = in_quotes(video.title) + " " + std::string(said), .videos = {video.id}};
}

Obeyed retry(cache::Database& database, const Order& order) {
  const auto target = find_target(database, order.target);
  if (!target.item) {
    return set_status(database, target.video, cache::VideoStatus::fresh, "is tried again");
  }
  notion::clear_error(database, *target.item);
  return {.said = "sentence " + std::to_string(cache::items::number(database, target.item->id)) +
                  " of " + in_quotes(target.video.title) + " is tried again",
          .videos = {target.video.id}};
}

Obeyed undo_halt(cache::Database& database, const Order& order) {
  Obeyed obeyed;
  std::string titles;
  auto videos = cache::videos::all(database);
  if (!order.target.empty()) videos = {find_video(database, order)};
  for (const auto& video : videos) {
    if (video.trashed || !notion::is_halted(database, video.id)) continue;
    notion::set_status(database, video, cache::word(cache::VideoStatus::fresh));
    titles += (titles.empty() ? "" : ", ") + in_quotes(video.title);
    obeyed.videos.push_back(video.id);
  }
  obeyed.said =
      titles.empty() ? "no video stands still" : titles + ": goes on without what vanished";
  return obeyed;
}

}  // namespace

std::string_view word(OrderKind kind) {
  return kWords[static_cast<std::size_t>(kind)];
}

Obeyed obey(cache::Database& database, const Order& order) {
  const bool all = order.target.empty();
  switch (order.kind) {
    case OrderKind::pause:
      if (all) return pause_all(database, true);
      return set_status(database, find_video(database, order), cache::VideoStatus::paused,
                        "is paused");
    case OrderKind::resume:
      if (all) return pause_all(database, false);
      return set_status(database, find_video(database, order), cache::VideoStatus::fresh,
                        "goes on");
    case OrderKind::retry:
      return retry(database, order);
    case OrderKind::undo_halt:
      return undo_halt(database, order);
    case OrderKind::sync:
      if (all) return {.said = "Notion is looked at now", .videos = {}};
      break;
  }
  const auto video = find_video(database, order);
  return {.said = in_quotes(video.title) + " is looked at now", .videos = {video.id}};
}

bool all_paused(cache::Database& database) {
  return cache::facts::find(database, kPausedFact) == "yes";
}

}  // namespace storyreel
