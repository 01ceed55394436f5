#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "pipeline/providers/remote_image.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::pipeline {

/// The smallest PNG: 1 by 1 pixel.
constexpr auto kBase64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

inline std::string png() {
  return *from_base64(kBase64);
}

/// An image service and who draws by it.
struct Easel {
  explicit Easel(std::string_view name, std::unique_ptr<ImageDialect> dialect,
                 std::string model = "")
      : image(make_remote_image({.service = {vendor.http(),
                                             facts(name, "picture"),
                                             {.base_url = vendor.url(),
                                              .model = std::move(model),
                                              .key = Secret("KEY")}},
                                 .dialect = std::move(dialect),
                                 .fetcher = &fetcher,
                                 .price = 0.04,
                                 .look_every = milliseconds(1)})) {}

  Picture draw(int take = 0) { return vendor.run(image->draw(request(take), till)); }
  std::optional<ProviderError> error() { return vendor.error(image->draw(request(0), till)); }
  static PictureRequest request(int take) {
    return {.prompt = "A harbour",
            .caption = "c",
            .language = "en",
            .take = take,
            .width = 1920,
            .height = 1080};
  }

  test::Vendor vendor;
  Fetcher fetcher{vendor.loop(), std::vector<std::string>{"127.0.0.1"}};
  test::NotingTill till;
  std::unique_ptr<ImageProvider> image;
};

/// What a service answers, and what becomes of that.
struct Failure {
  boost::json::value body;
  int status;
  ProviderError::Class kind;
  std::string story;
  std::string said;
};

/// Each failure means what it says.
void check(Easel& studio, const std::vector<Failure>& failures);

}  // namespace storyreel::pipeline
