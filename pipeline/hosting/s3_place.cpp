#include "pipeline/hosting/s3_place.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace storyreel::pipeline {
namespace {

/// Clients leave a scheme's own port out of the header Host.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kPorts{
    {{"http://", ":80"}, {"https://", ":443"}}};

}  // namespace

S3Place place_of(const config::S3& s3, const std::string& name) {
  const auto authority = s3.endpoint.find("://") + 3;
  const auto slash = std::min(s3.endpoint.find('/', authority), s3.endpoint.size());
  S3Place place{.scheme = s3.endpoint.substr(0, authority),
                .host = s3.endpoint.substr(authority, slash - authority),
                .path = s3.endpoint.substr(slash)};
  std::ranges::transform(place.host, place.host.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const auto& [scheme, port] : kPorts)
    if (place.scheme == scheme && place.host.ends_with(port))
      place.host.resize(place.host.size() - port.size());
  if (s3.host_style)
    place.host = s3.bucket + "." + place.host;
  else
    place.path += "/" + s3.bucket;
  place.path += "/" + s3.prefix + name;
  return place;
}

std::string address_of(const config::S3& s3, const std::string& name) {
  const auto place = place_of(s3, name);
  return place.scheme + place.host + percent_encoded(place.path, true);
}

Signer signer_of(const config::S3& s3) {
  return {.access_key = s3.access_key, .secret_key = s3.secret_key, .region = s3.region};
}

std::string public_link(const config::S3& s3, const std::string& name) {
  return s3.public_url.empty() ? address_of(s3, name) : s3.public_url + "/" + name;
}

std::string presigned_link(const config::S3& s3, const std::string& name, Time at) {
  const auto place = place_of(s3, name);
  const Signed request{
      .method = "GET", .host = place.host, .path = place.path, .payload_sha256 = {}};
  return address_of(s3, name) + "?" + presigned_query(request, signer_of(s3), at, kPresigned);
}

}  // namespace storyreel::pipeline
