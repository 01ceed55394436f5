#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/providers/till.hpp"

/// Who writes, draws and speaks. One small file per provider, behind a make_… function; none knows
/// the cache or Notion. Values in, values out, and what they buy goes through a till; loop thread
/// (they offload what takes long).
namespace storyreel::pipeline {

/// What a film is about, for its page on a video site.
struct Description {
  std::string title;                  ///< at most 100 characters
  std::string description;            ///< at most 5,000
  std::vector<std::string> keywords;  ///< at most 12; no commas
};

/// What a script is to be written from.
struct ScriptOrder {
  std::string title;
  std::string transcript;  ///< of a video that is to be retold; empty: there is none
  std::string language;    ///< BCP 47
};

/// Writes what the user did not.
class TextProvider {
 public:
  virtual ~TextProvider() = default;

  /// Name and version; part of every key made with it.
  virtual std::string identity() const = 0;

  virtual Task<Description> describe(std::string title, std::vector<std::string> sentences,
                                     std::string language, Till& till) = 0;

  /// One image prompt for each of `sentences` whose index is in `wanted`, in that order. The
  /// others are context.
  virtual Task<std::vector<std::string>> prompts(std::string title,
                                                 std::vector<std::string> sentences,
                                                 std::vector<std::size_t> wanted,
                                                 std::string language, Till& till) = 0;

  /// Whether it failed so often that it is not asked for a while.
  virtual bool rests() const { return false; }

  /// Whether it can write scripts.
  virtual bool writes_scripts() const { return false; }

  /// Whether what it writes is bought.
  virtual bool buys() const { return false; }

  /// A narrated script: paragraphs separated by blank lines, and "# Headings" of their sections.
  virtual Task<std::string> script(ScriptOrder order, Till& till);
};

/// A picture that is asked for.
struct PictureRequest {
  std::string prompt;
  std::string caption;  ///< the sentence it stands for
  std::string language;
  int take = 0;   ///< another take is another picture
  int width = 0;  ///< of the film; the picture may be larger
  int height = 0;
};

/// An encoded picture as it came.
struct Picture {
  std::string bytes;
  std::string extension;  ///< "jpg", "png", "webp"
};

/// Draws.
class ImageProvider {
 public:
  virtual ~ImageProvider() = default;
  virtual std::string identity() const = 0;
  virtual Task<Picture> draw(PictureRequest request, Till& till) = 0;

  /// Offer::key of what it would buy for it; empty: it buys nothing.
  virtual std::string call_key(const PictureRequest& /*request*/) const { return ""; }

  virtual bool rests() const { return false; }

  /// Of one picture; nullopt: it is made here, and nothing is bought.
  virtual std::optional<Tariff> tariff() const { return std::nullopt; }
};

/// Speaks.
class VoiceProvider {
 public:
  virtual ~VoiceProvider() = default;

  /// Name, version and voice it would use for `language`.
  virtual std::string identity(const std::string& language) const = 0;

  /// The spoken text as a WAV file (PCM, any rate and channel count).
  virtual Task<std::string> speak(std::string text, std::string language, Till& till) = 0;

  /// As ImageProvider's.
  virtual std::string call_key(const std::string& /*text*/, const std::string& /*language*/) const {
    return "";
  }

  virtual bool rests() const { return false; }

  /// Of one character; nullopt: it is made here, and nothing is bought.
  virtual std::optional<Tariff> tariff() const { return std::nullopt; }
};

std::unique_ptr<TextProvider> make_builtin_text(Offload& offload);
std::unique_ptr<ImageProvider> make_builtin_image(Offload& offload);
std::unique_ptr<VoiceProvider> make_builtin_voice(Offload& offload, config::Voice settings);

}  // namespace storyreel::pipeline
