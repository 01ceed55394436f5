#include "tests/flow/people.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostVideos = 3;
constexpr std::size_t kFewestRows = 3;
constexpr std::size_t kMostRows = 8;

constexpr std::array kWho{"A fox", "The king", "My aunt", "A small boat", "The moon"};
constexpr std::array kDid{"sang", "went home", "slept", "fell down", "laughed"};

json::object title(const std::string& text) {
  return {{"title", rich_text(text)}};
}

json::object text(const std::string& text) {
  return {{"rich_text", rich_text(text)}};
}

json::object option(const char* name) {
  return {{"select", {{"name", name}}}};
}

json::object in_source(const std::string& source) {
  return {{"type", "data_source_id"}, {"data_source_id", source}};
}

std::string id_of(const json::value& object) {
  return std::string(object.at("id").as_string());
}

}  // namespace

/// Something that people do. False: it can't be done now.
struct People::Deed {
  const char* name;
  int weight;
  bool alone;  ///< only while no daemon runs
  bool (People::*act)(LeftVideo&);
};

const std::vector<People::Deed>& People::deeds() {
  static const std::vector<Deed> kList{
      {"sentence edited in the body", 3, false, &People::edit_sentence},
      {"sentence appended to the body", 2, false, &People::append_sentence},
      {"sentence removed from the body", 2, false, &People::remove_sentence},
      {"turned to the rows", 3, false, &People::turn_to_rows},
      {"renamed", 1, false, &People::rename},
      {"approved", 3, false, &People::approve},
      {"approval taken back", 1, false, &People::take_approval_back},
      {"Optimized Title written", 1, true, &People::title_film},
      {"text edited", 4, false, &People::edit_text},
      {"prompt edited", 2, true, &People::edit_prompt},
      {"another take asked for", 1, false, &People::ask_again},
      {"row trashed", 1, false, &People::trash_row},
      {"row restored", 1, false, &People::restore_row},
      {"row added", 1, false, &People::add_row},
      {"row duplicated", 1, true, &People::duplicate_row},
      {"row numbered", 2, true, &People::number_row},
      {"row moved to another video", 1, false, &People::move_row},
  };
  return kList;
}

void People::act(bool alone) {
  LeftVideo added;
  if (videos_.size() < kMostVideos && (videos_.empty() || dice_.chance(0.1)) && add_video(added)) {
    diary_.push_back(added.title + " added");
    videos_.push_back(std::move(added));
    return;
  }
  if (videos_.empty()) return;
  std::vector<const Deed*> urn;
  for (const auto& deed : deeds()) {
    if (!deed.alone || alone) urn.insert(urn.end(), static_cast<std::size_t>(deed.weight), &deed);
  }
  for (int tries = 0; tries < 5; ++tries) {
    auto& video = videos_[dice_.below(videos_.size())];
    const auto& deed = *urn[dice_.below(urn.size())];
    if (!(this->*deed.act)(video)) continue;
    diary_.push_back(video.title + ": " + deed.name + " (" + std::to_string(serial_) + ")");
    return;
  }
}

bool People::finish() {
  bool all = true;
  for (auto& video : videos_) {
    all = (video.on_rows() || turn_to_rows(video)) && all;
    if (video.on_rows() && !video.approved) approve(video);
  }
  return all;
}

// No text is ever written twice.
std::string People::new_sentence() {
  return fmt::format("{} {} {}.", kWho[dice_.below(kWho.size())], kDid[dice_.below(kDid.size())],
                     ++serial_);
}

void People::set(const std::string& page_id, const char* property, json::object value) {
  studio_.person().set(page_id, {{property, std::move(value)}});
}

void People::patch(const std::string& path, json::object body) {
  studio_.person().call("PATCH", path, std::move(body));
}

bool People::add_video(LeftVideo& video) {
  if (studio_.details(studio_.studio_page()).empty()) return false;
  video.title = fmt::format("Film {}", ++serial_);
  std::string script;
  for (std::size_t count = 4 + dice_.below(3); count > 0; --count) {
    video.sentences.push_back(new_sentence());
    script += video.sentences.back() + "\n";
  }
  video.page_id = studio_.add(video.title, script);
  for (const auto& block : studio_.person().children(video.page_id)) {
    if (block.at("type").as_string() == "paragraph") video.blocks.push_back(id_of(block));
  }
  return video.blocks.size() == video.sentences.size();
}

bool People::edit_sentence(LeftVideo& video) {
  if (video.on_rows()) return false;
  const auto at = dice_.below(video.blocks.size());
  video.sentences[at] = new_sentence();
  patch("/v1/blocks/" + video.blocks[at], {{"paragraph", text(video.sentences[at])}});
  return true;
}

bool People::append_sentence(LeftVideo& video) {
  if (video.on_rows() || video.sentences.size() >= kMostRows) return false;
  video.sentences.push_back(new_sentence());
  const json::object body{{"children", paragraphs(video.sentences.back())}};
  const auto made =
      studio_.person().call("PATCH", "/v1/blocks/" + video.page_id + "/children", body);
  video.blocks.push_back(id_of(made.at("results").at(0)));
  return true;
}

bool People::remove_sentence(LeftVideo& video) {
  if (video.on_rows() || video.sentences.size() <= kFewestRows) return false;
  const auto at = static_cast<std::ptrdiff_t>(dice_.below(video.blocks.size()));
  studio_.person().call("DELETE", "/v1/blocks/" + video.blocks[static_cast<std::size_t>(at)]);
  video.blocks.erase(video.blocks.begin() + at);
  video.sentences.erase(video.sentences.begin() + at);
  return true;
}

