// ElevenLabs' "Create speech": elevenlabs.io/docs/api-reference/text-to-speech/convert. pcm_24000
// is 16 bits, little endian, one channel, without a header.
#include "pipeline/providers/remote_voice.hpp"

namespace storyreel::pipeline {
namespace {

class ElevenLabsVoice final : public VoiceDialect {
 public:
  std::string voice() const override { return "JBFqnCBsd6RMkjVDRZzb"; }

  HttpRequest request(const Service& service, const std::string& voice, const std::string& text,
                      const std::string&) const override {
    return service.post("/v1/text-to-speech/" + voice + "?output_format=pcm_24000",
                        {{"text", text}, {"model_id", service.model()}});
  }
};

}  // namespace

std::unique_ptr<VoiceDialect> make_elevenlabs_voice() {
  return std::make_unique<ElevenLabsVoice>();
}

}  // namespace storyreel::pipeline
