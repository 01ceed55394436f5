#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <utility>

#include <SQLiteCpp/Database.h>

#include "cache/repository.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/series.hpp"
#include "tests/support/usage.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

/// How long, and by how much the median of the last quarter may be above that of the second.
struct Plan {
  std::int64_t polls;
  double memory_share, memory;      ///< MB
  double database_share, database;  ///< kB
  double files;
  double rate_share;
};
// A day at one poll in ten seconds.
constexpr Plan kDay{8640, 0.05, 2, 0.10, 128, 3, 0.15};
// Not everything has had its turn by the second quarter.
constexpr Plan kMinute{240, 0.20, 8, 0.30, 256, 6, 0.50};

constexpr std::size_t kVideos = 4;
constexpr std::int64_t kSamples = 80;
constexpr auto kPatience = seconds(120);

constexpr std::uint64_t kSeed = 4;

/// Few people who do the same few things again and again, so that what grows, grows by itself: the
/// texts and prompts between which they go to and fro are known, and drawn and spoken, after a
/// while.
class People {
 public:
  People(Studio& studio, Dice& dice) : studio_(studio), dice_(dice) {}

  void add_video();
  void act();
  /// Approves all, and waits until all is made.
  void finish();
  int acts() const { return acts_; }

 private:
  struct Film {
    std::string page;
    std::string row{};    ///< the one that is edited; blank while it does not stand
    std::string text{};   ///< what was last written there
    std::string extra{};  ///< a row more, which comes and goes
    bool approved = false;
  };

  bool stands(Film& film);
  void edit_text(Film& film);
  void edit_prompt(Film& film);
  void approve(Film& film);
  void add_or_trash_row(Film& film);
  void trash(const std::string& page);
  void replace(Film& film);

  Studio& studio_;
  Dice& dice_;
  std::vector<Film> films_;
  int acts_ = 0;
};

void People::add_video() {
  // One title, as it is part of what is drawn.
  films_.push_back({studio_.add("Again", "One came. Two went. Three stayed.")});
}

bool People::stands(Film& film) {
  if (!film.row.empty()) return true;
  const auto rows = studio_.sentences(film.page);
  if (rows.size() != 3) return false;
  film.row = rows.at(1).id;
  film.text = rows.at(1).values.at("Script Text");
  return true;
}

void People::edit_text(Film& film) {
  constexpr std::array kTexts{"Two went.", "Two went away.", "Two left."};
  film.text = kTexts.at(dice_.below(kTexts.size()));
  studio_.person().set(film.row, {{"Script Text", {{"title", rich_text(film.text)}}}});
}

void People::edit_prompt(Film& film) {
  constexpr std::array kPrompts{"", "Two boats at dusk"};
  const auto prompt = rich_text(kPrompts.at(dice_.below(kPrompts.size())));
  studio_.person().set(film.row, {{"Image Prompt", {{"rich_text", prompt}}}});
}

void People::approve(Film& film) {
  film.approved = !film.approved;
  studio_.approve(film.page, film.approved);
}

void People::trash(const std::string& page) {
  studio_.person().call("PATCH", "/v1/pages/" + page, json::object{{"in_trash", true}});
}

void People::add_or_trash_row(Film& film) {
  if (!film.extra.empty()) return trash(std::exchange(film.extra, {}));
  const auto source = studio_.details(film.page).at(0);
  const json::object row{
      {"parent", {{"type", "data_source_id"}, {"data_source_id", source}}},
      {"properties", {{"Script Text", {{"title", rich_text("Four came back.")}}}}}};
  film.extra = studio_.person().call("POST", "/v1/pages", row).at("id").as_string();
}

// As many as before, so that there is as much to poll.
void People::replace(Film& film) {
  trash(film.page);
  film = films_.back();
  films_.pop_back();
  add_video();
}

void People::act() {
  using Act = void (People::*)(Film&);
  constexpr std::array<std::pair<Act, unsigned>, 5> kActs{{{&People::edit_text, 54},
                                                           {&People::edit_prompt, 15},
                                                           {&People::approve, 25},
                                                           {&People::add_or_trash_row, 5},
                                                           {&People::replace, 1}}};
  auto& film = films_.at(dice_.below(films_.size()));
  auto left = dice_.below(100);
  for (const auto& [act, weight] : kActs) {
    if (left >= weight) {
      left -= weight;
      continue;
    }
    if (!stands(film)) return;
    ++acts_;
    return (this->*act)(film);
  }
}

void People::finish() {
  for (auto& film : films_) {
    studio_.approve(film.page);
    studio_.await(film.page, "Complete", kPatience);
    REQUIRE(stands(film));
    CHECK(studio_.person().page(film.row).values.at("Script Text") == film.text);
    CHECK(studio_.sentences(film.page).size() == (film.extra.empty() ? 3 : 4));
  }
}

