#include <algorithm>
#include <array>

#include <boost/json/object.hpp>

#include "notion/bindings.hpp"
#include "notion/value.hpp"
#include "tests/notion/model_steps.hpp"
#include "tests/notion/model_words.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;
using cache::Values;

constexpr std::size_t kMostRows = 9;  // ten that vanish at once halt their video

/// A row that its user has before them.
struct Picked {
  Sight sight;
  RowWord* row;
  Values shown;

  FilmWord& film() const { return sight.film; }
  const notion::Page& page() const { return sight.page(row->page); }
};

std::optional<Picked> pick(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return std::nullopt;
  auto sight = look(turn.world, *film);
  if (!sight || sight->pages.empty()) return std::nullopt;
  const auto& page = sight->pages[turn.step.b % sight->pages.size()];
  auto* const row = film->row(page.id);
  auto shown = turn.world.shown(page);
  return Picked{*std::move(sight), row, std::move(shown)};
}

void set(Turn& turn, const Picked& picked, const std::string& property, const std::string& text) {
  turn.world.set(picked.page(), property, text);
  picked.row->edited = true;
}

bool text(Turn& turn) {
  auto picked = pick(turn);
  if (!picked) return false;
  auto& row = *picked->row;
  const bool clear = turn.step.c % 6 == 0;
  if (clear && row.text.empty()) return false;
  if (clear || row.text.empty()) picked->film().calm = false;
  // Where a row without text stands is not to be seen.
  if (row.text.empty()) row.loose = true;
  row.text = clear ? "" : sentence_of(turn.model.ideas++);
  row.touched = true;
  row.ours.clear();
  set(turn, *picked, "Script Text", row.text);
  return true;
}

bool prompt(Turn& turn) {
  auto picked = pick(turn);
  if (!picked) return false;
  auto& row = *picked->row;
  const auto choice = turn.step.c % 4;
  if (choice == 0) {
    // Who takes back what nobody saw touched nothing; whether push saw it is not said.
    if (picked->shown.at("Image Prompt").empty() || row.fresh) return false;
    row.prompt.reset();
  } else if (choice == 1) {
    if (!row.prompt || row.ours.empty() || row.edited) return false;
    row.prompt.reset();
  } else {
    row.prompt = "A drawing of " + sentence_of(turn.model.ideas++);
    row.fresh = row.fresh || !row.touched;
    row.touched = true;
  }
  set(turn, *picked, "Image Prompt", choice == 1 ? row.ours : row.prompt.value_or(""));
  return true;
}

std::string typed_number(const Turn& turn, const Picked& picked) {
  const auto count = static_cast<unsigned>(picked.film().standing());
  const std::array<std::string, 6> odd{"", "0", "-1", "3.5", std::to_string(count + 10), "1"};
  const auto choice = turn.step.c % 12;
  return choice < odd.size() ? odd[choice] : std::to_string(1 + turn.step.c / 12 % count);
}

bool number(Turn& turn) {
  auto picked = pick(turn);
  if (!picked) return false;
  auto& row = *picked->row;
  auto& film = picked->film();
  const auto wanted = typed_number(turn, *picked);
  const auto value = notion::to_number(wanted);
  // Where numbers are on the move, what is typed may be what we are about to write.
  if (wanted == picked->shown.at("Sentence Number") || (!film.calm && !row.touched)) return false;
  if (value && *value == row.held) return false;
  std::erase_if(film.moves, [&](const MoveWord& move) { return move.page == row.page; });
  if (film.calm) film.moves.push_back({.page = row.page, .number = value, .behind = {}});
  if (!film.calm) row.loose = true;
  row.touched = true;
  set(turn, *picked, "Sentence Number", wanted);
  return true;
}

