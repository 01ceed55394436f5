#include "pipeline/plan.hpp"

#include <algorithm>
#include <array>

#include "daemon/runtime/hash.hpp"
#include "pipeline/keys.hpp"

namespace storyreel::pipeline {
namespace {

// Raised when a stage would make something else of the same inputs.
constexpr std::int64_t kRenderVersion = 4;
// Of pictures at rest and their fades alone.
constexpr std::int64_t kRestVersion = 1;

constexpr std::array kStages{
    StageWords{Stage::illustrate, "illustrate", "picture", "The picture", "picture made"},
    StageWords{Stage::speak, "speak", "voice", "The voice", "voice made"},
    StageWords{Stage::sound, "sound", "sound", "The sound", ""},
    StageWords{Stage::bed, "bed", "bed", "The music", ""},
    StageWords{Stage::mix, "mix", "mix", "The voice with its music", ""},
    StageWords{Stage::body, "body", "body", "The clip", "clip made"},
    StageWords{Stage::join, "join", "join", "The crossfade", ""},
    StageWords{Stage::sheet, "sheet", "sheet", "The contact sheet", ""},
    StageWords{Stage::film, "film", "film", "The film", "film made"},
};

std::string picture_of(const Sentence& sentence, const std::string& language,
                       const Recipe& recipe) {
  if (sentence.prompt.empty()) return "";
  auto kept = kept_key(Stage::illustrate, sentence, language, recipe);
  return kept.empty() ? picture_key(recipe.image, sentence, language, recipe) : kept;
}

std::string voice_of(const std::string& identity, const Sentence& sentence,
                     const std::string& language, const Recipe& recipe) {
  auto kept = kept_key(Stage::speak, sentence, language, recipe);
  return kept.empty() ? voice_key(identity, sentence, language, recipe) : kept;
}

Hasher render_hasher(std::string_view kind, const config::Render& render) {
  Hasher hasher(kind);
  hasher.add(kRenderVersion).add(render.width).add(render.height).add(render.fps);
  hasher.add(render.crf).add(render.preset);
  hasher.add(render.subtitles == config::Subtitles::burned ? 1 : 0);
  hasher.add(render::join_frames(render));
  return hasher;
}

std::string sound_key(const Shot& shot, const config::Render& render) {
  return Hasher(shot.source == Source::voice ? "sound" : "track")
      .add(kRenderVersion)
      .add(shot.sound)
      .add(render::least_packets(render))
      .finish();
}

/// What is seen, wherever it stands: all that goes into its body and joins. A picture at rest is
/// the same whatever is heard.
std::string still_key(const Shot& shot, const std::string& sound, const Timeline& timeline) {
  if (shot.picture.empty()) return "";
  auto hasher = render_hasher("still", timeline.settings);
  hasher.add(shot.picture);
  if (shot.camera == render::Camera::rest)
    hasher.add(kRestVersion);
  else
    hasher.add(sound).add(shot.text).add(timeline.language);
  return hasher.finish();
}

/// A drifting body knows whether a join stands at either end.
std::string body_key(const Shot& shot, const std::string& still, bool first, bool last) {
  if (still.empty()) return "";
  Hasher hasher("body");
  hasher.add(still);
  if (shot.camera == render::Camera::drift) hasher.add(first ? 1 : 0).add(last ? 1 : 0);
  return hasher.finish();
}

std::string bed_key(const Timeline& timeline) {
  return timeline.music.empty() ? ""
                                : Hasher("bed").add(kRenderVersion).add(timeline.music).finish();
}

/// The bed runs on under all that follows: each mix depends on those before it.
void add_mix_keys(std::vector<PartKeys>& all, const Timeline& timeline) {
  const auto bed = bed_key(timeline);
  if (bed.empty()) return;
  std::string before;
  for (auto& keys : all) {
    keys.mix = Hasher("mix")
                   .add(kRenderVersion)
                   .add(bed)
                   .add(keys.sound)
                   .add(before)
                   .add(&keys == &all.back() ? 1 : 0)
                   .finish();
    before = keys.mix;
  }
}

std::string film_key(const std::vector<PartKeys>& all, const Timeline& timeline) {
  auto hasher = render_hasher("film", timeline.settings);
  hasher.add(static_cast<std::int64_t>(timeline.settings.subtitles)).add(timeline.language);
  for (std::size_t i = 0; i < all.size(); ++i)
    hasher.add(all[i].body)
        .add(all[i].join)
        .add(all[i].packets())
        .add(timeline.shots[i].text)
        .add(timeline.shots[i].chapter);
  return hasher.finish();
}

std::string sheet_key(const std::vector<PartKeys>& all, const Timeline& timeline) {
  Hasher hasher("sheet");
  hasher.add(kRenderVersion).add(timeline.title).add(timeline.language);
  hasher.add(timeline.settings.width).add(timeline.settings.height);
  for (std::size_t i = 0; i < all.size(); ++i)
    hasher.add(all[i].picture).add(all[i].sound).add(caption_of(timeline.shots[i]));
  return hasher.finish();
}

Target film_target(const std::vector<PartKeys>& all, const Timeline& timeline) {
  Target film{.stage = Stage::film, .owner = timeline.owner, .at = 0, .key = {}, .needs = {}};
  film.key = film_key(all, timeline);
  for (const auto& keys : all) {
    film.needs.insert(film.needs.end(), {keys.body, keys.packets()});
    if (!keys.join.empty()) film.needs.push_back(keys.join);
  }
  return film;
}

Target sheet_target(const std::vector<PartKeys>& all, const Timeline& timeline) {
  Target sheet{.stage = Stage::sheet, .owner = timeline.owner, .at = 0, .key = {}, .needs = {}};
  sheet.key = sheet_key(all, timeline);
  for (const auto& keys : all) sheet.needs.insert(sheet.needs.end(), {keys.picture, keys.sound});
  return sheet;
}

/// The targets of single shots.
class Parts {
 public:
  Parts(const Timeline& timeline, const std::vector<PartKeys>& keys)
      : timeline_(timeline), keys_(keys), bed_(bed_key(timeline)) {}

