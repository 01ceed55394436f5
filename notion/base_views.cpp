#include "notion/base_views.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/create.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"
#include "notion/view_body.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::string_view kKind = "view";
constexpr seconds kTryAgain{60};

/// What the cache knows of a base's views.
struct Known {
  std::vector<std::string> settled;  ///< names
  std::vector<cache::Intent> begun;
  std::string bot;
  std::string video;  ///< its title, for the log
};

Known known(cache::Database& database, const cache::Base& base) {
  Known known;
  known.settled = cache::views::of_base(database, base.source_id);
  for (auto& intent : cache::intents::all(database)) {
    const bool here = intent.kind == kKind && intent.parent_id == base.database_id;
    if (here) known.begun.push_back(std::move(intent));
  }
  known.bot = cache::facts::find(database, "bot_id").value_or("");
  if (const auto video = cache::videos::find(database, base.video_id)) known.video = video->title;
  return known;
}

std::string likeness_of(const BoundView& view) {
  return json::serialize(json::object{{"name", view.name}});
}

cache::Intent new_intent(const cache::Base& base, const BoundView& view) {
  cache::Intent intent;
  intent.id = new_uuid();
  intent.kind = kKind;
  intent.owner_id = base.video_id;
  intent.parent_id = base.database_id;
  intent.likeness = likeness_of(view);
  return intent;
}

void record(cache::Database& database, const cache::Base& base, const BoundView& view) {
  cache::views::save(database, base.source_id, view.name);
  for (const auto& intent : cache::intents::all(database)) {
    const bool here = intent.kind == kKind && intent.parent_id == base.database_id;
    if (here && intent.likeness == likeness_of(view)) cache::intents::remove(database, intent.id);
  }
}

// Notion may leave out who it was.
bool by(const std::string& user, const std::string& bot) {
  return user.empty() || user == bot;
}

bool untouched(const View& view, const std::string& bot) {
  return view.type == "table" && !view.arranged && by(view.last_edited_by, bot);
}

/// One base on its way to its views.
class BaseViews {
 public:
  BaseViews(Desk desk, cache::Base base)
      : desk_(std::move(desk)), base_(std::move(base)), binding_(binding_of(base_)) {}

  Task<Pass> run();

 private:
  Task<> look();
  Task<> order(BoundView view, std::string id);
  Task<> make(BoundView view);
  Task<bool> create(BoundView view, cache::Intent intent);
  Task<std::string> option_of(BoundView view);

  /// Runs `work`; where Notion refuses it for good, these views are done without.
  Task<> attempt(std::vector<BoundView> views, Task<> work);
  Task<> settle(BoundView view);
  std::vector<BoundView> open() const;
  void later(Time time);
  void tell() const;

  Desk desk_;
  cache::Base base_;
  const Binding& binding_;
  Known known_;
  std::optional<Time> looked_at_;                           ///< when a whole look began
  std::set<std::pair<std::string, std::string>> standing_;  ///< names and types of our own
  bool unread_ = false;                                     ///< one stands that did not show itself
  std::vector<std::string> made_;
  std::vector<std::string> skipped_;
  std::string reason_;
  Pass pass_;
};

void BaseViews::later(Time time) {
  pass_.again_at = std::min(pass_.again_at.value_or(time), time);
}

/// Views that are not settled.
std::vector<BoundView> BaseViews::open() const {
  std::vector<BoundView> found;
  std::ranges::copy_if(binding_.views, std::back_inserter(found), [&](const BoundView& view) {
    return std::ranges::find(known_.settled, view.name) == known_.settled.end();
  });
  return found;
}

Task<> BaseViews::settle(BoundView view) {
  co_await desk_.cache.write(
      [base = base_, view](cache::Database& database) { record(database, base, view); });
  known_.settled.emplace_back(view.name);
}

Task<> BaseViews::attempt(std::vector<BoundView> views, Task<> work) {
  std::exception_ptr failure;
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  if (concerns_all(failure)) std::rethrow_exception(failure);
  if (passes(failure)) co_return later(now() + kTryAgain);
  reason_ = describe(failure);
  for (const auto& view : views) {
    co_await settle(view);
    skipped_.emplace_back(view.name);
  }
}

