#include "tests/support/quick_text.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace storyreel::test {
namespace {

constexpr std::array kThings{"harbour", "lantern", "orchard", "mountain",
                             "river",   "signal",  "tower"};
constexpr std::array kDeeds{"waits for", "remembers", "follows", "hides", "outlives"};
constexpr std::size_t kInParagraph = 5;

std::string sentence(std::size_t number) {
  return fmt::format("On day {} the {} {} the {}.", number, kThings[number % kThings.size()],
                     kDeeds[number % kDeeds.size()], kThings[number / 7 % kThings.size()]);
}

/// Writes in no time, under the name of another provider.
class QuickText final : public pipeline::TextProvider {
 public:
  explicit QuickText(std::string identity) : identity_(std::move(identity)) {}

  std::string identity() const override { return identity_; }

  Task<pipeline::Description> describe(std::string title, std::vector<std::string> sentences,
                                       std::string, pipeline::Till&) override {
    co_return pipeline::Description{.title = title + ", retold",
                                    .description = sentences.front() + " And so on.",
                                    .keywords = {kThings.begin(), kThings.end()}};
  }

  Task<std::vector<std::string>> prompts(std::string, std::vector<std::string> sentences,
                                         std::vector<std::size_t> wanted, std::string,
                                         pipeline::Till&) override {
    std::vector<std::string> prompts;
    for (const auto at : wanted)
      prompts.push_back(sentences[at] +
                        " High peaks, late at night, hushed, seen from afar, "
                        "watercolour on textured paper, gentle colours");
    co_return prompts;
  }

 private:
  std::string identity_;
};

}  // namespace

std::string some_script(std::size_t number, std::size_t sentences) {
  std::string text;
  for (std::size_t i = 0; i < sentences; ++i) {
    if (i > 0) text += i % kInParagraph == 0 ? "\n\n" : " ";
    text += sentence(number * sentences + i + 1);
  }
  return text;
}

std::unique_ptr<pipeline::TextProvider> make_quick_text(std::string identity) {
  return std::make_unique<QuickText>(std::move(identity));
}

}  // namespace storyreel::test
