#pragma once

#include <memory>
#include <optional>
#include <string>

#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/service.hpp"

namespace storyreel::pipeline {

/// How one voice service is spoken to. Pure. It answers with bare samples: 16 bits, little endian,
/// one channel, kVoiceRate.
class VoiceDialect {
 public:
  virtual ~VoiceDialect() = default;
  virtual HttpRequest request(const Service& service, const std::string& voice,
                              const std::string& text, const std::string& language) const = 0;
  /// Its usual voice.
  virtual std::string voice() const = 0;
};

constexpr int kVoiceRate = 24'000;

/// What a voice service is made from.
struct VoiceParts {
  Service service;
  std::unique_ptr<VoiceDialect> dialect;
  std::string voice;            ///< empty: the dialect's
  std::optional<double> price;  ///< of a million characters
};

/// Speaks by a service.
std::unique_ptr<VoiceProvider> make_remote_voice(VoiceParts parts);

std::unique_ptr<VoiceDialect> make_openai_voice();
std::unique_ptr<VoiceDialect> make_elevenlabs_voice();

/// Speaks by a program of the user's: text on its standard input, a WAV file on its standard
/// output.
/// "{language}" in an argument stands for the language. Throws UsageError when there is no program.
std::unique_ptr<VoiceProvider> make_command_voice(Offload& offload,
                                                  std::vector<std::string> command);

}  // namespace storyreel::pipeline
