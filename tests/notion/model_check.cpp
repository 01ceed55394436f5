#include "tests/notion/model_check.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/bindings.hpp"
#include "notion/value.hpp"
#include "tests/notion/model_words.hpp"

namespace storyreel::test {
namespace {

using cache::Values;
using Pages = std::vector<notion::Page>;

constexpr const char* kNumber = "Sentence Number";
constexpr const char* kPrompt = "Image Prompt";
constexpr const char* kUrl = "Script Details Database URL";

/// What the record says of one video.
struct Record {
  cache::Video video;
  std::vector<cache::Item> items;
  std::map<std::string, cache::Fill> fills;  ///< by owner and property
  std::map<std::string, cache::Page> mirror;
  std::size_t jobs = 0;
  std::size_t intents = 0;

  const cache::Fill* fill(const std::string& owner, const std::string& property) const {
    const auto found = fills.find(owner + "/" + property);
    return found == fills.end() ? nullptr : &found->second;
  }
};

Record record_of(World& world, const std::string& page_id) {
  return world.read([page_id](cache::Database& database) {
    Record record;
    record.video = cache::videos::find_by_page(database, page_id).value_or(cache::Video{});
    record.items = cache::items::of_video(database, record.video.id);
    for (auto& fill : cache::fills::of_video(database, record.video.id)) {
      const auto key = fill.owner_id + "/" + fill.property;
      record.fills.emplace(key, std::move(fill));
    }
    auto intents = cache::intents::all(database);
    for (const auto& base : cache::bases::all(database)) {
      // What is unclear in a video that was trashed is so until it comes back.
      std::erase_if(intents, [&](const cache::Intent& intent) {
        const bool there =
            intent.parent_id == base.source_id || intent.parent_id == base.database_id;
        return there && base.video_id != record.video.id;
      });
      for (auto& page : cache::pages::of_base(database, base.source_id)) {
        record.mirror.emplace(page.page_id, page);
      }
    }
    record.jobs = cache::jobs::of_video(database, record.video.id).size();
    record.intents = intents.size();
    return record;
  });
}

/// One video under examination.
class Check {
 public:
  Check(World& world, FilmWord& film) : world_(world), film_(film) {}

  std::vector<std::string> run();

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> format, Args&&... args) {
    problems_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }
  void same(const std::string& what, const std::string& wanted, const std::string& shown) {
    if (wanted != shown) say("{} is \"{}\", but must be \"{}\"", what, shown, wanted);
  }

  bool in_rows(const std::vector<std::string>& draft) const;
  void look_at_body();
  void look_at_video(const Values& shown);
  void look_at_status(const Values& shown);
  void look_at_database(const Values& shown);
  void look_at_rows(Pages pages);
  void meet(Pages pages);
  void look_at_row(RowWord& row, const notion::Page& page);
  void look_at_fill(const std::string& owner, const std::string& property,
                    const std::string* theirs, const std::string& shown);
  void look_at_order(const Pages& pages);
  void look_at_trash();
  void look_at_mirror(const notion::Page& page);
  void look_at_takes();
  void rest();

  bool goes() const { return !film_.paused && !film_.details_trashed; }

