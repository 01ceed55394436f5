#include "notion/order_from_shell.hpp"

#include <algorithm>
#include <utility>

#include "cache/repository.hpp"
#include "cache/words.hpp"
#include "notion/bindings.hpp"
#include "notion/subject.hpp"
#include "notion/take.hpp"

namespace storyreel::notion {
namespace {

void take(cache::Database& database, Subject subject, const Binding& binding, Edit edit) {
  Change change;
  change.subject = std::move(subject);
  change.now = now();
  binding.find(edit.property)->take(change, edit);
  save_change(database, change);
}

}  // namespace

void set_status(cache::Database& database, const cache::Video& video, std::string_view status) {
  take(database, subject_of(database, video), videos_binding(),
       {.property = "Status", .before = cache::word(video.status), .shown = status});
}

void clear_error(cache::Database& database, const cache::Item& item) {
  take(database, subject_of(database, item), details_binding(),
       {.property = "Error", .before = item.error, .shown = ""});
}

bool is_halted(cache::Database& database, const std::string& video_id) {
  const auto jobs = cache::jobs::of_video(database, video_id);
  return std::ranges::find(jobs, kHalt, &cache::Job::stage) != jobs.end();
}

}  // namespace storyreel::notion
