#include "notion/value.hpp"

#include <array>
#include <charconv>

namespace storyreel::notion {

std::string file_name(std::string_view url) {
  const auto path = url.substr(0, url.find_first_of("?#"));
  return std::string(path.substr(path.rfind('/') + 1));
}

bool is_kept_file(std::string_view text) {
  return !text.empty() && !text.contains("://");
}

std::string number_text(double number) {
  std::array<char, 32> buffer{};
  const double clean = number == 0 ? 0 : number;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), clean).ptr;
  return {buffer.data(), end};
}

std::optional<double> to_number(std::string_view text) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const auto end = text.find('\n');
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return found;
}

std::string join_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::string text_in(const cache::Values& values, std::string_view property) {
  const auto found = values.find(std::string(property));
  return found == values.end() ? std::string() : found->second;
}

}  // namespace storyreel::notion
