#include "daemon/commands/film_cache.hpp"

#include <cstdlib>
#include <set>

#include <SQLiteCpp/Transaction.h>

#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/evict.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;

fs::path default_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
    return fs::path(cache) / "storyreel";
  if (const char* home = std::getenv("HOME"); home && *home)
    return fs::path(home) / ".cache" / "storyreel";
  throw UsageError("say with --cache where parts of films are kept: there is no home folder");
}

/// A studio's own folder is not for films made beside it.
fs::path checked(const fs::path& named) {
  auto folder = named.empty() ? default_folder() : named;
  if (fs::exists(folder / "storyreel.db"))
    throw UsageError(folder.string() + " is a studio's: name another folder with --cache");
  return folder;
}

std::set<std::string> parts_of(const pipeline::Timeline& timeline) {
  std::set<std::string> keys;
  for (const auto& target : pipeline::targets(timeline)) {
    keys.insert(target.key);
    if (target.stage != pipeline::Stage::film) continue;
    for (const auto& companion : pipeline::companions(timeline))
      keys.insert(pipeline::companion_key(target.key, companion.kind));
  }
  return keys;
}

void use(cache::Database& database, const std::vector<std::string>& keys) {
  SQLite::Transaction transaction(database);
  cache::artifacts::used(database, keys, now());
  transaction.commit();
}

void keep(cache::Database& database, const std::vector<cache::Artifact>& made) {
  SQLite::Transaction transaction(database);
  for (const auto& artifact : made) cache::artifacts::save(database, artifact);
  transaction.commit();
}

}  // namespace

FilmCache::FilmCache(const fs::path& folder, const pipeline::Store* below)
    : folder_(checked(folder)),
      lock_(folder_, "films"),
      database_(cache::open_alone(folder_ / "films.db")),
      store_(folder_ / "artifacts", below) {
  store_.open();
}

pipeline::Shelf FilmCache::shelf() const {
  auto& database = *database_;
  return {.find = [&database, this](const std::string& key) -> std::optional<cache::Artifact> {
            auto artifact = cache::artifacts::find(database, key);
            if (!artifact || !store_.sound(*artifact, false)) return std::nullopt;
            return artifact;
          },
          .use = [&database](const auto& keys) { use(database, keys); },
          .keep = [&database](const auto& made) { keep(database, made); },
          .forget = [&database](const auto& key) { cache::artifacts::remove(database, key); }};
}

void FilmCache::keep_within(std::int64_t limit, const pipeline::Timeline& film) const {
  const auto parts = parts_of(film);
  SQLite::Transaction transaction(*database_);
  pipeline::evict(*database_, store_, limit,
                  [&](const cache::Artifact& artifact) { return !parts.contains(artifact.key); });
  transaction.commit();
}

}  // namespace storyreel::commands
