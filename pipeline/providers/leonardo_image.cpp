// Leonardo's API: docs.leonardo.ai/reference/creategeneration, …/getgenerationbyid and
// docs.leonardo.ai/docs/phoenix. A generation is taken as a job; its pictures are at links of a
// CDN.
#include <algorithm>

#include "pipeline/providers/remote_image.hpp"

namespace storyreel::pipeline {
namespace {

constexpr int kLongSide = 1472;
constexpr int kShortSide = 832;
constexpr int kSquare = 1024;
constexpr double kContrast = 3.5;

class LeonardoImage final : public ImageDialect {
 public:
  HttpRequest submit(const Service& service, const PictureRequest& request) const override {
    const bool wide = request.width > request.height;
    const bool tall = request.width < request.height;
    boost::json::object body{{"prompt", request.prompt},
                             {"modelId", service.model()},
                             {"num_images", 1},
                             {"width", wide   ? kLongSide
                                       : tall ? kShortSide
                                              : kSquare},
                             {"height", wide   ? kShortSide
                                        : tall ? kLongSide
                                               : kSquare}};
    // Only the Phoenix models, which are the usual ones, want it.
    if (service.model() == service.facts().model) body["contrast"] = kContrast;
    return service.post("/generations", body, {{"Accept", "application/json"}});
  }

  HttpRequest look(const Service& service, const std::string& job) const override {
    return service.get("/generations/" + job);
  }

  PictureState read(const boost::json::value& answer) const override {
    PictureState state{.job = text_at(answer, "/sdGenerationJob/generationId")};
    const auto status = text_at(answer, "/generations_by_pk/status");
    if (status == "FAILED") state.failed = "it could not make the picture.";
    if (status == "COMPLETE") {
      state.link = text_at(answer, "/generations_by_pk/generated_images/0/url");
      if (state.link.empty()) state.refused = "it made no picture of this prompt.";
    }
    return state;
  }
};

}  // namespace

std::unique_ptr<ImageDialect> make_leonardo_image() {
  return std::make_unique<LeonardoImage>();
}

}  // namespace storyreel::pipeline
