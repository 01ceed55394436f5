#include "tests/notion/filled.hpp"

#include "notion/requests.hpp"

namespace storyreel::test {

namespace json = boost::json;

Filled::Filled(const std::vector<std::string>& sentences) {
  init();
  std::string body;
  for (const auto& sentence : sentences) body += (body.empty() ? "" : "\n\n") + sentence + ".";
  page = add_page("Film", body);
  pull();
  fill_rows(sentences);
  push();
  pull();
}

cache::Base Filled::details() {
  return *read([id = video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
}

cache::Fill Filled::prompt(const std::string& item_id) {
  return *read([item_id](cache::Database& database) {
    return cache::fills::find(database, item_id, "Image Prompt");
  });
}

std::string Filled::texts() {
  std::string all;
  for (const auto& item : items()) {
    if (item.state == cache::ItemState::live) all += item.text + " ";
  }
  return all;
}

notion::Desk Filled::desk() {
  return {.client = client, .cache = cache, .log = log, .settings = settings, .files = &shelf};
}

void Filled::set_status(cache::VideoStatus status) {
  write([id = video().id, status](cache::Database& database) {
    auto one = *cache::videos::find(database, id);
    one.status = status;
    cache::videos::save(database, one);
    cache::videos::touch(database, id);
  });
}

void Filled::set_status(cache::ItemStatus status, std::size_t index) {
  write([id = items().at(index).id, status](cache::Database& database) {
    auto one = *cache::items::find(database, id);
    one.status = status;
    cache::items::save(database, one);
    cache::videos::touch(database, one.video_id);
  });
}

void Filled::set_prompt(const std::string& ours, std::size_t index) {
  write([ours, id = items().at(index).id](cache::Database& database) {
    auto fill = *cache::fills::find(database, id, "Image Prompt");
    fill.ours = ours;
    cache::fills::save(database, fill);
    cache::videos::touch(database, cache::items::find(database, id)->video_id);
  });
}

void Filled::drop(std::size_t index) {
  write([id = items().at(index).id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.state = cache::ItemState::dropped;
    cache::items::save(database, item);
    cache::videos::touch(database, item.video_id);
  });
}

std::string Filled::add_row(const json::object& properties) {
  const json::object parent{{"data_source_id", details().source_id}};
  const json::object row{{"parent", parent}, {"properties", properties}};
  return std::string(person("POST", "/v1/pages", row).at("id").as_string());
}

std::string Filled::duplicate(const std::string& page_id) {
  auto values = script_text(shown(page_id, "Script Text"));
  const auto held = std::stod(shown(page_id, "Sentence Number"));
  values.emplace("Sentence Number", json::object{{"number", held}});
  const json::object words{{"rich_text", notion::rich_text(shown(page_id, "Image Prompt"))}};
  values.emplace("Image Prompt", words);
  return add_row(values);
}

void Filled::clear_url() {
  edit(page, {{"Script Details Database URL", {{"url", nullptr}}}});
}

void Filled::rename(const std::string& title) {
  edit(page, {{"Title", {{"title", notion::rich_text(title)}}}});
}

void Filled::change(const std::string& source_id, const json::object& properties) {
  person("PATCH", "/v1/data_sources/" + source_id, json::object{{"properties", properties}});
}

json::object rich(const char* property, const std::string& text) {
  return {{property, {{"rich_text", notion::rich_text(text)}}}};
}

json::object script_text(const std::string& text) {
  return {{"Script Text", {{"title", notion::rich_text(text)}}}};
}

json::object number(double value) {
  return {{"Sentence Number", {{"number", value}}}};
}

json::object select(const char* status) {
  return {{"Status", {{"select", {{"name", status}}}}}};
}

}  // namespace storyreel::test
