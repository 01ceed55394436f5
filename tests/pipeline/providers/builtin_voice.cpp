#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/offload.hpp"
#include "pipeline/providers/provider.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kHeader = 44;

struct Speaker {
  boost::asio::io_context loop;
  Offload offload{1};
  std::unique_ptr<VoiceProvider> voice = make_builtin_voice(offload, {});

  std::string speak(const std::string& text, const std::string& language) {
    return test::run(loop, voice->speak(text, language, closed_till()));
  }
};

std::uint32_t number_at(const std::string& wav, std::size_t at) {
  std::uint32_t value = 0;
  REQUIRE(wav.size() >= kHeader);
  std::memcpy(&value, wav.data() + at, sizeof value);
  return value;
}

/// Of 16-bit mono sound; checks that the header tells the truth.
double seconds_of(const std::string& wav) {
  CHECK(wav.starts_with("RIFF"));
  CHECK(number_at(wav, 4) == wav.size() - 8);
  CHECK(wav.substr(36, 4) == "data");
  CHECK(number_at(wav, 40) == wav.size() - kHeader);
  return static_cast<double>(wav.size() - kHeader) / number_at(wav, 28);
}

TEST_CASE("providers::builtin_voice speaks many languages at a natural pace") {
  Speaker speaker;
  constexpr struct {
    const char* language;
    const char* text;
  } kRows[] = {{"en", "At dusk the quiet harbour fills with fishing boats."},
               {"de", "Am Abend füllt sich der kleine Hafen mit Fischerbooten."},
               {"fr", "Le soir, le petit port se remplit de bateaux de pêche."},
               {"es-MX", "Al anochecer el puerto se llena de barcos de pesca."},
               {"ru", "Вечером гавань наполняется рыбацкими лодками."},
               {"zh-Hant", "傍晚，安靜的港口停滿了漁船。"},
               {"ar", "في المساء يمتلئ الميناء الهادئ بقوارب الصيد."},
               {"hi", "शाम को शांत बंदरगाह नावों से भर जाता है।"}};
  for (const auto& [language, text] : kRows) {
    CAPTURE(language);
    const auto length = seconds_of(speaker.speak(text, language));
    CHECK(length > 1.5);
    CHECK(length < 9);
  }
}

TEST_CASE("providers::builtin_voice gives the same bytes for the same text") {
  Speaker speaker;
  const auto first = speaker.speak("The same sentence, twice.", "en");
  CHECK(speaker.speak("The same sentence, twice.", "en") == first);
  CHECK(speaker.speak("The same sentence, twice.", "en-GB") != first);
  CHECK(speaker.speak("Another sentence, once.", "en") != first);
}

TEST_CASE("providers::builtin_voice reads markup instead of obeying it") {
  Speaker speaker;
  CHECK(speaker.speak("Say [[h@l'oU]] now.", "en") == speaker.speak("Say ((h@l'oU)) now.", "en"));
  CHECK(speaker.speak(std::string("One\0\x01\x1B two.", 11), "en") ==
        speaker.speak("One    two.", "en"));
  CHECK(seconds_of(speaker.speak("-f /etc/passwd <speak><break time='30s'/>now</speak>", "en")) <
        15);
  CHECK(seconds_of(speaker.speak("\xFF\xC3 broken \xFE", "en")) > 0.2);
}

TEST_CASE("providers::builtin_voice is silent for a moment when nothing can be spoken") {
  Speaker speaker;
  for (const auto* text : {"", "…", "🎉🎉", "—"}) {
    const auto wav = speaker.speak(text, "en");
    CHECK(seconds_of(wav) == doctest::Approx(0.6));
    CHECK(wav.find_first_not_of('\0', kHeader) == std::string::npos);
  }
}

TEST_CASE("providers::builtin_voice names the voice it would use") {
  Speaker speaker;
  CHECK(speaker.voice->identity("de") == "builtin-voice-1 de 165");
  CHECK(speaker.voice->identity("pt-PT") == "builtin-voice-1 pt 165");
  CHECK(speaker.voice->identity("zh-Hant") == "builtin-voice-1 cmn-latn-pinyin 165");
  CHECK(speaker.voice->identity("tlh") == "builtin-voice-1 en-us 165 (no voice for tlh)");
  CHECK(seconds_of(speaker.speak("Hello.", "tlh")) > 0.3);
}

/// The environment's PATH, put back at the end.
class OtherPath {
 public:
  explicit OtherPath(const char* path) : before_(std::getenv("PATH")) { ::setenv("PATH", path, 1); }
  ~OtherPath() { ::setenv("PATH", before_.c_str(), 1); }
  OtherPath(const OtherPath&) = delete;
  OtherPath& operator=(const OtherPath&) = delete;

 private:
  std::string before_;
};

TEST_CASE("providers::builtin_voice says what to install") {
  Speaker speaker;
  const OtherPath nowhere("/nonexistent");
  std::optional<ProviderError> failure;
  try {
    speaker.speak("Hello.", "en");
  } catch (const ProviderError& error) {
    failure = error;
  }
  REQUIRE(failure);
  CHECK(failure->kind == ProviderError::Class::refused);
  CHECK(std::string(failure->what()).find("install espeak-ng") != std::string::npos);
}

}  // namespace
}  // namespace storyreel::pipeline
