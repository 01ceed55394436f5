#include <algorithm>
#include <chrono>
#include <set>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/client.hpp"
#include "notion/create.hpp"
#include "notion/requests.hpp"
#include "notion/show.hpp"
#include "notion/sync.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr milliseconds kLookAgain{1000};
// How far Notion's clock may be from what its replies said.
constexpr std::chrono::minutes kSkew{5};
// Notion takes 100 blocks in a list, and 500 KB in a request; a page's properties need some of it.
constexpr std::size_t kBlocks = 100;
constexpr std::size_t kBytes = 400'000;

/// The page to be made, and the blocks of its body.
struct Wanted {
  cache::Base base;
  std::string bot;
  std::set<std::string> others;  ///< pages that were there before
  cache::Values values;
  std::vector<json::object> blocks;
};

Differences shown_at_first(const cache::Values& values) {
  Differences found;
  for (const auto& [name, text] : values) {
    const auto* const bound = videos_binding().find(name);
    if (!text.empty()) found.push_back({.bound = bound, .text = fitted(bound->type, text)});
  }
  return found;
}

/// As many blocks from the one with that index on as a request holds; one at least.
json::array slice(const std::vector<json::object>& blocks, std::size_t from) {
  json::array taken;
  std::size_t bytes = 0;
  for (auto index = from; index < blocks.size() && taken.size() < kBlocks; ++index) {
    bytes += json::serialize(blocks[index]).size() + 1;
    if (bytes > kBytes && !taken.empty()) break;
    taken.push_back(blocks[index]);
  }
  return taken;
}

json::object body_of(const Wanted& wanted) {
  return {{"parent", {{"type", "data_source_id"}, {"data_source_id", wanted.base.source_id}}},
          {"properties", properties(shown_at_first(wanted.values), wanted.base.property_ids)},
          {"children", slice(wanted.blocks, 0)}};
}

// The daemon may have recorded the page meanwhile: being known to the cache by now says nothing.
Task<std::optional<Page>> look(Client& client, Wanted wanted, Time since) {
  const RowQuery newest{.newest_first = true};
  const auto rows = co_await client.rows(wanted.base.source_id, newest, Priority::interactive);
  const auto earliest = std::chrono::floor<std::chrono::minutes>(since) - kSkew;
  for (const auto& page : rows.pages) {
    const auto shown = values_of(page, wanted.base);
    const bool alike = std::ranges::all_of(shown_at_first(wanted.values), [&](const auto& sent) {
      const auto value = shown.find(std::string(sent.bound->name));
      return value != shown.end() && value->second == sent.text;
    });
    const bool young = page.created_time >= earliest && !wanted.others.contains(page.id);
    if (alike && young && page.created_by == wanted.bot) co_return page;
  }
  co_return std::nullopt;
}

cache::Intent new_intent(const Wanted& wanted) {
  cache::Intent intent;
  intent.id = new_uuid();
  intent.kind = "video";
  intent.parent_id = wanted.base.source_id;
  intent.likeness = json::serialize(json::object{{"Title", wanted.values.at("Title")}});
  return intent;
}

Task<std::optional<Page>> attempt(Client& client, cache::Cache& cache, Wanted wanted,
                                  cache::Intent intent) {
  const auto body = body_of(wanted);
  co_return co_await create<Page>(
      client, cache, std::move(intent), [&client, body] { return client.create_page(body); },
      [&client](std::string id) { return client.page(std::move(id), Priority::interactive); });
}

Task<Page> make_page(Client& client, cache::Cache& cache, Wanted wanted, cache::Intent intent) {
  for (;;) {
    const auto begun = now();
    auto page = co_await attempt(client, cache, wanted, intent);
    // Notion's lag counts from when it may have made the page last; the last look comes after it.
    const auto end = now() + client.index_lag();
    for (bool last = false; !page && !last;) {
      last = now() >= end;
      page = co_await look(client, wanted, client.server_time(begun).value_or(begun));
      if (!page && !last) co_await sleep_for(kLookAgain);
    }
    if (page) co_return *std::move(page);
  }
}

// Others write in the page too: the daemon its database, people what they like.
Task<std::size_t> arrived(Client& client, std::string page_id, std::string bot) {
  const auto blocks = co_await client.children(std::move(page_id), Priority::interactive);
  co_return static_cast<std::size_t>(std::ranges::count_if(blocks, [&](const Block& block) {
    return block.type == "paragraph" && block.created_by == bot;
  }));
}

// An append of unclear outcome is looked at: the page has as many blocks of ours as arrived.
Task<> append(Client& client, std::string page_id, Wanted wanted) {
  auto sent = slice(wanted.blocks, 0).size();
  while (sent < wanted.blocks.size()) {
    auto next = slice(wanted.blocks, sent);
    const auto count = next.size();
    bool doubtful = false;
    try {
      co_await client.append_children(page_id, std::move(next));
    } catch (const DoubtfulError&) {
      doubtful = true;
    }
    sent = doubtful ? co_await arrived(client, page_id, wanted.bot) : sent + count;
  }
}

Task<Wanted> prepare(cache::Cache& cache, NewVideo video) {
  struct Prepare {
    NewVideo video;
    Wanted operator()(cache::Database& database) const {
      const auto base = cache::bases::videos(database);
      if (!base) throw Error("the studio is not set up yet: run storyreel init");
      std::set<std::string> others;
      for (const auto& page : cache::pages::of_base(database, base->source_id)) {
        others.insert(page.page_id);
      }
      return {.base = *base,
              .bot = cache::facts::find(database, "bot_id").value_or(""),
              .others = std::move(others),
              .values = {{"Title", video.title}, {"YouTube URL", video.url}},
              .blocks = paragraphs(video.script)};
    }
  };
  co_return co_await cache.read(Prepare{std::move(video)});
}

}  // namespace

Task<std::string> add(Client& client, cache::Cache& cache, NewVideo video) {
  const auto wanted = co_await prepare(cache, std::move(video));
  const auto intent = new_intent(wanted);
  const auto page = co_await make_page(client, cache, wanted, intent);
  co_await append(client, page.id, wanted);
  co_await cache.write(
      [id = intent.id](cache::Database& database) { cache::intents::remove(database, id); });
  co_return page.url;
}

}  // namespace storyreel::notion
