#include "notion/trouble.hpp"

#include <algorithm>
#include <chrono>

#include "cache/failure.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "notion/client.hpp"

namespace storyreel::notion {
namespace {

constexpr std::chrono::minutes kTryAgain{1};

/// A failure's kind, for those who act on it.
enum class Kind { all, passing, page };

Kind kind_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const DoubtfulError&) {
    return Kind::passing;
  } catch (const StaleError&) {
    return Kind::passing;
  } catch (const SilentError&) {
    return Kind::passing;
  } catch (const TransportError&) {
    return Kind::all;
  } catch (const ApiError& error) {
    if (error.status == 401) return Kind::all;
    return error.status == 409 || error.status == 429 || error.status >= 500 ? Kind::passing
                                                                             : Kind::page;
  } catch (const UsageError&) {
    return Kind::all;
  } catch (const cache::Failure& error) {
    return error.whole ? Kind::all : Kind::page;
  } catch (const Error&) {
    return Kind::page;
  } catch (...) {
    // Cancelled, or a defect.
    return Kind::all;
  }
}

}  // namespace

bool concerns_all(const std::exception_ptr& failure) {
  return kind_of(failure) == Kind::all;
}

bool passes(const std::exception_ptr& failure) {
  return kind_of(failure) == Kind::passing;
}

bool is_outage(const std::exception_ptr& failure) {
  constexpr int kServer = 500;
  constexpr int kOverloaded = 529;
  try {
    std::rethrow_exception(failure);
  } catch (const DoubtfulError&) {
    return true;
  } catch (const SilentError&) {
    return true;
  } catch (const ApiError& error) {
    return error.status >= kServer && error.status != kOverloaded;
  } catch (...) {
    return false;
  }
}

bool details_gone(cache::Database& database, const std::string& video_id) {
  const auto jobs = cache::jobs::of_video(database, video_id);
  return std::ranges::find(jobs, kDetailsGone, &cache::Job::stage) != jobs.end();
}

bool note_trouble(cache::Database& database, const std::string& video_id, std::string_view stage,
                  const std::string& error) {
  const auto jobs = cache::jobs::of_video(database, video_id);
  const auto known = std::ranges::find_if(
      jobs, [&](const cache::Job& job) { return job.owner_id == video_id && job.stage == stage; });
  const bool same = known == jobs.end() ? error.empty() : known->error == error;
  if (same) return false;
  if (error.empty()) {
    cache::jobs::remove(database, video_id, stage);
  } else {
    cache::Job job;
    job.owner_id = video_id;
    job.stage = stage;
    job.error = error;
    job.next = now() + kTryAgain;
    job.started_at = now();
    cache::jobs::save(database, job);
  }
  cache::videos::touch(database, video_id);
  return true;
}

}  // namespace storyreel::notion
