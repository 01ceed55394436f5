#include "pipeline/providers/remote_voice.hpp"

#include <array>
#include <fmt/format.h>

#include "daemon/runtime/hash.hpp"
#include "pipeline/providers/wav.hpp"
#include "pipeline/purse.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

constexpr double kMillion = 1e6;
constexpr std::size_t kLeastBytes = 2 * kVoiceRate / 20;  // a twentieth of a second

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

  bool rests() const override { return parts_.service.rests(); }

  std::optional<Tariff> tariff() const override {
    return Tariff{parts_.price ? std::optional(*parts_.price / kMillion) : std::nullopt};
  }

  std::string call_key(const std::string& text, const std::string& language) const override {
    return key_of(parts_.dialect->request(parts_.service, parts_.voice, text, language));
  }

  Task<std::string> speak(std::string text, std::string language, Till& till) override {
    auto& service = parts_.service;
    const auto characters = static_cast<double>(count_characters(text));
    if (characters > static_cast<double>(service.facts().longest))
      throw ProviderError(Class::refused,
                          fmt::format("{} speaks at most {} characters at a time: split the "
                                      "sentence.",
                                      service.facts().name, service.facts().longest));
    const auto each = tariff()->dollars;
    const auto price = each ? std::optional(*each * characters) : std::nullopt;
    auto turn = co_await service.enter();
    auto request = parts_.dialect->request(service, parts_.voice, text, language);
    const auto earlier = co_await till.open({.provider = std::string(service.facts().name),
                                             .model = service.model(),
                                             .key = key_of(request),
                                             .price = price});
    if (!earlier.delivery.empty()) co_return to_wav(earlier.delivery, kVoiceRate);
    const auto response = co_await service.buy(std::move(request), till, std::move(turn));
    if (!is_sound(response)) throw co_await service.nonsense("did not send sound", till);
    co_await till.paid(
        {.units = characters, .unit = "characters", .price = price, .delivery = response.body});
    co_return to_wav(response.body, kVoiceRate);
  }

 private:
  static std::string key_of(const HttpRequest& request) {
    return Hasher("voice call").add(request.url).add(request.body).finish();
  }

  VoiceParts parts_;
};

}  // namespace

std::unique_ptr<VoiceProvider> make_remote_voice(VoiceParts parts) {
  return std::make_unique<RemoteVoice>(std::move(parts));
}

}  // namespace storyreel::pipeline
