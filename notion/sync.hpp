#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"

/// What the rest of the program sees of Notion: make the studio there, pull what people wrote into
/// the cache, push what was made back.
namespace storyreel::notion {

class Client;

/// A video that is added from the shell.
struct NewVideo {
  std::string title;
  std::string url;
  std::string script;  ///< paragraphs separated by blank lines
};

/// Where the files of artifacts stand, for those that are uploaded.
struct Files {
  Offload& reader;  ///< for nothing else: requests wait while it reads
  std::filesystem::path folder;
};

/// Makes or adopts the studio's databases under `parent_page` and records them; safe to repeat.
/// Throws UsageError, each with its own words and remedy: no token; the token is refused (401); it
/// lacks a capability (403); the parent page, or the Videos that is known, is not shared or not
/// there (404) or in the trash; Videos is known from another page. TransportError and server errors
/// pass through: the caller tries again.
Task<> init(Client& client, cache::Cache& cache, config::Notion settings);

/// Creates a page with a body in Videos; returns its Notion URL.
Task<std::string> add(Client& client, cache::Cache& cache, NewVideo video);

/// Notion → cache, where something is going on. One pass polls Videos, the bodies that changed, the
/// details of videos at work, and those in which search hints at an edit. Records what users
/// changed; says what it noticed in the status log.
class Pull {
 public:
  Pull(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings);
  ~Pull();
  Pull(const Pull&) = delete;
  Pull& operator=(const Pull&) = delete;

  /// `changed`: the record changed. `again_at`: when the next poll is due. Throws when nothing at
  /// all could be read; a single video's trouble stands on that video instead.
  Task<Pass> pass();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Notion → cache, where nothing is going on: resting videos are read whole, one after the other,
/// behind everything else that waits and within a quarter of the budget (notion/due.hpp says how
/// often). What it finds, hints should have told before; but hints are only hints.
class Sweep {
 public:
  Sweep(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings);
  ~Sweep();
  Sweep(const Sweep&) = delete;
  Sweep& operator=(const Sweep&) = delete;

  /// One video, if one is due. As Pull::pass.
  Task<Pass> pass();
  /// All of them, now.
  Task<Pass> everything();
  /// That one goes first, in the next pass.
  void put_first(std::string video_id);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Cache → Notion. One pass brings every page whose video's revision is ahead up to date: creates
/// the details database and rows (once each), trashes dropped rows, uploads pictures and patches
/// differences.
class Push {
 public:
  Push(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings, Files files);
  ~Push();
  Push(const Push&) = delete;
  Push& operator=(const Push&) = delete;

  /// `changed`: something was sent. `again_at`: when what was held back (merged, failed) is due.
  Task<Pass> pass();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The film in its video's page: a block at the page's beginning, made once, wherever its user
/// moves it, that shows the newest verified film. Who deletes it alone does not want it again.
/// Uploads and requests go behind everything else that waits. A film that is too large for the
/// workspace, or refused, is told on its video.
class Films {
 public:
  /// Unless `wanted` films are left where they are, and nothing more is said about them.
  Films(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings, Files files,
        bool wanted);
  ~Films();
  Films(const Films&) = delete;
  Films& operator=(const Films&) = delete;

  /// As Views::pass.
  Task<Pass> pass();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The databases' views. One pass gives each base whose rows stand the views of its binding that
/// it never had; what a user makes of them later, their deletion too, is left alone. A view that
/// Notion refuses is done without, with a line in the log. A few bases at a time, one request after
/// the other, behind everything else that waits.
class Views {
 public:
  Views(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings);
  ~Views();
  Views(const Views&) = delete;
  Views& operator=(const Views&) = delete;

  /// `again_at`: when what is unclear or left is due. Throws what concerns everything (no network,
  /// no token).
  Task<Pass> pass();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace storyreel::notion
