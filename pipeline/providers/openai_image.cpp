// OpenAI's Images API, "Create image" of github.com/openai/openai-openapi (openapi.yaml,
// CreateImageRequest, ImagesResponse) and developers.openai.com/api/reference/resources/images. The
// models named gpt-image-… answer with base64 and take output_format.
#include "pipeline/providers/remote_image.hpp"

namespace storyreel::pipeline {
namespace {

std::string size_for(const PictureRequest& request) {
  if (request.width > request.height) return "1536x1024";
  return request.width < request.height ? "1024x1536" : "1024x1024";
}

class OpenAiImage final : public ImageDialect {
 public:
  HttpRequest submit(const Service& service, const PictureRequest& request) const override {
    return service.post("/images/generations", {{"model", service.model()},
                                                {"prompt", request.prompt},
                                                {"n", 1},
                                                {"size", size_for(request)},
                                                {"output_format", "jpeg"}});
  }

  PictureState read(const boost::json::value& answer) const override {
    return {.base64 = text_at(answer, "/data/0/b64_json"), .link = text_at(answer, "/data/0/url")};
  }
};

}  // namespace

std::unique_ptr<ImageDialect> make_openai_image() {
  return std::make_unique<OpenAiImage>();
}

}  // namespace storyreel::pipeline
