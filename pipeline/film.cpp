#include "pipeline/film.hpp"

#include <algorithm>
#include <mutex>
#include <set>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/group.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/stages/make.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Artifact;

constexpr milliseconds kLook{250};

/// How far the running targets are; told from their threads.
class Shares {
 public:
  void set(const std::string& key, double share) {
    const std::scoped_lock guard(mutex_);
    shares_[key] = share;
  }
  double of(const std::string& key) const {
    const std::scoped_lock guard(mutex_);
    const auto found = shares_.find(key);
    return found == shares_.end() ? 0 : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, double> shares_;
};

class Making {
 public:
  Making(Executor loop, Providers& providers, Offload& offload, const Store& store, Shelf shelf,
         FilmOrder order, Watch watch)
      : loop_(loop),
        providers_(providers),
        offload_(offload),
        store_(store),
        shelf_(std::move(shelf)),
        order_(std::move(order)),
        watch_(std::move(watch)),
        keys_(part_keys(order_.timeline)),
        targets_(targets(order_.timeline)),
        stepped_(loop_) {
    for (const auto& target : targets_) take(shelf_.find(target.key));
    for (const auto& key : beside()) take(shelf_.find(key));
    std::vector<std::string> keys;
    for (const auto& [key, artifact] : made_) keys.push_back(key);
    shelf_.use(keys);
    look_through();
  }

  Task<std::map<std::string, Artifact>> run() {
    Group group(loop_);
    co_await group.run(drive(group));
    watch_(progress());
    if (!failures_.empty()) throw Error(told());
    require_all();
    co_return film();
  }

 private:
  void take(std::optional<Artifact> artifact) {
    if (!artifact) return;
    existing_.insert(artifact->key);
    made_.insert_or_assign(artifact->key, std::move(*artifact));
  }

  /// What exists, and what nothing asks for while that does: where something is lost, others may be
  /// missed for the first time.
  void look_through() {
    existing_.clear();
    for (const auto& [key, input] : order_.given) existing_.insert(key);
    for (const auto& [key, artifact] : made_) existing_.insert(key);
    // A film that lost what stands beside it is put together again.
    if (std::ranges::any_of(beside(), [&](const auto& key) { return !made_.contains(key); }))
      existing_.erase(targets_.empty() ? "" : targets_.back().key);
    existing_ = as_good_as_existing(targets_, std::move(existing_));
  }

  Task<> drive(Group& group) {
    for (;;) {
      for (auto& target : next()) {
        running_.insert(target.key);
        group.spawn(step(std::move(target)));
      }
      if (running_.empty()) co_return;
      co_await stepped_.wait_for(kLook);
      watch_(progress());
    }
  }

  std::vector<Target> next() const {
    const auto most = static_cast<std::size_t>(offload_.threads());
    if (running_.size() >= most) return {};
    std::set<std::string> busy = running_;
    for (const auto& [key, message] : failures_) busy.insert(key);
    auto can = ready(targets_, existing_, busy, order_.sentences, {}, milliseconds(0), now()).now;
    can.resize(std::min(can.size(), most - running_.size()));
    return can;
  }

  Task<> step(Target target) {
    const auto key = target.key;
    std::exception_ptr failure;
    try {
      const auto made = co_await make(
          providers_, offload_, store_, job(target), inputs(target),
          [this, key](double share) { shares_.set(key, share); }, closed_till());
      shelf_.keep(made);
      for (const auto& artifact : made) take(artifact);
      frames_done_ += frames(target);
    } catch (const DamagedInput& damaged) {
      shelf_.forget(damaged.key);
      made_.erase(damaged.key);
      look_through();
    } catch (const Error& error) {
      failures_[key] = error.what();
    } catch (...) {
      failure = std::current_exception();
    }
    running_.erase(key);
    stepped_.notify();
    if (failure) std::rethrow_exception(failure);
  }

  RenderJob job(const Target& target) const {
    return {.target = target,
            .sentence = is_for_film(target.stage) ? Sentence{} : order_.sentences[target.at],
            .timeline = order_.timeline,
            .keys = keys_,
            .inputs = order_.given};
  }

