#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <unistd.h>

#include <unicode/uchar.h>

#include "daemon/runtime/child.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/wav.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::string_view kProgram = "espeak-ng";
constexpr std::string_view kVersion = "builtin-voice-1";
constexpr std::string_view kFallback = "en-us";
constexpr ChildLimits kLimits{.timeout = seconds(120), .output = 256u << 20, .memory = 512u << 20};
constexpr std::size_t kHeader = 44;  // of the WAV that espeak-ng writes
constexpr milliseconds kSilence{600};

struct Voice {
  std::string_view language;
  std::string_view voice;
};

/// Languages whose voice has another name, or one that suits better than the first.
constexpr std::array<Voice, 23> kVoices{{
    {"en", "en-us"},     {"en-gb", "en-gb"},   {"en-ie", "en-gb"}, {"en-au", "en-gb"},
    {"en-nz", "en-gb"},  {"en-in", "en-gb"},   {"es-es", "es"},    {"es-mx", "es-419"},
    {"es-ar", "es-419"}, {"es-419", "es-419"}, {"fr", "fr-fr"},    {"fr-be", "fr-be"},
    {"fr-ch", "fr-ch"},  {"pt", "pt-br"},      {"pt-pt", "pt"},    {"zh", "cmn-latn-pinyin"},
    {"zh-hk", "yue"},    {"no", "nb"},         {"nn", "nb"},       {"fil", "id"},
    {"tl", "id"},        {"gl", "pt"},         {"sr-latn", "hr"},
}};

/// Languages whose voice has their own name.
constexpr std::string_view kOwnName =
    " af am an ar as az ba be bg bn bs ca cs cv cy da de el eo es et eu fa fi ga gd gn gu haw he "
    "hi "
    "hr ht hu hy ia id io is it ja ka kk kl kn ko ku ky la lb lt ltg lv mi mk ml mr ms mt my nb ne "
    "nl "
    "om or pa pap pl ro ru sd si sk sl sq sr sv sw ta te th tk tn tr tt ug uk ur uz vi yue ";

std::string lower(std::string_view tag) {
  std::string text(tag);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The voice of a language; empty when there is none.
std::string_view voice_of(std::string_view language) {
  const auto tag = lower(language);
  const auto subtag = primary_language(language);
  for (const auto& name : {tag, subtag}) {
    const auto found = std::ranges::find(kVoices, name, &Voice::language);
    if (found != kVoices.end()) return found->voice;
  }
  const auto at = kOwnName.find(" " + subtag + " ");
  if (subtag.empty() || at == std::string_view::npos) return {};
  return kOwnName.substr(at + 1, subtag.size());
}

/// What is dropped before speaking: emoji, which would be read out by name, and what is not text.
bool is_silent(UChar32 code) {
  constexpr UChar32 kReplacement = 0xFFFD;
  constexpr UChar32 kNonJoiner = 0x200C;
  constexpr UChar32 kJoiner = 0x200D;
  if (code == kReplacement || u_hasBinaryProperty(code, UCHAR_EMOJI_PRESENTATION)) return true;
  return u_charType(code) == U_FORMAT_CHAR && code != kNonJoiner && code != kJoiner;
}

/// Text that espeak-ng only reads: [[…]] would be phonemes, control characters commands.
std::string plain(std::string_view text) {
  const auto all = to_unicode(text);
  icu::UnicodeString clean;
  for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
    const auto code = all.char32At(i);
    if (is_silent(code)) continue;
    const UChar32 bracket = code == '[' ? '(' : code == ']' ? ')' : code;
    clean.append(is_blank(static_cast<char32_t>(code)) ? UChar32{' '} : bracket);
  }
  return to_bytes(clean.trim());
}

bool is_speakable(std::string_view text) {
  const auto all = to_unicode(text);
  for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1))
    if (u_isalnum(all.char32At(i))) return true;
  return false;
}

void put(std::string& bytes, std::size_t at, std::size_t value, int width = 4) {
  for (int i = 0; i < width; ++i)
    bytes[at + static_cast<std::size_t>(i)] = static_cast<char>((value >> (8 * i)) & 0xFF);
}

/// espeak-ng writes its header before it knows how much follows: puts the true sizes in.
std::string with_true_sizes(std::string wav) {
  put(wav, 4, wav.size() - 8);
  put(wav, kHeader - 4, wav.size() - kHeader);
  return wav;
}

bool is_on_path(std::string_view program) {
  const char* path = ::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0) return true;
  return false;
}

/// Blocks.
std::string run_espeak(const std::string& voice, int words_per_minute, const std::string& text,
                       std::stop_token stop) {
  using Class = ProviderError::Class;
  if (!is_speakable(text)) return silent_wav(kSilence);
  if (!is_on_path(kProgram))
    throw ProviderError(Class::refused,
                        "espeak-ng, which speaks the text, is missing: install espeak-ng");
  const auto result =
      run_child({std::string(kProgram), "-v", voice, "-s", std::to_string(words_per_minute), "-b",
                 "1", "--stdin", "--stdout"},
                text, kLimits, std::move(stop));
  if (result.exit != 0)
    throw ProviderError(Class::again, "espeak-ng failed (exit code " + std::to_string(result.exit) +
                                          "): " + result.errors);
  const auto& wav = result.output;
  if (wav.size() < kHeader || !wav.starts_with("RIFF") || wav.substr(36, 4) != "data")
    throw ProviderError(Class::again, "espeak-ng gave no sound: " + result.errors);
  return wav.size() == kHeader ? silent_wav(kSilence) : with_true_sizes(wav);
}

class BuiltinVoice final : public VoiceProvider {
 public:
  BuiltinVoice(Offload& offload, config::Voice settings)
      : offload_(offload), settings_(std::move(settings)) {}

  std::string identity(const std::string& language) const override {
    const auto voice = voice_of(language);
    return std::string(kVersion) + " " + name(voice) + " " +
           std::to_string(settings_.words_per_minute) +
           (voice.empty() ? " (no voice for " + language + ")" : "");
  }

  Task<std::string> speak(std::string text, std::string language, Till&) override {
    const auto voice = name(voice_of(language));
    const auto rate = settings_.words_per_minute;
    co_return co_await offload_.run([voice, rate, clean = plain(text)](std::stop_token stop) {
      return run_espeak(voice, rate, clean, std::move(stop));
    });
  }

 private:
  static std::string name(std::string_view voice) {
    return std::string(voice.empty() ? kFallback : voice);
  }

  Offload& offload_;
  config::Voice settings_;
};

}  // namespace

std::unique_ptr<VoiceProvider> make_builtin_voice(Offload& offload, config::Voice settings) {
  return std::make_unique<BuiltinVoice>(offload, std::move(settings));
}

}  // namespace storyreel::pipeline
