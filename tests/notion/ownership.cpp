#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "notion/bindings.hpp"
#include "notion/show.hpp"
#include "notion/subject.hpp"
#include "notion/value.hpp"
#include "tests/notion/model_steps.hpp"
#include "tests/notion/model_words.hpp"
#include "tests/support/eventually.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;
using notion::Bound;
using notion::Owner;
using notion::Type;

/// A finished film of three sentences.
struct Finished {
  explicit Finished(Shelf& shelf) : world(shelf) {
    add_film(world, model, 3);
    rest();
    world.set(film(), "Script Approved", "true");
    rest();
  }

  notion::Page film() { return world.page(model.films[0].page); }
  /// The row that was made of the first sentence, wherever it stands now.
  notion::Page row() {
    if (row_.empty()) row_ = look(world, model.films[0])->pages.at(0).id;
    return world.page(row_);
  }

  bool round() {
    const auto pulled = world.pass(World::Loop::pull);
    const auto made = world.pass(World::Loop::work);
    const auto pushed = world.pass(World::Loop::push);
    if (!pushed || pushed->again_at) world.restart();
    return !pulled || !made || !pushed || pulled->changed || made->changed || pushed->changed ||
           pushed->again_at;
  }

  void rest() {
    REQUIRE_MESSAGE(eventually([this] { return !round(); }), world.failure());
  }

  /// Brings the record ahead of what Notion shows, in the row and in the video.
  void get_ahead() {
    world.set(row(), "Script Text", sentence_of(model.ideas++));
    world.pass(World::Loop::pull);
    world.pass(World::Loop::work);
  }

  void break_next_patch(const char* kind) {
    const json::object rule{
        {"kind", kind}, {"method", "PATCH"}, {"path", "/v1/pages/"}, {"nth", 1}};
    world.call("POST", "/_control/faults", json::object{{"rules", json::array{rule}}});
    world.pass(World::Loop::push);
    world.call("DELETE", "/_control/faults");
  }

  World world;
  Model model;

 private:
  std::string row_;
};

using Write = std::function<void()>;

/// A moment of ours at which somebody writes.
struct Moment {
  const char* name;
  void (*write)(Finished&, const Write&);
};

void at_rest(Finished&, const Write& write) {
  write();
}

void before_read(Finished& studio, const Write& write) {
  studio.get_ahead();
  write();
  studio.world.pass(World::Loop::push);
}

void before_poll(Finished& studio, const Write& write) {
  studio.get_ahead();
  studio.world.pass(World::Loop::push);
  write();
}

void after_failure(Finished& studio, const Write& write) {
  studio.get_ahead();
  studio.break_next_patch("500");
  write();
}

void after_saved_failure(Finished& studio, const Write& write) {
  studio.get_ahead();
  studio.break_next_patch("502_html_committed");
  write();
}

void across_restart(Finished& studio, const Write& write) {
  studio.get_ahead();
  studio.world.restart();
  write();
  studio.world.restart();
  studio.world.pass(World::Loop::push);
}

constexpr std::array kMoments{
    Moment{"at rest", at_rest},
    Moment{"before our read", before_read},
    Moment{"between our write and the poll", before_poll},
    Moment{"while our write fails", after_failure},
    Moment{"while our write is saved and seems to fail", after_saved_failure},
    Moment{"across a restart", across_restart},
};

/// What somebody types; another value each time.
std::string value_for(const Bound& bound, std::size_t turn) {
  const auto number = std::to_string(turn);
  if (bound.type == Type::number) return "90" + number;
  if (bound.type == Type::checkbox) return turn % 2 == 0 ? "" : "true";
  if (bound.type == Type::date) return "2026-01-1" + number;
  if (bound.type == Type::url || bound.type == Type::files || bound.type == Type::cover)
    return "http://127.0.0.1:1/" + number;
  if (bound.type == Type::select) {
    constexpr std::array kLanguages{"de", "fr", "it", "es", "nl", "pt"};
    const auto options = notion::lines(bound.detail);
    const auto at = bound.owner == Owner::daemon ? 5 : 1 + turn % 3;
    return options.empty() ? kLanguages.at(turn) : options.at(at % options.size());
  }
  return "By hand " + number;
}