Task<> BaseViews::order(BoundView view, std::string id) {
  co_await desk_.client.update_view(std::move(id), order_body(view, base_), base_.source_id, now());
  co_await settle(view);
}

// Notion's own view gets its order as soon as it was read, so that nobody's change is written over.
Task<> BaseViews::look() {
  const auto began = now();
  const auto wanted = open();
  auto given = std::ranges::find_if(wanted, &BoundView::given);
  for (const auto& listed : co_await desk_.client.views(base_.database_id)) {
    const auto view = co_await desk_.client.find_view(listed.id);
    unread_ = unread_ || !view || view->name.empty();
    if (!view || !by(view->created_by, known_.bot)) continue;
    standing_.emplace(view->name, view->type);
    if (given != wanted.end() && untouched(*view, known_.bot)) {
      co_await attempt({*given}, order(*given, view->id));
      given = wanted.end();
    }
  }
  if (given != wanted.end()) co_await settle(*given);
  looked_at_ = began;
}

/// What Notion calls the option that a view is filtered by: a user may have renamed it.
Task<std::string> BaseViews::option_of(BoundView view) {
  const auto id = base_.property_ids.find(option_key(view.filter, view.equals));
  if (view.equals.empty() || id == base_.property_ids.end()) co_return std::string(view.equals);
  const auto source = co_await desk_.client.source(base_.source_id);
  for (const auto& property : source.properties) {
    const auto option = std::ranges::find(property.options, id->second, &Option::id);
    if (option != property.options.end()) co_return option->name;
  }
  co_return std::string(view.equals);
}

/// False: the outcome is unclear.
Task<bool> BaseViews::create(BoundView view, cache::Intent intent) {
  const auto option = co_await option_of(view);
  const auto body = view_body(view, base_, option);
  auto& client = desk_.client;
  const auto made = co_await notion::create<View>(
      client, desk_.cache, std::move(intent),
      [&client, body, source = base_.source_id] { return client.create_view(body, source); },
      [&client](std::string id) { return client.view(std::move(id)); });
  co_return made.has_value();
}

Task<> BaseViews::make(BoundView view) {
  const auto lag = desk_.settings.index_lag;
  if (standing_.contains({std::string(view.name), std::string(view.type)})) {
    co_return co_await settle(view);
  }
  const auto begun = std::ranges::find(known_.begun, likeness_of(view), &cache::Intent::likeness);
  const bool before = begun != known_.begun.end();
  if (before && !surely_not_made(*begun, desk_.client, *looked_at_))
    co_return later(sure_at(*begun, desk_.client));
  if (before && unread_) throw Error("it may stand already, as one that Notion does not show");
  if (!co_await create(view, before ? *begun : new_intent(base_, view))) {
    co_return later(now() + lag);
  }
  co_await settle(view);
  made_.emplace_back(view.name);
}

void BaseViews::tell() const {
  const auto list = [](const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  };
  if (!made_.empty()) {
    desk_.log.write({.video = known_.video, .what = "views made: " + list(made_)});
  }
  if (!skipped_.empty()) {
    desk_.log.write({.level = Level::warning,
                     .video = known_.video,
                     .what = "views skipped: " + list(skipped_) + " (" + reason_ + ")"});
  }
}

Task<Pass> BaseViews::run() {
  known_ = co_await desk_.cache.read(
      [base = base_](cache::Database& database) { return known(database, base); });
  co_await attempt(open(), look());
  for (const auto& view : open()) {
    if (looked_at_ && !view.given) co_await attempt({view}, make(view));
  }
  tell();
  pass_.changed = !made_.empty();
  co_return pass_;
}

}  // namespace

Task<Pass> make_views(Desk desk, cache::Base base) {
  BaseViews views(std::move(desk), std::move(base));
  co_return co_await views.run();
}

}  // namespace storyreel::notion
