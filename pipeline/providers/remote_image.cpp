#include "pipeline/providers/remote_image.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fmt/format.h>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/providers/picture_bytes.hpp"
#include "pipeline/purse.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

constexpr seconds kStillMade{60};  // when a job that takes long is looked at again

/// Fit to stand in the path of a URL.
bool is_plain(std::string_view id) {
  return id.size() <= 200 && std::ranges::all_of(id, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_';
         });
}

class RemoteImage final : public ImageProvider {
 public:
  explicit RemoteImage(ImageParts parts) : parts_(std::move(parts)) {}

  std::string identity() const override { return parts_.service.identity(); }
  bool rests() const override { return parts_.service.rests(); }
  std::optional<Tariff> tariff() const override { return Tariff{parts_.price}; }

  std::string call_key(const PictureRequest& request) const override {
    return key_of(parts_.dialect->submit(parts_.service, request), request);
  }

  Task<Picture> draw(PictureRequest request, Till& till) override {
    require_short(request.prompt);
    auto begun = co_await begin(std::move(request), till);
    if (!begun.delivery.empty()) {
      const auto extension = picture_extension(begun.delivery).value_or("jpg");
      co_return Picture{std::move(begun.delivery), extension};
    }
    co_return co_await finish(std::move(begun.state), till);
  }

 private:
  void require_short(const std::string& prompt) const {
    const auto most = parts_.service.facts().longest;
    if (count_characters(prompt) > static_cast<std::int64_t>(most))
      throw ProviderError(Class::refused, fmt::format("{} takes prompts of at most {} characters.",
                                                      parts_.service.facts().name, most));
  }

  // Other takes of the same prompt are other pictures, though the request is the same.
  static std::string key_of(const HttpRequest& order, const PictureRequest& request) {
    return Hasher("picture call").add(order.url).add(order.body).add(request.take).finish();
  }

  /// How a picture stands once it is asked for.
  struct Begun {
    std::string delivery;  ///< it came before
    PictureState state;
  };

  Task<Begun> begin(PictureRequest request, Till& till) {
    auto& service = parts_.service;
    auto turn = co_await service.enter();
    auto order = parts_.dialect->submit(service, request);
    auto earlier = co_await till.open({.provider = std::string(service.facts().name),
                                       .model = service.model(),
                                       .key = key_of(order, request),
                                       .price = parts_.price});
    if (!earlier.delivery.empty() || !earlier.job.empty())
      co_return Begun{std::move(earlier.delivery), {.job = std::move(earlier.job)}};
    const auto response = co_await service.buy(std::move(order), till, std::move(turn));
    const auto body = json_of(response.body);
    if (!body) throw co_await service.nonsense("answered with something else than JSON", till);
    auto state = parts_.dialect->read(*body);
    if (!is_plain(state.job)) throw co_await service.nonsense("gave its job no plain id", till);
    if (!state.job.empty()) co_await till.submitted(state.job);
    co_return Begun{.delivery = {}, .state = std::move(state)};
  }

  Task<Picture> finish(PictureState state, Till& till) {
    const auto job = state.job;
    const auto end = std::chrono::steady_clock::now() + parts_.service.facts().patience;
    while (!job.empty() && state.link.empty() && state.refused.empty() && state.failed.empty()) {
      if (std::chrono::steady_clock::now() > end)
        throw ProviderError(Class::again,
                            fmt::format("{} is still at it.", parts_.service.facts().name),
                            kStillMade);
      co_await sleep_for(parts_.look_every);
      state = co_await look(job, till);
    }
    co_await require_made(state, !job.empty(), till);
    auto bytes = from_base64(state.base64);
    if (!state.link.empty()) bytes = co_await download(state.link, job, till);
    const auto extension = bytes ? picture_extension(*bytes) : std::nullopt;
    if (!extension) throw co_await parts_.service.nonsense("did not send a picture", till);
    co_await till.paid({.units = 1, .unit = "pictures", .price = parts_.price, .delivery = *bytes});
    co_return Picture{std::move(*bytes), *extension};
  }

  Task<PictureState> look(std::string job, Till& till) {
    const auto response = co_await parts_.service.ask(parts_.dialect->look(parts_.service, job));
    if (!response)
      throw co_await parts_.service.nonsense("does not know its own job any more", till);
    const auto body = json_of(response->body);
    if (!body)
      throw ProviderError(Class::again, fmt::format("{} answered with something else than JSON.",
                                                    parts_.service.facts().name));
    co_return parts_.dialect->read(*body);
  }

  Task<> require_made(const PictureState& state, bool by_job, Till& till) {
    const auto& name = parts_.service.facts().name;
    if (state.refused.empty() && state.failed.empty()) co_return;
    // What an attempt without a result costs is the service's secret.
    if (!by_job && state.failed.empty())
      co_await till.unpaid();
    else
      co_await till.paid({.units = 0, .unit = "pictures", .price = {}, .answer = {}});
    if (!state.refused.empty())
      throw ProviderError(Class::refused, fmt::format("{} refused: {}", name,
                                                      parts_.service.quoted(state.refused)));
    throw ProviderError(Class::again,
                        fmt::format("{} failed: {}", name, parts_.service.quoted(state.failed)));
  }

  // A link that expired meanwhile is asked for again, once.
  Task<std::string> download(std::string link, std::string job, Till& till) {
    for (int attempt = 0;; ++attempt) {
      std::optional<FetchError> failure;
      Fetched fetched;
      try {
        fetched = co_await parts_.fetcher->get({.url = link, .types = picture_types()});
      } catch (const FetchError& error) {
        failure = error;
      }
      if (!failure) co_return std::move(fetched.body);
      if (failure->kind == FetchError::Kind::gone && attempt == 0 && !job.empty()) {
        link = (co_await look(job, till)).link;
        continue;
      }
      // While the job is known, the next try begins with it.
      if (job.empty() || failure->kind == FetchError::Kind::gone) co_await till.doubtful();
      throw ProviderError(
          failure->kind == FetchError::Kind::refused ? Class::refused : Class::again,
          fmt::format("the result of {} could not be had: {}", parts_.service.facts().name,
                      failure->what()));
    }
  }

  ImageParts parts_;
};

}  // namespace

HttpRequest ImageDialect::look(const Service&, const std::string&) const {
  throw Error("this service has no jobs");
}

std::unique_ptr<ImageProvider> make_remote_image(ImageParts parts) {
  return std::make_unique<RemoteImage>(std::move(parts));
}

}  // namespace storyreel::pipeline
