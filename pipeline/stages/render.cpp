#include "pipeline/stages/render.hpp"

#include <boost/json.hpp>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string to_meta(const render::Sound& sound) {
  return json::serialize(json::object{
      {"packets", sound.packets}, {"voice_at", sound.voice_at}, {"voice_end", sound.voice_end}});
}

render::Sound sound_of(const Input& input) {
  const auto meta = json::parse(input.meta).as_object();
  return {.packets = meta.at("packets").to_number<std::int64_t>(),
          .voice_at = meta.at("voice_at").to_number<std::int64_t>(),
          .voice_end = meta.at("voice_end").to_number<std::int64_t>()};
}

render::Still still_of(const RenderJob& job, const PartKeys& keys, std::size_t at) {
  return {.picture = job.inputs.at(keys.picture).file,
          .motion = sha256(job.sentences[at].text),
          .sound = sound_of(job.inputs.at(keys.sound)),
          .subtitle = job.sentences[at].text,
          .language = job.language};
}

std::vector<render::Segment> segments_of(const RenderJob& job, const std::vector<PartKeys>& keys) {
  std::vector<render::Segment> segments;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& sound = job.inputs.at(keys[i].sound);
    segments.push_back(
        {.body = job.inputs.at(keys[i].body).file,
         .join = keys[i].join.empty() ? fs::path{} : job.inputs.at(keys[i].join).file,
         .packets = sound.file,
         .sound = sound_of(sound),
         .subtitle = job.sentences[i].text,
         .language = job.language});
  }
  return segments;
}

}  // namespace

std::string extension(Stage stage) {
  return stage == Stage::sound ? "aac" : "mp4";
}

std::vector<PartKeys> part_keys(const std::vector<Target>& targets, std::size_t sentences) {
  std::vector<PartKeys> keys(sentences);
  for (const auto& target : targets) {
    if (target.stage == Stage::film) continue;
    auto& part = keys[target.at];
    if (target.stage == Stage::illustrate) part.picture = target.key;
    if (target.stage == Stage::speak) part.voice = target.key;
    if (target.stage == Stage::sound) part.sound = target.key;
    if (target.stage == Stage::body) part.body = target.key;
    if (target.stage == Stage::join) part.join = target.key;
  }
  return keys;
}

std::string render(const RenderJob& job, const std::vector<PartKeys>& keys, const fs::path& out,
                   const render::Progress& progress, std::stop_token stop) {
  const auto at = job.target.at;
  switch (job.target.stage) {
    case Stage::sound:
      return to_meta(render::make_sound(job.inputs.at(keys[at].voice).file, out, stop));
    case Stage::body:
      render::make_body(still_of(job, keys[at], at),
                        {.first = at == 0, .last = at + 1 == keys.size()}, job.settings, out,
                        progress, stop);
      return "";
    case Stage::join:
      render::make_join(still_of(job, keys[at], at), still_of(job, keys[at + 1], at + 1),
                        job.settings, out, stop);
      return "";
    case Stage::film: {
      render::make_film(segments_of(job, keys), job.settings, out, progress, stop);
      const auto problems = render::verify_film(out, job.settings);
      if (!problems.empty()) throw Error("the finished film is not sound: " + problems.front());
      return "";
    }
    default:
      throw Error("not a render stage");
  }
}

std::string render_srt(const RenderJob& job, const std::vector<PartKeys>& keys) {
  return render::subtitles_srt(segments_of(job, keys), job.settings.fps);
}

}  // namespace storyreel::pipeline