/// One property of the bindings, of the video or of its row.
struct Property {
  const Bound* bound;
  bool of_row;

  notion::Page page(Finished& studio) const { return of_row ? studio.row() : studio.film(); }
  std::string shown(Finished& studio) const {
    return studio.world.shown(page(studio)).at(std::string(bound->name));
  }
};

/// What the record wants of the page, and its property's fill.
struct Wanted {
  std::string differs;  ///< names of properties that show something else
  std::optional<cache::Fill> fill;
};

Wanted wanted(Finished& studio, const Property& property) {
  const auto page = property.page(studio);
  const auto shown = studio.world.shown(page);
  return studio.world.read([&](cache::Database& database) {
    Wanted wanted;
    const auto standing = notion::standing_of(database, page.id);
    if (!standing) return Wanted{.differs = "the page is not known", .fill = {}};
    const auto& binding = notion::binding_of(standing->base);
    for (const auto& difference : notion::differences(binding, standing->subject, shown)) {
      wanted.differs += std::string(difference.bound->name) + " ";
    }
    if (const auto* fill = standing->subject.fill(property.bound->name)) wanted.fill = *fill;
    return wanted;
  });
}

void check_owner(Finished& studio, const Property& property, const std::string& typed) {
  const auto shown = property.shown(studio);
  const auto record = wanted(studio, property);
  CHECK(record.differs == "");
  switch (property.bound->owner) {
    case Owner::user:
      CHECK(shown == typed);
      break;
    case Owner::fill:
      CHECK(shown == typed);
      REQUIRE(record.fill);
      CHECK(record.fill->theirs == typed);
      break;
    case Owner::daemon:
      CHECK(shown != typed);
      break;
    case Owner::shared:  // it asked for the last place
      CHECK(shown == "3");
      break;
    case Owner::notion:
      break;
  }
}

/// A fill is given back to us, and a row goes back to the front, so that the next moment finds
/// them as the first did.
void make_good(Finished& studio, const Property& property) {
  const auto name = std::string(property.bound->name);
  if (property.bound->owner == Owner::shared) {
    studio.world.set(property.page(studio), name, "0");
    studio.rest();
    CHECK(property.shown(studio) == "1");
  }
  if (property.bound->owner != Owner::fill) return;
  studio.world.set(property.page(studio), name, "");
  studio.rest();
  CHECK_FALSE(wanted(studio, property).fill->theirs);
  CHECK(property.shown(studio) != "");
}

void check_property(Shelf& shelf, const Property& property) {
  Finished studio(shelf);
  const auto name = std::string(property.bound->name);
  for (std::size_t turn = 0; turn < kMoments.size(); ++turn) {
    const auto& moment = kMoments[turn];
    const auto where = std::string(property.of_row ? " of a row, " : " of a video, ");
    INFO((name + where + moment.name));
    const auto typed = value_for(*property.bound, turn);
    moment.write(studio, [&] { studio.world.set(property.page(studio), name, typed); });
    studio.rest();
    check_owner(studio, property, typed);
    make_good(studio, property);
  }
}

// Where the daemon has nothing to show yet, there is nothing to repair either.
bool anybodys(const Bound& bound) {
  return bound.owner == Owner::notion || (bound.owner == Owner::daemon && !bound.show);
}

void check_binding(const notion::Binding& binding) {
  Shelf shelf;
  for (const auto& bound : binding.properties) {
    if (anybodys(bound)) continue;
    check_property(shelf, {.bound = &bound, .of_row = &binding == &notion::details_binding()});
  }
}

}  // namespace

TEST_CASE("notion::ownership of a row's properties holds whenever somebody writes") {
  check_binding(notion::details_binding());
}

TEST_CASE("notion::ownership of a video's properties holds whenever somebody writes") {
  check_binding(notion::videos_binding());
}

}  // namespace storyreel::test
