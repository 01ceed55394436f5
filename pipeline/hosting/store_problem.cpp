#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/hosting/s3_store.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kWords = 200;

/// What to do about an error of S3's.
struct Remedy {
  std::string_view code;
  std::string_view words;
};
constexpr std::array kRemedies{
    Remedy{"SignatureDoesNotMatch", "see that s3.key_file holds the secret of s3.access_key"},
    Remedy{"InvalidAccessKeyId", "see that s3.access_key is right"},
    Remedy{"AccessDenied", "let the key of s3.access_key write into the bucket"},
    Remedy{"RequestTimeTooSkewed", "set this machine's clock by the network"},
    Remedy{"NoSuchBucket", "make the bucket, or set s3.bucket"},
    Remedy{"AuthorizationHeaderMalformed", "set s3.region to the bucket's"},
    Remedy{"PermanentRedirect", "set s3.endpoint and s3.region to the bucket's"},
    Remedy{"TemporaryRedirect", "set s3.endpoint and s3.region to the bucket's"},
    Remedy{"EntityTooLarge", "the store takes no files of that size"},
};

/// Where there is no code to go by.
std::string_view by_status(int status) {
  if (status >= 300 && status < 400)
    return "redirects are not followed: set s3.endpoint and s3.region to the bucket's";
  if (status == 401 || status == 403)
    return "see that s3.access_key and s3.key_file may write there";
  return status >= 500 ? "it is tried again" : "look at [s3] in the configuration";
}

}  // namespace

std::string xml_text(std::string_view xml, std::string_view name) {
  const auto begin = fmt::format("<{}>", name);
  const auto from = xml.find(begin);
  const auto to = xml.find(fmt::format("</{}>", name), from == xml.npos ? 0 : from);
  if (from == xml.npos || to == xml.npos) return "";
  return std::string(xml.substr(from + begin.size(), to - from - begin.size()));
}

std::string store_problem(const config::S3& settings, int status, const std::string& body) {
  const auto code = one_line(xml_text(body, "Code"), kWords);
  const auto said = one_line(xml_text(body, "Message"), kWords);
  const auto* known = std::ranges::find(kRemedies, code, &Remedy::code);
  const auto remedy = known == std::end(kRemedies) ? by_status(status) : known->words;
  return fmt::format("the store at {} answered {}{}{}: {}", settings.endpoint, status,
                     code.empty() ? "" : " " + code, said.empty() ? "" : " (" + said + ")", remedy);
}

}  // namespace storyreel::pipeline
