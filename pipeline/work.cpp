#include "pipeline/work.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "cache/repository.hpp"
#include "daemon/runtime/group.hpp"
#include "pipeline/attempt.hpp"
#include "pipeline/attention.hpp"
#include "pipeline/counter.hpp"
#include "pipeline/outcome.hpp"
#include "pipeline/recall.hpp"
#include "pipeline/recorder.hpp"
#include "pipeline/running.hpp"
#include "pipeline/scripting.hpp"
#include "pipeline/stages/write.hpp"
#include "pipeline/standing.hpp"
#include "pipeline/upkeep.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;

// Most calls that cost end within it, and a process has 10 s to end.
constexpr seconds kGrace{6};

// While steps run, changes that users make are looked for this often.
constexpr milliseconds kLook{500};

std::string place_of(const Target& target, std::size_t count) {
  return is_for_film(target.stage) ? "" : fmt::format("sentence {}/{}", target.at + 1, count);
}

std::string recall_key(const std::string& item) {
  return "recall " + item;
}

milliseconds since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
}

FailedStep text_failure(const std::string& video, std::string_view stage, std::string key,
                        std::exception_ptr failure) {
  return {.video = video,
          .owner = video,
          .stage = std::string(stage),
          .key = std::move(key),
          .noun = "The text",
          .failure = std::move(failure)};
}

/// However making ends, what is bought meanwhile is the last.
class Closing {
 public:
  explicit Closing(Books& books) : books_(books) { books_.closed = false; }
  ~Closing() { books_.closed = true; }
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;

 private:
  Books& books_;
};

}  // namespace

struct Work::State {
  State(cache::Cache& the_cache, Offload& the_offload, Store& the_store, Providers& the_providers,
        StatusLog& the_log, config::Settings the_settings, std::function<void()> when_changed,
        Executor the_loop)
      : cache(the_cache),
        offload(the_offload),
        store(the_store),
        providers(the_providers),
        log(the_log),
        settings(std::move(the_settings)),
        books{cache, store, settings.limits},
        changed(std::move(when_changed)),
        loop(std::move(the_loop)) {}

  cache::Cache& cache;
  Offload& offload;
  Store& store;
  Providers& providers;
  StatusLog& log;
  config::Settings settings;
  Books books;
  std::function<void()> changed;
  Executor loop;
  Signal stepped{loop};
  std::unique_ptr<Fetcher> pictures{};  ///< reads those that rows show
  Rules rules{};
  Running running{offload.threads(), settings};
  Upkeep upkeep{cache, store, log, settings.state.store_limit, rules};
  Scripting scripting{cache, offload, providers, log, settings, books};
  Attention attention{};
  bool hurried = false;
  std::map<std::string, Time> turns{};  ///< of videos whose URL is to be read
  Time last_turn{};
  bool held = false;
  milliseconds grace = kGrace;
  Recorder recorder{cache, log};

  std::unique_ptr<Till> till(const Context& context, std::string owner, std::string_view stage) {
    return make_counter(books, {context.video, std::move(owner), std::string(stage)});
  }

  milliseconds grace_of(const Target& target) const {
    return is_bought(target, rules.tariffs) ? grace : milliseconds{};
  }
  milliseconds grace_of_text() const { return providers.text->buys() ? grace : milliseconds{}; }

  Task<> drive(Group& group, Pass& pass);
  Task<std::vector<std::string>> due();
  Task<> look(std::string video, Group& group, Pass& pass);
  Task<> ingest(Snapshot snapshot, Context context);
  void find_script(const Snapshot& snapshot, Group& group);
  void wait_for_turn(const cache::Video& video, Time at);
  Task<> script(Task<> work, FailedStep step, Context context);
  Task<> write(Writing wanted, Context context);
  Task<> step(RenderJob job, Context context);
  void begin(const Advance& advance, Group& group);
  void recall(const Advance& advance, Group& group, Pass& pass);
  Task<> recall_one(Recall wanted, Context context, std::string language);
};

Task<> Work::State::drive(Group& group, Pass& pass) {
  const Closing closing(books);
  co_await upkeep.begin();
  for (;;) {
    for (auto& video : co_await due()) co_await look(std::move(video), group, pass);
    if (running.empty() && (co_await due()).empty()) co_return;
    if (!running.empty()) co_await stepped.wait_for(kLook);
  }
}

Task<std::vector<std::string>> Work::State::due() {
  if (held) co_return std::vector<std::string>{};
  co_return attention.due(co_await cache.read(&cache::videos::revisions), now());
}

