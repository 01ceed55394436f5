#include "tests/notion/model_play.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <random>
#include <thread>

#include "tests/notion/model_check.hpp"
#include "tests/support/eventually.hpp"

namespace storyreel::test {
namespace {

constexpr std::string_view kRest = "rest";
constexpr unsigned kRestWeight = 14;
constexpr seconds kPatience{60};
// What a poll looks at only now and then is seen within that time.
constexpr seconds kQuiet{25};
constexpr milliseconds kLongest{3000};
constexpr int kPatientRound = 4;
constexpr milliseconds kLag{300};  // of the world's lists

std::vector<StepKind> kinds() {
  std::vector<StepKind> all{{kRest, kRestWeight}};
  for (const auto some : {loop_steps(), row_steps(), film_steps()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

const StepKind& kind_of(const std::vector<StepKind>& all, std::string_view name) {
  return *std::ranges::find(all, name, &StepKind::name);
}

std::string left(const char* loop, const std::optional<Pass>& pass, const std::string& failure) {
  if (!pass) return std::string(loop) + " fails: " + failure + "; ";
  return pass->changed ? std::string(loop) + " goes on; " : "";
}

/// All three loops once; in words what they had to do, or wait to do. What push holds back to merge
/// it goes out at once after a restart; what it waits to see last needs `patience`.
std::string round(World& world, Model& model, bool patience) {
  const auto pulled = world.pass(World::Loop::pull);
  if (pulled) polled(model);
  auto busy = left("pull", pulled, world.failure());
  busy += left("work", world.pass(World::Loop::work), world.failure());
  const auto pushed = world.pass(World::Loop::push);
  busy += left("push", pushed, world.failure());
  const auto wait = pushed && pushed->again_at ? *pushed->again_at - now() : milliseconds(0);
  if (wait.count() > 0) busy += "push waits " + std::to_string(wait.count()) + " ms; ";
  if (wait.count() > 0 && patience) std::this_thread::sleep_for(std::min(wait, kLongest));
  if (!pushed || (wait.count() > 0 && !patience)) world.restart();
  return busy;
}

void give_back(World& world, Model& model) {
  for (auto& film : model.films) {
    if (!std::exchange(film.hidden, false)) continue;
    world.share(film.page, true);
  }
}

/// Lets the loops run until the model holds, and stays; what does not hold in the end.
std::vector<std::string> rest(World& world, Model& model) {
  give_back(world, model);
  std::vector<std::string> found;
  int rounds = 0;
  auto busy_at = now();
  const bool over = eventually(
      [&] {
        found = {round(world, model, ++rounds % kPatientRound == 0)};
        if (!found.front().empty()) {
          busy_at = now();
          return false;
        }
        auto copy = model;
        found = differences(world, copy);
        if (found.empty()) model = std::move(copy);
        return found.empty() || now() - busy_at > kQuiet;
      },
      kPatience);
  if (!over || !found.empty()) return found;
  // The model does not look into a database in the trash: what was typed there last may be read
  // late.
  if (std::ranges::any_of(model.films, &FilmWord::details_trashed)) {
    std::this_thread::sleep_for(kLag);
    eventually([&] { return round(world, model, false).empty(); }, kPatience);
  }
  const auto more = round(world, model, false);
  if (!more.empty()) found = {"at rest, and yet: " + more};
  return found;
}

}  // namespace

Steps random_steps(std::uint32_t seed, std::size_t count) {
  std::mt19937 dice(seed);
  const auto all = kinds();
  std::vector<double> weights;
  for (const auto& kind : all) weights.push_back(kind.weight);
  std::discrete_distribution<std::size_t> choice(weights.begin(), weights.end());
  Steps steps;
  while (steps.size() < count) {
    const auto& kind = all[choice(dice)];
    const auto a = static_cast<unsigned>(dice() % 1000);
    const auto b = static_cast<unsigned>(dice() % 1000);
    const auto c = static_cast<unsigned>(dice() % 1000);
    steps.push_back({kind.name, a, b, c});
  }
  return steps;
}

std::optional<Wrong> play(Shelf& shelf, const Steps& steps, const Play& how, Tally& tally) {
  World world(shelf);
  Model model;
  if (how.skew != seconds(0)) world.move_clock(how.skew);
  add_film(world, model, 4);
  add_film(world, model, 3);
  const auto all = kinds();
  ++tally.sequences;
  std::size_t done = 0;
  const auto settle = [&]() -> std::optional<Wrong> {
    ++tally.rests;
    auto found = rest(world, model);
    if (found.empty()) return std::nullopt;
    return Wrong{.at = done, .differences = std::move(found), .log = world.log()};
  };
  if (auto wrong = settle()) return wrong;
  for (const auto& step : steps) {
    ++done;
    if (step.kind == kRest) {
      if (auto wrong = settle()) return wrong;
      continue;
    }
    Turn turn{.world = world, .model = model, .step = step};
    ++(kind_of(all, step.kind).act(turn) ? tally.steps : tally.skipped);
  }
  return settle();
}

Steps shortest(Shelf& shelf, Steps steps, const Play& how, seconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  Tally ignored;
  for (auto size = std::max<std::size_t>(1, steps.size() / 2); size > 0; size /= 2) {
    for (std::size_t from = 0; from < steps.size();) {
      if (std::chrono::steady_clock::now() > end) return steps;
      auto fewer = steps;
      const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(from);
      fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, steps.size() - from)));
      if (play(shelf, fewer, how, ignored)) {
        steps = std::move(fewer);
      } else {
        from += size;
      }
    }
  }
  return steps;
}

std::string spelled(const Steps& steps) {
  std::string text;
  for (const auto& [kind, a, b, c] : steps) {
    text += fmt::format("{{\"{}\", {}, {}, {}}}, ", kind, a, b, c);
  }
  return text;
}

}  // namespace storyreel::test
