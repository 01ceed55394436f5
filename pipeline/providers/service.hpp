#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "config/settings.hpp"
#include "daemon/runtime/http_client.hpp"
#include "pipeline/providers/gate.hpp"
#include "pipeline/providers/table.hpp"
#include "pipeline/providers/till.hpp"

namespace storyreel::pipeline {

/// A service that makes things for money: where it is, with what key, at what pace, and what its
/// errors mean. Loop thread.
class Service {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  /// `http` outlives it.
  Service(HttpClient& http, const Facts& facts, config::Service settings);

  const Facts& facts() const { return *facts_; }
  const std::string& base_url() const { return settings_.base_url; }
  const std::string& model() const { return settings_.model; }

  /// Name, model and where it is; part of every key made with it.
  std::string identity() const;

  /// A POST of JSON, and a GET, below the base URL, with the key.
  HttpRequest post(const std::string& path, const boost::json::value& body,
                   Headers headers = {}) const;
  HttpRequest get(const std::string& path) const;

  /// Waits for a turn to buy. To be had before anything is opened: what waits was never sent, and
  /// is booked by nobody. Throws ProviderError while the service rests.
  Task<Gate::Pass> enter();

  /// Sends what is bought, and gives the turn back: the offer must be open. An error is booked, as
  /// what surely cost nothing or as doubtful, and thrown as ProviderError; a good answer is for the
  /// caller to book.
  Task<HttpResponse> buy(HttpRequest request, Till& till, Gate::Pass turn);

  /// Sends what costs nothing; nullopt when what it asks for isn't there, or not any more. Throws
  /// ProviderError.
  Task<std::optional<HttpResponse>> ask(HttpRequest request);

  bool rests() const { return gate_.resting().has_value(); }

  /// What a service says, in a line for people that holds no key.
  std::string quoted(std::string_view said) const;

  /// An answer that is none of what was asked for: it may have been charged.
  Task<ProviderError> nonsense(std::string what, Till& till);

 private:
  void require_awake() const;
  HttpRequest with_key(HttpRequest request) const;
  Task<HttpResponse> send(HttpRequest request);
  ProviderError error_of(const HttpResponse& response, const ErrorMeaning& meaning,
                         const std::string& said) const;

  HttpClient* http_;
  const Facts* facts_;
  config::Service settings_;
  Gate gate_;
};

/// The JSON of a body; nullopt when it is none, or no UTF-8.
std::optional<boost::json::value> json_of(const std::string& body);

/// The text that a JSON pointer finds; empty when there is none.
std::string text_at(const boost::json::value& value, std::string_view pointer);

/// The number that it finds.
std::optional<double> number_at(const boost::json::value& value, std::string_view pointer);

/// The bytes of base64; nullopt when it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace storyreel::pipeline
