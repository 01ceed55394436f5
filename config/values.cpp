#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>

#include "config/load.hpp"
#include "config/scalars.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::config {
namespace {

constexpr std::array<std::string_view, 3> kSubtitles = {"burned", "soft", "none"};
constexpr double kMostDollars = 1e6;
constexpr auto kUnits = "write a duration with its unit, such as \"10s\", \"2m\" or \"1h\"";

/// The value as the file has it, cut to what fits a message.
std::string shown(const toml::node& value) {
  std::ostringstream text;
  if (const auto* string = value.as_string()) {
    text << '"' << string->get() << '"';
  } else {
    value.visit([&](const auto& node) { text << node; });
  }
  return one_line(text.str(), 60);
}

std::string refused(const toml::node& value, std::string_view allowed) {
  return fmt::format("is {}; {}", shown(value), allowed);
}

std::string words(std::span<const std::string_view> allowed) {
  return fmt::format("allowed {} \"{}\"", allowed.size() == 1 ? "is" : "are",
                     fmt::join(allowed, "\", \""));
}

bool is_word(const toml::node& value) {
  const auto text = value.value<std::string>();
  return text && !text->empty() && text->find_first_of("\r\n") == std::string::npos;
}

/// Reads one kind of value each; answers like read_value.
struct Reader {
  const toml::node& value;
  const std::filesystem::path& folder;
  Draft& draft;

  std::string text() const { return value.value<std::string>().value_or(""); }

  std::string operator()(const PageId& rule) const {
    const auto id = page_id(text());
    if (!id) return refused(value, "write the page's URL or its id of 32 hexadecimal digits");
    rule.member(draft) = *id;
    return "";
  }

  std::string operator()(const Url& rule) const {
    auto url = text();
    const bool none = rule.optional && url.empty() && value.is_string();
    if (!none && !is_url(url))
      return refused(value, "write a URL such as \"https://studio.example.org\"");
    while (url.ends_with('/')) url.pop_back();
    rule.member(draft) = url;
    return "";
  }

  std::string operator()(const Listen& rule) const {
    if (!is_listen(text())) {
      return refused(value, "write HOST:PORT, such as \"127.0.0.1:8480\" or \"[::1]:8480\"");
    }
    rule.member(draft) = text();
    return "";
  }

  std::string operator()(const Path& rule) const {
    if (text().empty()) return refused(value, "write a path as a string");
    rule.member(draft) = (folder / text()).lexically_normal();
    return "";
  }

  std::string operator()(const Integer& rule) const {
    const auto* number = value.as_integer();
    if (!number || number->get() < rule.least || number->get() > rule.most) {
      return refused(value,
                     fmt::format("allowed are whole numbers from {} to {}", rule.least, rule.most));
    }
    rule.member(draft) = static_cast<int>(number->get());
    return "";
  }

  std::string operator()(const Duration& rule) const {
    const auto read = duration(text());
    if (!read) return refused(value, kUnits);
    if (*read < rule.least || *read > rule.most) {
      return refused(value,
                     fmt::format("allowed are {} to {}", spelled(rule.least), spelled(rule.most)));
    }
    rule.member(draft) = *read;
    return "";
  }

  std::string operator()(const Bytes& rule) const {
    const auto read = byte_size(text());
    if (!read)
      return refused(value, "write a size such as \"500MB\", \"20GB\" or \"1TB\", or \"0\"");
    rule.member(draft) = *read;
    return "";
  }

  std::string operator()(const Size& rule) const {
    const auto read = film_size(text());
    if (!read)
      return refused(value, fmt::format("write \"WIDTHxHEIGHT\" such as \"1920x1080\", both even "
                                        "and from {} to {}",
                                        kLeastSide, kMostSide));
    rule.width(draft) = read->first;
    rule.height(draft) = read->second;
    return "";
  }

  std::string operator()(const Choice& rule) const {
    if (std::ranges::find(rule.allowed, text()) == rule.allowed.end())
      return refused(value, words(rule.allowed));
    rule.member(draft) = text();
    return "";
  }

  std::string operator()(const Dollars& rule) const {
    const auto number = value.value<double>();
    if (!number || !(*number >= 0 && *number <= kMostDollars))
      return refused(value, "write an amount of dollars such as 25 or 0.5, or 0");
    rule.member(draft) = *number;
    return "";
  }

  std::string operator()(const Price& rule) const {
    const auto number = value.value<double>();
    if (!number || !(*number >= 0 && *number <= kMostDollars))
      return refused(value, "write an amount of dollars, 0 for what is free, or leave it out");
    rule.member(draft) = number;
    return "";
  }

  std::string operator()(const Either& rule) const {
    const std::array allowed{rule.no, rule.yes};
    if (std::ranges::find(allowed, text()) == allowed.end()) return refused(value, words(allowed));
    rule.member(draft) = text() == rule.yes;
    return "";
  }

  std::string operator()(const Word& rule) const {
    if (!is_word(value)) return refused(value, "write a string on one line");
    rule.member(draft) = text();
    return "";
  }

  std::string operator()(const Words& rule) const {
    const auto* list = value.as_array();
    if (!list || !std::ranges::all_of(*list, is_word))
      return refused(value, "write a list of strings such as [\"one\", \"two\"]");
    if (!rule.allowed.empty() && !std::ranges::all_of(*list, [&](const toml::node& one) {
          return std::ranges::find(rule.allowed, one.value<std::string>().value_or("")) !=
                 rule.allowed.end();
        }))
      return refused(value, words(rule.allowed));
    rule.member(draft).clear();
    for (const auto& one : *list)
      rule.member(draft).push_back(one.value<std::string>().value_or(""));
    return "";
  }

  std::string operator()(const Name& rule) const {
    const auto fits = [&](unsigned char c) {
      return std::isalnum(c) || c == '.' || c == '-' || c == '_' || (rule.nested && c == '/');
    };
    const auto name = text();
    if (!value.is_string() || !std::ranges::all_of(name, fits) || name.starts_with('/') ||
        name.contains(".."))
      return refused(value, rule.nested ? "write letters, digits, \".\", \"-\", \"_\" and \"/\""
                                        : "write letters, digits, \".\", \"-\" and \"_\"");
    rule.member(draft) = name;
    return "";
  }

  std::string operator()(const SubtitleChoice& rule) const {
    const auto* found = std::ranges::find(kSubtitles, text());
    if (found == kSubtitles.end()) return refused(value, words(kSubtitles));
    rule.member(draft) = static_cast<Subtitles>(found - kSubtitles.begin());
    return "";
  }
};

}  // namespace

std::string read_value(const Rule& rule, const toml::node& value,
                       const std::filesystem::path& folder, Draft& draft) {
  return std::visit(Reader{value, folder, draft}, rule);
}

}  // namespace storyreel::config
