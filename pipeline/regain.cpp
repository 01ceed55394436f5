#include "pipeline/regain.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <SQLiteCpp/Transaction.h>

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyLength = 64;
constexpr std::size_t kFolderLength = 2;

/// What a file's ending says of it. A contact sheet is a JPEG too: as a picture it merely stays.
struct Kind {
  std::string_view extension;
  Stage stage;
  void (*verify)(const fs::path& file);
};
constexpr std::array kKinds{
    Kind{".jpg", Stage::illustrate, &render::verify_picture},
    Kind{".png", Stage::illustrate, &render::verify_picture},
    Kind{".webp", Stage::illustrate, &render::verify_picture},
    Kind{".wav", Stage::speak, &render::verify_voice},
};

bool is_key(const std::string& name) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return name.size() == kKeyLength && name.find_first_not_of(kDigits) == std::string::npos;
}

const Kind* kind_of(const fs::directory_entry& entry) {
  const auto& file = entry.path();
  const auto key = file.stem().string();
  const auto folder = file.parent_path().filename().string();
  std::error_code ignored;
  if (!is_key(key) || key.substr(0, kFolderLength) != folder || !entry.is_regular_file(ignored))
    return nullptr;
  const auto* found = std::ranges::find(kKinds, file.extension().string(), &Kind::extension);
  return found == kKinds.end() ? nullptr : found;
}

bool is_sound(const Kind& kind, const fs::path& file) {
  try {
    kind.verify(file);
    return true;
  } catch (const Error&) {
    return false;
  }
}

cache::Artifact artifact_of(const Kind& kind, const fs::path& file) {
  return {.key = file.stem().string(),
          .kind = std::string(words(kind.stage).artifact),
          .file = (file.parent_path().filename() / file.filename()).string(),
          .bytes = static_cast<std::int64_t>(fs::file_size(file)),
          .sha256 = hash_file(file),
          .made_at = now()};
}

}  // namespace

std::size_t regain(cache::Database& database, const fs::path& artifacts) {
  std::vector<cache::Artifact> found;
  std::error_code none;
  for (const auto& folder : fs::directory_iterator(artifacts, none))
    for (const auto& entry : fs::directory_iterator(folder.path(), none)) {
      const auto* kind = kind_of(entry);
      if (!kind || cache::artifacts::find(database, entry.path().stem().string())) continue;
      if (is_sound(*kind, entry.path())) found.push_back(artifact_of(*kind, entry.path()));
    }
  SQLite::Transaction transaction(database);
  for (const auto& artifact : found) cache::artifacts::save(database, artifact);
  transaction.commit();
  return found.size();
}

}  // namespace storyreel::pipeline
