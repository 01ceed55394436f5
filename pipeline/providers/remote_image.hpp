#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "daemon/runtime/fetch.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/service.hpp"

namespace storyreel::pipeline {

/// Where a picture stands, as a service says.
struct PictureState {
  std::string base64;   ///< the picture itself
  std::string link;     ///< or where it is for a while
  std::string job;      ///< or the id by which to ask for it
  std::string refused;  ///< or why there is none, and won't be
  std::string failed;   ///< or why there is none this time
};

/// How one image service is spoken to. Pure.
class ImageDialect {
 public:
  virtual ~ImageDialect() = default;
  virtual HttpRequest submit(const Service& service, const PictureRequest& request) const = 0;
  virtual PictureState read(const boost::json::value& answer) const = 0;

  /// For services that take a job and answer later.
  virtual HttpRequest look(const Service& service, const std::string& job) const;
};

/// What an image service is made from.
struct ImageParts {
  Service service;
  std::unique_ptr<ImageDialect> dialect;
  Fetcher* fetcher;  ///< outlives it
  std::optional<double> price;
  milliseconds look_every = seconds(2);
};

/// Draws by a service. A job is committed as soon as it has an id, and gone on with after a crash;
/// its result is downloaded at once.
std::unique_ptr<ImageProvider> make_remote_image(ImageParts parts);

std::unique_ptr<ImageDialect> make_openai_image();
std::unique_ptr<ImageDialect> make_gemini_image();
std::unique_ptr<ImageDialect> make_leonardo_image();
std::unique_ptr<ImageDialect> make_replicate_image();

}  // namespace storyreel::pipeline
