#include <algorithm>
#include <array>
#include <exception>

#include <boost/json/object.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/bindings.hpp"
#include "notion/client.hpp"
#include "notion/make_base.hpp"
#include "notion/requests.hpp"
#include "notion/schema.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr milliseconds kLookAgain{1000};
constexpr int kAttempts = 6;
constexpr std::string_view kVideosTitle = "Videos";

/// What an API error means while the studio is set up.
struct Remedy {
  int status;
  const char* words;
};

constexpr std::array kTokenRemedies{
    Remedy{401,
           "Notion refuses the token: copy the integration's secret again into "
           "notion.token_file (or $STORYREEL_NOTION_TOKEN)"},
    Remedy{403,
           "the integration lacks a capability, or its workspace takes no more blocks: storyreel "
           "doctor says which. Allow it to read, update and insert content (Notion, Settings, "
           "Connections)"},
};

constexpr std::array kPageRemedies{
    Remedy{401, kTokenRemedies[0].words},
    Remedy{403, kTokenRemedies[1].words},
    Remedy{404,
           "the page notion.parent_page is not there, or not shared with the integration: open "
           "it in Notion, then ... > Connections > add the integration"},
    Remedy{400, "notion.parent_page is not the id of a page"},
};

constexpr std::array kVideosRemedies{
    Remedy{401, kTokenRemedies[0].words},
    Remedy{403, kTokenRemedies[1].words},
    Remedy{404,
           "the database Videos is gone, or not shared with the integration: restore or share it "
           "in Notion, or start anew with an empty state directory"},
};

// Runs `task`; what only a person can mend becomes a UsageError with its remedy.
template <class T, std::size_t N>
Task<T> with_remedy(Task<T> task, std::array<Remedy, N> remedies) {
  try {
    co_return co_await std::move(task);
  } catch (const ApiError& error) {
    const auto remedy = std::ranges::find(remedies, error.status, &Remedy::status);
    if (remedy == remedies.end()) throw;
    throw UsageError(std::string(remedy->words) + " [" + error.what() + "]");
  }
}

void require_settings(const config::Notion& settings) {
  if (settings.token.empty()) {
    throw UsageError(
        "no Notion token: set notion.token_file in the configuration, or $STORYREEL_NOTION_TOKEN");
  }
  if (settings.parent_page.empty()) {
    throw UsageError(
        "no parent page: set notion.parent_page in the configuration to a page's id or URL");
  }
}

// What is known of one page's studio is not carried to another page.
void require_page(cache::Database& database, const std::string& page_id) {
  const auto known = cache::facts::find(database, "studio_page").value_or("");
  if (known.empty() || known == page_id || !cache::bases::videos(database)) return;
  throw UsageError("this state directory belongs to the studio in the page " + known +
                   ", but notion.parent_page is the page " + page_id +
                   ": set notion.parent_page back, or state.directory to an empty directory");
}

Task<> remember(cache::Cache& cache, std::string bot_id, std::string page_id) {
  struct Remember {
    std::string bot_id, page_id;
    void operator()(cache::Database& database) const {
      require_page(database, page_id);
      cache::facts::save(database, "bot_id", bot_id);
      cache::facts::save(database, "studio_page", page_id);
    }
  };
  co_await cache.write(Remember{std::move(bot_id), std::move(page_id)});
}

// What can't be worked with is told at once of a database that is new to us; later it is said where
// people work (notion/schema.hpp), and the rest goes on.
Task<> complete_schema_now(Client& client, cache::Cache& cache, cache::Base base) {
  const auto& binding = binding_of(base);
  auto source = co_await client.source(base.source_id);
  const auto read_at = now();
  const bool first = !base.schema_at;
  const auto plan = plan_schema(source, binding, first ? Ids() : base.property_ids);
  if (first && !plan.wrong.empty()) {
    throw UsageError("the database \"" + base.title + "\" can't be used. " + plan.wrong.front());
  }
  if (!plan.changes.empty()) {
    const json::object body{{"properties", plan.changes}};
    source = co_await client.update_source(base.source_id, body, read_at);
  }
  base.property_ids = standing_ids(source, binding, base.property_ids);
  co_await cache.write([base](cache::Database& database) {
    auto stored = cache::bases::find(database, base.source_id).value_or(base);
    stored.property_ids = base.property_ids;
    stored.schema_at = now();
    cache::bases::save(database, stored);
  });
}

// What it writes over is read again before each attempt.
Task<> complete_schema(Client& client, cache::Cache& cache, cache::Base base) {
  for (int left = kAttempts;; --left) {
    std::exception_ptr failure;
    try {
      co_return co_await complete_schema_now(client, cache, base);
    } catch (...) {
      failure = std::current_exception();
    }
    if (left <= 1 || !passes(failure)) std::rethrow_exception(failure);
    co_await sleep_for(kLookAgain);
  }
}

Task<cache::Base> find_or_make(Client& client, cache::Cache& cache, config::Notion settings) {
  const NewBase wanted{.binding = &videos_binding(),
                       .page_id = settings.parent_page,
                       .title = std::string(kVideosTitle)};
  const auto there =
      co_await databases_below(client, settings.parent_page, std::string(kVideosTitle), {});
  if (!there.empty()) {
    auto database = co_await client.database(there.front(), Priority::interactive);
    co_return co_await adopt_base(client, cache, wanted, std::move(database));
  }
  for (;;) {
    auto made = co_await make_base(client, cache, wanted);
    if (made) co_return *std::move(made);
    co_await sleep_for(kLookAgain);
  }
}

Task<> check_known(Client& client, cache::Base base) {
  const auto database = co_await client.database(base.database_id, Priority::interactive);
  if (!database.in_trash) co_return;
  throw UsageError(
      "the database Videos is in Notion's trash: restore it (or start anew with an empty "
      "state directory)");
}

}  // namespace

Task<> init(Client& client, cache::Cache& cache, config::Notion settings) {
  require_settings(settings);
  const auto me = co_await with_remedy(client.me(), kTokenRemedies);
  const auto page =
      co_await with_remedy(client.page(settings.parent_page, Priority::interactive), kPageRemedies);
  if (page.in_trash)
    throw UsageError("the page notion.parent_page is in Notion's trash: restore it");
  co_await remember(cache, me.id, page.id);
  auto base = co_await cache.read(&cache::bases::videos);
  if (base) co_await with_remedy(check_known(client, *base), kVideosRemedies);
  if (!base) {
    base = co_await with_remedy(find_or_make(client, cache, std::move(settings)), kPageRemedies);
  }
  co_await with_remedy(complete_schema(client, cache, *base), kVideosRemedies);
}

}  // namespace storyreel::notion
