#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/markdown.hpp"
#include "notion/workspace/markdown_words.hpp"

namespace storyreel::workspace {
namespace {

/// Tags and URLs longer than that are plain text: it bounds how far one sign looks ahead.
constexpr std::size_t kReach = 4096;

struct Looks {
  std::array<bool, kMarks.size()> on{};
  bool underline = false;
  std::string color{};
};

class InlineReader {
 public:
  explicit InlineReader(std::string_view text) : text_(text) {}

  json::array read() {
    while (at_ < text_.size()) step();
    flush();
    return std::move(items_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  std::size_t find_near(std::string_view words, std::size_t from) const {
    const auto found = text_.substr(from, kReach).find(words);
    return found == text_.npos ? found : from + found;
  }

  void step() {
    if (rest().front() == '\\' && read_escape()) return;
    if (rest().starts_with("<br>") || rest().starts_with("<br/>")) return read_break();
    if (read_mark() || read_code() || read_equation() || read_link() || read_tag()) return;
    plain_ += text_[at_++];
  }

  bool read_escape() {
    const auto next = rest().substr(1, 1);
    if (next.empty() || static_cast<unsigned char>(next.front()) >= 0x80 ||
        std::isalnum(static_cast<unsigned char>(next.front())) != 0)
      return false;
    plain_ += next;
    at_ += 2;
    return true;
  }

  void read_break() {
    plain_ += '\n';
    at_ = text_.find('>', at_) + 1;
  }

  bool read_mark() {
    for (std::size_t i = 0; i < kMarks.size(); ++i) {
      const auto sign = kMarks[i].sign;
      if (!rest().starts_with(sign)) continue;
      if (!looks_.on[i] && !opens(sign)) continue;
      flush();
      looks_.on[i] = !looks_.on[i];
      at_ += sign.size();
      return true;
    }
    return false;
  }

  /// A mark between spaces, or without another one to come, is no mark.
  bool opens(std::string_view sign) const {
    const auto end = at_ + sign.size();
    const bool before = at_ == 0 || is_blank(text_[at_ - 1]);
    const bool after = end == text_.size() || is_blank(text_[end]);
    return !(before && after) && text_.find(sign, end) != text_.npos;
  }

  /// How many backticks stand at `from`, and where as many stand again.
  std::pair<std::size_t, std::size_t> fence_at(std::size_t from) const {
    const auto length = std::min(text_.find_first_not_of('`', from), text_.size()) - from;
    const std::string fence(length, '`');
    auto end = length == 0 ? text_.npos : text_.find(fence, from + length);
    while (end != text_.npos && end + length < text_.size() && text_[end + length] == '`')
      end = text_.find(fence, text_.find_first_not_of('`', end + length));
    return {length, end};
  }

  bool read_code() {
    const auto [length, end] = fence_at(at_);
    if (length == 0) return false;
    if (end == text_.npos) {
      plain_ += text_.substr(at_, length);
      at_ += length;
      return true;
    }
    auto code = text_.substr(at_ + length, end - at_ - length);
    const bool spaces = code.find_first_not_of(' ') == code.npos;
    if (code.size() > 2 && code.front() == ' ' && code.back() == ' ' && !spaces)
      code = code.substr(1, code.size() - 2);
    flush();
    add_text(code, true);
    at_ = end + length;
    return true;
  }

  bool read_equation() {
    if (rest().front() != '$' || rest().size() < 3 || is_blank(rest()[1])) return false;
    auto end = at_ + 1;
    while (end < std::min(text_.size(), at_ + kReach) &&
           (text_[end] != '$' || text_[end - 1] == '\\'))
      ++end;
    if (end >= text_.size() || text_[end] != '$' || end == at_ + 1 || is_blank(text_[end - 1]))
      return false;
    flush();
    const auto expression = replaced(std::string(text_.substr(at_ + 1, end - at_ - 1)), "\\$", "$");
    add({{"type", "equation"},
         {"equation", {{"expression", expression}}},
         {"plain_text", expression}});
    at_ = end + 1;
    return true;
  }

  /// "[" opens a link when "](URL)" follows its words.
  bool read_link() {
    if (rest().front() == '[' && href_.empty()) {
      const auto end = end_of_words();
      const auto close = end == text_.npos ? end : find_near(")", end + 2);
      if (close == text_.npos || close == end + 2) return false;
      flush();
      href_ = text_.substr(end + 2, close - end - 2);
      words_end_ = end;
      link_end_ = close + 1;
      ++at_;
      return true;
    }
    if (href_.empty() || at_ < words_end_) return false;
    flush();
    href_.clear();
    // Something that stands for itself, as an equation does, may have held the end of the words.
    if (at_ == words_end_) at_ = link_end_;
    return true;
  }

  std::size_t end_of_words() const {
    for (auto i = at_ + 1; i < std::min(text_.size(), at_ + kReach); ++i) {
      const auto [length, end] = fence_at(i);
      if (length != 0)
        i = end == text_.npos ? i + length - 1 : end + length - 1;
      else if (text_[i] == '\\')
        ++i;
      else if (text_[i] == '[')
        return text_.npos;
      else if (text_.substr(i).starts_with("]("))
        return i;
    }
    return text_.npos;
  }

  bool read_tag() {
    if (rest().front() != '<') return false;
    const auto end = find_near(">", at_);
    if (end == text_.npos) return false;
    const auto tag = text_.substr(at_ + 1, end - at_ - 1);
    if (tag.starts_with("span ") || tag == "span") return read_span(tag, end);
    if (tag == "/span" && !outer_.empty()) {
      flush();
      looks_.underline = outer_.back().underline;
      looks_.color = outer_.back().color;
      outer_.pop_back();
      at_ = end + 1;
      return true;
    }
    return tag.starts_with("mention-") && read_mention(tag, end);
  }

  bool read_span(std::string_view tag, std::size_t end) {
    // Deeper nesting says nothing more, and is hostile.
    if (outer_.size() == 16) return false;
    flush();
    outer_.push_back(looks_);
    if (attribute_of(tag, "underline") == "true") looks_.underline = true;
    if (const auto color = attribute_of(tag, "color"); !color.empty()) looks_.color = color;
    at_ = end + 1;
    return true;
  }

  bool read_mention(std::string_view tag, std::size_t end) {
    const auto kind = std::string(tag.substr(8, tag.find_first_of(" /", 8) - 8));
    json::object target;
    if (kind == "date") {
      target["start"] = attribute_of(tag, "start");
      if (const auto last = attribute_of(tag, "end"); !last.empty()) target["end"] = last;
    } else {
      const auto id = id_in_link(attribute_of(tag, "url"));
      if (id.empty() || (kind != "page" && kind != "database" && kind != "user")) return false;
      target["id"] = id;
    }
    flush();
    at_ = end + 1;
    const auto close = "</mention-" + kind + ">";
    const auto words = tag.ends_with('/') ? text_.npos : find_near(close, at_);
    std::string plain;
    if (words != text_.npos) {
      plain = plain_of(read_inline(text_.substr(at_, words - at_)));
      at_ = words + close.size();
    }
    add({{"type", "mention"},
         {"mention", {{"type", kind}, {kind, target}}},
         {"plain_text", plain}});
    return true;
  }

  void flush() {
    if (!plain_.empty()) add_text(std::exchange(plain_, {}), false);
  }

  void add_text(std::string_view text, bool code) {
    for (auto& piece : split_utf16(text, limits::kText)) {
      json::object content{{"content", piece}};
      json::object item{{"type", "text"}, {"plain_text", piece}};
      if (!href_.empty()) content["link"] = json::object{{"url", href_}};
      if (!href_.empty()) item["href"] = href_;
      item["text"] = std::move(content);
      add(std::move(item), code);
    }
  }

  void add(json::object item, bool code = false) {
    json::object looks{{"code", code}, {"underline", looks_.underline}};
    for (std::size_t i = 0; i < kMarks.size(); ++i) looks[kMarks[i].key] = looks_.on[i];
    if (const auto color = long_color(looks_.color); !color.empty()) looks["color"] = color;
    item["annotations"] = std::move(looks);
    items_.emplace_back(std::move(item));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string plain_;
  std::string href_;
  std::size_t words_end_ = 0;  ///< of the link that is open
  std::size_t link_end_ = 0;
  Looks looks_;
  std::vector<Looks> outer_;
  json::array items_;
};

}  // namespace

json::array read_inline(std::string_view markdown) {
  return InlineReader(markdown).read();
}

}  // namespace storyreel::workspace
