#pragma once

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "pipeline/counter.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/script_source.hpp"
#include "pipeline/sources/yt_dlp.hpp"

namespace storyreel::pipeline {

/// Brings scripts into the record, and from there into rows, each as far as the video still is what
/// it was when that began. Throws what its callers book: ProviderError, Error. Loop thread.
class Scripting {
 public:
  Scripting(cache::Cache& cache, Offload& offload, Providers& providers, StatusLog& log,
            const config::Settings& settings, Books& books);

  const ScriptRules& rules() const { return rules_; }

  /// When the next video's URL may be read.
  Time free_at(Time now) const { return program_.free_at(now); }

  /// Splits the script in force and takes it into the rows.
  Task<> take(cache::Video video);

  /// Reads the video at the URL. Where that was read before, only its numbers are: that they can't
  /// be is no failure.
  Task<> read(cache::Video video);

  /// Has the script written.
  Task<> write(Snapshot snapshot);

 private:
  cache::Cache& cache_;
  Offload& offload_;
  Providers& providers_;
  StatusLog& log_;
  Books& books_;
  ScriptRules rules_;
  YtDlp program_;
};

}  // namespace storyreel::pipeline
