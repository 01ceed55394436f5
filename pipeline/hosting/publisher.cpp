#include "pipeline/hosting/publisher.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "cache/repository.hpp"
#include "daemon/runtime/retry.hpp"

namespace storyreel::pipeline {
namespace {

constexpr Backoff kBackoff{.base = seconds(5), .cap = seconds(300)};

/// The stage of the job by which a video shows why its files are not in the store.
constexpr std::string_view kStage = "store";

std::string title_of(cache::Database& database, const std::string& video_id) {
  const auto video = cache::videos::find(database, video_id);
  return video ? video->title : "";
}

std::string shown(cache::Database& database, const std::string& video_id) {
  for (const auto& job : cache::jobs::of_video(database, video_id))
    if (job.owner_id == video_id && job.stage == kStage) return job.error;
  return "";
}

/// True when that is news.
bool show(cache::Database& database, const std::string& video_id, const std::string& error) {
  if (shown(database, video_id) == error) return false;
  cache::jobs::remove(database, video_id, kStage);
  if (!error.empty()) {
    cache::Job job;
    job.owner_id = video_id;
    job.stage = kStage;
    job.error = error;
    job.started_at = now();
    job.next = job.started_at + kBackoff.cap;
    cache::jobs::save(database, job);
  }
  cache::videos::touch(database, video_id);
  return true;
}

void save_stored(cache::Database& database, cache::Object object) {
  // Whoever waits may have changed meanwhile.
  if (const auto known = cache::objects::find(database, object.name)) {
    if (known->place != object.place) return;
    object.video_id = known->video_id;
  }
  object.state = "stored";
  object.upload_id.clear();
  cache::objects::save(database, object);
  cache::videos::touch(database, object.video_id);
}

}  // namespace

void forget_store_troubles(cache::Database& database) {
  cache::jobs::clear_stage(database, kStage);
}

Task<bool> Publisher::say(std::string video_id, std::string error) {
  co_return co_await cache_.write(
      [video_id, error](cache::Database& database) { return show(database, video_id, error); });
}

Task<> Publisher::failed(std::string video_id, std::string error) {
  const bool news = co_await say(video_id, error);
  pass_.changed = pass_.changed || news;
  if (!news) co_return;
  const auto title = co_await cache_.read(
      [video_id](cache::Database& database) { return title_of(database, video_id); });
  log_.write({.level = Level::error, .video = title, .what = error});
}

Task<> Publisher::bring(cache::WantedObject wanted) {
  S3File file{.file = artifacts_ / wanted.file,
              .bytes = wanted.bytes,
              .name = wanted.object.name,
              .begun = wanted.object.upload_id};
  auto object = wanted.object;
  const auto begin = [this, object](std::string upload_id) {
    return cache_.write([object, upload_id](cache::Database& database) {
      auto begun = object;
      begun.upload_id = upload_id;
      cache::objects::save(database, begun);
    });
  };
  co_await store_.put(std::move(file), begin);
  co_await cache_.write([object](cache::Database& database) { save_stored(database, object); });
  pass_.changed = true;
  well_.insert(object.video_id);
}

/// False: the store fails, whatever it is asked.
Task<bool> Publisher::attempt(cache::WantedObject wanted) {
  const auto video_id = wanted.object.video_id;
  std::exception_ptr failure;
  bool of_store = false;
  try {
    co_await bring(std::move(wanted));
    failures_ = 0;
  } catch (const StoreError&) {
    failure = std::current_exception();
    of_store = true;
  } catch (const Error&) {
    failure = std::current_exception();
  }
  if (!failure) co_return true;
  unwell_.insert(video_id);
  co_await failed(video_id, describe(failure));
  co_return !of_store;
}

Task<Pass> Publisher::pass() {
  pass_ = {};
  if (!wanted_) co_return pass_;
  if (rests_until_ > now()) {
    pass_.again_at = rests_until_;
    co_return pass_;
  }
  well_.clear();
  unwell_.clear();
  bool well = true;
  for (auto& wanted : co_await cache_.read(&cache::objects::wanted)) {
    if (!well) break;
    well = co_await attempt(std::move(wanted));
  }
  for (const auto& video : well_)
    if (!unwell_.contains(video)) co_await say(video, "");
  if (!well) {
    rests_until_ = now() + delay(kBackoff, ++failures_, random_jitter());
    pass_.again_at = rests_until_;
  }
  co_return pass_;
}

}  // namespace storyreel::pipeline
