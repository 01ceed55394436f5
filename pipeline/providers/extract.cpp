#include "pipeline/providers/extract.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/text/unicode.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kTitleUnits = 100;
constexpr std::size_t kDescriptionUnits = 5000;
constexpr std::size_t kSentenceUnits = 400;
constexpr std::size_t kKeywordUnits = 40;
constexpr std::size_t kKeywords = 12;
constexpr std::size_t kFewKeywords = 5;  // more only when they are telling
constexpr std::size_t kLead = 2;         // sentences at the start of a description
constexpr std::size_t kSummary = 4;      // and of those after them

bool is_unspaced_language(const std::string& language) {
  constexpr std::array kUnspaced = {"zh", "ja", "th", "lo", "km", "my", "yue"};
  const auto subtag = primary_language(language);
  return std::ranges::find(kUnspaced, subtag) != kUnspaced.end();
}

/// A phrase as it is found again and again in a script.
struct Candidate {
  std::string text;
  std::size_t first = 0;  ///< sentence
  int words = 0;
  int count = 0;
  bool name = false;
  double weight = 0;  ///< of its words in the script

  double score() const { return weight * count; }
};

/// A script with the words that carry its subject, counted.
class Script {
 public:
  Script(const std::vector<std::string>& sentences, const std::string& language)
      : sentences_(sentences), language_(language), unspaced_(is_unspaced_language(language)) {
    for (const auto& sentence : sentences) {
      auto& own = words_.emplace_back();
      for (const auto& word : words(sentence, language))
        if (!is_stop_word(word, language)) own.insert(folded(word));
      for (const auto& word : own) ++counts_[word];
    }
  }

  std::string description() const {
    const auto between = unspaced_ ? "" : " ";
    std::string text;
    for (std::size_t i = 0; i < std::min(kLead, sentences_.size()); ++i) append(text, i, between);
    const auto rest = best_after_lead();
    if (!rest.empty()) text += "\n\n";
    for (auto index : rest) append(text, index, between);
    const auto pieces = split_utf16(text, kDescriptionUnits);
    return pieces.empty() ? "" : pieces.front();
  }

  /// The phrases, best first.
  std::vector<Candidate> candidates() const {
    std::map<std::string, Candidate> found;
    for (std::size_t i = 0; i < sentences_.size(); ++i)
      for (const auto& phrase : phrases(sentences_[i], language_, unspaced_ ? 1 : 3))
        if (makes_keyword(phrase.text)) count(found, phrase, i);
    std::vector<Candidate> all;
    for (auto& [key, candidate] : found) all.push_back(std::move(candidate));
    std::ranges::sort(all, {}, [](const Candidate& candidate) {
      return std::tuple(-candidate.score(), candidate.first, candidate.text);
    });
    return all;
  }

 private:
  void append(std::string& text, std::size_t index, const char* between) const {
    if (!text.empty() && !text.ends_with('\n')) text += between;
    text += one_line(sentences_[index], kSentenceUnits);
  }

  /// How much of the subject a sentence holds; long ones are not better for being long.
  double weight(std::size_t index) const {
    constexpr double kUsualWords = 12;
    double sum = 0;
    for (const auto& word : words_[index]) sum += counts_.at(word) - 1;
    return sum / (kUsualWords + static_cast<double>(words_[index].size()));
  }

  std::vector<std::size_t> best_after_lead() const {
    std::vector<std::pair<double, std::size_t>> ranked;
    for (auto i = kLead; i < sentences_.size(); ++i) ranked.emplace_back(-weight(i), i);
    std::ranges::sort(ranked);
    ranked.resize(std::min(kSummary, ranked.size()));
    std::vector<std::size_t> best;
    for (const auto& [minus, index] : ranked) best.push_back(index);
    std::ranges::sort(best);
    return best;
  }

  static bool makes_keyword(const std::string& text) {
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    const auto units = utf16_length(text);
    return !digits && units >= 2 && units <= kKeywordUnits && text.find(',') == std::string::npos;
  }

  void count(std::map<std::string, Candidate>& found, const Phrase& phrase, std::size_t at) const {
    auto key = folded(phrase.text);
    const auto weight_here = mean_count(key) + (phrase.name ? 1 : 0);
    auto& candidate = found[std::move(key)];
    if (candidate.count++ == 0) candidate.first = at;
    if (candidate.text.empty() || phrase.name) candidate.text = phrase.text;
    candidate.words = phrase.words;
    candidate.name = candidate.name || phrase.name;
    candidate.weight = std::max(candidate.weight, weight_here);
  }

  /// How often the words of a phrase occur, on average.
  double mean_count(const std::string& phrase) const {
    double sum = 0;
    double all = 0;
    for (std::size_t from = 0; from < phrase.size();) {
      const auto to = std::min(phrase.find(' ', from), phrase.size());
      const auto found = counts_.find(phrase.substr(from, to - from));
      sum += found == counts_.end() ? 0 : found->second;
      ++all;
      from = to + 1;
    }
    return sum / std::max(1.0, all);
  }

  const std::vector<std::string>& sentences_;
  const std::string& language_;
  bool unspaced_;
  std::vector<std::set<std::string>> words_;
  std::map<std::string, int> counts_;
};

bool overlaps(const std::string& a, const std::string& b) {
  const auto left = folded(a);
  const auto right = folded(b);
  return left.find(right) != std::string::npos || right.find(left) != std::string::npos;
}

std::vector<std::string> keywords(const std::vector<Candidate>& candidates) {
  std::vector<std::string> chosen;
  for (const auto& candidate : candidates) {
    if (chosen.size() == kKeywords) break;
    const bool telling = candidate.count > 1 || candidate.words > 1 || candidate.name;
    if (chosen.size() >= kFewKeywords && !telling) continue;
    if (std::ranges::none_of(
            chosen, [&](const std::string& other) { return overlaps(other, candidate.text); }))
      chosen.push_back(candidate.text);
  }
  return chosen;
}

std::string title_of(const std::string& title, const std::vector<Candidate>& candidates,
                     const std::vector<std::string>& sentences) {
  const auto clean = one_line(title, kTitleUnits);
  if (!clean.empty()) return clean;
  if (!candidates.empty()) return capitalised(candidates.front().text);
  return sentences.empty() ? "Untitled" : one_line(sentences.front(), kTitleUnits);
}

}  // namespace

Description extract(const std::string& title, const std::vector<std::string>& sentences,
                    const std::string& language) {
  const Script script(sentences, language);
  const auto candidates = script.candidates();
  return {.title = title_of(title, candidates, sentences),
          .description = script.description(),
          .keywords = keywords(candidates)};
}

std::string capitalised(const std::string& text) {
  const auto all = to_unicode(text);
  if (all.isEmpty()) return text;
  const int first = all.moveIndex32(0, 1);
  return to_bytes(all.tempSubStringBetween(0, first).toUpper() + all.tempSubString(first));
}

}  // namespace storyreel::pipeline