  std::vector<Target> all() {
    for (std::size_t i = 0; i < keys_.size(); ++i) add_sources(i);
    for (std::size_t i = 0; i < keys_.size(); ++i) add_sounds(i);
    for (std::size_t i = 0; i < keys_.size(); ++i) add_pictures(i);
    return std::move(result_);
  }

 private:
  void want(Stage stage, std::size_t at, const std::string& key, std::vector<std::string> needs) {
    if (!key.empty())
      result_.push_back({stage, timeline_.shots[at].owner, at, key, std::move(needs)});
  }

  void add_sources(std::size_t at) {
    want(Stage::illustrate, at, keys_[at].picture, {});
    if (timeline_.shots[at].source == Source::voice) want(Stage::speak, at, keys_[at].voice, {});
  }

  void add_sounds(std::size_t at) {
    const auto& keys = keys_[at];
    want(Stage::sound, at, keys.sound, {keys.voice});
    std::vector<std::string> needs{keys.voice, keys.sound, bed_};
    if (at > 0) needs.push_back(keys_[at - 1].mix);
    want(Stage::mix, at, keys.mix, std::move(needs));
  }

  void add_pictures(std::size_t at) {
    const auto& keys = keys_[at];
    auto needs = seen(at);
    want(Stage::body, at, keys.body, needs);
    if (keys.join.empty()) return;
    std::ranges::move(seen(at + 1), std::back_inserter(needs));
    want(Stage::join, at, keys.join, std::move(needs));
  }

  /// What a shot's clips are made from: the sound says how long a drift lasts.
  std::vector<std::string> seen(std::size_t at) const {
    const auto& keys = keys_[at];
    if (timeline_.shots[at].camera == render::Camera::rest) return {keys.picture};
    return {keys.picture, keys.sound};
  }

