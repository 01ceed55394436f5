#include "daemon/runtime/url.hpp"

#include <algorithm>
#include <cctype>

#include "daemon/runtime/curl.hpp"

namespace storyreel {
namespace {

std::string part(const curl::Url& url, CURLUPart which, unsigned flags) {
  char* text = nullptr;
  const CURLUcode code = curl_url_get(url.get(), which, &text, flags);
  const curl::Text owned(text);
  return code == CURLUE_OK ? std::string(text) : std::string();
}

bool set(const curl::Url& url, const std::string& text, unsigned flags) {
  return curl_url_set(url.get(), CURLUPART_URL, text.c_str(), flags) == CURLUE_OK;
}

std::string host(const curl::Url& url) {
  auto name = part(url, CURLUPART_HOST, 0);
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

}  // namespace

std::optional<std::string> web_url(const std::string& base, const std::string& reference) {
  const curl::Url url(curl_url());
  if (!url || (!base.empty() && !set(url, base, CURLU_DISALLOW_USER))) return {};
  if (!set(url, reference, CURLU_DISALLOW_USER)) return {};
  const auto scheme = part(url, CURLUPART_SCHEME, 0);
  if ((scheme != "http" && scheme != "https") || host(url).empty()) return {};
  return part(url, CURLUPART_URL, 0);
}

std::string host_of(const std::string& text) {
  const curl::Url url(curl_url());
  return url && set(url, text, 0) ? host(url) : "";
}

std::string host_and_port_of(const std::string& text) {
  const curl::Url url(curl_url());
  if (!url || !set(url, text, 0)) return "";
  return host(url) + ":" + part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

}  // namespace storyreel
