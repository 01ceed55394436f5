#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/scene.hpp"
#include "pipeline/text/unicode.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::string_view kIdentity = "builtin-text-1";
constexpr std::size_t kTitleUnits = 100;
constexpr std::size_t kDescriptionUnits = 5000;
constexpr std::size_t kSentenceUnits = 400;
constexpr std::size_t kKeywordUnits = 40;
constexpr std::size_t kKeywords = 12;
constexpr std::size_t kLead = 2;      // sentences at the start of a description
constexpr std::size_t kSummary = 4;   // and of those after them
constexpr std::size_t kSubjects = 3;  // phrases in a prompt
constexpr std::size_t kSubjectUnits = 120;
constexpr std::size_t kPromptUnits = 600;

/// How often the words that carry the subject occur in a script.
class Frequencies {
 public:
  Frequencies(const std::vector<std::string>& sentences, const std::string& language) {
    for (const auto& sentence : sentences)
      for (const auto& word : subject_words(sentence, language)) ++count_[word];
  }

  double of(const std::string& word) const {
    const auto found = count_.find(word);
    return found == count_.end() ? 0 : found->second;
  }

  static std::set<std::string> subject_words(std::string_view sentence,
                                             const std::string& language) {
    std::set<std::string> all;
    for (const auto& word : words(sentence, language))
      if (!is_stop_word(word, language)) all.insert(folded(word));
    return all;
  }

 private:
  std::map<std::string, int> count_;
};

/// How much of the script's subject a sentence holds; long ones are not better for being long.
double weight(const std::string& sentence, const std::string& language, const Frequencies& counts) {
  constexpr double kUsualWords = 12;
  const auto all = Frequencies::subject_words(sentence, language);
  double sum = 0;
  for (const auto& word : all) sum += std::max(0.0, counts.of(word) - 1);
  return sum / (kUsualWords + static_cast<double>(all.size()));
}

/// The best sentences after the lead, in their own order.
std::vector<std::size_t> summary(const std::vector<std::string>& sentences,
                                 const std::string& language) {
  const Frequencies counts(sentences, language);
  std::vector<std::pair<double, std::size_t>> ranked;
  for (std::size_t i = kLead; i < sentences.size(); ++i)
    ranked.emplace_back(-weight(sentences[i], language, counts), i);
  std::ranges::sort(ranked);
  std::vector<std::size_t> best;
  for (std::size_t i = 0; i < std::min(kSummary, ranked.size()); ++i)
    best.push_back(ranked[i].second);
  std::ranges::sort(best);
  return best;
}

bool is_unspaced_language(const std::string& language) {
  constexpr std::array kUnspaced = {"zh", "ja", "th", "lo", "km", "my", "yue"};
  const auto subtag = primary_language(language);
  return std::ranges::find(kUnspaced, subtag) != kUnspaced.end();
}

void append(std::string& text, const std::string& sentence, const std::string& between) {
  if (!text.empty() && !text.ends_with('\n')) text += between;
  text += one_line(sentence, kSentenceUnits);
}

std::string description(const std::vector<std::string>& sentences, const std::string& language) {
  const std::string between = is_unspaced_language(language) ? "" : " ";
  std::string text;
  for (std::size_t i = 0; i < std::min(kLead, sentences.size()); ++i)
    append(text, sentences[i], between);
  const auto rest = summary(sentences, language);
  if (!rest.empty()) text += "\n\n";
  for (auto index : rest) append(text, sentences[index], between);
  const auto pieces = split_utf16(text, kDescriptionUnits);
  return pieces.empty() ? "" : pieces.front();
}

/// A phrase as it is found again and again in a script.
struct Candidate {
  std::string text;
  int count = 0;
  double score = 0;
};

double phrase_score(const Phrase& phrase, const std::string& language, const Frequencies& counts) {
  double sum = 0;
  for (const auto& word : words(phrase.text, language)) sum += counts.of(folded(word));
  return sum / std::max(1, phrase.words) + (phrase.name ? 1 : 0);
}