/// One look at the daemon.
struct Sample {
  double memory = 0;    ///< MB
  double database = 0;  ///< kB
  double files = 0;
  double rate = 0;  ///< requests a poll
};

/// What the daemon did, seen from outside.
class Watch {
 public:
  Watch(Studio& studio, pid_t process)
      : studio_(studio), process_(process), videos_("/" + studio.videos() + "/") {}

  /// How often Videos was polled so far.
  std::int64_t polls();
  void sample();
  /// The median of a quarter, from 1.
  Sample quarter(std::size_t number) const;

 private:
  double database() const;

  Studio& studio_;
  pid_t process_;
  std::string videos_;
  std::int64_t last_ = 0;
  std::int64_t polls_ = 0, requests_ = 0;
  std::int64_t polls_before_ = 0, requests_before_ = 0;
  std::vector<Sample> samples_;
};

std::int64_t Watch::polls() {
  for (const auto& request : requests(studio_.person(), last_)) {
    last_ = request.number;
    ++requests_;
    polls_ += request.form.ends_with("/query") && request.path.contains(videos_);
  }
  return polls_;
}

double Watch::database() const {
  const auto database = cache::open_read_only(studio_.path("state") / "storyreel.db");
  const auto number = [&](const char* pragma) { return database->execAndGet(pragma).getInt64(); };
  return static_cast<double>(number("PRAGMA page_count") * number("PRAGMA page_size")) / 1000;
}

void Watch::sample() {
  const auto used = usage(process_);
  samples_.push_back({.memory = used.resident,
                      .database = database(),
                      .files = static_cast<double>(used.files),
                      .rate = static_cast<double>(requests_ - requests_before_) /
                              static_cast<double>(polls_ - polls_before_)});
  requests_before_ = requests_;
  polls_before_ = polls_;
}

double median(const std::vector<Sample>& samples, double Sample::* member) {
  std::vector<double> values;
  for (const auto& sample : samples) values.push_back(sample.*member);
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

Sample Watch::quarter(std::size_t number) const {
  const auto length = static_cast<std::ptrdiff_t>(samples_.size() / 4);
  const auto from = samples_.begin() + static_cast<std::ptrdiff_t>(number - 1) * length;
  const std::vector<Sample> some(from, from + length);
  return {.memory = median(some, &Sample::memory),
          .database = median(some, &Sample::database),
          .files = median(some, &Sample::files),
          .rate = median(some, &Sample::rate)};
}

std::string table(const Watch& watch) {
  std::string text = "quarter   memory MB   database kB   files   requests a poll\n";
  for (std::size_t i = 1; i <= 4; ++i) {
    const auto [memory, database, files, rate] = watch.quarter(i);
    text +=
        fmt::format("{:7} {:11.1f} {:13.0f} {:7.0f} {:17.2f}\n", i, memory, database, files, rate);
  }
  return text;
}

void check_flat(const Watch& watch, const Plan& plan) {
  const auto early = watch.quarter(2);
  const auto late = watch.quarter(4);
  INFO(table(watch));
// What a sanitizer keeps back is not the program's.
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
  CHECK(late.memory <= early.memory * (1 + plan.memory_share) + plan.memory);
#endif
  CHECK(late.database <= early.database * (1 + plan.database_share) + plan.database);
  CHECK(late.files <= early.files + plan.files);
  CHECK(late.rate <= early.rate * (1 + plan.rate_share));
}

TEST_CASE("flow::long_run days of polls and edits use no more than the first hours did") {
  const auto plan = soaking() ? kDay : kMinute;
  const auto seed = seed_or(kSeed);
  INFO("STORYREEL_SEED=" << seed);
  Dice dice(seed);
  Studio studio("fps = 2\n");
  studio.configure("size", "\"64x64\"");
  auto daemon = studio.daemon();
  People people(studio, dice);
  for (std::size_t i = 0; i < kVideos; ++i) people.add_video();

  Watch watch(studio, daemon.pid());
  std::int64_t next_act = 0;
  for (std::int64_t taken = 0; taken < kSamples; ++taken) {
    const auto wanted = (taken + 1) * plan.polls / kSamples;
    const bool there = eventually(
        [&] {
          const auto polls = watch.polls();
          if (polls >= next_act) {
            people.act();
            next_act = polls + 2 + static_cast<std::int64_t>(dice.below(15));
          }
          return polls >= wanted || !daemon.running();
        },
        kPatience, milliseconds(50));
    REQUIRE_MESSAGE(there, studio.log());
    REQUIRE(daemon.running());
    watch.sample();
  }
  if (soaking()) {
    MESSAGE(watch.polls() << " polls, " << people.acts() << " acts\n" << table(watch));
  }
  check_flat(watch, plan);
  people.finish();
  CHECK_MESSAGE(studio.logged({"  error  "}) == 0, studio.log());
}

}  // namespace
}  // namespace storyreel::test
