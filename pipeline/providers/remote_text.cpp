#include "pipeline/providers/remote_text.hpp"

#include <fmt/format.h>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/questions.hpp"
#include "pipeline/providers/script_questions.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

constexpr std::size_t kWindow = 30;  // prompts that are written in one go
constexpr double kMillion = 1e6;
constexpr double kBytesOfToken = 4;  // about
constexpr double kTokensOfAnswer = 2'000;

/// Raised when the same script would be asked about differently.
constexpr int kVersion = 1;

/// How a text ends, so that what follows can go on from there.
std::string last_words(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  if (end == std::string::npos) return "";
  const auto begin = text.rfind('\n', end);
  return text.substr(begin == std::string::npos ? 0 : begin + 1, end - begin);
}

class RemoteText final : public TextProvider {
 public:
  explicit RemoteText(TextParts parts) : parts_(std::move(parts)) {}

  std::string identity() const override {
    return fmt::format("{} {}", parts_.service.identity(), kVersion);
  }

  Task<Description> describe(std::string title, std::vector<std::string> sentences,
                             std::string language, Till& till) override {
    co_return co_await answer<Description>(about_description(title, sentences, language),
                                           read_description, till);
  }

  Task<std::vector<std::string>> prompts(std::string title, std::vector<std::string> sentences,
                                         std::vector<std::size_t> wanted, std::string language,
                                         Till& till) override {
    std::vector<std::string> result;
    std::string guide;
    for (const auto& window : windows(wanted, sentences.size(), kWindow)) {
      auto written = co_await answer<WrittenPrompts>(
          about_prompts(title, sentences, window, language, guide),
          [&](const std::string& text) { return read_prompts(text, window); }, till);
      std::ranges::move(written.prompts, std::back_inserter(result));
      guide = std::move(written.guide);
    }
    co_return result;
  }

  bool rests() const override { return parts_.service.rests(); }

  bool writes_scripts() const override { return true; }
  bool buys() const override { return true; }

  Task<std::string> script(ScriptOrder order, Till& till) override {
    std::string script;
    std::string before;
    for (const auto& part : parts_of(order.transcript)) {
      before = co_await answer<std::string>(about_script(order, part, last_words(before)),
                                            read_script_answer, till);
      script += before;
    }
    co_return script;
  }

 private:
  /// Asks, and once more with what was wrong.
  template <class T, class Read>
  Task<T> answer(Question question, Read read, Till& till) {
    std::string wrong;
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto text = co_await ask(
          question, [&](const std::string& candidate) { return read(candidate).has_value(); },
          till);
      auto value = read(text);
      if (value) co_return std::move(*value);
      wrong = value.error();
      question.answer = one_line(text, 20'000);
      question.complaint = "That does not fit: " + wrong + " Answer again, whole, as asked.";
    }
    throw ProviderError(Class::refused, fmt::format("{} answered twice with what does not fit: {}",
                                                    parts_.service.facts().name, wrong));
  }

  /// One question. What `keeps` likes is kept in the ledger.
  template <class Keeps>
  Task<std::string> ask(Question question, Keeps keeps, Till& till) {
    auto& service = parts_.service;
    auto turn = co_await service.enter();
    auto request = parts_.dialect->request(service, question);
    const auto earlier =
        co_await till.open({.provider = std::string(service.facts().name),
                            .model = service.model(),
                            .key = Hasher("text call").add(request.url).add(request.body).finish(),
                            .price = price(static_cast<double>(request.body.size()) / kBytesOfToken,
                                           kTokensOfAnswer)});
    if (!earlier.answer.empty()) co_return earlier.answer;
    const auto response = co_await service.buy(std::move(request), till, std::move(turn));
    const auto body = json_of(response.body);
    if (!body) throw co_await service.nonsense("answered with something else than JSON", till);
    auto reply = parts_.dialect->read(*body);
    const bool good = reply.refused.empty() && !reply.cut && keeps(reply.text);
    co_await till.paid(bill(reply, good));
    if (!reply.refused.empty())
      throw ProviderError(Class::refused, fmt::format("{} refused: {}", service.facts().name,
                                                      service.quoted(reply.refused)));
    if (reply.cut)
      throw ProviderError(Class::refused,
                          fmt::format("{} broke its answer off: it was longer than the model may "
                                      "write.",
                                      service.facts().name));
    co_return std::move(reply.text);
  }

  std::optional<double> price(std::optional<double> in, std::optional<double> out) const {
    if (!in || !out || !parts_.price_in || !parts_.price_out) return std::nullopt;
    return (*in * *parts_.price_in + *out * *parts_.price_out) / kMillion;
  }

  Bill bill(const Reply& reply, bool good) const {
    const bool counted = reply.tokens_in && reply.tokens_out;
    return {.units = counted ? std::optional(*reply.tokens_in + *reply.tokens_out) : std::nullopt,
            .unit = "tokens",
            .price = price(reply.tokens_in, reply.tokens_out),
            .answer = good ? reply.text : ""};
  }

  TextParts parts_;
};

}  // namespace

std::unique_ptr<TextProvider> make_remote_text(TextParts parts) {
  return std::make_unique<RemoteText>(std::move(parts));
}

}  // namespace storyreel::pipeline
