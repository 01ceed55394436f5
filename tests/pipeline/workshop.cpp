#include "tests/pipeline/workshop.hpp"

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

using cache::Database;

config::Settings small_settings() {
  config::Settings settings;
  settings.render.width = 160;
  settings.render.height = 90;
  settings.render.preset = "ultrafast";
  settings.notion.settle = seconds(0);
  return settings;
}

}  // namespace

bool place_rows(Database& database, const std::string& video_id) {
  bool placed = false;
  for (auto item : cache::items::of_video(database, video_id)) {
    if (!item.page_id.empty()) continue;
    item.page_id = "page " + item.id;
    cache::items::save(database, item);
    cache::videos::touch(database, video_id);
    placed = true;
  }
  return placed;
}

Task<> pass_until_rest(cache::Cache& cache, Work& work, std::string video_id) {
  for (;;) {
    const auto done = co_await work.pass();
    co_await cache.write([video_id](Database& database) { return place_rows(database, video_id); });
    if (!done.changed) co_return;
  }
}

Task<Picture> CountingImage::draw(PictureRequest request, Till& till) {
  ++calls;
  if (resting) throw ProviderError(ProviderError::Class::later, "it rests.", seconds(600));
  if (price) co_await buy(request, till);
  if (!forbidden.empty() && request.caption.find(forbidden) != std::string::npos)
    throw ProviderError(ProviderError::Class::refused, "the prompt was refused.");
  co_return co_await real_->draw(std::move(request), till);
}

Task<> CountingImage::buy(PictureRequest request, Till& till) {
  co_await till.open(
      {.provider = "painter", .model = "m", .key = call_key(request), .price = price->dollars});
  if (lost) {
    co_await till.doubtful();
    throw ProviderError(ProviderError::Class::again, "the answer was lost.", seconds(0));
  }
  co_await till.paid({.units = 1, .unit = "pictures", .price = price->dollars, .answer = {}});
}

Task<std::string> CountingVoice::speak(std::string text, std::string language, Till& till) {
  said.push_back(text);
  if (resting) throw ProviderError(ProviderError::Class::later, "it rests.", seconds(600));
  if (price) {
    co_await till.open(
        {.provider = "speaker", .model = "m", .key = identity(language) + text, .price = {}});
    co_await till.paid({.units = {}, .unit = "characters", .price = price->dollars, .answer = {}});
  }
  co_return co_await real_->speak(std::move(text), std::move(language), till);
}

Workshop::Workshop() : settings(small_settings()) {
  store_.open();
  auto image = std::make_unique<CountingImage>(offload_);
  auto voice = std::make_unique<CountingVoice>(offload_);
  images = image.get();
  voices = voice.get();
  providers_ = make_providers(loop_.get_executor(), settings, offload_);
  providers_.image = std::move(image);
  providers_.voice = std::move(voice);
}

void Workshop::add(const std::string& body) {
  write([&](Database& database) {
    cache::Video video;
    video.id = id;
    video.page_id = "page";
    video.title = "A film";
    video.body = body;
    cache::videos::save(database, video);
  });
}

void Workshop::change(const std::function<void(cache::Video&)>& edit) {
  write([&](Database& database) {
    auto video = *cache::videos::find(database, id);
    edit(video);
    cache::videos::save(database, video);
  });
}

void Workshop::change_item(std::size_t at, const std::function<void(cache::Item&)>& edit) {
  write([&](Database& database) {
    auto item = cache::items::of_video(database, id).at(at);
    edit(item);
    cache::items::save(database, item);
    cache::videos::touch(database, id);
  });
}

void Workshop::approve() {
  change([](cache::Video& video) { video.approved = true; });
}

Pass Workshop::pass() {
  if (!work_)
    work_.emplace(loop_.get_executor(), cache_, offload_, store_, providers_, log_, settings,
                  "http://host/media", [] {});
  return await(work_->pass());
}

void Workshop::work() {
  // What ends when a pass is about to is said, and looked at by the next.
  bool said = false;
  Work work(loop_.get_executor(), cache_, offload_, store_, providers_, log_, settings,
            "http://host/media", [&] { said = true; });
  for (int pass = 0; pass < 20; ++pass) {
    said = false;
    const bool changed = await(work.pass()).changed;
    const bool placed = write([&](Database& database) { return place_rows(database, id); });
    if (!placed && !changed && !said) return;
  }
  FAIL("the studio does not come to rest");
}

Snapshot Workshop::look() {
  return *await(cache_.read([&](Database& database) { return load_snapshot(database, id); }));
}

std::vector<cache::Candidate> Workshop::candidates() {
  return await(
      cache_.read([&](Database& database) { return cache::candidates::of_video(database, id); }));
}

std::map<std::string, cache::Artifact> Workshop::artifacts() {
  std::map<std::string, cache::Artifact> result;
  for (auto& one : await(cache_.read(&cache::artifacts::all))) result[one.key] = one;
  return result;
}

std::map<std::string, int> Workshop::made(const std::map<std::string, cache::Artifact>& before,
                                          const std::map<std::string, cache::Artifact>& now) {
  std::map<std::string, int> result;
  for (const auto& [key, artifact] : now)
    if (!before.contains(key)) ++result[artifact.kind];
  return result;
}

std::filesystem::path Workshop::file(const std::string& kind) {
  for (const auto& [key, artifact] : artifacts())
    if (artifact.kind == kind) return store_.path(artifact);
  return {};
}

cache::Spent Workshop::spent() {
  return await(cache_.read(
      [&](Database& database) { return cache::ledger::of_video_in_all(database, id); }));
}

}  // namespace storyreel::pipeline
