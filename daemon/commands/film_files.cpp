#include "daemon/commands/film_files.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include "daemon/commands/demo_folder.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 16> kSounds{
    ".wav", ".mp3", ".flac", ".m4a", ".aac", ".ogg",  ".oga", ".opus",
    ".wma", ".aif", ".aiff", ".mka", ".mp4", ".webm", ".caf", ".m4b"};
constexpr std::array<std::string_view, 11> kPictures{
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".jxl"};
constexpr std::size_t kNameShown = 40;

/// Where each thing made with a film stands beside it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBeside{
    {{"subtitles", ".srt"},
     {"captions", ".vtt"},
     {"sheet", ".sheet.jpg"},
     {"thumbnail", ".thumbnail.jpg"},
     {"recipe", ".recipe.json"}}};

bool has_kind(const fs::path& file, FileKind kind) {
  auto extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return kind == FileKind::sound ? std::ranges::count(kSounds, extension) > 0
                                 : std::ranges::count(kPictures, extension) > 0;
}

/// Compares names as people number them.
class NaturalOrder {
 public:
  NaturalOrder() {
    UErrorCode status = U_ZERO_ERROR;
    collator_.reset(icu::Collator::createInstance(icu::Locale::getRoot(), status));
    if (collator_) collator_->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    if (U_FAILURE(status)) throw Error("ICU's data for sorting names is missing");
  }

  bool operator()(const fs::path& a, const fs::path& b) const {
    const auto text = [](const fs::path& file) {
      return icu::UnicodeString::fromUTF8(file.filename().string());
    };
    UErrorCode status = U_ZERO_ERROR;
    const auto order = collator_->compare(text(a), text(b), status);
    return order == UCOL_EQUAL ? a < b : order == UCOL_LESS;
  }

 private:
  std::unique_ptr<icu::Collator> collator_;
};

std::string cell(const std::vector<std::string>& names, std::size_t row) {
  return row < names.size() ? one_line(names[row], kNameShown) : "(none)";
}

}  // namespace

std::vector<fs::path> files_of(const fs::path& folder, FileKind kind) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.') &&
        has_kind(entry.path(), kind))
      files.push_back(entry.path());
  if (failed) throw UsageError(folder.string() + " can't be read: " + failed.message());
  if (files.empty())
    throw UsageError(fmt::format("there is no {} in {}",
                                 kind == FileKind::sound ? "sound file" : "picture",
                                 folder.string()));
  const NaturalOrder before;
  std::ranges::sort(files, [&](const fs::path& a, const fs::path& b) { return before(a, b); });
  return files;
}

void require_pairs(const std::vector<std::string>& lefts, const std::string& left,
                   const std::vector<std::string>& rights, const std::string& right) {
  if (lefts.size() == rights.size()) return;
  std::string text = fmt::format("there are {} {} and {} {}; each needs its own:", lefts.size(),
                                 left, rights.size(), right);
  for (std::size_t row = 0; row < std::max(lefts.size(), rights.size()); ++row)
    text +=
        fmt::format("\n{:5}  {:<{}}  {}", row + 1, cell(lefts, row), kNameShown, cell(rights, row));
  throw UsageError(text);
}

std::vector<std::string> names_of(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (const auto& file : files) names.push_back(file.filename().string());
  return names;
}

std::string title_of(const fs::path& file) {
  auto stem = file.stem().string();
  std::ranges::replace(stem, '_', ' ');
  const auto name = stem.find_first_not_of("0123456789");
  const auto begin = name == std::string::npos ? name : stem.find_first_not_of(" -.", name);
  const bool numbered = name != std::string::npos && name > 0 && begin != name;
  return numbered && begin != std::string::npos ? stem.substr(begin) : stem;
}

void deliver(const std::map<std::string, cache::Artifact>& made, const pipeline::Store& store,
             const fs::path& out) {
  for (const auto& [kind, extension] : kBeside)
    if (const auto found = made.find(std::string(kind)); found != made.end())
      place(store.path(found->second), fs::path(out).replace_extension(extension));
  place(store.path(made.at("film")), out);
}

}  // namespace storyreel::commands