Task<> Work::State::look(std::string video, Group& group, Pass& pass) {
  struct Look {
    State* self;
    std::string video;
    std::set<std::string> running;
    Slots slots;
    std::optional<Advance> operator()(Database& database) const {
      return advance(database, video, self->store, self->rules, running, slots);
    }
  };
  const auto found = co_await cache.write(Look{this, video, running.keys(), running.slots()});
  if (!found) co_return attention.forget(video);
  attention.looked(video, found->after.video.revision, found->again_at);
  // Looked at again as soon as a step ends; those that took all slots may have ended meanwhile.
  if (found->more) attention.forget(video);
  tell(log, *found);
  if (found->after.video.revision != found->before.video.revision) {
    pass.changed = true;
    changed();
  }
  const Context context{video, found->after.video.title, ""};
  if (wants_ingest(found->after, rules.scripts, rules.settle, now())) {
    co_await ingest(found->after, context);
    pass.changed = true;
    co_return;
  }
  find_script(found->after, group);
  if (!found->writing.empty() && may_write(found->after, found->writing.key(), now()) &&
      !running.keys().contains(video)) {
    running.add(video);
    group.spawn(write(found->writing, context), grace_of_text());
  }
  begin(*found, group);
  recall(*found, group, pass);
  pass.changed |= !found->begin.empty();
}

Task<> Work::State::ingest(Snapshot snapshot, Context context) {
  std::exception_ptr failure;
  try {
    co_await scripting.take(snapshot.video);
  } catch (...) {
    failure = std::current_exception();
  }
  if (is_cancelled(failure)) std::rethrow_exception(failure);
  if (failure)
    co_await recorder.failed(text_failure(context.video, kIngestStage, "", failure), context);
  changed();
}

/// Begins what brings the video its script, where something does.
void Work::State::find_script(const Snapshot& snapshot, Group& group) {
  const auto& video = snapshot.video;
  const Context context{video.id, video.title, ""};
  const auto at = now();
  if (running.keys().contains(video.id)) return;
  if (wants_reading(snapshot, rules.settle, at)) {
    if (scripting.free_at(at) > at) return wait_for_turn(video, at);
    turns.erase(video.id);
    running.add(video.id);
    auto step = text_failure(video.id, kReadStage, video.url, {});
    step.noun = "";
    group.spawn(script(scripting.read(video), std::move(step), context));
  } else if (wants_script(snapshot, rules.scripts, rules.settle, at)) {
    running.add(video.id);
    auto step = text_failure(video.id, kScriptStage, video.title, {});
    step.noun = "The script";
    group.spawn(script(scripting.write(snapshot), std::move(step), context), grace_of_text());
  }
}

/// Videos are read one after the other, each looked at when its turn comes.
void Work::State::wait_for_turn(const cache::Video& video, Time at) {
  const bool again = video.read_url == video.url;
  if (again && hurried) return;
  auto& turn = turns[video.id];
  if (turn <= at)
    turn = last_turn = std::max(scripting.free_at(at), last_turn + settings.source.pause);
  attention.wait(video.id, turn);
}

Task<> Work::State::script(Task<> work, FailedStep step, Context context) {
  try {
    co_await std::move(work);
  } catch (...) {
    step.failure = std::current_exception();
  }
  running.remove(context.video);
  if (is_cancelled(step.failure)) std::rethrow_exception(step.failure);
  if (step.failure) co_await recorder.failed(step, context);
  changed();
  stepped.notify();
}

Task<> Work::State::write(Writing wanted, Context context) {
  const auto begin = std::chrono::steady_clock::now();
  const auto prompts = wanted.prompts.size();
  const auto key = wanted.key();
  std::string by;
  std::exception_ptr failure;
  std::vector<cache::Fill> made;
  try {
    const auto counter = till(context, context.video, kWriteStage);
    const bool rests = providers.text_rests();
    if (rests) by = settings.script_fallback.provider;
    made = co_await buying(pipeline::write(rests ? *providers.text_fallback : *providers.text,
                                           std::move(wanted), *counter),
                           *counter);
  } catch (...) {
    failure = std::current_exception();
  }
  running.remove(context.video);
  if (is_cancelled(failure)) std::rethrow_exception(failure);
  if (failure)
    co_await recorder.failed(text_failure(context.video, kWriteStage, key, failure), context);
  else
    co_await recorder.written(context, std::move(made), prompts, by, since(begin));
  changed();
  stepped.notify();
}