  World& world_;
  FilmWord& film_;
  Record record_;
  std::size_t sentences_ = 0;
  std::vector<std::string> problems_;
};

std::string text_of(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += (text.empty() ? "" : "\n\n") + sentence;
  return text;
}

// While a video is paused, nothing else says which body its rows follow after one of them was
// touched that was to go.
bool Check::in_rows(const std::vector<std::string>& draft) const {
  std::set<std::string> said(draft.begin(), draft.end());
  const bool none_else = std::ranges::all_of(record_.items, [&](const cache::Item& item) {
    return item.state != cache::ItemState::live || item.touched || said.contains(item.source);
  });
  for (const auto& item : record_.items) said.erase(item.source);
  return !draft.empty() && none_else && said.empty();
}

// Which of the bodies that stood there was the last to be taken is for the polls between to say,
// where approval changed too; what then stands in the rows is not.
void Check::look_at_body() {
  same("the body in the cache", text_of(film_.body), record_.video.body);
  const auto& hash = record_.video.taken_body;
  // What was of another workflow from the start has no rows.
  const bool ours = !hash.empty() || !film_.theirs.contains("Workflow");
  const bool due = goes() && ours && !film_.body.empty();
  if (due && !film_.approved && hash != sha256(text_of(film_.body))) {
    say("the body was not taken into the rows");
  }
  film_.drafts.push_back(film_.body);
  const auto follows = [&](const auto& draft) {
    return hash.empty() ? !goes() && in_rows(draft) : sha256(text_of(draft)) == hash;
  };
  const auto taken = std::find_if(film_.drafts.rbegin(), film_.drafts.rend(), follows);
  const bool found = taken != film_.drafts.rend();
  const auto since = film_.drafts.begin() + static_cast<std::ptrdiff_t>(film_.owed.value_or(0));
  const bool settled = std::any_of(since, film_.drafts.end(), follows);
  if (film_.owed && due && !settled) say("the body as it was approved was not taken into the rows");
  if (settled || goes()) film_.owed.reset();
  if (film_.owed) film_.owed = 0;
  if (found) return follow_body(film_, std::vector(*taken));
  if (!hash.empty() && !follows(film_.taken)) say("the rows follow a body that nobody wrote");
}

void Check::look_at_fill(const std::string& owner, const std::string& property,
                         const std::string* theirs, const std::string& shown) {
  if (theirs) return same(property, *theirs, shown);
  const auto* const fill = record_.fill(owner, property);
  if (!fill || fill->ours.empty()) {
    if (goes() && sentences_ > 0) say("{} was never filled", property);
    return;
  }
  if (fill->theirs) say("{} counts as the user's: \"{}\"", property, *fill->theirs);
  same(property + " of ours", fill->ours, shown);
}

void Check::look_at_video(const Values& shown) {
  for (const auto& [name, text] : film_.words) same(name, text, shown.at(name));
  for (const auto& bound : notion::videos_binding().properties) {
    if (bound.owner != notion::Owner::fill || film_.copied) continue;
    const auto name = std::string(bound.name);
    // Only a film has one, and not every play makes it.
    if (!notion::is_property(bound.type) && !record_.fill(record_.video.id, name)) continue;
    const auto theirs = film_.theirs.find(name);
    look_at_fill(record_.video.id, name, theirs == film_.theirs.end() ? nullptr : &theirs->second,
                 shown.at(name));
  }
  same("Total Sentences", std::to_string(sentences_), shown.at("Total Sentences"));
  same("Completed Sentences", notion::number_text(record_.video.completed),
       shown.at("Completed Sentences"));
  same("Render", record_.video.render, shown.at("Render"));
  same("Error", record_.video.error, shown.at("Error"));
  same("Progress", notion::number_text(record_.video.progress), shown.at("Progress"));
  look_at_status(shown);
}

void Check::look_at_status(const Values& shown) {
  const auto status = shown.at("Status");
  const auto error = shown.at("Error");
  if (film_.paused || film_.details_trashed) return same("Status", "Paused", status);
  if (sentences_ == 0) return;
  same("Status", film_.approved ? "Complete" : "Awaiting Approval", status);
  const bool late = film_.approved && film_.body != film_.taken;
  if (late != error.contains("after approval")) say("Error says \"{}\"", error);
  const auto url = film_.words.find("YouTube URL");
  const bool elsewhere = url != film_.words.end() && !url->second.empty();
  if (!late && elsewhere != error.contains("is not YouTube")) say("Error says \"{}\"", error);
  if (!late && !elsewhere && !error.empty()) say("Error says \"{}\"", error);
}

void Check::look_at_trash() {
  const auto want_gone = [&](const std::string& page, const std::string& text) {
    if (!world_.page(page).in_trash) say("the row \"{}\" is not in the trash", text);
  };
  for (const auto& page : film_.gone) want_gone(page, page);
  for (const auto& row : film_.rows) {
    if (row.trashed && !row.page.empty()) want_gone(row.page, row.text);
  }
}

// Rows that the daemon made are known by their text; a duplicate stands behind its original.
void Check::meet(Pages pages) {
  std::ranges::sort(pages, {}, [this](const notion::Page& page) {
    return notion::to_number(world_.shown(page).at(kNumber));
  });
  for (const auto& page : pages) {
    if (film_.row(page.id)) continue;
    const auto shown = world_.shown(page);
    const auto& text = shown.at("Script Text");
    auto* found = film_.unmet(text, shown.at(kPrompt));
    if (!found) forget_replaced(film_, text);
    if (!found) found = film_.unmet(text, shown.at(kPrompt));
    if (!found) {
      say("there is a row that nobody wanted: \"{}\"", text);
    } else {
      found->page = page.id;
    }
  }
}

void Check::look_at_mirror(const notion::Page& page) {
  const auto known = record_.mirror.find(page.id);
  if (known == record_.mirror.end()) return say("the cache does not know the page {}", page.id);
  const auto shown = world_.shown(page);
  for (const auto& [name, text] : known->second.values) {
    if (name == "Created Time" || name == "Updated Time") continue;
    same(name + " in the mirror", shown.contains(name) ? shown.at(name) : "", text);
  }
}

void Check::look_at_row(RowWord& row, const notion::Page& page) {
  const auto shown = world_.shown(page);
  const auto item = std::ranges::find(record_.items, page.id, &cache::Item::page_id);
  if (item == record_.items.end()) return say("the cache has no row \"{}\"", row.text);
  same("Script Text", row.text, shown.at("Script Text"));
  same("Script Text in the cache", row.text, item->text);
  if (film_.noted) same("Note", row.note, shown.at("Note"));
  std::istringstream words(row.text);
  const auto count = std::distance(std::istream_iterator<std::string>(words), {});
  same("Word Count", count == 0 ? "" : std::to_string(count), shown.at("Word Count"));
  same("Error of \"" + row.text + "\"", "", shown.at("Error"));
  if (!row.text.empty()) {
    look_at_fill(item->id, kPrompt, row.prompt ? &*row.prompt : nullptr, shown.at(kPrompt));
    const bool fits = row.prompt || !goes() || shown.at(kPrompt).contains(name_in(row.text));
    if (!fits) say("the prompt of \"{}\" is \"{}\"", row.text, shown.at(kPrompt));
    row.ours = row.prompt ? row.ours : shown.at(kPrompt);
    const auto status = shown.at("Status");
    if (goes() && film_.approved) same("Status of \"" + row.text + "\"", "Complete", status);
    if (status == "Processing") say("\"{}\" stays Processing", row.text);
    same("Image", notion::file_name(shown.at("Generated Image URL")), shown.at("Image"));
    // Without a picture the cover is whoever's: a row that was moved or duplicated keeps its own.
    if (!shown.at("Image").empty())
      same("the cover", shown.at("Image"), shown.at(std::string(notion::kCover)));
    if (status == "Complete" && shown.at("Image").empty()) say("\"{}\" has no picture", row.text);
  }
  look_at_mirror(page);
}

// Where places were left open, what stands there is from now on what is wanted.
void Check::look_at_order(const Pages& pages) {
  std::map<std::string, double> numbers;
  for (const auto& page : pages) {
    numbers[page.id] = notion::to_number(world_.shown(page).at(kNumber)).value_or(0);
  }
  std::vector<double> all;
  std::vector<RowWord*> firm;
  std::string wanted;
  std::string found;
  for (auto& row : film_.rows) {
    if (row.trashed || row.text.empty()) continue;
    row.held = numbers[row.page];
    all.push_back(row.held);
    if (!row.loose) firm.push_back(&row);
  }
  std::ranges::sort(all);
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (all[index] != static_cast<double>(index + 1)) say("numbers do not run from 1 to N");
  }
  for (const auto* row : firm) wanted += name_in(row->text) + " ";
  std::ranges::sort(firm, {}, [](const RowWord* row) { return row->held; });
  for (const auto* row : firm) found += name_in(row->text) + " ";
  if (!film_.shuffled) same("the order of rows", wanted, found);
}

