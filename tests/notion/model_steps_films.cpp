#include <algorithm>
#include <array>

#include <boost/json/object.hpp>

#include "notion/bindings.hpp"
#include "tests/notion/model_steps.hpp"
#include "tests/notion/model_words.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr const char* kUrl = "Script Details Database URL";

bool set(Turn& turn, FilmWord& film, const std::string& property, const std::string& text) {
  turn.world.set(turn.world.page(film.page), property, text);
  return true;
}

bool title(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  film->words["Title"] = "Film " + sentence_of(turn.model.ideas++);
  return set(turn, *film, "Title", film->words["Title"]);
}

bool url(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  auto& word = film->words["YouTube URL"];
  word = word.empty() ? "http://127.0.0.1:1/watch?v=" + std::to_string(turn.step.c) : "";
  return set(turn, *film, "YouTube URL", word);
}

bool fill(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  constexpr std::array<std::pair<const char*, const char*>, 5> kFills{
      {{"Optimized Title", "My title"},
       {"Optimized Description", "My words about it."},
       {"Keywords", "alpha\nbeta"},
       {"Language", "de"},
       {"Workflow", "Digest"}}};
  const auto& [property, mine] = kFills[turn.step.b % kFills.size()];
  const bool clear = turn.step.c % 3 == 0;
  if (clear && turn.world.shown(turn.world.page(film->page)).at(property).empty()) return false;
  if (clear) film->theirs.erase(property);
  if (!clear) film->theirs[property] = mine;
  film->stirred = true;
  for (auto& row : film->rows) row.ours.clear();
  return set(turn, *film, property, clear ? "" : mine);
}

bool approve(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  film->approved = !film->approved;
  film->stirred = true;
  // Approved, taken back and approved again may be one approval or none.
  film->owed.reset();
  film->drafts.push_back(film->body);
  if (film->approved && !film->weighed) film->owed = film->drafts.size() - 1;
  film->weighed = true;
  return set(turn, *film, "Script Approved", film->approved ? "true" : "");
}

// A status that is nobody's wish is repaired; one that follows a wish may have hidden it.
bool status(Turn& turn) {
  auto* const film = turn.film();
  if (!film || !film->reachable() || (film->stirred && turn.step.c % 2 == 0)) return false;
  const auto shown = turn.world.shown(turn.world.page(film->page)).at("Status");
  const std::string wish = film->paused ? "New" : "Paused";
  const std::string wanted = turn.step.c % 2 == 0 ? "Rendering" : wish;
  if (shown == wanted) return false;
  if (wanted == wish) film->paused = !film->paused;
  film->stirred = true;
  return set(turn, *film, "Status", wanted);
}

bool meddle(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  constexpr std::array<std::pair<const char*, const char*>, 5> kValues{
      {{"Total Sentences", "77"},
       {"Completed Sentences", ""},
       {"Progress", "0.33"},
       {"Render", "http://127.0.0.1:1/none.mp4"},
       {"Error", "nonsense"}}};
  const auto& [property, value] = kValues[turn.step.c % kValues.size()];
  return set(turn, *film, property, value);
}

void change_sentence(Model& model, FilmWord& film, unsigned at) {
  auto& sentence = film.body[at % film.body.size()];
  for (unsigned idea = 0; idea < model.ideas; ++idea) {
    if (name_in(sentence_of(idea)) != name_in(sentence)) continue;
    sentence = sentence_of(idea, ++film.versions);
    return;
  }
}

bool body(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  auto& text = film->body;
  const auto at = static_cast<std::ptrdiff_t>(turn.step.b % text.size());
  const auto choice = turn.step.c % 5;
  if (choice == 0) change_sentence(turn.model, *film, turn.step.b);
  if (choice == 1 && text.size() > 6) return false;
  if (choice == 1) text.insert(text.begin() + at, sentence_of(turn.model.ideas++));
  // Text that goes along with the details database brings it back: paste() is for that.
  if (choice == 2 && (text.size() <= 2 || film->details_trashed)) return false;
  if (choice == 2) text.erase(text.begin() + at);
  if (choice == 3) std::swap(text[turn.step.b % text.size()], text.front());
  if (choice == 4) {
    if (turn.step.b % 3 != 0) return false;
    for (auto& sentence : text) sentence = sentence_of(turn.model.ideas++);
  }
  film->calm = false;
  film->stirred = true;
  film->shuffled = film->shuffled || choice == 3 || ++film->body_edits > 1;
  film->drafts.push_back(text);
  write_body(turn.world, film->page, text);
  return true;
}

