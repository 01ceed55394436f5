#include "daemon/commands/script.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/text/text.hpp"

namespace storyreel::commands {
namespace {

constexpr std::uintmax_t kMostBytes = 2u << 20;

std::string read(const std::filesystem::path& file) {
  try {
    return read_file(file, kMostBytes);
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
}

/// "Heading" of "## Heading"; empty when the line is none.
std::string heading_of(const std::string& line) {
  const auto signs = line.find_first_not_of('#');
  if (signs == 0 || signs == std::string::npos || line[signs] != ' ') return "";
  const auto end = line.find_last_not_of(" \t\r");
  return line.substr(signs + 1, end - signs);
}

/// Collects the text between headings.
class Reader {
 public:
  Reader(std::string language, Script& script) : language_(std::move(language)), script_(script) {}

  void add(const std::string& line) {
    const auto heading = heading_of(line);
    if (heading.empty()) {
      text_ += line + '\n';
      return;
    }
    finish();
    if (script_.lines.empty() && script_.title.empty())
      script_.title = heading;
    else
      chapter_ = heading;
  }

  void finish() {
    for (auto& sentence : pipeline::sentences(text_, language_))
      script_.lines.push_back({std::move(sentence), std::exchange(chapter_, {})});
    text_.clear();
  }

 private:
  std::string language_;
  Script& script_;
  std::string text_;
  std::string chapter_;
};

}  // namespace

Script read_script(const std::filesystem::path& file, const std::string& language) {
  const auto text = read(file);
  if (!is_utf8(text)) throw UsageError(file.string() + " is no text in UTF-8: save it as such");
  Script script{.title = {},
                .language = language.empty() ? pipeline::detect_language(text) : language,
                .lines = {}};
  Reader reader(script.language, script);
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) reader.add(line);
  reader.finish();
  if (script.lines.empty()) throw UsageError(file.string() + " has no sentence in it");
  if (script.title.empty()) script.title = to_utf8(file.stem().string());
  if (std::ranges::any_of(script.lines, [](const Line& line) { return !line.chapter.empty(); }) &&
      script.lines.front().chapter.empty())
    script.lines.front().chapter = script.title;
  return script;
}

}  // namespace storyreel::commands
