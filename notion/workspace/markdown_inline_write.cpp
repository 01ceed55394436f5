#include <algorithm>
#include <array>
#include <utility>

#include "notion/workspace/markdown.hpp"
#include "notion/workspace/markdown_words.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::string_view kEscaped = "\\*~`$[]<>{}|^";

bool has(const json::object& item, std::string_view key) {
  const auto* looks = find(item, "annotations");
  const auto* flag = looks && looks->is_object() ? find(looks->get_object(), key) : nullptr;
  return flag && flag->is_bool() && flag->get_bool();
}

std::string color_of(const json::object& item) {
  const auto* looks = find(item, "annotations");
  const auto name = looks && looks->is_object() ? text_of(looks->get_object(), "color") : "";
  return name == "default" ? "" : name;
}

std::string span_of(const json::object& item) {
  const auto color = color_of(item);
  std::string span;
  if (has(item, "underline")) span += " underline=\"true\"";
  if (!color.empty()) span += " color=\"" + short_color(color) + "\"";
  return span.empty() ? "" : "<span" + span + ">";
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "<br>";
      continue;
    }
    if (kEscaped.contains(c)) result += '\\';
    result += c;
  }
  return result;
}

std::size_t longest_run(std::string_view text, char sign) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) longest = std::max(longest, run = c == sign ? run + 1 : 0);
  return longest;
}

std::string write_code(std::string text) {
  text = replaced(std::move(text), "\n", " ");
  const std::string fence(longest_run(text, '`') + 1, '`');
  const bool blank = text.find_first_not_of(' ') == text.npos;
  const bool padded = text.starts_with('`') || text.ends_with('`') ||
                      (text.starts_with(' ') && text.ends_with(' ') && !blank);
  const std::string pad = padded ? " " : "";
  return fence + pad + text + pad + fence;
}

std::string write_mention(const json::object& item, std::string_view base) {
  const auto& mention = item.at("mention").as_object();
  const auto type = text_of(mention, "type");
  const auto* target = find(mention, type);
  const auto words = escaped(text_of(item, "plain_text"));
  if (!target || !target->is_object()) return words;
  if (type == "date") {
    std::string tag = "<mention-date";
    for (const auto* key : {"start", "end"})
      if (const auto date = text_of(target->get_object(), key); !date.empty())
        tag += " " + std::string(key) + "=\"" + date + "\"";
    return tag + "/>";
  }
  if (type != "page" && type != "database" && type != "user") return words;
  const auto link = type == "user" ? "user://" : std::string(base) + "/p/";
  return "<mention-" + type + " url=\"" + link + text_of(target->get_object(), "id") + "\">" +
         words + "</mention-" + type + ">";
}

std::string write_content(const json::object& item, std::string_view base) {
  const auto type = text_of(item, "type");
  if (type == "equation") return "$" + replaced(text_of(item, "plain_text"), "$", "\\$") + "$";
  if (type == "mention") return write_mention(item, base);
  const auto text = text_of(item, "plain_text");
  return has(item, "code") ? write_code(text) : escaped(text);
}

/// Signs at the start of a line that would make it another block.
std::string guarded(std::string line) {
  const auto digits = line.find_first_not_of("0123456789");
  const bool number =
      digits != 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  if (number) return line.insert(digits, "\\");
  if (!line.empty() && std::string_view("#-+! \t").contains(line.front())) line.insert(0, "\\");
  return line;
}

bool is_code(const json::object& item) {
  return text_of(item, "type") == "text" && has(item, "code");
}

bool look_alike(const json::object& a, const json::object& b) {
  const auto same = [&](const Mark& mark) { return has(a, mark.key) == has(b, mark.key); };
  return std::ranges::all_of(kMarks, same) && span_of(a) == span_of(b) &&
         text_of(a, "href") == text_of(b, "href");
}

/// Runs of code that look alike as one: the backticks between them would be read as part of them.
json::array joined(const json::array& rich_text) {
  json::array runs;
  for (const auto& each : rich_text) {
    const auto& item = each.as_object();
    const auto text = text_of(item, "plain_text");
    if (text.empty() && text_of(item, "type") == "text") continue;
    const bool code = is_code(item) && !runs.empty() && is_code(runs.back().get_object());
    if (code && look_alike(runs.back().get_object(), item))
      runs.back().get_object()["plain_text"] =
          text_of(runs.back().get_object(), "plain_text") + text;
    else
      runs.push_back(item);
  }
  return runs;
}

class InlineWriter {
 public:
  explicit InlineWriter(std::string_view base) : base_(base) {}

  void add(const json::object& item) {
    const auto href = text_of(item, "type") == "text" ? text_of(item, "href") : std::string();
    const auto span = span_of(item);
    auto content = write_content(item, base_);
    if (content.empty()) return;
    if (href != href_ || span != span_) close();
    turn(item, content);
    if (!span.empty() && span_.empty()) text_ += span;
    if (!href.empty() && href_.empty()) text_ += "[";
    span_ = span;
    href_ = href;
    text_ += content;
  }

  std::string finish() {
    close();
    std::string nothing;
    turn({}, nothing);
    return guarded(std::move(text_));
  }

 private:
  void close() {
    if (!href_.empty()) text_ += "](" + safe_url(href_) + ")";
    if (!span_.empty()) text_ += "</span>";
    href_.clear();
    span_.clear();
  }

  /// Turns looks on and off before `next`, in which a space after an opening mark is escaped.
  void turn(const json::object& item, std::string& next) {
    bool opens = false;
    for (std::size_t i = 0; i < kMarks.size(); ++i) {
      const bool wanted = has(item, kMarks[i].key);
      if (wanted == on_[i]) continue;
      text_ += kMarks[i].sign;
      opens = opens || wanted;
      on_[i] = wanted;
    }
    if (opens && !next.empty() && is_blank(next.front())) next.insert(0, "\\");
  }

  std::string_view base_;
  std::string text_;
  std::string href_;
  std::string span_;
  std::array<bool, kMarks.size()> on_{};
};

}  // namespace

std::string write_inline(const json::array& rich_text, std::string_view base) {
  InlineWriter writer(base);
  for (const auto& item : joined(rich_text)) writer.add(item.as_object());
  return writer.finish();
}

}  // namespace storyreel::workspace
