#include <algorithm>
#include <array>
#include <utility>

#include <unicode/uchar.h>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/extract.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/scene.hpp"
#include "pipeline/text/unicode.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::string_view kIdentity = "builtin-text-1";
constexpr std::size_t kSubjects = 3;  // phrases in a prompt
constexpr std::size_t kSubjectUnits = 120;
constexpr std::size_t kPromptUnits = 600;

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

/// A sentence without its quotes and full stop; itself when nothing else is in it.
std::string bare(const std::string& sentence) {
  const auto all = to_unicode(sentence);
  int from = 0;
  int to = all.length();
  while (to > 0 && u_ispunct(all.char32At(to - 1))) --to;
  while (from < to && u_ispunct(all.char32At(from))) ++from;
  return from == to ? sentence : to_bytes(all.tempSubStringBetween(from, to));
}

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
  return one_line(subject.empty() ? bare(sentence) : subject, kSubjectUnits);
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
                             std::string language, Till&) override {
    co_return co_await offload_.run(
        [&](std::stop_token) { return extract(title, sentences, language); });
  }

  Task<std::vector<std::string>> prompts(std::string title, std::vector<std::string> sentences,
                                         std::vector<std::size_t> wanted, std::string language,
                                         Till&) override {
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