void Check::look_at_rows(Pages pages) {
  meet(pages);
  for (auto& row : film_.rows) {
    if (row.trashed) continue;
    const auto page = std::ranges::find(pages, row.page, &notion::Page::id);
    if (page == pages.end()) {
      say("the row \"{}\" is missing", row.text);
    } else {
      look_at_row(row, *page);
    }
  }
  if (problems_.empty()) look_at_order(pages);
}

void Check::look_at_takes() {
  for (auto& row : film_.rows) {
    const auto item = std::ranges::find(record_.items, row.page, &cache::Item::page_id);
    if (row.page.empty() || item == record_.items.end()) continue;
    if (item->take < row.takes.least || item->take > row.takes.most) {
      say("\"{}\" is at take {}, but {} to {} were asked for", row.text, item->take,
          row.takes.least, row.takes.most);
    }
    row.takes = {.least = item->take, .most = item->take};
  }
}

void Check::look_at_database(const Values& shown) {
  const auto databases = world_.databases(film_.page);
  const auto ours = std::ranges::find(databases, shown.at(kUrl), &notion::Database::url);
  if (ours == databases.end()) {
    if (film_.standing() > 0) say("its details database is not in the page");
    return;
  }
  if (databases.size() != film_.own_databases + 1) {
    say("{} databases stand in the page, {} of them the user's", databases.size(),
        film_.own_databases);
  }
  const auto title = film_.words.at("Title");
  same("the database's name", film_.named.value_or(title + " - Script Details"), ours->title);
  look_at_rows(world_.rows(ours->sources.front().id));
}

