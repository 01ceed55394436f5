// Gemini's models.generateContent with pictures for output: ai.google.dev/api/generate-content
// (GenerationConfig, Candidate.FinishReason, PromptFeedback) and
// ai.google.dev/gemini-api/docs/image-generation.
#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/providers/remote_image.hpp"

namespace storyreel::pipeline {
namespace {

/// Why nothing was drawn, where that is the prompt's fault.
constexpr std::array<std::string_view, 7> kRefusals{
    "SAFETY",       "PROHIBITED_CONTENT",       "BLOCKLIST",       "SPII",
    "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"};

std::string aspect_for(const PictureRequest& request) {
  if (request.width > request.height) return "16:9";
  return request.width < request.height ? "9:16" : "1:1";
}

/// The first picture among the parts of the answer.
std::string picture_in(const boost::json::value& answer) {
  boost::json::error_code error;
  const auto* parts = answer.find_pointer("/candidates/0/content/parts", error);
  if (!parts || !parts->is_array()) return "";
  for (const auto& part : parts->get_array())
    if (auto data = text_at(part, "/inlineData/data"); !data.empty()) return data;
  return "";
}

class GeminiImage final : public ImageDialect {
 public:
  HttpRequest submit(const Service& service, const PictureRequest& request) const override {
    const boost::json::value parts = boost::json::array{{{"text", request.prompt}}};
    return service.post("/v1beta/models/" + service.model() + ":generateContent",
                        {{"contents", boost::json::array{{{"role", "user"}, {"parts", parts}}}},
                         {"generationConfig",
                          {{"responseModalities", boost::json::array{"IMAGE"}},
                           {"imageConfig", {{"aspectRatio", aspect_for(request)}}}}}});
  }

  PictureState read(const boost::json::value& answer) const override {
    PictureState state{.base64 = picture_in(answer)};
    if (!state.base64.empty()) return state;
    const auto blocked = text_at(answer, "/promptFeedback/blockReason");
    const auto finish = text_at(answer, "/candidates/0/finishReason");
    if (!blocked.empty()) {
      state.refused = "the prompt was blocked (" + blocked + ").";
    } else if (std::ranges::find(kRefusals, finish) != kRefusals.end()) {
      const auto words = text_at(answer, "/candidates/0/finishMessage");
      state.refused = words.empty() ? "it stopped with " + finish + "." : words;
    } else if (!finish.empty()) {
      state.failed = "it stopped with " + finish + " and drew nothing.";
    }
    return state;
  }
};

}  // namespace

std::unique_ptr<ImageDialect> make_gemini_image() {
  return std::make_unique<GeminiImage>();
}

}  // namespace storyreel::pipeline
