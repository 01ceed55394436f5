#include "daemon/runtime/http_transfer.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <netdb.h>
#include <sys/socket.h>

#include "daemon/runtime/url.hpp"

namespace storyreel {
namespace {

constexpr std::size_t kMaxHeaderBytes = 256u << 10;
constexpr milliseconds kConnectTimeout{15'000};

/// Failures before the first byte of a request could leave.
constexpr std::array kNeverSent{
    CURLE_UNSUPPORTED_PROTOCOL,     CURLE_URL_MALFORMAT,   CURLE_COULDNT_RESOLVE_PROXY,
    CURLE_COULDNT_RESOLVE_HOST,     CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
    CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE,
    CURLE_SSL_ISSUER_ERROR,         CURLE_FAILED_INIT,
};

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  const CURLUcode code = curl_url_get(url, which, &text, 0);
  const curl::Text owned(text);
  return code == CURLUE_OK ? std::string(text) : std::string();
}

curl::Url parse(const std::string& text) {
  curl::Url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    throw Error("an address that is called is not a URL; check it for blanks and its scheme");
  }
  return url;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

bool is_exempt(const std::string& url, const Reach& reach) {
  return std::ranges::any_of(reach.hosts, [&](const std::string& host) {
    return host == host_of(url) || host == host_and_port_of(url);
  });
}

std::string text_of(const curl_sockaddr& address) {
  std::array<char, NI_MAXHOST> text{};
  const int failed = getnameinfo(&address.addr, address.addrlen, text.data(), text.size(), nullptr,
                                 0, NI_NUMERICHOST);
  return failed ? std::string() : std::string(text.data());
}

bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || kOthers.contains(c);
  });
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

std::optional<Time> HttpResponse::date() const {
  const auto value = header("date");
  const auto since_epoch = value ? curl_getdate(std::string(*value).c_str(), nullptr) : -1;
  if (since_epoch < 0) return {};
  return Time{seconds{since_epoch}};
}

Transfer::Transfer(HttpRequest request, const Reach& reach)
    : request_(std::move(request)), reach_(reach), easy_(curl_easy_init()) {
  if (!easy_) throw Error("libcurl can't start a transfer; is memory short?");
  const curl::Url url = parse(request_.url);
  const std::string host = part(url.get(), CURLUPART_HOST);
  place_ = host + part(url.get(), CURLUPART_PATH);
  set(CURLOPT_PRIVATE, this);
  if (is_loopback(host)) set(CURLOPT_PROXY, "");  // whatever http_proxy says
  set_request();
  set_bounds();
  set_body();
  if (reach_.may && !is_exempt(request_.url, reach_)) set_reach();
}

template <class T>
void Transfer::set(CURLoption option, T value) {
  if (curl_easy_setopt(handle(), option, value) != CURLE_OK) {
    throw Error("libcurl lacks something that is needed; version 7.85 or newer is");
  }
}

void Transfer::set_request() {
  if (!is_token(request_.method)) throw Error("not an HTTP method: " + request_.method);
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  if (request_.method == "HEAD") set(CURLOPT_NOBODY, 1L);
  // libcurl adds these two of its own accord; an empty one leaves them out.
  headers_.add("Expect:");
  headers_.add("Content-Type:");
  for (const auto& [name, value] : request_.headers) {
    if (!is_token(name) || !is_one_line(value)) {
      throw Error("a header for " + place_ + " has characters that are not allowed: " + name);
    }
    headers_.add(value.empty() ? name + ";" : name + ": " + value);
  }
  set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::set_bounds() {
  const auto whole = std::max(request_.timeout, milliseconds{1});  // 0 would be "forever"
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(whole.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(whole, kConnectTimeout).count()));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_ACCEPT_ENCODING, "");  // every encoding libcurl can undo
  set(CURLOPT_USERAGENT, "storyreel");
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
}