// The text from before the last change: what somebody gets who undoes it.
bool undo(Turn& turn) {
  auto* const film = turn.film();
  if (!film || film->body == film->taken || film->taken.empty()) return false;
  if (film->details_trashed && film->taken.size() < film->body.size()) return false;
  film->body = film->taken;
  film->calm = false;
  film->shuffled = film->stirred = true;
  film->drafts.push_back(film->body);
  write_body(turn.world, film->page, film->body);
  return true;
}

std::optional<notion::Database> details(World& world, const FilmWord& film) {
  const auto url = world.shown(world.page(film.page)).at(kUrl);
  for (auto& database : world.databases(film.page)) {
    if (database.url == url) return std::move(database);
  }
  return std::nullopt;
}

// Select all, paste: the details database goes with the text, and comes back. One that was in the
// trash by itself, and whose return nobody has seen, stays there.
bool paste(Turn& turn) {
  auto* const film = turn.film();
  if (film && !film->details_id.empty()) return false;
  const auto database = film && !film->hidden ? details(turn.world, *film) : std::nullopt;
  if (!database) return false;
  for (const auto& block : turn.world.children(film->page)) {
    const std::string id(block.at("id").as_string());
    const bool goes = block.at("type") == "paragraph" || id == database->id;
    if (goes) turn.world.call("DELETE", "/v1/blocks/" + id);
  }
  for (auto& sentence : film->body) {
    if (turn.step.b % 2 == 0) sentence = sentence_of(turn.model.ideas++);
  }
  loosen_moves(*film);
  film->calm = false;
  film->shuffled = film->shuffled || ++film->body_edits > 1;
  film->stirred = true;
  film->drafts.push_back(film->body);
  write_body(turn.world, film->page, film->body);
  return true;
}

bool name(Turn& turn) {
  auto* const film = turn.film();
  const auto database = film ? details(turn.world, *film) : std::nullopt;
  if (!database) return false;
  film->named = "Rows " + std::to_string(turn.step.c);
  turn.world.call("PATCH", "/v1/databases/" + database->id,
                  json::object{{"title", rich_text(*film->named)}});
  return true;
}

bool trash_details(Turn& turn) {
  auto* const film = turn.film();
  if (!film) return false;
  if (film->details_trashed) {
    film->details_trashed = false;
    film->stirred = true;
    turn.world.call("PATCH", "/v1/databases/" + film->details_id,
                    json::object{{"in_trash", false}});
    return true;
  }
  const auto database = details(turn.world, *film);
  // A row that was trashed just before goes with it unseen.
  const bool unseen = std::ranges::any_of(
      film->rows, [](const RowWord& row) { return row.trashed && !row.trash_seen; });
  if (!database || film->stirred || unseen) return false;
  film->details_trashed = film->stirred = true;
  film->details_id = database->id;
  loosen_moves(*film);
  turn.world.call("PATCH", "/v1/databases/" + database->id, json::object{{"in_trash", true}});
  return true;
}

// What was typed into rows since the last poll goes to the old database, where nobody looks: the
// user who wants a new one waits for a poll.
bool clear_url(Turn& turn) {
  auto* const film = turn.film();
  if (!film || !film->reachable() || film->hidden || !details(turn.world, *film)) return false;
  if (!turn.world.pass(World::Loop::pull)) return false;
  polled(turn.model);
  ++film->own_databases;
  film->named.reset();
  film->noted = film->renamed = film->calm = false;
  film->strangers.clear();
  film->gone.clear();
  for (auto& row : film->rows) {
    row.page.clear();
    row.note.clear();
    row.trash_seen = false;
    // Without text it gets no row there, and its sentence of the body is not taken again.
    row.trashed = row.trashed || row.text.empty();
  }
  std::erase_if(film->rows, [](const RowWord& row) { return row.trashed && row.sentence.empty(); });
  return set(turn, *film, kUrl, "");
}

bool second_source(Turn& turn) {
  auto* const film = turn.film();
  const auto database = film ? details(turn.world, *film) : std::nullopt;
  if (!database || !film->strangers.empty()) return false;
  const json::object parent{{"type", "database_id"}, {"database_id", database->id}};
  const json::object schema{{"Name", {{"title", json::object()}}}};
  const auto source = turn.world.call("POST", "/v1/data_sources",
                                      json::object{{"parent", parent}, {"properties", schema}});
  const json::object there{{"type", "data_source_id"}, {"data_source_id", source.at("id")}};
  const json::object values{{"Name", {{"title", rich_text("Props")}}}};
  const auto row =
      turn.world.call("POST", "/v1/pages", json::object{{"parent", there}, {"properties", values}});
  film->strangers[std::string(row.at("id").as_string())] = "Props";
  return true;
}

