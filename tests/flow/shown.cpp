#include "tests/flow/shown.hpp"

#include <algorithm>
#include <iterator>

#include <SQLiteCpp/Statement.h>

#include "cache/hosting.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "notion/value.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;
using Lines = std::vector<std::string>;

std::string text(const json::value& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

std::string plain(const json::value& pieces) {
  std::string all;
  for (const auto& piece : pieces.as_array()) all += text(piece, "plain_text");
  return all;
}

std::unique_ptr<cache::Database> record(const std::filesystem::path& state) {
  return cache::open_read_only(state / "storyreel.db");
}

/// Links are new each time; what they lead to is not.
std::string value_of(Studio& studio, const std::string& value) {
  if (!value.starts_with("http")) return value;
  const bool kept = value.find("/files/") != std::string::npos;
  if (!kept && value.find("/media/") == std::string::npos) return "a link";
  auto database = record(studio.path("state"));
  const auto name = notion::file_name(value);
  const auto publication = cache::publications::find(*database, name);
  if (!publication) return "a link to nothing";
  const auto artifact = cache::artifacts::find(*database, publication->artifact);
  if (!artifact) return "a link to what is gone";
  const bool there = std::filesystem::exists(studio.path("state") / "artifacts" / artifact->file);
  return (kept ? "an upload of a " : "a link to a ") + artifact->kind +
         (there ? "" : " without a file");
}

/// What a file of Notion's, or none, is: covers and films' blocks.
std::string file_in(Studio& studio, const json::value& owner) {
  if (owner.is_null()) return "nothing";
  const auto type = text(owner, "type");
  return value_of(studio, text(owner.at(type), "url"));
}

void add_page(Lines& lines, Studio& studio, const std::string& name, const ShownPage& page) {
  for (const auto& [property, value] : page.values) {
    if (property.ends_with(" Time")) continue;
    lines.push_back(name + " / " + property + " = " + value_of(studio, value));
  }
  const auto whole = studio.person().call("GET", "/v1/pages/" + page.id);
  lines.push_back(name + " / cover = " + file_in(studio, whole.at("cover")));
}

void add_films(Lines& lines, Studio& studio, const std::string& name, const std::string& page) {
  for (const auto& block : studio.person().children(page)) {
    if (text(block, "type") != "video" || block.at("in_trash").as_bool()) continue;
    lines.push_back(name + " / shows " + file_in(studio, block.at("video")));
  }
}

void add_views(Lines& lines, Studio& studio, const std::string& name, const std::string& source) {
  const auto list = studio.person().call("GET", "/v1/views?data_source_id=" + source);
  for (const auto& listed : list.at("results").as_array()) {
    const auto view = studio.person().call("GET", "/v1/views/" + text(listed, "id"));
    const auto* const sorts = view.as_object().if_contains("sorts");
    const bool sorted = sorts && sorts->is_array() && !sorts->as_array().empty();
    const auto* const filter = view.as_object().if_contains("filter");
    lines.push_back(name + " / view " + text(view, "name") + ": " + text(view, "type") +
                    (sorted ? ", sorted" : "") +
                    (filter && filter->is_object() ? ", filtered" : ""));
  }
}

/// The databases in a page, with what `rows` adds of each one's rows.
template <class AddRows>
void add_databases(Lines& lines, Studio& studio, const std::string& name, const std::string& page,
                   AddRows add_rows) {
  for (const auto& block : studio.person().children(page)) {
    if (text(block, "type") != "child_database" || block.at("in_trash").as_bool()) continue;
    const auto database = studio.person().call("GET", "/v1/databases/" + text(block, "id"));
    const auto source = text(database.at("data_sources").at(0), "id");
    const auto title = plain(database.at("title"));
    lines.push_back(name + " holds " + title);
    add_views(lines, studio, title, source);
    add_rows(source);
  }
}

std::string number_of(const ShownPage& row) {
  const auto number = row.values.find("Sentence Number");
  return number == row.values.end() ? "" : number->second;
}

void add_record(Lines& lines, cache::Database& database, const cache::Video& video) {
  const auto name = "record / " + video.title;
  lines.push_back(name + " / film " + video.film);
  for (const auto& fill : cache::fills::of_owner(database, video.id)) {
    lines.push_back(name + " / " + fill.property + (fill.theirs ? " is theirs" : " is ours"));
  }
  for (const auto& item : cache::items::of_video(database, video.id)) {
    if (item.state != cache::ItemState::live) continue;
    const auto place =
        name + " / " + std::to_string(cache::items::number(database, item.id)) + " / ";
    lines.push_back(place + "take " + std::to_string(item.take));
    if (item.touched) lines.push_back(place + "touched");
    for (const auto& fill : cache::fills::of_owner(database, item.id)) {
      const bool noted = fill.theirs || fill.wrote == fill.ours;
      lines.push_back(place + fill.property + (fill.theirs ? " is theirs" : " is ours") +
                      (noted ? "" : ", but was never noted"));
    }
  }
}

}  // namespace

Lines shown(Studio& studio) {
  Lines lines;
  add_databases(lines, studio, "Studio", studio.studio_page(), [&](const std::string& videos) {
    for (const auto& video : studio.person().rows(videos)) {
      const auto name = video.values.at("Title");
      add_page(lines, studio, name, video);
      add_films(lines, studio, name, video.id);
      add_databases(lines, studio, name, video.id, [&](const std::string& details) {
        for (const auto& row : studio.person().rows(details)) {
          add_page(lines, studio, name + " / " + number_of(row), row);
        }
      });
    }
  });
  auto database = record(studio.path("state"));
  for (const auto& video : cache::videos::all(*database)) add_record(lines, *database, video);
  std::ranges::sort(lines);
  return lines;
}

bool has_record(const std::filesystem::path& state) {
  try {
    record(state);
    return true;
  } catch (const UsageError&) {
    return false;
  }
}

Lines unrest(const std::filesystem::path& state) {
  if (!has_record(state)) return {"there is no record"};
  auto database = record(state);
  Lines lines;
  for (const auto& [id, revision] : cache::videos::unpushed(*database)) {
    lines.push_back("unpushed: the video " + id);
  }
  for (const auto& film : cache::films::unshown(*database)) {
    lines.push_back("unshown: the film " + film.name);
  }
  for (const auto& intent : cache::intents::all(*database)) {
    lines.push_back("begun: a " + intent.kind + " like " + intent.likeness);
  }
  for (const auto& video : cache::videos::all(*database)) {
    for (const auto& job : cache::jobs::of_video(*database, video.id)) {
      lines.push_back("failed: " + job.stage + " of " + video.title + ": " + job.error);
    }
  }
  return lines;
}

Lines damage(const std::filesystem::path& state) {
  if (!has_record(state)) return {};
  auto database = record(state);
  Lines lines;
  SQLite::Statement check(*database, "PRAGMA integrity_check");
  while (check.executeStep()) {
    const auto line = check.getColumn(0).getString();
    if (line != "ok") lines.push_back("the record is damaged: " + line);
  }
  SQLite::Statement strays(*database, "PRAGMA foreign_key_check");
  while (strays.executeStep()) {
    lines.push_back("a row of " + strays.getColumn(0).getString() + " belongs to nothing");
  }
  return lines;
}

Lines lacking(const Lines& left, const Lines& right, const std::string& mark) {
  Lines found;
  std::ranges::set_difference(left, right, std::back_inserter(found));
  for (auto& line : found) line.insert(0, mark);
  return found;
}

}  // namespace storyreel::test