// libcurl repeats a request by itself when a pooled connection breaks without an answer, and what
// was sent once must not be sent twice. So a body comes from a callback that can't be rewound, and
// a change without a body goes over a new connection.
void Transfer::set_body() {
  unsent_ = request_.body;
  const bool reads = request_.method == "GET" || request_.method == "HEAD";
  if (unsent_.empty() && !reads) set(CURLOPT_FRESH_CONNECT, 1L);
  if (unsent_.empty() && request_.method != "POST") return;
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(unsent_.size()));
  set(CURLOPT_READFUNCTION, &Transfer::on_upload);
  set(CURLOPT_READDATA, this);
}

// A proxy would reach for us what we can't see.
void Transfer::set_reach() {
  set(CURLOPT_PROXY, "");
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_PREREQFUNCTION, &Transfer::on_connected);
  set(CURLOPT_PREREQDATA, this);
  if (!reach_.resolve) return;
  for (const auto& line : reach_.resolve()) resolved_.add(line);
  set(CURLOPT_RESOLVE, resolved_.get());
}

bool Transfer::may_reach(const std::string& address) {
  const bool may = reach_.may(address);
  if (!may) forbidden_ = address;
  return may;
}

curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  if (!static_cast<Transfer*>(self)->may_reach(text_of(*address))) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int Transfer::on_connected(void* self, char* address, char*, int, int) {
  return static_cast<Transfer*>(self)->may_reach(address) ? CURL_PREREQFUNC_OK
                                                          : CURL_PREREQFUNC_ABORT;
}

Transfer& Transfer::of(CURL* handle) {
  void* self = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &self);
  return *static_cast<Transfer*>(self);
}

bool Transfer::was_sent(CURLcode code) const {
  if (code == CURLE_SEND_FAIL_REWIND) return true;
  if (std::ranges::find(kNeverSent, code) != kNeverSent.end()) return false;
  curl_off_t ready = 0;  // when the connection stood and the request was about to be written
  curl_easy_getinfo(handle(), CURLINFO_PRETRANSFER_TIME_T, &ready);
  return ready > 0;
}

std::string Transfer::message(CURLcode code) const {
  if (too_large_) {
    return place_ + ": the response is larger than " + std::to_string(request_.max_response) +
           " bytes";
  }
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return place_ + ": no whole response within " + std::to_string(request_.timeout.count()) +
           " ms";
  }
  if (code == CURLE_SEND_FAIL_REWIND || code == CURLE_GOT_NOTHING) {
    return place_ + ": the connection broke off before an answer came";
  }
  return place_ + ": " + curl_easy_strerror(code);
}

Outcome Transfer::outcome(CURLcode code) {
  if (code != CURLE_OK && !forbidden_.empty()) {
    return {std::make_exception_ptr(ForbiddenAddress(host_of(request_.url) + " is at " +
                                                     forbidden_ + ", which is no public address")),
            {}};
  }
  if (too_large_) {
    return {std::make_exception_ptr(ResponseTooLarge(message(code), request_.max_response)), {}};
  }
  if (code != CURLE_OK) {
    return {std::make_exception_ptr(TransportError(message(code), was_sent(code))), {}};
  }
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return {nullptr, std::move(response_)};
}

bool Transfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) too_large_ = true;
  if (line.starts_with("HTTP/")) response_.headers.clear();  // of a 100 before the real one
  const auto colon = line.find(':');
  if (colon != line.npos && !line.starts_with("HTTP/")) {
    response_.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  return !too_large_;
}

bool Transfer::take_body(std::string_view bytes) {
  if (bytes.size() > request_.max_response - response_.body.size()) {
    too_large_ = true;
  } else {
    response_.body += bytes;
  }
  return !too_large_;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::string_view line(data, size * count);
  return static_cast<Transfer*>(self)->take_header(line) ? line.size() : 0;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const std::string_view bytes(data, size * count);
  return static_cast<Transfer*>(self)->take_body(bytes) ? bytes.size() : 0;
}

std::size_t Transfer::on_upload(char* data, std::size_t size, std::size_t count, void* self) {
  auto& unsent = static_cast<Transfer*>(self)->unsent_;
  const std::size_t taken = unsent.copy(data, size * count);
  unsent.remove_prefix(taken);
  return taken;
}

}  // namespace storyreel