bool makes_keyword(const Phrase& phrase) {
  const auto text = to_unicode(phrase.text);
  const bool digits = std::ranges::all_of(phrase.text, [](char c) { return c >= '0' && c <= '9'; });
  return !digits && text.length() >= 2 && utf16_length(phrase.text) <= kKeywordUnits &&
         phrase.text.find(',') == std::string::npos;
}

std::vector<Candidate> candidates(const std::vector<std::string>& sentences,
                                  const std::string& language) {
  const Frequencies counts(sentences, language);
  const int longest = is_unspaced_language(language) ? 1 : 3;
  std::map<std::string, Candidate> found;
  for (const auto& sentence : sentences)
    for (const auto& phrase : phrases(sentence, language, longest)) {
      if (!makes_keyword(phrase)) continue;
      auto& candidate = found[folded(phrase.text)];
      if (candidate.text.empty() || phrase.name) candidate.text = phrase.text;
      ++candidate.count;
      candidate.score = phrase_score(phrase, language, counts) * candidate.count;
    }
  std::vector<Candidate> all;
  for (auto& [key, candidate] : found) all.push_back(std::move(candidate));
  std::ranges::sort(all, {}, [](const Candidate& candidate) {
    return std::pair(-candidate.score, candidate.text);
  });
  return all;
}

std::vector<std::string> keywords(const std::vector<std::string>& sentences,
                                  const std::string& language) {
  std::vector<std::string> chosen;
  for (const auto& candidate : candidates(sentences, language)) {
    if (chosen.size() == kKeywords) break;
    const auto key = folded(candidate.text);
    const bool held = std::ranges::any_of(chosen, [&](const std::string& other) {
      const auto theirs = folded(other);
      return theirs.find(key) != std::string::npos || key.find(theirs) != std::string::npos;
    });
    if (!held) chosen.push_back(candidate.text);
  }
  return chosen;
}

std::string capitalised(const std::string& text) {
  auto all = to_unicode(text);
  if (all.isEmpty()) return text;
  const int first = all.moveIndex32(0, 1);
  return to_bytes(all.tempSubStringBetween(0, first).toUpper() + all.tempSubString(first));
}

/// The user's title made fit for a video site; without one, what the script speaks of most.
std::string title_of(const std::string& title, const std::vector<std::string>& sentences,
                     const std::string& language) {
  auto clean = one_line(title, kTitleUnits);
  if (!clean.empty()) return clean;
  const auto all = candidates(sentences, language);
  if (!all.empty()) return capitalised(all.front().text);
  return sentences.empty() ? "Untitled" : one_line(sentences.front(), kTitleUnits);
}

constexpr std::array kStyles = {"painterly, soft brushwork, warm light",
                                "watercolour on textured paper, gentle colours",
                                "cinematic photograph, natural light",
                                "flat illustration, bold shapes, limited palette",
                                "oil painting, rich colours, visible brush",
                                "storybook illustration, fine ink lines",
                                "woodblock print, calm colours",
                                "gouache poster, muted tones"};
constexpr std::array kViews = {"wide shot",         "seen from afar",
                               "low angle",         "close view",
                               "from above",        "through a frame of foreground",
                               "centred and still", "with much empty space",
                               "over the shoulder"};
constexpr std::array kMoods = {"calm", "hushed", "hopeful", "wistful", "lively",
                               "vast", "tender", "tense",   "dreamy",  "solemn"};

struct PlaceWords {
  Place place;
  std::array<const char*, 3> words;
};
constexpr std::array<PlaceWords, 11> kPlaceWords{{
    {Place::sea, {"open sea", "coastline with slow waves", "harbour water"}},
    {Place::mountains, {"mountain ridges in haze", "high peaks", "rolling hills"}},
    {Place::city, {"city skyline", "old streets and roofs", "rows of lit windows"}},
    {Place::forest, {"deep forest", "tall trees in mist", "edge of a wood"}},
    {Place::fields, {"wide fields", "meadow with scattered trees", "open countryside"}},
    {Place::desert, {"desert dunes", "sand under a clear sky", "long dune ridges"}},
    {Place::river, {"winding river", "still lake", "river valley"}},
    {Place::sky, {"open sky", "towering clouds", "starry sky"}},
    {Place::winter, {"snowy landscape", "frozen hills", "winter wood"}},
    {Place::interior, {"quiet room", "window light", "lamp on a table"}},
    {Place::shapes, {"simple symbolic shapes", "abstract forms", "overlapping paper shapes"}},
}};

