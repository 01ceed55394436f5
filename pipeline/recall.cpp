#include "pipeline/recall.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/url.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/providers/picture_bytes.hpp"
#include "pipeline/script_source.hpp"
#include "pipeline/selection.hpp"
#include "pipeline/stages/make.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;

/// Nothing can be had there.
class NotThere : public Error {
 public:
  using Error::Error;
};

Target target_of(const Recall& recall) {
  return {.stage = Stage::illustrate,
          .owner = recall.job.owner_id,
          .at = 0,
          .key = Hasher("shown picture").add(recall.job.owner_id).add(recall.job.key).finish(),
          .needs = {}};
}

/// What the row shows is of what it says.
bool is_of_row(const Recall& recall) {
  return recall.job.key == recall.sentence.text + "\n" + recall.sentence.prompt;
}

/// `ours`: of /media, where what stood there went with the record.
Task<Picture> fetch(Fetcher& fetcher, std::string address, std::string ours) {
  const bool went = !ours.empty() && address.starts_with(ours);
  FetchRequest request{.url = std::move(address), .types = picture_types()};
  std::optional<FetchError> failure;
  Fetched fetched;
  try {
    fetched = co_await fetcher.get(std::move(request));
  } catch (const FetchError& error) {
    failure = error;
  }
  using Kind = FetchError::Kind;
  if (failure && (went || failure->kind == Kind::gone)) throw NotThere(failure->what());
  if (failure)
    throw ProviderError(failure->kind == Kind::passing ? ProviderError::Class::again
                                                       : ProviderError::Class::refused,
                        fmt::format("the row shows one, which can't be had: {}", failure->what()));
  const auto extension = picture_extension(fetched.body);
  if (!extension) throw NotThere("what is there is no picture");
  co_return Picture{std::move(fetched.body), *extension};
}

/// How an attempt ended.
struct End {
  std::string video;
  Recall recall;
  std::vector<cache::Artifact> made;
  cache::Origin origin;
  std::exception_ptr failure;

  Event operator()(Database& database) const;

 private:
  Event lost(Database& database, cache::Job job, const std::string& why) const;
  Event failed(Database& database, cache::Job job) const;
};

Event End::lost(Database& database, cache::Job job, const std::string& why) const {
  // Once more, for what an honest place may say once.
  if (job.attempts++ == 0 && is_of_row(recall)) {
    job.provider_job.clear();
    cache::jobs::save(database, job);
    return {.level = Level::debug, .what = "the picture that the row shows: " + why};
  }
  cache::jobs::remove(database, job.owner_id, job.stage);
  return {.level = Level::warning,
          .what = "the picture that the row shows can't be had (" + why + "): it is made anew"};
}

Event End::failed(Database& database, cache::Job job) const {
  const auto verdict = judge(failure, words(Stage::illustrate).noun, ++job.attempts, now());
  job.error = verdict.error;
  job.next = verdict.next;
  job.provider_job.clear();
  cache::jobs::save(database, job);
  return {.level = Level::error, .what = job.error};
}

Event End::operator()(Database& database) const {
  const auto jobs = cache::jobs::of_video(database, video);
  const auto job = std::ranges::find_if(jobs, [&](const cache::Job& each) {
    return each.owner_id == recall.job.owner_id && each.stage == cache::kShownPicture;
  });
  // Its user wants another meanwhile.
  if (job == jobs.end()) return {.level = Level::debug, .what = "the row was edited"};
  cache::videos::touch(database, video);
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const NotThere& error) {
    return lost(database, *job, error.what());
  } catch (...) {
    return failed(database, *job);
  }
  for (const auto& artifact : made) cache::artifacts::save(database, artifact);
  select_made(database, origin, cache::candidates::of_video(database, video));
  cache::jobs::remove(database, job->owner_id, job->stage);
  return {.what = "picture taken back from Notion"};
}

}  // namespace

std::vector<Recall> recalls(const Snapshot& snapshot, const std::vector<Sentence>& sentences,
                            Time now) {
  std::vector<Recall> result;
  for (std::size_t at = 0; at < sentences.size(); ++at) {
    const auto& sentence = sentences[at];
    const auto* job = snapshot.job(sentence.item, cache::kShownPicture);
    if (!job || job->provider_job.empty() || job->started_at + cache::kAddressLasts < now ||
        (!job->error.empty() && rests(job, now)))
      continue;
    result.push_back({*job, sentence, at});
  }
  return result;
}

void add_recalled(std::set<std::string>& existing, const Snapshot& snapshot,
                  const std::vector<Target>& targets) {
  for (const auto& target : targets)
    if (target.stage == Stage::illustrate && snapshot.job(target.owner, cache::kShownPicture))
      existing.insert(target.key);
}

std::vector<std::string> hosts_of_shown(const config::Settings& settings,
                                        const std::string& public_url) {
  auto hosts = settings.limits.allow_hosts;
  for (const auto& url :
       {settings.notion.base_url, public_url, settings.s3.endpoint, settings.s3.public_url})
    if (!url.empty()) hosts.push_back(host_and_port_of(url));
  return hosts;
}

Task<Event> take_back(Bench bench, Gallery gallery, Recall recall, Context context,
                      std::string language) {
  End end{.video = context.video, .recall = recall};
  try {
    if (!is_of_row(recall)) throw NotThere("it is of another text");
    auto picture = co_await fetch(gallery.fetcher, recall.job.provider_job, gallery.public_url);
    const auto target = target_of(recall);
    end.made = co_await keep_picture(bench.offload, bench.store, target, std::move(picture));
    // Who made it is not known, but it may have cost.
    end.origin =
        origin_of(target, recall.sentence, language, bench.recipe, {.name = "", .sells = true});
  } catch (...) {
    end.failure = std::current_exception();
  }
  if (is_cancelled(end.failure)) std::rethrow_exception(end.failure);
  auto event = co_await bench.cache.write(std::move(end));
  event.video = context.title;
  event.place = context.place;
  co_return event;
}

}  // namespace storyreel::pipeline
