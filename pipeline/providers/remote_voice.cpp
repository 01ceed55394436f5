#include "pipeline/providers/remote_voice.hpp"

#include <array>
#include <cstdint>
#include <fmt/format.h>

#include "daemon/runtime/hash.hpp"
#include "pipeline/purse.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

constexpr double kMillion = 1e6;
constexpr std::size_t kLeastBytes = 2 * kVoiceRate / 20;  // a twentieth of a second

void put(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
}

/// Bare samples as a WAV file.
std::string to_wav(const std::string& samples) {
  constexpr std::uint32_t kFormatBytes = 16;
  constexpr std::uint32_t kPcm = 1;
  constexpr std::uint32_t kSampleBytes = 2;
  constexpr std::uint32_t kHeaderRest = 36;
  const auto size = static_cast<std::uint32_t>(samples.size());
  std::string wav = "RIFF";
  put(wav, kHeaderRest + size, 4);
  wav += "WAVEfmt ";
  put(wav, kFormatBytes, 4);
  put(wav, kPcm, 2);
  put(wav, 1, 2);  // channels
  put(wav, kVoiceRate, 4);
  put(wav, kVoiceRate * kSampleBytes, 4);
  put(wav, kSampleBytes, 2);
  put(wav, kSampleBytes * 8, 2);
  wav += "data";
  put(wav, size, 4);
  return wav + samples;
}

/// Whether the answer can be samples: neither JSON nor a page, whole, and some.
bool is_sound(const HttpResponse& response) {
  const auto type = response.header("content-type").value_or("");
  const bool other = type.starts_with("application/json") || type.starts_with("text/");
  const auto& bytes = response.body;
  return !other && bytes.size() % 2 == 0 && bytes.size() >= kLeastBytes;
}

class RemoteVoice final : public VoiceProvider {
 public:
  explicit RemoteVoice(VoiceParts parts) : parts_(std::move(parts)) {
    if (parts_.voice.empty()) parts_.voice = parts_.dialect->voice();
  }

  std::string identity(const std::string&) const override {
    return parts_.service.identity() + " " + parts_.voice;
  }

  std::optional<Tariff> tariff() const override {
    return Tariff{parts_.price ? std::optional(*parts_.price / kMillion) : std::nullopt};
  }

  Task<std::string> speak(std::string text, std::string language, Till& till) override {
    auto& service = parts_.service;
    service.require_awake();
    const auto characters = static_cast<double>(count_characters(text));
    if (characters > static_cast<double>(service.facts().longest))
      throw ProviderError(Class::refused,
                          fmt::format("{} speaks at most {} characters at a time: split the "
                                      "sentence.",
                                      service.facts().name, service.facts().longest));
    const auto each = tariff()->dollars;
    const auto price = each ? std::optional(*each * characters) : std::nullopt;
    auto request = parts_.dialect->request(service, parts_.voice, text, language);
    co_await till.open({.provider = std::string(service.facts().name),
                        .model = service.model(),
                        .key = Hasher("voice call").add(request.url).add(request.body).finish(),
                        .price = price});
    const auto response = co_await service.buy(std::move(request), till);
    if (!is_sound(response)) throw co_await service.nonsense("did not send sound", till);
    co_await till.paid({.units = characters, .unit = "characters", .price = price, .answer = {}});
    co_return to_wav(response.body);
  }

 private:
  VoiceParts parts_;
};

}  // namespace

std::unique_ptr<VoiceProvider> make_remote_voice(VoiceParts parts) {
  return std::make_unique<RemoteVoice>(std::move(parts));
}

}  // namespace storyreel::pipeline
