#pragma once

#include <string>

#include "config/settings.hpp"
#include "pipeline/hosting/sigv4.hpp"

/// Where objects stand, and the links to them. Pure.
namespace storyreel::pipeline {

/// How long a presigned link is good, as long as S3 lets it, and how old one gets here.
constexpr std::chrono::hours kPresigned{7 * 24};
constexpr std::chrono::hours kRenewed{5 * 24};

/// The parts of an object's address.
struct S3Place {
  std::string scheme;  ///< "https://"
  std::string host;    ///< with its port, unless that is the scheme's own
  std::string path;    ///< "/bucket/prefix" and the object's name
};

S3Place place_of(const config::S3& s3, const std::string& name);

/// The address without a query.
std::string address_of(const config::S3& s3, const std::string& name);

Signer signer_of(const config::S3& s3);

/// A link that does not expire, where the bucket lets everybody read.
std::string public_link(const config::S3& s3, const std::string& name);

/// A link that is good for a week from `at` on.
std::string presigned_link(const config::S3& s3, const std::string& name, Time at);

}  // namespace storyreel::pipeline