struct HourWords {
  Hour hour;
  std::array<const char*, 3> words;
};
constexpr std::array<HourWords, 4> kHourWords{{
    {Hour::dawn, {"first light of dawn", "morning mist", "pale sunrise"}},
    {Hour::day, {"clear daylight", "high sun", "bright summer sky"}},
    {Hour::dusk, {"golden evening light", "after sunset", "long shadows at dusk"}},
    {Hour::night, {"moonlit night", "deep blue night", "late at night"}},
}};

/// The phrases that a sentence is about, best ones, in its own order.
std::string subject_of(const std::string& sentence, const std::string& language) {
  auto all = phrases(sentence, language, 3);
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::pair(-std::min(all[i].words, 2) * 2 - (all[i].name ? 3 : 0), i);
  });
  order.resize(std::min(order.size(), kSubjects));
  std::ranges::sort(order);
  std::string subject;
  for (auto index : order) subject += (subject.empty() ? "" : ", ") + all[index].text;
  return one_line(subject.empty() ? sentence : subject, kSubjectUnits);
}

std::string prompt_for(const std::string& sentence, const std::string& title,
                       const std::string& language) {
  const auto scene = scene_of(sentence, hash_of("scene", sentence + "\n" + title));
  Dice look(hash_of("prompt", sentence));
  Dice style(hash_of("style", title));
  const auto& place = *std::ranges::find(kPlaceWords, scene.place, &PlaceWords::place);
  const auto& hour = *std::ranges::find(kHourWords, scene.hour, &HourWords::hour);
  const std::string prompt = capitalised(subject_of(sentence, language)) + " — " +
                             look.pick(place.words) + ", " + look.pick(hour.words) + ", " +
                             look.pick(kMoods) + ", " + look.pick(kViews) + ", " +
                             style.pick(kStyles);
  return one_line(prompt, kPromptUnits);
}

Description describe_all(const std::string& title, const std::vector<std::string>& sentences,
                         const std::string& language) {
  return {.title = title_of(title, sentences, language),
          .description = description(sentences, language),
          .keywords = keywords(sentences, language)};
}

std::vector<std::string> write_prompts(const std::string& title,
                                       const std::vector<std::string>& sentences,
                                       const std::vector<std::size_t>& wanted,
                                       const std::string& language, const std::stop_token& stop) {
  std::vector<std::string> prompts;
  for (auto index : wanted) {
    if (stop.stop_requested()) break;
    prompts.push_back(prompt_for(sentences.at(index), title, language));
  }
  return prompts;
}

class BuiltinText final : public TextProvider {
 public:
  explicit BuiltinText(Offload& offload) : offload_(offload) {}

  std::string identity() const override { return std::string(kIdentity); }

  Task<Description> describe(std::string title, std::vector<std::string> sentences,
                             std::string language) override {
    co_return co_await offload_.run(
        [&](std::stop_token) { return describe_all(title, sentences, language); });
  }

  Task<std::vector<std::string>> prompts(std::string title, std::vector<std::string> sentences,
                                         std::vector<std::size_t> wanted,
                                         std::string language) override {
    co_return co_await offload_.run([&](std::stop_token stop) {
      return write_prompts(title, sentences, wanted, language, stop);
    });
  }

 private:
  Offload& offload_;
};

}  // namespace

std::unique_ptr<TextProvider> make_builtin_text(Offload& offload) {
  return std::make_unique<BuiltinText>(offload);
}

}  // namespace storyreel::pipeline
