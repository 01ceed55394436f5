#include "notion/requests.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "daemon/runtime/utf8.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::size_t kRun = 2000;
constexpr std::size_t kRuns = 100;
// A paragraph must fit into one request with all that JSON escapes: Notion takes 500 KB.
constexpr std::size_t kParagraphBytes = 200'000;
constexpr std::size_t kOptions = 100;
constexpr std::size_t kOptionName = 100;

std::string first_runs(std::string_view text, std::size_t bytes = kRun * kRuns * 4) {
  auto runs = split_utf16(to_utf8(text), kRun);
  runs.resize(std::min(runs.size(), kRuns));
  std::string whole;
  for (const auto& run : runs) {
    if (!whole.empty() && whole.size() + run.size() > bytes) break;
    whole += run;
  }
  return whole;
}

std::string fitted_option(std::string_view name) {
  auto text = to_utf8(name);
  std::ranges::replace(text, ',', ' ');
  return one_line(text, kOptionName);
}

std::string fitted_options(std::string_view text) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const auto& line : lines(text)) {
    auto name = fitted_option(line);
    if (!name.empty() && known.insert(folded(name)).second) names.push_back(std::move(name));
  }
  names.resize(std::min(names.size(), kOptions));
  return join_lines(names);
}

json::value option(std::string_view property, const std::string& name, const Ids& ids) {
  const auto found = ids.find(option_key(property, name));
  if (found != ids.end()) return json::object{{"id", found->second}};
  return json::object{{"name", name}};
}

json::array options(std::string_view property, std::string_view text, const Ids& ids) {
  json::array array;
  for (const auto& name : lines(text)) array.push_back(option(property, name, ids));
  return array;
}

/// A file by its link, or by its upload where `ids` knows one.
json::object file(std::string_view property, const std::string& text, const Ids& ids) {
  const auto upload = ids.find(option_key(property, text));
  if (upload != ids.end()) return uploaded_file(upload->second);
  return {{"type", "external"}, {"external", {{"url", text}}}};
}

json::array files(std::string_view property, std::string_view text, const Ids& ids) {
  json::array array;
  for (const auto& line : lines(text)) {
    json::object one{{"name", file_name(line).substr(0, kOptionName)}};
    for (auto& [key, value] : file(property, line, ids)) one.emplace(key, std::move(value));
    array.push_back(std::move(one));
  }
  return array;
}

json::value nullable(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value content(Type type, std::string_view property, std::string_view text, const Ids& ids) {
  switch (type) {
    case Type::title:
    case Type::rich_text:
      return rich_text(text);
    case Type::number: {
      const auto number = to_number(text);
      return number ? json::value(*number) : json::value(nullptr);
    }
    case Type::select:
      return text.empty() ? json::value(nullptr) : option(property, std::string(text), ids);
    case Type::multi_select:
      return options(property, text, ids);
    case Type::date:
      return text.empty() ? json::value(nullptr) : json::value(json::object{{"start", text}});
    case Type::checkbox:
      return text == "true";
    case Type::files:
      return files(property, text, ids);
    case Type::cover:
      return text.empty() ? json::value(nullptr)
                          : json::value(file(property, std::string(text), ids));
    case Type::url:
    case Type::created_time:
    case Type::last_edited_time:
      return nullable(text);
  }
  return nullptr;
}

struct Colour {
  std::string_view option;
  std::string_view colour;
};

// Statuses read at a glance: what waits is grey or yellow, what works is blue, what is well green.
constexpr std::array kColours{
    Colour{"New", "gray"},
    Colour{"Pending", "gray"},
    Colour{"Paused", "brown"},
    Colour{"Ingesting", "blue"},
    Colour{"Scripting", "blue"},
    Colour{"Awaiting Approval", "yellow"},
    Colour{"Processing", "blue"},
    Colour{"Generating", "blue"},
    Colour{"Image Generated", "purple"},
    Colour{"Rendering", "purple"},
    Colour{"Complete", "green"},
    Colour{"Failed", "red"},
};

json::object new_option(std::string_view name) {
  json::object option{{"name", name}};
  const auto* const found = std::ranges::find(kColours, name, &Colour::option);
  if (found != kColours.end()) option["color"] = found->colour;
  return option;
}

json::object option_list(std::string_view names) {
  json::array list;
  for (const auto& name : lines(names)) list.push_back(new_option(name));
  return {{"options", std::move(list)}};
}

}  // namespace

std::string fitted(Type type, std::string_view text) {
  switch (type) {
    case Type::title:
    case Type::rich_text:
      return first_runs(text);
    case Type::select:
      return fitted_option(text);
    case Type::multi_select:
      return fitted_options(text);
    default:
      return to_utf8(text);
  }
}

bool same_value(Type type, std::string_view sent, std::string_view shown) {
  const bool options = type == Type::select || type == Type::multi_select;
  return sent == shown || (options && folded(sent) == folded(shown));
}

json::array rich_text(std::string_view text) {
  json::array runs;
  for (const auto& run : split_utf16(text, kRun)) {
    runs.push_back(json::object{{"type", "text"}, {"text", {{"content", run}}}});
  }
  return runs;
}

json::value property_value(Type type, std::string_view property, std::string_view text,
                           const Ids& ids) {
  return json::object{{word(type), content(type, property, text, ids)}};
}

json::object uploaded_file(std::string_view upload_id) {
  return {{"type", "file_upload"}, {"file_upload", {{"id", upload_id}}}};
}

json::object property_schema(Type type, std::string_view detail) {
  json::object settings;
  if (type == Type::number && !detail.empty()) settings["format"] = detail;
  if (type == Type::select && !detail.empty()) settings = option_list(detail);
  return {{word(type), std::move(settings)}};
}

json::object options_schema(const SourceProperty& has, std::string_view wanted) {
  json::array list;
  for (const auto& option : has.options) list.push_back(json::object{{"id", option.id}});
  for (const auto& name : lines(wanted)) {
    if (std::ranges::find(has.options, name, &Option::name) == has.options.end()) {
      list.push_back(new_option(name));
    }
  }
  return {{has.type, {{"options", std::move(list)}}}};
}

std::vector<json::object> paragraphs(std::string_view script) {
  std::vector<json::object> blocks;
  auto text = to_utf8(script);
  std::erase(text, '\r');
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find("\n\n", from), text.size());
    auto rest = std::string_view(text).substr(from, end - from);
    while (rest.starts_with('\n')) rest.remove_prefix(1);
    while (!rest.empty()) {
      const auto piece = first_runs(rest, kParagraphBytes);
      blocks.push_back({{"object", "block"},
                        {"type", "paragraph"},
                        {"paragraph", {{"rich_text", rich_text(piece)}}}});
      rest.remove_prefix(piece.size());
    }
    from = end + 2;
  }
  return blocks;
}

}  // namespace storyreel::notion