bool status(Turn& turn) {
  auto picked = pick(turn);
  if (!picked) return false;
  auto& row = *picked->row;
  auto& film = picked->film();
  constexpr std::array kWords{"Pending", "Pending", "Complete", "Image Generated", "Processing"};
  const std::string wanted = kWords[turn.step.c % kWords.size()];
  if (picked->shown.at("Status") == wanted) return false;
  row.takes.open = wanted == "Pending";
  if (row.takes.open) {
    ++row.takes.most;
    row.takes.sure = !row.edited && !film.stirred && film.approved && !film.paused && !film.hidden;
  }
  set(turn, *picked, "Status", wanted);
  return true;
}

// What the daemon owns: it is repaired.
bool meddle(Turn& turn) {
  auto picked = pick(turn);
  if (!picked) return false;
  constexpr std::array<std::pair<const char*, const char*>, 5> kValues{
      {{"Word Count", "999"},
       {"Generated Image URL", "http://127.0.0.1:1/none.png"},
       {"Image", ""},
       {"Error", "nonsense"},
       {"Word Count", ""}}};
  const auto& [property, value] = kValues[turn.step.c % kValues.size()];
  set(turn, *picked, property, value);
  return true;
}

bool note(Turn& turn) {
  auto picked = pick(turn);
  if (!picked) return false;
  if (!std::exchange(picked->film().noted, true)) {
    turn.world.add_property(picked->sight.source, "Note");
    picked->sight.pages = look(turn.world, picked->film())->pages;
  }
  picked->row->note = "noted " + std::to_string(turn.step.c);
  set(turn, *picked, "Note", picked->row->note);
  return true;
}

/// Where a row that is new to a database stands.
void arrive(FilmWord& film, RowWord row, MoveWord move) {
  if (film.calm) film.moves.push_back(std::move(move));
  if (!film.calm) row.loose = true;
  row.held = 0;
  row.takes = {};
  film.rows.push_back(std::move(row));
}

std::string create(Turn& turn, const std::string& source, const json::object& properties) {
  const json::object parent{{"type", "data_source_id"}, {"data_source_id", source}};
  const json::object page{{"parent", parent}, {"properties", properties}};
  return std::string(turn.world.call("POST", "/v1/pages", page).at("id").as_string());
}

bool add(Turn& turn) {
  auto* const film = turn.film();
  if (!film || film->standing() >= kMostRows) return false;
  const auto sight = look(turn.world, *film);
  if (!sight) return false;
  const auto& ids = turn.world.ids(sight->source);
  RowWord row;
  row.touched = row.edited = true;
  if (turn.step.b % 4 != 0) row.text = sentence_of(turn.model.ideas++);
  if (turn.step.b % 3 == 0) row.prompt = "A sketch of " + sentence_of(turn.model.ideas++);
  const bool numbered = turn.step.c % 3 != 0;
  MoveWord move;
  if (numbered) move.number = static_cast<double>(turn.step.c % 8) / 2;
  json::object properties{{ids.at("Script Text"), typed("title", row.text)}};
  if (row.prompt) properties[ids.at("Image Prompt")] = typed("rich_text", *row.prompt);
  if (numbered) properties[ids.at("Sentence Number")] = {{"number", *move.number}};
  row.page = move.page = create(turn, sight->source, properties);
  arrive(*film, std::move(row), std::move(move));
  return true;
}

bool duplicate(Turn& turn) {
  auto picked = pick(turn);
  if (!picked || picked->row->text.empty() || picked->film().standing() >= kMostRows) return false;
  // While the original's prompt is being written anew, nobody can tell the copy's old one from the
  // user's.
  if (!picked->row->prompt && picked->row->ours.empty()) return false;
  auto& film = picked->film();
  json::object copied;
  for (const auto& [name, id] : turn.world.ids(picked->sight.source)) {
    const auto* const bound = notion::details_binding().find(name);
    if (bound && bound->owner == notion::Owner::notion) continue;
    const auto type = bound ? notion::word(bound->type) : "rich_text";
    copied[id] = turn.world.value(picked->sight.source, type, picked->shown.at(name));
  }
  auto row = *picked->row;
  const bool moves = std::ranges::find(film.moves, row.page, &MoveWord::page) != film.moves.end();
  MoveWord move{.page = create(turn, picked->sight.source, copied), .number = {}, .behind = {}};
  move.behind = std::exchange(row.page, move.page);
  row.sentence.clear();
  row.touched = row.edited = true;
  row.loose = picked->row->loose || moves;
  arrive(film, std::move(row), std::move(move));
  return true;
}

