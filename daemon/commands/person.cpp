#include "daemon/commands/person.hpp"

#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/client.hpp"

namespace storyreel::commands {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestText = 2000;

json::array rich_text(std::string_view text) {
  json::array pieces;
  for (const auto& piece : split_utf16(text, kLongestText)) {
    pieces.push_back({{"type", "text"}, {"text", {{"content", piece}}}});
  }
  return pieces;
}

json::object paragraph(std::string_view text) {
  return {
      {"object", "block"}, {"type", "paragraph"}, {"paragraph", {{"rich_text", rich_text(text)}}}};
}

json::array paragraphs(std::string_view script) {
  json::array blocks;
  while (!script.empty()) {
    const auto end = script.find("\n\n");
    blocks.push_back(paragraph(script.substr(0, end)));
    script.remove_prefix(end == std::string_view::npos ? script.size() : end + 2);
  }
  return blocks;
}

std::string text_of(const json::value& property) {
  std::string text;
  for (const auto& piece : property.at("rich_text").as_array()) {
    text += std::string_view(piece.at("plain_text").as_string());
  }
  return text;
}

std::string select_of(const json::value& property) {
  const auto& option = property.at("select");
  return option.is_null() ? "" : std::string(option.at("name").as_string());
}

std::string url_of(const json::value& property) {
  const auto& url = property.at("url");
  return url.is_null() ? "" : std::string(url.as_string());
}

// What is not as expected in an answer tells itself by an exception of Boost.JSON's.
json::value parsed(const std::string& body) {
  return json::parse(body);
}

std::string id_of(const std::string& body) {
  return std::string(parsed(body).at("id").as_string());
}

}  // namespace

Person::Person(HttpClient& http, std::string base_url, std::string token)
    : http_(http), base_url_(std::move(base_url)), token_(std::move(token)) {}

Task<std::optional<std::string>> Person::find(std::string source_id, std::string title) {
  const json::object query{{"filter", {{"property", "Title"}, {"title", {{"equals", title}}}}}};
  const auto answer = parsed(
      co_await call("POST", "/v1/data_sources/" + source_id + "/query", json::serialize(query)));
  const auto& rows = answer.at("results").as_array();
  if (rows.empty()) co_return std::nullopt;
  co_return std::string(rows.front().at("id").as_string());
}

Task<std::string> Person::add(std::string source_id, std::string title, std::string script) {
  const json::object page{{"parent", {{"type", "data_source_id"}, {"data_source_id", source_id}}},
                          {"properties", {{"Title", {{"title", rich_text(title)}}}}},
                          {"children", paragraphs(script)}};
  co_return id_of(co_await call("POST", "/v1/pages", json::serialize(page)));
}

Task<SeenVideo> Person::look(std::string page_id) {
  const auto page = parsed(co_await call("GET", "/v1/pages/" + page_id, ""));
  const auto& properties = page.at("properties");
  co_return SeenVideo{.status = select_of(properties.at("Status")),
                      .error = text_of(properties.at("Error")),
                      .render = url_of(properties.at("Render")),
                      .approved = properties.at("Script Approved").at("checkbox").as_bool()};
}

Task<> Person::approve(std::string page_id) {
  const json::object change{{"properties", {{"Script Approved", {{"checkbox", true}}}}}};
  co_await call("PATCH", "/v1/pages/" + page_id, json::serialize(change));
}

Task<std::string> Person::call(std::string method, std::string path, std::string body) {
  HttpRequest request{.method = std::move(method),
                      .url = base_url_ + path,
                      .headers = {{"Authorization", "Bearer " + token_},
                                  {"Notion-Version", std::string(notion::kVersion)},
                                  {"Content-Type", "application/json"}},
                      .body = std::move(body)};
  auto response = co_await http_.send(std::move(request));
  if (response.status != 200) {
    throw Error("the workspace answered " + std::to_string(response.status) + " to " + path + ": " +
                one_line(response.body, 300));
  }
  co_return std::move(response.body);
}

}  // namespace storyreel::commands