  const Timeline& timeline_;
  const std::vector<PartKeys>& keys_;
  std::string bed_;
  std::vector<Target> result_;
};

/// Whether people see it, so that it has to stand whoever else needs it.
bool is_shown(Stage stage) {
  return stage == Stage::illustrate || stage == Stage::speak || stage == Stage::sheet ||
         stage == Stage::film;
}

const Sentence* sentence_of(const Target& target, const std::vector<Sentence>& sentences) {
  return is_for_film(target.stage) ? nullptr : &sentences[target.at];
}

/// When the target may be begun as far as settling and failures go; nullopt: not by itself.
std::optional<Time> allowed_at(const Target& target, const std::vector<Sentence>& sentences,
                               const Snapshot& snapshot, milliseconds settle) {
  Time at{};
  if (const auto* sentence = sentence_of(target, sentences)) at = settled_at(*sentence, settle);
  if (target.stage == Stage::illustrate && snapshot.job(target.owner, cache::kShownPicture))
    return std::nullopt;
  const auto* job = snapshot.job(target.owner, words(target.stage).name);
  if (!job || job->key != target.key || job->error.empty()) return at;
  if (!job->next) return std::nullopt;
  return std::max(at, *job->next);
}

/// A film with chapters has one from its beginning on.
void name_beginning(Timeline& timeline) {
  const bool some =
      std::ranges::any_of(timeline.shots, [](const Shot& shot) { return !shot.chapter.empty(); });
  if (some && timeline.shots.front().chapter.empty())
    timeline.shots.front().chapter = timeline.title;
}

}  // namespace

const StageWords& words(Stage stage) {
  return *std::ranges::find(kStages, stage, &StageWords::stage);
}

const Maker& maker_of(Stage stage, const Recipe& recipe) {
  return stage == Stage::illustrate ? recipe.draws : recipe.speaks;
}

Timeline narrated(const cache::Video& video, const std::vector<Sentence>& sentences,
                  const std::string& language, const Recipe& recipe) {
  Timeline timeline{.owner = video.id,
                    .title = video.title,
                    .language = language,
                    .shots = {},
                    .music = recipe.music,
                    .settings = recipe.render};
  const auto identity = recipe.voice(language);
  std::string section;
  for (const auto& sentence : sentences) {
    const bool begins = !sentence.section.empty() && sentence.section != section;
    if (begins) section = sentence.section;
    timeline.shots.push_back({.owner = sentence.item,
                              .picture = picture_of(sentence, language, recipe),
                              .sound = voice_of(identity, sentence, language, recipe),
                              .text = spoken(sentence, recipe),
                              .chapter = begins ? section : ""});
  }
  name_beginning(timeline);
  return timeline;
}

// A prompt that is still to be written is as good as any.
Timeline anticipated(const cache::Video& video, std::vector<Sentence> sentences,
                     const std::string& language, const Recipe& recipe) {
  for (auto& sentence : sentences)
    if (sentence.prompt.empty()) sentence.prompt = "to be written for " + sentence.item;
  return narrated(video, sentences, language, recipe);
}

std::vector<PartKeys> part_keys(const Timeline& timeline) {
  const auto& shots = timeline.shots;
  std::vector<PartKeys> all;
  std::vector<std::string> stills;
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const auto sound = sound_key(shots[i], timeline.settings);
    stills.push_back(still_key(shots[i], sound, timeline));
    all.push_back({.picture = shots[i].picture,
                   .voice = shots[i].sound,
                   .sound = sound,
                   .mix = {},
                   .body = body_key(shots[i], stills[i], i == 0, i + 1 == shots.size()),
                   .join = {}});
  }
  if (render::join_frames(timeline.settings) > 0)
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
      if (!stills[i].empty() && !stills[i + 1].empty())
        all[i].join = Hasher("join").add(stills[i]).add(stills[i + 1]).finish();
  add_mix_keys(all, timeline);
  return all;
}

std::vector<Target> targets(const Timeline& timeline) {
  const auto keys = part_keys(timeline);
  std::vector<Target> result;
  if (!timeline.music.empty())
    result.push_back({Stage::bed, timeline.owner, 0, bed_key(timeline), {timeline.music}});
  std::ranges::move(Parts(timeline, keys).all(), std::back_inserter(result));
  if (keys.empty() || std::ranges::any_of(keys, [](const PartKeys& k) { return k.body.empty(); }))
    return result;
  result.push_back(sheet_target(keys, timeline));
  result.push_back(film_target(keys, timeline));
  return result;
}

std::set<std::string> as_good_as_existing(const std::vector<Target>& targets,
                                          std::set<std::string> existing) {
  if (targets.empty() || targets.back().stage != Stage::film) return existing;
  // From the film backwards: whatever has no use but for things that stand.
  std::set<std::string> wanted;
  for (auto target = targets.rbegin(); target != targets.rend(); ++target) {
    const bool asked = is_shown(target->stage) || wanted.contains(target->key);
    if (asked && !existing.contains(target->key))
      wanted.insert(target->needs.begin(), target->needs.end());
    if (!asked) existing.insert(target->key);
  }
  return existing;
}

Time settled_at(const Sentence& sentence, milliseconds settle) {
  return sentence.changed_at == Time{} ? Time{} : sentence.changed_at + settle;
}

Ready ready(const std::vector<Target>& targets, const std::set<std::string>& existing,
            const std::set<std::string>& running, const std::vector<Sentence>& sentences,
            const Snapshot& snapshot, milliseconds settle, Time now) {
  Ready result;
  std::set<std::string> chosen;  // sentences that say the same share their voice
  for (const auto& target : targets) {
    if (existing.contains(target.key) || running.contains(target.key) ||
        chosen.contains(target.key))
      continue;
    const bool possible = std::ranges::all_of(
        target.needs, [&](const std::string& key) { return existing.contains(key); });
    const auto at = allowed_at(target, sentences, snapshot, settle);
    if (!possible || !at) continue;
    if (*at <= now) {
      chosen.insert(target.key);
      result.now.push_back(target);
    } else {
      result.next = std::min(result.next.value_or(*at), *at);
    }
  }
  // Pictures and voices come first: they are what people look at while clips are rendered.
  std::ranges::sort(result.now, {},
                    [](const Target& target) { return std::pair(target.stage, target.at); });
  return result;
}

}  // namespace storyreel::pipeline