/// Nothing is under way any more; what was open is known now.
void Check::rest() {
  std::vector<std::size_t> slots;
  std::vector<RowWord> numbered;
  for (std::size_t index = 0; index < film_.rows.size(); ++index) {
    const auto& row = film_.rows[index];
    if (row.trashed || row.text.empty()) continue;
    slots.push_back(index);
    numbered.push_back(row);
  }
  std::ranges::sort(numbered, {}, &RowWord::held);
  for (std::size_t at = 0; at < slots.size(); ++at) film_.rows[slots[at]] = numbered[at];
  for (auto& row : film_.rows) {
    row.loose = row.edited = false;
    row.trash_seen = row.trashed;
    if (row.trashed || row.text.empty()) row.held = 0;
  }
  film_.calm = true;
  film_.stirred = film_.shuffled = false;
  film_.body_edits = 0;
  film_.drafts.clear();
  if (film_.owed) film_.drafts.push_back(film_.body);
  film_.weighed = false;
  film_.details_id.clear();
  film_.moves.clear();
}

std::vector<std::string> Check::run() {
  record_ = record_of(world_, film_.page);
  const auto page = world_.page(film_.page);
  if (page.in_trash != film_.trashed) say("in_trash is {}", page.in_trash);
  // One that was trashed before a poll saw it never came to be a video.
  const bool known = !record_.video.id.empty();
  if (known && record_.video.trashed != film_.trashed) say("in the cache it is not as trashed");
  if (!known && !film_.trashed) say("the cache does not know it");
  if (film_.trashed) return std::move(problems_);
  loosen_moves(film_);
  look_at_body();
  for (const auto& row : film_.rows) sentences_ += !row.trashed && !row.text.empty() ? 1 : 0;
  const auto shown = world_.shown(page);
  look_at_video(shown);
  look_at_mirror(page);
  // What is unclear in a database in the trash is so until it comes back.
  if (film_.details_trashed) return std::move(problems_);
  if (record_.intents > 0) say("{} requests are unclear", record_.intents);
  look_at_database(shown);
  look_at_trash();
  look_at_takes();
  for (const auto& [id, text] : film_.strangers) {
    const auto stranger = world_.page(id);
    same("a row of another data source", text, stranger.properties.at("Name").text);
    if (stranger.in_trash) say("a row of another data source is in the trash");
  }
  if (problems_.empty()) rest();
  return std::move(problems_);
}

}  // namespace

std::vector<std::string> differences(World& world, Model& model) {
  std::vector<std::string> all;
  for (auto& film : model.films) {
    for (auto& problem : Check(world, film).run()) {
      all.push_back(film.words.at("Title") + ": " + problem);
    }
  }
  return all;
}

}  // namespace storyreel::test
