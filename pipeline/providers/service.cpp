#include "pipeline/providers/service.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/evp.h>

#include "daemon/runtime/stars.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
using Class = ProviderError::Class;

constexpr std::size_t kSaid = 300;  // characters of what a service says
constexpr seconds kLongestWait{3600};

bool is_good(int status) {
  return status >= 200 && status < 300;
}

/// How long the service asks to wait, within reason.
std::optional<seconds> retry_after(const HttpResponse& response) {
  const auto text = response.header("retry-after");
  if (!text) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || value < 0) return std::nullopt;
  return std::min(seconds(value), kLongestWait);
}

config::Service completed(config::Service settings, const Facts& facts) {
  if (settings.base_url.empty()) settings.base_url = facts.base_url;
  if (settings.model.empty()) settings.model = facts.model;
  return settings;
}

struct Said {
  std::string words;
  std::string code;
};

Said said_in(const HttpResponse& response, const Facts& facts) {
  const auto body = json_of(response.body);
  if (!body) return {};
  Said said{text_at(*body, facts.words), text_at(*body, facts.code)};
  if (said.words.empty() && !facts.other_words.empty())
    said.words = text_at(*body, facts.other_words);
  if (!facts.other_code.empty() && !knows(facts, said.code))
    said.code = text_at(*body, facts.other_code);
  // Gemini tells a bad key in the details alone.
  if (text_at(*body, "/error/details/0/reason") == "API_KEY_INVALID") said.code = "API_KEY_INVALID";
  return said;
}

}  // namespace

Service::Service(HttpClient& http, const Facts& facts, config::Service settings)
    : http_(&http),
      facts_(&facts),
      settings_(completed(std::move(settings), facts)),
      gate_(settings_.at_once, settings_.requests_per_minute) {}

std::string Service::identity() const {
  return fmt::format("{} {} {}", facts_->name, settings_.base_url, settings_.model);
}

HttpRequest Service::with_key(HttpRequest request) const {
  if (!settings_.key.empty())
    request.headers.emplace_back(facts_->key_header,
                                 fmt::format("{}{}", facts_->key_prefix, settings_.key.reveal()));
  return request;
}

HttpRequest Service::post(const std::string& path, const json::value& body, Headers headers) const {
  headers.emplace_back("Content-Type", "application/json");
  return with_key({.method = "POST",
                   .url = settings_.base_url + path,
                   .headers = std::move(headers),
                   .body = json::serialize(body)});
}

HttpRequest Service::get(const std::string& path) const {
  return with_key({.url = settings_.base_url + path});
}

void Service::require_awake() const {
  if (const auto rest = gate_.resting())
    throw ProviderError(Class::later,
                        fmt::format("{} failed several times and rests.", facts_->name), rest);
}

Task<Gate::Pass> Service::enter() {
  require_awake();
  auto turn = co_await gate_.enter();
  require_awake();
  co_return std::move(turn);
}

Task<HttpResponse> Service::send(HttpRequest request) {
  request.timeout = facts_->patience;
  request.max_response = kMostAnswer;
  co_return co_await http_->send(std::move(request));
}

std::string Service::quoted(std::string_view said) const {
  return one_line(starred(std::string(said), {settings_.key}), kSaid);
}

ProviderError Service::error_of(const HttpResponse& response, const ErrorMeaning& meaning,
                                const std::string& said) const {
  auto what = fmt::format("{} {} {}", facts_->name,
                          meaning.kind == Class::refused ? "refused:" : "answered",
                          said.empty() ? std::to_string(response.status) : quoted(said));
  if (!what.ends_with('.')) what += '.';
  if (!meaning.remedy.empty()) what += fmt::format(" {}", meaning.remedy);
  return {meaning.kind, what,
          meaning.kind == Class::refused ? std::nullopt : retry_after(response)};
}

Task<HttpResponse> Service::buy(HttpRequest request, Till& till, Gate::Pass) {
  HttpResponse response;
  std::optional<ProviderError> failure;
  bool doubtful = false;
  try {
    response = co_await send(std::move(request));
  } catch (const TransportError& error) {
    doubtful = error.sent;
    failure.emplace(Class::again, fmt::format("{} {}.", facts_->name,
                                              error.sent ? "did not answer, or broke off"
                                                         : "could not be reached"));
  } catch (const Error& error) {
    // A request that can't be formed is never sent.
    failure.emplace(Class::later, fmt::format("{} can't be asked: {}. Look at its settings in the "
                                              "configuration.",
                                              facts_->name, quoted(error.what())));
  }
  if (!failure && !is_good(response.status)) {
    const auto said = said_in(response, *facts_);
    const auto& what = meaning(*facts_, response.status, said.code);
    doubtful = what.doubtful;
    failure = error_of(response, what, said.words);
  }
  if (!failure) {
    gate_.went_well();
    co_return response;
  }
  // A refused prompt says nothing of the service's health.
  if (failure->kind == Class::refused)
    gate_.went_well();
  else
    gate_.failed();
  if (doubtful)
    co_await till.doubtful();
  else
    co_await till.unpaid();
  throw ProviderError(*failure);
}

Task<std::optional<HttpResponse>> Service::ask(HttpRequest request) {
  HttpResponse response;
  std::optional<ProviderError> failure;
  const auto turn = co_await gate_.enter();
  try {
    response = co_await send(std::move(request));
  } catch (const TransportError&) {
    failure.emplace(Class::again, fmt::format("{} could not be reached.", facts_->name));
  }
  constexpr int kNotFound = 404;
  constexpr int kGone = 410;
  if (response.status == kNotFound || response.status == kGone) co_return std::nullopt;
  if (!failure && !is_good(response.status)) {
    const auto said = said_in(response, *facts_);
    failure = error_of(response, meaning(*facts_, response.status, said.code), said.words);
  }
  if (failure) throw ProviderError(*failure);
  co_return response;
}

Task<ProviderError> Service::nonsense(std::string what, Till& till) {
  gate_.failed();
  co_await till.doubtful();
  co_return ProviderError(Class::again, fmt::format("{} {}.", facts_->name, what));
}

std::optional<json::value> json_of(const std::string& body) {
  if (!is_utf8(body)) return std::nullopt;
  json::error_code error;
  auto value = json::parse(body, error);
  if (error) return std::nullopt;
  return value;
}

std::string text_at(const json::value& value, std::string_view pointer) {
  json::error_code error;
  const auto* found = value.find_pointer(pointer, error);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::optional<double> number_at(const json::value& value, std::string_view pointer) {
  json::error_code error;
  const auto* found = value.find_pointer(pointer, error);
  if (!found || !found->is_number()) return std::nullopt;
  return found->to_number<double>();
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  const auto padding =
      static_cast<std::size_t>(std::ranges::count(text.substr(text.size() - 2), '='));
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace storyreel::pipeline
