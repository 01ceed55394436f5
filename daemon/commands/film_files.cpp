#include "daemon/commands/film_files.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include "daemon/commands/demo_folder.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
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

/// The film's own place, and those of all that stands beside it.
std::vector<fs::path> places_of(const fs::path& out) {
  std::vector<fs::path> places{out};
  for (const auto& [kind, extension] : kBeside)
    places.push_back(fs::path(out).replace_extension(extension));
  return places;
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code failed;
  return fs::equivalent(a, b, failed) && !failed;
}

bool is_one_of(const fs::path& file, const std::vector<fs::path>& files) {
  return std::ranges::any_of(files, [&](const fs::path& other) { return same_file(file, other); });
}

std::string cell(const std::vector<std::string>& names, std::size_t row) {
  return row < names.size() ? one_line(names[row], kNameShown) : "(none)";
}

}  // namespace

void require_output(const fs::path& out, const std::vector<fs::path>& inputs) {
  if (out.empty()) throw UsageError("say with -o which file is to be written");
  const auto extension = out.extension().string();
  if (extension != ".mp4" && extension != ".m4v")
    throw UsageError(out.string() + ": films are MP4 files: name it " +
                     fs::path(out).replace_extension(".mp4").string());
  const auto parent = fs::absolute(out).parent_path();
  if (!fs::is_directory(parent)) throw UsageError("there is no folder " + parent.string());
  for (const auto& place : places_of(out)) {
    if (fs::exists(place) && !fs::is_regular_file(place))
      throw UsageError(place.string() + " stands in the way: it is no file");
    if (is_one_of(place, inputs))
      throw UsageError(place.string() + " is what the film is made of: write the film elsewhere");
  }
}

std::vector<fs::path> files_of(const fs::path& folder, FileKind kind, const fs::path& out) {
  const auto own = out.empty() ? std::vector<fs::path>{} : places_of(out);
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.') &&
        has_kind(entry.path(), kind) && !is_one_of(entry.path(), own))
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
  auto stem = to_utf8(file.stem().string());
  std::ranges::replace(stem, '_', ' ');
  const auto name = stem.find_first_not_of("0123456789");
  const auto begin = name == std::string::npos ? name : stem.find_first_not_of(" -.", name);
  const bool numbered = name != std::string::npos && name > 0 && begin != name;
  return numbered && begin != std::string::npos ? stem.substr(begin) : stem;
}

void write_recipe(const std::string& recipe, const fs::path& out) {
  write_file(fs::path(out).replace_extension(".recipe.json"), recipe);
}

void deliver(const std::map<std::string, cache::Artifact>& made, const pipeline::Store& store,
             const fs::path& out, const std::stop_token& stop) {
  place(store.path(made.at("film")), out, stop);
  for (const auto& [kind, extension] : kBeside)
    if (const auto found = made.find(std::string(kind)); found != made.end())
      place(store.path(found->second), fs::path(out).replace_extension(extension), stop);
}

}  // namespace storyreel::commands
