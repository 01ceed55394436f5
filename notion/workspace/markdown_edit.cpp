#include "notion/workspace/markdown_edit.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kBody{
    Field{"type", Want::string, true},      Field{"allow_async", Want::boolean},
    Field{"insert_content", Want::object},  Field{"replace_content_range", Want::object},
    Field{"update_content", Want::object},  Field{"replace_content", Want::object},
    Field{"markdown_version", Want::string}};
constexpr std::array kReplace{Field{"new_str", Want::string, true},
                              Field{"allow_deleting_content", Want::boolean}};
constexpr std::array kUpdate{Field{"content_updates", Want::array, true},
                             Field{"allow_deleting_content", Want::boolean}};
constexpr std::array kOne{Field{"old_str", Want::string, true},
                          Field{"new_str", Want::string, true},
                          Field{"replace_all_matches", Want::boolean}};
constexpr std::array kInsert{Field{"content", Want::string, true}, Field{"after", Want::string},
                             Field{"position", Want::object}};
constexpr std::array kPosition{Field{"type", Want::string, true}};
constexpr std::array kRange{Field{"content", Want::string, true},
                            Field{"content_range", Want::string, true},
                            Field{"allow_deleting_content", Want::boolean}};

/// By how many bytes one request may make a page's markdown longer.
constexpr std::size_t kGrowth = 4 * limits::kPayloadBytes;

bool flag(const json::object& object, std::string_view key) {
  const auto* value = find(object, key);
  return value && value->get_bool();
}

/// Where `words` stand, which they must do once.
std::size_t place_of(const std::string& text, const std::string& words, std::string_view path,
                     std::size_t from = 0) {
  const json::value was = json::string(words);
  if (words.empty()) invalid_field(path, "a non-empty string", &was);
  const auto found = text.find(words, from);
  const auto shown = "`" + one_line(words, 100) + "`";
  if (found == text.npos)
    invalid(std::string(path) + ": the page's markdown does not have " + shown + ".");
  if (text.find(words, found + 1) != text.npos)
    invalid(std::string(path) + ": the page's markdown has " + shown + " more than once.");
  return found;
}

/// The place of "first words...last words", or of words without dots.
std::pair<std::size_t, std::size_t> range_of(const std::string& text, const std::string& selection,
                                             std::string_view path) {
  const auto dots = selection.find("...");
  if (dots == selection.npos) {
    const auto begin = place_of(text, selection, path);
    return {begin, begin + selection.size()};
  }
  const auto first = selection.substr(0, dots);
  const auto last = selection.substr(dots + 3);
  const auto begin = place_of(text, first, path);
  return {begin, place_of(text, last, path, begin + first.size()) + last.size()};
}

std::string replace_content(const json::object& wanted, std::string, std::string_view) {
  return text_of(wanted, "new_str");
}

/// `text` with `by` in all places of `words`; throws when it would be longer than `most`.
std::string replaced(std::string_view text, std::string_view words, std::string_view by,
                     std::size_t most, std::string_view path) {
  std::string result;
  for (auto found = text.find(words); found != text.npos; found = text.find(words)) {
    result.append(text.substr(0, found)).append(by);
    text.remove_prefix(found + words.size());
    if (result.size() + text.size() > most)
      invalid(std::string(path) + ": the page's markdown would become too long.");
  }
  return result.append(text);
}

std::string update_content(const json::object& wanted, std::string text, std::string_view path) {
  const auto list = at(path, "content_updates");
  const auto most = text.size() + kGrowth;
  std::size_t index = 0;
  for (const auto& each : as_array(wanted.at("content_updates"), list, limits::kArray)) {
    const auto place = at(list, index++);
    const auto& one = as_object(each, place);
    check_fields(one, place, kOne);
    const auto words = text_of(one, "old_str");
    const auto by = text_of(one, "new_str");
    const bool all = flag(one, "replace_all_matches") && text.contains(words);
    if (all && !words.empty())
      text = replaced(text, words, by, most, at(place, "new_str"));
    else
      text.replace(place_of(text, words, at(place, "old_str")), words.size(), by);
  }
  return text;
}

std::string insert_content(const json::object& wanted, std::string text, std::string_view path) {
  const auto content = text_of(wanted, "content");
  const auto* position = find(wanted, "position");
  if (position) check_fields(position->get_object(), at(path, "position"), kPosition);
  const auto type = position ? text_of(position->get_object(), "type") : std::string("end");
  if (type != "start" && type != "end")
    invalid_field(at(path, "position.type"), "`\"start\"` or `\"end\"`", &position->at("type"));
  if (type == "start") return content + "\n" + text;
  auto end = text.size();
  if (const auto after = text_of(wanted, "after"); !after.empty())
    end = std::min(text.find('\n', range_of(text, after, at(path, "after")).second), text.size());
  return text.insert(end, "\n" + content);
}

std::string replace_range(const json::object& wanted, std::string text, std::string_view path) {
  const auto [begin, end] =
      range_of(text, text_of(wanted, "content_range"), at(path, "content_range"));
  return text.replace(begin, end - begin, text_of(wanted, "content"));
}

struct Operation {
  std::string_view type;
  std::span<const Field> fields;
  std::string (*run)(const json::object& wanted, std::string text, std::string_view path);
};
constexpr std::array kOperations{
    Operation{"replace_content", kReplace, replace_content},
    Operation{"update_content", kUpdate, update_content},
    Operation{"insert_content", kInsert, insert_content},
    Operation{"replace_content_range", kRange, replace_range},
};

}  // namespace

MarkdownEdit edit_markdown(const json::object& body, const std::string& markdown) {
  check_fields(body, "body", kBody);
  const auto type = text_of(body, "type");
  const auto* operation = std::ranges::find(kOperations, type, &Operation::type);
  if (operation == kOperations.end())
    invalid_field("body.type",
                  "`\"insert_content\"`, `\"replace_content_range\"`, `\"update_content\"` or "
                  "`\"replace_content\"`",
                  &body.at("type"));
  const auto path = at("body", type);
  const auto* wanted = find(body, type);
  if (!wanted) invalid_field(path, "defined", nullptr);
  for (const auto& other : kOperations)
    if (other.type != type && body.contains(other.type))
      invalid_field(at("body", other.type), "not present", find(body, other.type));
  check_fields(wanted->get_object(), path, operation->fields);
  return {operation->run(wanted->get_object(), markdown, path),
          flag(wanted->get_object(), "allow_deleting_content")};
}

}  // namespace storyreel::workspace
