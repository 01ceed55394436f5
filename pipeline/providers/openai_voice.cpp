// OpenAI's "Create speech" of github.com/openai/openai-openapi (openapi.yaml, CreateSpeechRequest)
// and platform.openai.com/docs/guides/text-to-speech: pcm is 24 kHz, 16 bits, little endian,
// without a header.
#include "pipeline/providers/remote_voice.hpp"

namespace storyreel::pipeline {
namespace {

class OpenAiVoice final : public VoiceDialect {
 public:
  std::string voice() const override { return "alloy"; }

  HttpRequest request(const Service& service, const std::string& voice, const std::string& text,
                      const std::string&) const override {
    return service.post("/audio/speech", {{"model", service.model()},
                                          {"voice", voice},
                                          {"input", text},
                                          {"response_format", "pcm"}});
  }
};

}  // namespace

std::unique_ptr<VoiceDialect> make_openai_voice() {
  return std::make_unique<OpenAiVoice>();
}

}  // namespace storyreel::pipeline