// A row that nobody touched, and whose sentence left the body, be it for a moment: whether that
// body was taken before its user takes the row away too, and so says the same in another row, is
// for the polls to say.
bool is_to_go(const Picked& picked) {
  const auto& row = *picked.row;
  const auto& film = picked.film();
  const auto says = [&](const std::vector<std::string>& body) {
    return std::ranges::find(body, row.sentence) != body.end();
  };
  const bool said = says(film.body) && std::ranges::all_of(film.drafts, says);
  return !row.touched && !row.sentence.empty() && !said;
}

bool trash(Turn& turn) {
  auto picked = pick(turn);
  if (!picked || picked->film().standing() <= 2 || is_to_go(*picked)) return false;
  turn.world.trash(picked->row->page);
  picked->row->trashed = picked->row->edited = true;
  picked->film().calm = false;
  return true;
}

bool restore(Turn& turn) {
  auto* const film = turn.film();
  if (!film || film->standing() >= kMostRows || !look(turn.world, *film)) return false;
  for (auto& row : film->rows) {
    if (!row.trash_seen || !row.trashed || row.page.empty()) continue;
    turn.world.trash(row.page, false);
    row.trashed = row.trash_seen = film->calm = false;
    row.touched = row.loose = row.edited = true;
    return true;
  }
  return false;
}

// A row that was a sentence of the body stays one that its user took away.
bool move(Turn& turn) {
  auto picked = pick(turn);
  auto& films = turn.model.films;
  auto& other = films[(turn.step.a + 1) % films.size()];
  const bool open =
      picked && !is_to_go(*picked) && !other.trashed && !other.hidden && &other != &picked->film();
  if (!open || other.renamed || picked->film().renamed) return false;
  if (other.standing() >= kMostRows || picked->film().standing() <= 2) return false;
  const auto there = look(turn.world, other);
  if (!there) return false;
  const json::object parent{{"type", "data_source_id"}, {"data_source_id", there->source}};
  auto row = *picked->row;
  turn.world.call("POST", "/v1/pages/" + row.page + "/move", json::object{{"parent", parent}});
  auto& left = *picked->row;
  left.trashed = true;
  left.page.clear();
  auto& film = picked->film();
  film.calm = false;
  std::erase_if(film.moves, [&](const MoveWord& each) { return each.page == row.page; });
  // A duplicate that no poll saw beside its original stands by the number that it shows.
  for (const auto& each : film.moves) {
    if (each.behind == row.page) film.row(each.page)->loose = true;
  }
  std::erase_if(film.rows, [](const RowWord& each) {
    return each.page.empty() && each.trashed && each.sentence.empty();
  });
  row.sentence.clear();
  row.touched = row.edited = true;
  if (!other.noted) row.note.clear();
  // A row that was moved was not edited: when a poll sees it there, others may have moved.
  row.loose = true;
  MoveWord where{.page = row.page,
                 .number = notion::to_number(picked->shown.at("Sentence Number")),
                 .behind = {}};
  arrive(other, std::move(row), std::move(where));
  return true;
}

constexpr std::array kSteps{
    StepKind{"row_text", 12, text},     StepKind{"row_prompt", 8, prompt},
    StepKind{"row_number", 14, number}, StepKind{"row_status", 10, status},
    StepKind{"row_meddle", 5, meddle},  StepKind{"row_note", 3, note},
    StepKind{"row_add", 7, add},        StepKind{"row_duplicate", 5, duplicate},
    StepKind{"row_trash", 6, trash},    StepKind{"row_restore", 5, restore},
    StepKind{"row_move", 4, move},
};

}  // namespace

std::span<const StepKind> row_steps() {
  return kSteps;
}

}  // namespace storyreel::test
