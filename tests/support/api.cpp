#include "tests/support/api.hpp"

#include <fmt/format.h>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/utf8.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

std::string plain(const json::value& pieces) {
  std::string text;
  for (const auto& piece : pieces.as_array()) {
    text += std::string_view(piece.at("plain_text").as_string());
  }
  return text;
}

std::string names(const json::value& options) {
  std::string text;
  for (const auto& option : options.as_array()) {
    text += (text.empty() ? "" : ",") + std::string(option.at("name").as_string());
  }
  return text;
}

std::string first_file(const json::value& files) {
  if (files.as_array().empty()) return "";
  const auto& file = files.at(0);
  return std::string(file.at(file.at("type").as_string()).at("url").as_string());
}

std::string shown(const json::value& property) {
  const auto type = std::string(property.at("type").as_string());
  const auto& value = property.at(type);
  if (value.is_null()) return "";
  if (type == "title" || type == "rich_text") return plain(value);
  if (type == "select") return std::string(value.at("name").as_string());
  if (type == "multi_select") return names(value);
  if (type == "files") return first_file(value);
  if (type == "number") return fmt::format("{}", value.to_number<double>());
  if (value.is_string()) return std::string(value.as_string());
  return json::serialize(value);
}

ShownPage shown_page(const json::value& page) {
  ShownPage result{std::string(page.at("id").as_string()), {}};
  for (const auto& [name, property] : page.at("properties").as_object()) {
    result.values[name] = shown(property);
  }
  return result;
}

}  // namespace

json::value Api::call(std::string method, std::string path, json::value body) {
  const bool at_page = !page_key_.empty() && path.starts_with("/v1/");
  HttpRequest request{.method = method,
                      .url = url_ + (at_page ? "/ui" : "") + path,
                      .headers = {{"Authorization", "Bearer " + token_},
                                  {"Notion-Version", "2026-03-11"},
                                  {"Content-Type", "application/json"}},
                      .body = body.is_null() ? "" : json::serialize(body)};
  if (at_page) request.headers.emplace_back("X-Workspace-Key", page_key_);
  const auto response = run(loop_, http_.send(std::move(request)));
  if (response.status != 200) {
    throw std::runtime_error(method + " " + path + ": " + std::to_string(response.status) + " " +
                             response.body);
  }
  return json::parse(response.body);
}

HttpResponse Api::get(std::string url, std::vector<std::pair<std::string, std::string>> headers) {
  return run(loop_, http_.send({.url = std::move(url), .headers = std::move(headers)}));
}

ShownPage Api::page(const std::string& id) {
  return shown_page(call("GET", "/v1/pages/" + id));
}

std::vector<ShownPage> Api::rows(const std::string& source_id) {
  std::vector<ShownPage> rows;
  json::object query{
      {"page_size", 100},
      {"sorts", json::array{{{"timestamp", "created_time"}, {"direction", "ascending"}}}}};
  for (;;) {
    const auto answer = call("POST", "/v1/data_sources/" + source_id + "/query", query);
    for (const auto& page : answer.at("results").as_array()) rows.push_back(shown_page(page));
    if (!answer.at("has_more").as_bool()) return rows;
    query["start_cursor"] = answer.at("next_cursor");
  }
}

void Api::set(const std::string& page_id, json::object properties) {
  call("PATCH", "/v1/pages/" + page_id, json::object{{"properties", std::move(properties)}});
}

std::vector<json::value> Api::children(const std::string& block_id) {
  std::vector<json::value> blocks;
  std::string cursor;
  for (;;) {
    const auto answer = call("GET", "/v1/blocks/" + block_id + "/children?page_size=100" + cursor);
    for (const auto& block : answer.at("results").as_array()) blocks.push_back(block);
    if (!answer.at("has_more").as_bool()) return blocks;
    cursor = "&start_cursor=" + std::string(answer.at("next_cursor").as_string());
  }
}

json::array rich_text(std::string_view text) {
  json::array pieces;
  for (const auto& piece : split_utf16(text, 2000)) {
    pieces.push_back({{"type", "text"}, {"text", {{"content", piece}}}});
  }
  return pieces;
}

json::array paragraphs(std::string_view script) {
  json::array blocks;
  while (!script.empty()) {
    const auto end = script.find('\n');
    blocks.push_back(
        {{"type", "paragraph"}, {"paragraph", {{"rich_text", rich_text(script.substr(0, end))}}}});
    script.remove_prefix(end == std::string_view::npos ? script.size() : end + 1);
  }
  return blocks;
}

}  // namespace storyreel::test
