// Replicate's HTTP API: replicate.com/docs/reference/http (models.predictions.create,
// predictions.get) and replicate.com/docs/topics/predictions/lifecycle. Links of outputs expire
// after an hour. The input is that of black-forest-labs/flux-schnell and its like.
#include <string_view>

#include "pipeline/providers/remote_image.hpp"

namespace storyreel::pipeline {
namespace {

std::string aspect_for(const PictureRequest& request) {
  if (request.width > request.height) return "16:9";
  return request.width < request.height ? "9:16" : "1:1";
}

/// A single link, or the first of several.
std::string link_in(const boost::json::value& answer) {
  auto link = text_at(answer, "/output");
  return link.empty() ? text_at(answer, "/output/0") : link;
}

bool is_refusal(std::string_view error) {
  return error.contains("NSFW") || error.contains("safety") || error.contains("sensitive") ||
         error.contains("E005");
}

class ReplicateImage final : public ImageDialect {
 public:
  HttpRequest submit(const Service& service, const PictureRequest& request) const override {
    return service.post("/models/" + service.model() + "/predictions",
                        {{"input",
                          {{"prompt", request.prompt},
                           {"aspect_ratio", aspect_for(request)},
                           {"output_format", "jpg"}}}});
  }

  HttpRequest look(const Service& service, const std::string& job) const override {
    return service.get("/predictions/" + job);
  }

  PictureState read(const boost::json::value& answer) const override {
    PictureState state{.job = text_at(answer, "/id")};
    const auto status = text_at(answer, "/status");
    if (status == "succeeded") {
      state.link = link_in(answer);
      if (state.link.empty()) state.failed = "its result has no link any more.";
    }
    if (status == "failed" || status == "canceled" || status == "aborted") {
      const auto error = text_at(answer, "/error");
      auto& reason = is_refusal(error) ? state.refused : state.failed;
      reason = error.empty() ? "the prediction was " + status + "." : error;
    }
    return state;
  }
};

}  // namespace

std::unique_ptr<ImageDialect> make_replicate_image() {
  return std::make_unique<ReplicateImage>();
}

}  // namespace storyreel::pipeline