// Only when all that the body says has arrived: where both change, the row wins.
bool People::turn_to_rows(LeftVideo& video) {
  if (video.on_rows()) return false;
  const auto sources = studio_.details(video.page_id);
  if (sources.size() != 1) return false;
  const auto shown = studio_.sentences(video.page_id);
  if (!std::ranges::equal(shown, video.sentences, {},
                          [](const ShownPage& row) { return row.values.at("Script Text"); })) {
    return false;
  }
  for (const auto& row : shown) {
    video.rows.push_back({.page_id = row.id, .text = row.values.at("Script Text")});
  }
  video.source = sources.front();
  return true;
}

bool People::rename(LeftVideo& video) {
  video.title = fmt::format("Film {}", ++serial_);
  set(video.page_id, "Title", title(video.title));
  return true;
}

bool People::approve(LeftVideo& video) {
  if (!video.on_rows() || video.approved) return false;
  studio_.approve(video.page_id, video.approved = true);
  return true;
}

bool People::take_approval_back(LeftVideo& video) {
  if (!video.approved) return false;
  studio_.approve(video.page_id, video.approved = false);
  return true;
}

bool People::title_film(LeftVideo& video) {
  video.shown_title = fmt::format("The best of {}", ++serial_);
  set(video.page_id, "Optimized Title", text(video.shown_title));
  return true;
}

bool People::edit_text(LeftVideo& video) {
  if (!video.on_rows()) return false;
  auto& row = any_row(video);
  row.touched = true;
  row.text = new_sentence();
  set(row.page_id, "Script Text", title(row.text));
  return true;
}

bool People::edit_prompt(LeftVideo& video) {
  if (!video.on_rows()) return false;
  auto& row = any_row(video);
  row.touched = true;
  row.prompt = fmt::format("A red door, {} times", ++serial_);
  set(row.page_id, "Image Prompt", text(row.prompt));
  return true;
}

bool People::ask_again(LeftVideo& video) {
  if (!video.approved) return false;
  auto& row = any_row(video);
  if (studio_.person().page(row.page_id).values["Status"] != "Complete") return false;
  ++row.asks;
  set(row.page_id, "Status", option("Pending"));
  return true;
}

bool People::trash_row(LeftVideo& video) {
  if (!video.on_rows() || video.rows.size() <= kFewestRows) return false;
  const auto at = static_cast<std::ptrdiff_t>(dice_.below(video.rows.size()));
  auto& row = video.rows[static_cast<std::size_t>(at)];
  patch("/v1/pages/" + row.page_id, {{"in_trash", true}});
  video.trashed.push_back(std::move(row));
  video.rows.erase(video.rows.begin() + at);
  return true;
}

bool People::restore_row(LeftVideo& video) {
  if (video.trashed.empty() || video.rows.size() >= kMostRows) return false;
  auto& row = video.trashed.back();
  patch("/v1/pages/" + row.page_id, {{"in_trash", false}});
  row.touched = row.placed = true;
  video.rows.push_back(std::move(row));
  video.trashed.pop_back();
  return true;
}

std::string People::make_row(const LeftVideo& video, json::object properties) {
  const json::object page{{"parent", in_source(video.source)},
                          {"properties", std::move(properties)}};
  return id_of(studio_.person().call("POST", "/v1/pages", page));
}

bool People::add_row(LeftVideo& video) {
  if (!video.on_rows() || video.rows.size() >= kMostRows) return false;
  LeftRow row{.page_id = {}, .text = new_sentence(), .touched = true, .placed = true};
  row.page_id = make_row(video, {{"Script Text", title(row.text)}});
  video.rows.push_back(std::move(row));
  return true;
}

// As Notion does it: with all that stands in it.
bool People::duplicate_row(LeftVideo& video) {
  if (!video.on_rows() || video.rows.size() >= kMostRows) return false;
  auto row = any_row(video);
  auto shown = studio_.person().page(row.page_id).values;
  json::object properties{{"Script Text", title(shown["Script Text"])},
                          {"Image Prompt", text(shown["Image Prompt"])}};
  if (!shown["Status"].empty()) properties["Status"] = option(shown["Status"].c_str());
  if (const auto& number = shown["Sentence Number"]; !number.empty()) {
    properties["Sentence Number"] = json::object{{"number", std::stod(number)}};
  }
  row.page_id = make_row(video, std::move(properties));
  row.touched = row.placed = true;
  row.asks = 0;
  video.rows.push_back(std::move(row));
  return true;
}

bool People::number_row(LeftVideo& video) {
  if (!video.on_rows()) return false;
  auto& row = any_row(video);
  row.touched = row.placed = true;
  const auto number = static_cast<double>(dice_.below(2 * video.rows.size() + 3)) / 2;
  set(row.page_id, "Sentence Number", {{"number", number}});
  return true;
}

bool People::move_row(LeftVideo& video) {
  const auto other = std::ranges::find_if(videos_, [&](const LeftVideo& each) {
    return each.on_rows() && each.page_id != video.page_id && each.rows.size() < kMostRows;
  });
  if (!video.on_rows() || other == videos_.end() || video.rows.size() <= kFewestRows) return false;
  auto row = std::move(video.rows.back());
  video.rows.pop_back();
  studio_.person().call("POST", "/v1/pages/" + row.page_id + "/move",
                        json::object{{"parent", in_source(other->source)}});
  row.touched = row.placed = true;
  other->rows.push_back(std::move(row));
  return true;
}

}  // namespace storyreel::test
