#include "tests/notion/model_steps.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <boost/json/object.hpp>

#include "notion/value.hpp"
#include "tests/notion/model_words.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

bool pull(Turn& turn) {
  if (turn.world.pass(World::Loop::pull)) polled(turn.model);
  return true;
}

bool work(Turn& turn) {
  turn.world.pass(World::Loop::work);
  return true;
}

// A write reads its page first, and so may see some of what was asked for before the next poll.
bool push(Turn& turn) {
  for (auto& film : turn.model.films) loosen_moves(film);
  turn.world.pass(World::Loop::push);
  return true;
}

bool broken_push(Turn& turn) {
  constexpr std::array kKinds{"409",           "500",         "502_html_committed",
                              "503_committed", "drop_before", "drop_after",
                              "504",           "truncated"};
  constexpr std::array kMethods{"PATCH", "POST", "GET"};
  const json::object rule{{"kind", kKinds[turn.step.b % kKinds.size()]},
                          {"method", kMethods[turn.step.c % kMethods.size()]},
                          {"path", "/v1/"},
                          {"nth", 1 + turn.step.a % 3}};
  turn.world.call("POST", "/_control/faults", json::object{{"rules", json::array{rule}}});
  push(turn);
  turn.world.call("DELETE", "/_control/faults");
  return true;
}

bool restart(Turn& turn) {
  turn.world.restart();
  return true;
}

bool clock(Turn& turn) {
  constexpr std::array kAhead{20, 61, 3600, 86400};
  turn.world.move_clock(seconds(kAhead[turn.step.a % kAhead.size()]));
  return true;
}

constexpr std::array kSteps{
    StepKind{"pull", 26, pull},      StepKind{"work", 18, work},
    StepKind{"push", 18, push},      StepKind{"broken_push", 4, broken_push},
    StepKind{"restart", 4, restart}, StepKind{"clock", 3, clock},
};

// A row that the model does not know yet came from the body, as it read then.
void meet(World& world, FilmWord& film, const notion::Page& page) {
  if (film.row(page.id)) return;
  const auto shown = world.shown(page);
  const auto& text = shown.at("Script Text");
  film.gone.erase(page.id);
  const auto find = [&] { return film.unmet(text, shown.at("Image Prompt")); };
  if (!find()) forget_replaced(film, text);
  const auto has_it = [&](const auto& draft) {
    return std::ranges::find(draft, text) != draft.end();
  };
  const auto draft = std::find_if(film.drafts.rbegin(), film.drafts.rend(), has_it);
  if (!find() && draft != film.drafts.rend()) follow_body(film, *draft);
  if (auto* const known = find()) {
    known->page = page.id;
    return;
  }
  RowWord row;
  row.page = page.id;
  row.text = row.sentence = text;
  row.loose = true;
  film.calm = false;
  film.rows.push_back(std::move(row));
}

}  // namespace

std::span<const StepKind> loop_steps() {
  return kSteps;
}

FilmWord* Turn::film() const {
  auto& film = model.films[step.a % model.films.size()];
  return film.trashed ? nullptr : &film;
}

const notion::Page& Sight::page(const std::string& id) const {
  return *std::ranges::find(pages, id, &notion::Page::id);
}

std::optional<Sight> look(World& world, FilmWord& film) {
  if (film.details_trashed) return std::nullopt;
  const auto url = world.shown(world.page(film.page)).at("Script Details Database URL");
  for (const auto& database : world.databases(film.page)) {
    if (url.empty() || database.url != url) continue;
    Sight sight{.film = film, .source = database.sources.front().id, .pages = {}};
    sight.pages = world.rows(sight.source);
    // Whom the model knows comes in its order: ids and times of rows are others in each run.
    std::ranges::sort(sight.pages, {}, [&](const notion::Page& page) {
      const auto shown = world.shown(page);
      return std::pair(shown.at("Script Text"), notion::to_number(shown.at("Sentence Number")));
    });
    for (const auto& page : sight.pages) meet(world, film, page);
    // Of two pages of one sentence the older is about to go: nobody types there.
    std::erase_if(sight.pages, [&](const notion::Page& page) { return !film.row(page.id); });
    std::ranges::sort(sight.pages, {}, [&](const notion::Page& page) { return film.row(page.id); });
    return sight;
  }
  return std::nullopt;
}

void write_body(World& world, const std::string& page_id,
                const std::vector<std::string>& sentences) {
  std::vector<std::string> blocks;
  for (const auto& block : world.children(page_id)) {
    if (block.at("type") == "paragraph") blocks.emplace_back(block.at("id").as_string());
  }
  const auto common = std::min(blocks.size(), sentences.size());
  for (std::size_t at = 0; at < common; ++at) {
    const json::object text{{"paragraph", {{"rich_text", rich_text(sentences[at])}}}};
    world.call("PATCH", "/v1/blocks/" + blocks[at], text);
  }
  for (auto at = common; at < blocks.size(); ++at) world.call("DELETE", "/v1/blocks/" + blocks[at]);
  std::string more;
  for (auto at = common; at < sentences.size(); ++at)
    more += (more.empty() ? "" : "\n") + sentences[at];
  if (more.empty()) return;
  world.call("PATCH", "/v1/blocks/" + page_id + "/children",
             json::object{{"children", paragraphs(more)}});
}

void add_film(World& world, Model& model, std::size_t sentences) {
  FilmWord film;
  film.words["Title"] = "Film " + std::to_string(model.films.size() + 1);
  film.words["YouTube URL"] = "";
  for (std::size_t at = 0; at < sentences; ++at) film.body.push_back(sentence_of(model.ideas++));
  const json::object parent{{"type", "data_source_id"}, {"data_source_id", world.videos()}};
  const json::object properties{{"Title", typed("title", film.words["Title"])}};
  const auto page =
      world.call("POST", "/v1/pages", json::object{{"parent", parent}, {"properties", properties}});
  film.page = std::string(page.at("id").as_string());
  film.drafts = {film.body};
  write_body(world, film.page, film.body);
  model.films.push_back(std::move(film));
}

}  // namespace storyreel::test
