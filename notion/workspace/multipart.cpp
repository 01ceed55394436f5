#include "notion/workspace/multipart.hpp"

#include <cstddef>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/values.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kFields = 16;
constexpr std::size_t kHeaderBytes = 4096;
/// RFC 2046's bound.
constexpr std::size_t kBoundaryBytes = 70;
constexpr std::string_view kLine = "\r\n";

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// What stands before `mark`, which is taken too; nullopt when it does not come within `most`.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view mark,
                                           std::size_t most) {
  const auto end = text.substr(0, most + mark.size()).find(mark);
  if (end == text.npos) return std::nullopt;
  const auto before = text.substr(0, end);
  text.remove_prefix(end + mark.size());
  return before;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// A quoted string with its escapes undone, or a bare token up to the next semicolon.
std::optional<std::string> take_value(std::string_view& text) {
  std::string value;
  if (!take(text, "\"")) {
    value = trimmed(text.substr(0, text.find(';')));
    text.remove_prefix(std::min(text.find(';'), text.size()));
    return value;
  }
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
    value += text.front();
    text.remove_prefix(1);
  }
  if (!take(text, "\"")) return std::nullopt;
  text = trimmed(text);
  return value;
}

/// The parameter `name` of a header's value ("form-data; name=…"); nullopt when it is not there.
std::optional<std::string> parameter(std::string_view text, std::string_view name) {
  text.remove_prefix(std::min(text.find(';'), text.size()));
  while (take(text, ";")) {
    text = trimmed(text);
    const auto key = take_until(text, "=", text.size());
    if (!key) return std::nullopt;
    auto value = take_value(text);
    if (!value || fold(*key) == name) return value;
  }
  return std::nullopt;
}

bool read_disposition(std::string_view value, FormField& field) {
  if (fold(trimmed(value.substr(0, value.find(';')))) != "form-data") return false;
  const auto name = parameter(value, "name");
  field.filename = parameter(value, "filename");
  if (!name || !is_utf8(*name) || (field.filename && !is_utf8(*field.filename))) return false;
  field.name = *name;
  return true;
}

bool read_headers(std::string_view headers, FormField& field) {
  bool named = false;
  while (!headers.empty()) {
    const auto line = headers.substr(0, headers.find(kLine));
    headers.remove_prefix(std::min(line.size() + kLine.size(), headers.size()));
    const auto colon = line.find(':');
    if (colon == line.npos) return false;
    const auto key = fold(line.substr(0, colon));
    const auto value = trimmed(line.substr(colon + 1));
    if (key == "content-type") field.content_type = value;
    if (key != "content-disposition") continue;
    if (named || !read_disposition(value, field)) return false;
    named = true;
  }
  return named;
}

}  // namespace

std::optional<std::vector<FormField>> parse_form(std::string_view content_type,
                                                 std::string_view body) {
  if (fold(trimmed(content_type.substr(0, content_type.find(';')))) != "multipart/form-data")
    return std::nullopt;
  const auto boundary = parameter(content_type, "boundary");
  // An empty one would end a field at any "--".
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryBytes) return std::nullopt;
  const auto delimiter = "--" + *boundary;
  std::vector<FormField> fields;
  if (!take(body, delimiter)) return std::nullopt;
  while (take(body, kLine)) {
    FormField field;
    const auto headers = take_until(body, "\r\n\r\n", kHeaderBytes);
    if (!headers || fields.size() == kFields || !read_headers(*headers, field)) return std::nullopt;
    const auto bytes = take_until(body, "\r\n" + delimiter, body.size());
    if (!bytes) return std::nullopt;
    field.bytes = *bytes;
    fields.push_back(std::move(field));
  }
  if (!take(body, "--") || !(body.empty() || body == kLine)) return std::nullopt;
  return fields;
}

}  // namespace storyreel::workspace
