#include "pipeline/plan.hpp"

#include <algorithm>
#include <array>

#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

// Raised when a stage would make something else of the same inputs.
constexpr std::int64_t kRenderVersion = 1;

constexpr std::array kStages{
    StageWords{Stage::illustrate, "illustrate", "picture", "The picture", "picture made"},
    StageWords{Stage::speak, "speak", "voice", "The voice", "voice made"},
    StageWords{Stage::sound, "sound", "sound", "The sound", ""},
    StageWords{Stage::body, "body", "body", "The clip", "clip made"},
    StageWords{Stage::join, "join", "join", "The crossfade", ""},
    StageWords{Stage::film, "film", "film", "The film", "film made"},
};

/// Keys of one sentence's artifacts, as far as they are known.
struct Keys {
  std::string picture, voice, sound, body, still, join;
};

std::string picture_key(const Sentence& sentence, const std::string& language,
                        const Recipe& recipe) {
  if (sentence.prompt.empty()) return "";
  return Hasher("picture")
      .add(recipe.image)
      .add(sentence.prompt)
      .add(sentence.prompt_is_ours ? sentence.text : "")
      .add(language)
      .add(sentence.take)
      .add(recipe.render.width)
      .add(recipe.render.height)
      .finish();
}

Hasher render_hasher(std::string_view kind, const config::Render& render) {
  Hasher hasher(kind);
  hasher.add(kRenderVersion).add(render.width).add(render.height).add(render.fps);
  hasher.add(render.crf).add(render.preset);
  hasher.add(render.subtitles == config::Subtitles::burned ? 1 : 0);
  return hasher;
}

Keys sentence_keys(const Sentence& sentence, const std::string& language, const Recipe& recipe) {
  Keys keys;
  keys.picture = picture_key(sentence, language, recipe);
  keys.voice =
      Hasher("voice").add(recipe.voice(language)).add(language).add(sentence.text).finish();
  keys.sound = Hasher("sound").add(kRenderVersion).add(keys.voice).finish();
  if (keys.picture.empty()) return keys;
  keys.still = render_hasher("still", recipe.render)
                   .add(keys.picture)
                   .add(keys.sound)
                   .add(sentence.text)
                   .add(language)
                   .finish();
  return keys;
}

std::string film_key(const std::vector<Keys>& all, const config::Render& render) {
  auto hasher = render_hasher("film", render);
  hasher.add(static_cast<std::int64_t>(render.subtitles));
  for (const auto& keys : all) hasher.add(keys.body).add(keys.join).add(keys.sound);
  return hasher.finish();
}

/// Bodies know whether a join stands at either end; joins know both neighbours.
void add_neighbour_keys(std::vector<Keys>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].still.empty()) continue;
    const bool last = i + 1 == all.size();
    all[i].body = Hasher("body").add(all[i].still).add(i == 0 ? 1 : 0).add(last ? 1 : 0).finish();
    if (!last && !all[i + 1].still.empty())
      all[i].join = Hasher("join").add(all[i].still).add(all[i + 1].still).finish();
  }
}

Target film_target(const std::vector<Keys>& all, const std::string& video_id,
                   const Recipe& recipe) {
  Target film{.stage = Stage::film, .owner = video_id, .at = 0, .key = {}, .needs = {}};
  film.key = film_key(all, recipe.render);
  for (const auto& keys : all) {
    film.needs.insert(film.needs.end(), {keys.body, keys.sound});
    if (!keys.join.empty()) film.needs.push_back(keys.join);
  }
  return film;
}

const Sentence* sentence_of(const Target& target, const std::vector<Sentence>& sentences) {
  return target.stage == Stage::film ? nullptr : &sentences[target.at];
}

/// When the target may be begun as far as settling and failures go; nullopt: not by itself.
std::optional<Time> allowed_at(const Target& target, const std::vector<Sentence>& sentences,
                               const Snapshot& snapshot, milliseconds settle) {
  Time at{};
  if (const auto* sentence = sentence_of(target, sentences)) at = settled_at(*sentence, settle);
  const auto* job = snapshot.job(target.owner, words(target.stage).name);
  if (!job || job->key != target.key || job->error.empty()) return at;
  if (!job->next) return std::nullopt;
  return std::max(at, *job->next);
}

}  // namespace

const StageWords& words(Stage stage) {
  return *std::ranges::find(kStages, stage, &StageWords::stage);
}

std::vector<Target> targets(const std::vector<Sentence>& sentences, const std::string& video_id,
                            const std::string& language, const Recipe& recipe) {
  std::vector<Keys> all;
  for (const auto& sentence : sentences) all.push_back(sentence_keys(sentence, language, recipe));
  add_neighbour_keys(all);

  std::vector<Target> result;
  const auto want = [&](Stage stage, std::size_t at, const std::string& key,
                        std::vector<std::string> needs) {
    if (!key.empty()) result.push_back({stage, sentences[at].item, at, key, std::move(needs)});
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    want(Stage::illustrate, i, all[i].picture, {});
    want(Stage::speak, i, all[i].voice, {});
    want(Stage::sound, i, all[i].sound, {all[i].voice});
    want(Stage::body, i, all[i].body, {all[i].picture, all[i].sound});
  }
  for (std::size_t i = 0; i + 1 < all.size(); ++i)
    want(Stage::join, i, all[i].join,
         {all[i].picture, all[i].sound, all[i + 1].picture, all[i + 1].sound});
  if (!all.empty() && std::ranges::none_of(all, [](const Keys& k) { return k.body.empty(); }))
    result.push_back(film_target(all, video_id, recipe));
  return result;
}

Time settled_at(const Sentence& sentence, milliseconds settle) {
  return sentence.changed_at == Time{} ? Time{} : sentence.changed_at + settle;
}

Ready ready(const std::vector<Target>& targets, const std::set<std::string>& existing,
            const std::set<std::string>& running, const std::vector<Sentence>& sentences,
            const Snapshot& snapshot, milliseconds settle, Time now) {
  Ready result;
  for (const auto& target : targets) {
    if (existing.contains(target.key) || running.contains(target.key)) continue;
    const bool possible = std::ranges::all_of(
        target.needs, [&](const std::string& key) { return existing.contains(key); });
    const auto at = allowed_at(target, sentences, snapshot, settle);
    if (!possible || !at) continue;
    if (*at <= now)
      result.now.push_back(target);
    else
      result.next = std::min(result.next.value_or(*at), *at);
  }
  // Pictures and voices come first: they are what people look at while clips are rendered.
  std::ranges::sort(result.now, {},
                    [](const Target& target) { return std::pair(target.stage, target.at); });
  return result;
}

}  // namespace storyreel::pipeline