void Work::State::begin(const Advance& advance, Group& group) {
  if (advance.begin.empty()) return;
  const auto keys = part_keys(advance.timeline);
  for (const auto& target : advance.begin) {
    running.add(target, rules.tariffs);
    Context context{advance.after.video.id, advance.after.video.title,
                    place_of(target, advance.sentences.size())};
    group.spawn(
        step({.target = target,
              .sentence = is_for_film(target.stage) ? Sentence{} : advance.sentences[target.at],
              .timeline = advance.timeline,
              .keys = keys,
              .inputs = rules.given},
             std::move(context)),
        grace_of(target));
  }
}

Task<> Work::State::step(RenderJob job, Context context) {
  const auto begin = std::chrono::steady_clock::now();
  const auto target = job.target;
  std::exception_ptr failure;
  try {
    const auto counter = till(context, target.owner, words(target.stage).name);
    auto made = co_await buying(attempt({cache, offload, store, providers, settings, rules.recipe},
                                        std::move(job), context, *counter),
                                *counter);
    made.artifacts.front().took = since(begin);
    co_await recorder.made(target, context, std::move(made));
    co_await counter->kept();
  } catch (...) {
    failure = std::current_exception();
  }
  running.remove(target, rules.tariffs);
  if (is_cancelled(failure)) std::rethrow_exception(failure);
  if (failure)
    co_await recorder.failed({.video = context.video,
                              .owner = target.owner,
                              .stage = std::string(words(target.stage).name),
                              .key = target.key,
                              .noun = words(target.stage).noun,
                              .failure = failure},
                             context);
  changed();
  stepped.notify();
}

/// Begins to take back what rows show, a few at a time.
void Work::State::recall(const Advance& advance, Group& group, Pass& pass) {
  if (!may_make(advance.after, advance.sentences.size(), rules.most_sentences)) return;
  for (auto& wanted : recalls(advance.after, advance.sentences, now())) {
    // Each that ends has its video looked at again.
    if (!running.fetch(recall_key(wanted.job.owner_id))) continue;
    pass.changed = true;
    const Context context{advance.after.video.id, advance.after.video.title,
                          fmt::format("sentence {}/{}", wanted.at + 1, advance.sentences.size())};
    group.spawn(recall_one(std::move(wanted), context, advance.timeline.language));
  }
}

Task<> Work::State::recall_one(Recall wanted, Context context, std::string language) {
  const auto key = recall_key(wanted.job.owner_id);
  std::exception_ptr failure;
  try {
    log.write(co_await take_back({cache, offload, store, providers, settings, rules.recipe},
                                 {*pictures, rules.public_url}, std::move(wanted),
                                 std::move(context), std::move(language)));
  } catch (...) {
    failure = std::current_exception();
  }
  running.fetched(key);
  if (failure) std::rethrow_exception(failure);
  changed();
  stepped.notify();
}

Work::Work(Executor loop, cache::Cache& cache, Offload& offload, Store& store, Providers& providers,
           StatusLog& log, const config::Settings& settings, std::string public_url,
           std::function<void()> changed)
    : state_(std::make_unique<State>(cache, offload, store, providers, log, settings,
                                     std::move(changed), loop)) {
  state_->pictures =
      std::make_unique<Fetcher>(std::move(loop), hosts_of_shown(settings, public_url));
  state_->rules = rules_of(settings, providers, std::move(public_url));
}

Work::~Work() = default;

void Work::hurry() {
  state_->hurried = true;
}

void Work::hold(bool hold_it) {
  state_->held = hold_it;
}

bool Work::held() const {
  return state_->held;
}

void Work::grace(milliseconds how_long) {
  state_->grace = how_long;
}

std::size_t Work::running() const {
  return state_->running.keys().size();
}

void Work::on_made(std::function<void(std::string_view stage, milliseconds took)> count) {
  state_->recorder.on_made(std::move(count));
}

Task<Pass> Work::pass() {
  Pass pass;
  Group group(state_->loop);
  try {
    co_await group.run(state_->drive(group, pass));
  } catch (...) {
    // What was begun may not have been recorded: everything is looked at again.
    state_->attention.forget_all();
    state_->upkeep.broke_off();
    throw;
  }
  if (pass.changed) co_await state_->upkeep.evict();
  pass.again_at = state_->attention.next();
  co_return pass;
}

}  // namespace storyreel::pipeline
