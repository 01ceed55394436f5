#include "notion/json_reader.hpp"

#include <algorithm>
#include <cctype>

#include "daemon/runtime/error.hpp"

namespace storyreel::notion {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr int kMaxMentions = 25;
constexpr std::size_t kMaxId = 64;

}  // namespace

Document::Document(const std::string& json) {
  simdjson::dom::element element;
  if (parser_.allocate(json.size() + 1, kMaxDepth) != simdjson::SUCCESS ||
      parser_.parse(json).get(element) != simdjson::SUCCESS ||
      element.get(root_) != simdjson::SUCCESS) {
    throw Error("it is not a JSON object");
  }
}

Reader::Reader(simdjson::dom::object object, std::string place)
    : object_(object), place_(std::move(place)) {}

void Reader::fail(std::string_view key, std::string_view what) const {
  throw Error(place_ + ": \"" + std::string(key) + "\" " + std::string(what));
}

void Reader::expect(std::string_view type) const {
  if (text("object") != type) fail("object", "is not \"" + std::string(type) + "\"");
}

std::optional<simdjson::dom::element> Reader::find(std::string_view key) const {
  simdjson::dom::element element;
  if (object_.at_key(key).get(element) != simdjson::SUCCESS || element.is_null()) return {};
  return element;
}

std::string Reader::text(std::string_view key) const {
  const auto element = find(key);
  if (!element) return {};
  std::string_view value;
  if (element->get(value) != simdjson::SUCCESS) fail(key, "is not a string");
  return std::string(value);
}

std::string Reader::need_text(std::string_view key) const {
  auto value = text(key);
  if (value.empty()) fail(key, "is missing");
  return value;
}

std::string Reader::need_id(std::string_view key) const {
  auto id = need_text(key);
  const auto good = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; };
  if (id.size() > kMaxId || !std::ranges::all_of(id, good)) fail(key, "is not an id");
  return id;
}

Time Reader::need_time(std::string_view key) const {
  const auto time = from_iso(need_text(key));
  if (!time) fail(key, "is not a time");
  return *time;
}

bool Reader::flag(std::string_view key) const {
  const auto element = find(key);
  if (!element) return false;
  bool value = false;
  if (element->get(value) != simdjson::SUCCESS) fail(key, "is not true or false");
  return value;
}

std::optional<Reader> Reader::child(std::string_view key) const {
  const auto element = find(key);
  if (!element) return {};
  return at(*element, key);
}

Reader Reader::need_child(std::string_view key) const {
  auto found = child(key);
  if (!found) fail(key, "is missing");
  return *std::move(found);
}

std::optional<simdjson::dom::array> Reader::list(std::string_view key) const {
  const auto element = find(key);
  if (!element) return {};
  simdjson::dom::array value;
  if (element->get(value) != simdjson::SUCCESS) fail(key, "is not a list");
  return value;
}

Reader Reader::at(simdjson::dom::element element, std::string_view key) const {
  simdjson::dom::object value;
  if (element.get(value) != simdjson::SUCCESS) fail(key, "is not an object");
  return {value, place_ + "." + std::string(key)};
}

PlainText plain_text(const Reader& owner, std::string_view key) {
  PlainText plain;
  int mentions = 0;
  const auto runs = owner.list(key);
  if (!runs) return plain;
  for (const auto element : *runs) {
    const auto run = owner.at(element, key);
    plain.text += run.text("plain_text");
    mentions += run.text("type") == "mention" ? 1 : 0;
  }
  plain.truncated = mentions >= kMaxMentions;
  return plain;
}

}  // namespace storyreel::notion
