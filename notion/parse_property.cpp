#include "notion/parse_property.hpp"

#include <array>
#include <utility>

#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

using Read = void (*)(const Reader&, Property&);

void read_rich(const Reader& reader, Property& property) {
  auto plain = plain_text(reader, property.type);
  property.text = std::move(plain.text);
  property.truncated = plain.truncated;
}

void read_number(const Reader& reader, Property& property) {
  const auto element = reader.find("number");
  if (!element) return;
  double number = 0;
  if (element->get(number) != simdjson::SUCCESS) reader.fail("number", "is not a number");
  property.text = number_text(number);
}

void read_select(const Reader& reader, Property& property) {
  const auto chosen = reader.child(property.type);
  if (!chosen) return;
  property.options.push_back(read_option(*chosen));
  property.text = property.options.front().name;
}

void read_multi_select(const Reader& reader, Property& property) {
  const auto chosen = reader.list("multi_select");
  if (!chosen) return;
  std::vector<std::string> names;
  for (const auto element : *chosen) {
    property.options.push_back(read_option(reader.at(element, "multi_select")));
    names.push_back(property.options.back().name);
  }
  property.text = join_lines(names);
}

void read_checkbox(const Reader& reader, Property& property) {
  property.text = reader.flag("checkbox") ? "true" : "";
}

void read_plain(const Reader& reader, Property& property) {
  property.text = reader.text(property.type);
}

void read_date(const Reader& reader, Property& property) {
  const auto date = reader.child("date");
  if (date) property.text = date->text("start");
}

std::string address_of(const Reader& file) {
  for (const auto* kind : {"external", "file"})
    if (const auto there = file.child(kind)) return there->text("url");
  return "";
}

// A hosted file's URL is signed anew on every read: its name stands for it.
void read_files(const Reader& reader, Property& property) {
  const auto files = reader.list("files");
  if (!files) return;
  std::vector<std::string> found;
  for (const auto element : *files) {
    const auto file = reader.at(element, "files");
    if (found.empty()) property.address = address_of(file);
    const auto external = file.child("external");
    found.push_back(external ? external->text("url") : file.text("name"));
  }
  property.text = join_lines(found);
}

constexpr std::array<std::pair<std::string_view, Read>, 12> kTypes{{
    {"title", read_rich},
    {"rich_text", read_rich},
    {"number", read_number},
    {"select", read_select},
    {"status", read_select},
    {"multi_select", read_multi_select},
    {"checkbox", read_checkbox},
    {"url", read_plain},
    {"date", read_date},
    {"files", read_files},
    {"created_time", read_plain},
    {"last_edited_time", read_plain},
}};

}  // namespace

Option read_option(const Reader& reader) {
  return {.id = reader.text("id"), .name = reader.text("name")};
}

Property read_property(const Reader& reader) {
  Property property{.id = reader.text("id"),
                    .type = reader.text("type"),
                    .text = {},
                    .address = {},
                    .options = {},
                    .truncated = false};
  for (const auto& [type, read] : kTypes) {
    if (type == property.type) read(reader, property);
  }
  return property;
}

}  // namespace storyreel::notion