bool rename(Turn& turn) {
  auto* const film = turn.film();
  const auto sight = film ? look(turn.world, *film) : std::nullopt;
  if (!sight) return false;
  const auto& ids = turn.world.ids(sight->source);
  const auto chosen = std::next(ids.begin(), turn.step.b % static_cast<unsigned>(ids.size()));
  const json::object names{{chosen->second, {{"name", "Column " + std::to_string(turn.step.c)}}}};
  film->renamed = true;
  turn.world.call("PATCH", "/v1/data_sources/" + sight->source,
                  json::object{{"properties", names}});
  return true;
}

// Of the videos or of their rows; what it means stays what it is.
bool rename_option(Turn& turn) {
  auto* const film = turn.film();
  const auto sight = film ? look(turn.world, *film) : std::nullopt;
  if (!sight) return false;
  const bool videos = turn.step.b % 3 == 0;
  const auto source = videos ? turn.world.videos() : sight->source;
  film->renamed = film->renamed || !videos;
  turn.world.rename_option(source, "Status", turn.step.c, "State " + std::to_string(turn.step.c));
  return true;
}

bool trash(Turn& turn) {
  auto& film = turn.model.films[turn.step.a % turn.model.films.size()];
  if (film.hidden || film.details_trashed) return false;
  film.trashed = !film.trashed;
  film.stirred = true;
  loosen_moves(film);
  turn.world.trash(film.page, film.trashed);
  return true;
}

bool share(Turn& turn) {
  auto& film = turn.model.films[turn.step.a % turn.model.films.size()];
  if (film.trashed || film.details_trashed) return false;
  film.hidden = !film.hidden;
  film.stirred = true;
  loosen_moves(film);
  turn.world.share(film.page, !film.hidden);
  return true;
}

// As Notion duplicates a page: its properties, its text, and the databases in it as new ones.
bool duplicate(Turn& turn) {
  auto* const film = turn.film();
  if (!film || film->paused || film->details_trashed || turn.model.films.size() >= 3) return false;
  if (film->theirs.contains("Workflow")) return false;
  const auto shown = turn.world.shown(turn.world.page(film->page));
  json::object copied;
  for (const auto& [property, id] : turn.world.ids(turn.world.videos())) {
    const auto* const bound = notion::videos_binding().find(property);
    if (!bound) continue;
    copied[id] =
        turn.world.value(turn.world.videos(), notion::word(bound->type), shown.at(property));
  }
  if (shown.at("Status") == "Paused") return false;
  const json::object parent{{"type", "data_source_id"}, {"data_source_id", turn.world.videos()}};
  const auto page = turn.world.call("POST", "/v1/pages",
                                    json::object{{"parent", parent}, {"properties", copied}});
  FilmWord copy;
  copy.page = std::string(page.at("id").as_string());
  copy.words = film->words;
  copy.drafts = {copy.body = film->body};
  copy.approved = film->approved;
  copy.copied = true;
  write_body(turn.world, copy.page, copy.body);
  turn.model.films.push_back(std::move(copy));
  return true;
}

constexpr std::array kSteps{
    StepKind{"film_title", 3, title},
    StepKind{"film_url", 1, url},
    StepKind{"film_fill", 5, fill},
    StepKind{"film_approve", 8, approve},
    StepKind{"film_status", 4, status},
    StepKind{"film_meddle", 3, meddle},
    StepKind{"film_body", 9, body},
    StepKind{"film_undo", 2, undo},
    StepKind{"film_paste", 2, paste},
    StepKind{"film_name", 1, name},
    StepKind{"film_trash_details", 2, trash_details},
    StepKind{"film_clear_url", 1, clear_url},
    StepKind{"film_second_source", 1, second_source},
    StepKind{"film_rename", 2, rename},
    StepKind{"film_rename_option", 2, rename_option},
    StepKind{"film_trash", 2, trash},
    StepKind{"film_share", 2, share},
    StepKind{"film_duplicate", 1, duplicate},
};

}  // namespace

std::span<const StepKind> film_steps() {
  return kSteps;
}

}  // namespace storyreel::test
