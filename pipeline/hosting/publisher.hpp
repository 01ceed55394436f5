#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "cache/cache.hpp"
#include "cache/hosting.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/hosting/s3_store.hpp"

namespace storyreel::pipeline {

/// Takes off the videos what was said of a store that is not the one of now.
void forget_store_troubles(cache::Database& database);

/// What the record wants in the store, brought there: files of artifacts, the small ones first. Who
/// waits for one is looked at anew when it stands. A store that refuses or is silent is told on the
/// video and in the log, once, and tried again later. Loop thread.
class Publisher {
 public:
  /// `artifacts`: the folder of the artifacts' files. Unless `wanted` nothing is brought anywhere.
  /// All outlive it.
  Publisher(cache::Cache& cache, StatusLog& log, HttpClient& http, Offload& reader,
            std::filesystem::path artifacts, const config::S3& settings, bool wanted)
      : cache_(cache),
        log_(log),
        store_(http, reader, settings),
        artifacts_(std::move(artifacts)),
        wanted_(wanted) {}

  /// Brings all that is wanted. `changed`: the record changed. `again_at`: when what failed is
  /// tried again.
  Task<Pass> pass();

 private:
  Task<> bring(cache::WantedObject wanted);
  Task<bool> attempt(cache::WantedObject wanted);
  Task<bool> say(std::string video_id, std::string error);
  Task<> failed(std::string video_id, std::string error);

  cache::Cache& cache_;
  StatusLog& log_;
  S3Store store_;
  std::filesystem::path artifacts_;
  bool wanted_;
  int failures_ = 0;  ///< in a row
  Time rests_until_{};
  std::set<std::string> well_;    ///< videos that something was brought of, in this pass
  std::set<std::string> unwell_;  ///< and those of which something was not
  Pass pass_;
};

}  // namespace storyreel::pipeline