  /// The artifacts it needs; the rest was given. Throws DamagedInput for one that is gone.
  std::vector<Artifact> inputs(const Target& target) const {
    std::vector<Artifact> result;
    for (const auto& key : target.needs) {
      if (order_.given.contains(key)) continue;
      const auto found = made_.find(key);
      if (found == made_.end()) throw DamagedInput(key);
      result.push_back(found->second);
    }
    return result;
  }

  /// Frames that a clip has; 0 for anything else.
  double frames(const Target& target) const {
    const auto& settings = order_.timeline.settings;
    if (target.stage == Stage::join) return render::join_frames(settings);
    if (target.stage != Stage::body) return 0;
    const auto sound = made_.find(keys_[target.at].sound);
    if (sound == made_.end()) return 0;
    const auto& shot = order_.timeline.shots[target.at];
    return static_cast<double>(body_frames(shot, sound->second.meta, settings));
  }

  std::vector<FilmProgress> progress() const {
    std::map<Stage, FilmProgress> stages;
    for (const auto& target : targets_) {
      auto& stage = stages[target.stage];
      const double done = existing_.contains(target.key)  ? 1
                          : running_.contains(target.key) ? shares_.of(target.key)
                                                          : 0;
      stage.stage = target.stage;
      stage.total += 1;
      stage.done += done;
      if (running_.contains(target.key)) stage.frames += done * frames(target);
    }
    if (stages.contains(Stage::body)) stages[Stage::body].frames += frames_done_;
    std::vector<FilmProgress> all;
    for (const auto& [stage, one] : stages) all.push_back(one);
    return all;
  }

  std::string told() const {
    std::set<std::string> lines;  // one file may spoil several parts
    for (const auto& [key, message] : failures_) lines.insert(message);
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
  }

  /// Keys of what stands beside the film; none while its parts aren't known.
  std::vector<std::string> beside() const {
    std::vector<std::string> keys;
    if (targets_.empty() || targets_.back().stage != Stage::film) return keys;
    for (const auto& companion : companions(order_.timeline))
      keys.push_back(companion_key(targets_.back().key, companion.kind));
    return keys;
  }

  /// Nothing failed: what could not even be begun lacks something that nobody makes.
  void require_all() const {
    if (targets_.empty() || targets_.back().stage != Stage::film)
      throw Error("a film needs at least one sentence or track, each with its picture");
    const auto missing = std::ranges::find_if(
        targets_, [&](const Target& target) { return !existing_.contains(target.key); });
    if (missing == targets_.end()) return;
    const auto place =
        is_for_film(missing->stage) ? std::string() : " of part " + std::to_string(missing->at + 1);
    throw Error(std::string(words(missing->stage).noun) + place +
                " can't be made: what it is made from is not here.");
  }

  std::map<std::string, Artifact> film() const {
    const auto& key = targets_.back().key;
    std::map<std::string, Artifact> result{{"film", made_.at(key)}};
    for (const auto& companion : companions(order_.timeline))
      result.emplace(companion.kind, made_.at(companion_key(key, companion.kind)));
    for (const auto& target : targets_)
      if (target.stage == Stage::sheet) result.emplace("sheet", made_.at(target.key));
    return result;
  }

  Executor loop_;
  Providers& providers_;
  Offload& offload_;
  const Store& store_;
  Shelf shelf_;
  FilmOrder order_;
  Watch watch_;
  std::vector<PartKeys> keys_;
  std::vector<Target> targets_;
  Signal stepped_;
  std::set<std::string> existing_;
  std::map<std::string, Artifact> made_;
  std::set<std::string> running_;
  std::map<std::string, std::string> failures_;  ///< messages by key
  Shares shares_;
  double frames_done_ = 0;
};

}  // namespace

Task<std::map<std::string, Artifact>> make_film(Executor loop, Providers& providers,
                                                Offload& offload, const Store& store, Shelf shelf,
                                                FilmOrder order, Watch watch) {
  Making making(loop, providers, offload, store, std::move(shelf), std::move(order),
                std::move(watch));
  co_return co_await making.run();
}

}  // namespace storyreel::pipeline
