#include "daemon/runtime/fetch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <utility>

#include "daemon/runtime/address.hpp"
#include "daemon/runtime/url.hpp"

namespace storyreel {
namespace {

using Kind = FetchError::Kind;

constexpr int kMostRedirects = 5;
constexpr std::array kRedirects{301, 302, 303, 307, 308};
constexpr std::array kPassing{408, 425, 429, 500, 502, 503, 504};

Reach public_only(std::vector<std::string> allowed) {
  return {.may = is_public_address, .hosts = std::move(allowed), .resolve = {}};
}

template <class Statuses>
bool is_one(int status, const Statuses& statuses) {
  return std::ranges::find(statuses, status) != statuses.end();
}

std::string type_of(const HttpResponse& response) {
  std::string type(response.header("content-type").value_or(""));
  type.resize(std::min(type.size(), type.find(';')));
  type.resize(type.find_last_not_of(" \t") + 1);
  std::ranges::transform(type, type.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type;
}

void check_type(const std::string& type, const FetchRequest& request, const std::string& host) {
  const auto& types = request.types;
  const bool fits = types.empty() || std::ranges::any_of(types, [&](const std::string& wanted) {
                      return type.starts_with(wanted);
                    });
  if (fits) return;
  throw FetchError(Kind::refused,
                   fmt::format("{} sent {}, not {}.", host,
                               type.empty() ? "something of no type" : type, types.front()));
}

void check_status(int status, const std::string& host) {
  if (status == 200) return;
  throw FetchError(is_one(status, kPassing) ? Kind::passing : Kind::gone,
                   fmt::format("{} answered {}.", host, status));
}

std::string absolute(const std::string& base, const std::string& reference) {
  if (auto url = web_url(base, reference)) return *url;
  throw FetchError(Kind::refused,
                   base.empty() ? "That is no web address: write one that begins with https://."
                                : host_of(base) + " points to something that is no web address.");
}

FetchError broken(const std::exception_ptr& error, const std::string& host) {
  try {
    std::rethrow_exception(error);
  } catch (const ForbiddenAddress& forbidden) {
    return {Kind::refused, forbidden.what()};
  } catch (const ResponseTooLarge& large) {
    return {Kind::refused, fmt::format("{} sent more than {} bytes.", host, large.most)};
  } catch (const TransportError&) {
    return {Kind::passing, fmt::format("{} could not be reached, or broke off.", host)};
  }
}

}  // namespace

Fetcher::Fetcher(Executor loop, std::vector<std::string> allowed)
    : Fetcher(std::move(loop), public_only(std::move(allowed))) {}

Fetcher::Fetcher(Executor loop, Reach reach) : http_(std::move(loop), std::move(reach)) {}

Task<Fetched> Fetcher::get(FetchRequest request) {
  const auto end = std::chrono::steady_clock::now() + request.timeout;
  auto url = absolute("", request.url);
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    const auto host = host_of(url);
    const auto left =
        std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
    HttpResponse response;
    std::exception_ptr failure;
    try {
      response =
          co_await http_.send({.url = url, .timeout = left, .max_response = request.max_bytes});
    } catch (const TransportError&) {
      failure = std::current_exception();
    }
    if (failure) throw broken(failure, host);
    if (is_one(response.status, kRedirects)) {
      url = absolute(url, std::string(response.header("location").value_or("")));
      continue;
    }
    check_status(response.status, host);
    const auto type = type_of(response);
    check_type(type, request, host);
    co_return Fetched{std::move(url), type, std::move(response.body)};
  }
  throw FetchError(Kind::refused, host_of(request.url) + " redirects without end.");
}

}  // namespace storyreel
