#include "pipeline/stages/render.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/sheet.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t kMostTiles = 1000;

json::object to_object(const render::Sound& sound) {
  return {{"packets", sound.packets}, {"voice_at", sound.voice_at}, {"voice_end", sound.voice_end}};
}

render::Sound sound_of(std::string_view text) {
  const auto meta = json::parse(text).as_object();
  return {.packets = meta.at("packets").to_number<std::int64_t>(),
          .voice_at = meta.at("voice_at").to_number<std::int64_t>(),
          .voice_end = meta.at("voice_end").to_number<std::int64_t>()};
}

std::string make_sound(const RenderJob& job, const fs::path& out, const render::Progress& progress,
                       std::stop_token stop) {
  const auto at = job.target.at;
  const auto& source = job.inputs.at(job.keys[at].voice).file;
  const auto least = render::least_packets(job.timeline.settings);
  const auto make =
      job.timeline.shots[at].source == Source::voice ? &render::make_sound : &render::make_track;
  const auto sound = make(source, least, out, std::move(stop), progress);
  return json::serialize(to_object(sound));
}

/// A mix notes where it ends in the film: there the next one takes the bed up.
std::string make_mix(const RenderJob& job, const fs::path& out, const render::Progress& progress,
                     std::stop_token stop) {
  const auto at = job.target.at;
  const auto& keys = job.keys;
  const auto from =
      at == 0
          ? 0
          : json::parse(job.inputs.at(keys[at - 1].mix).meta).at("end").to_number<std::int64_t>();
  const auto bed = std::ranges::find_if(job.target.needs, [&](const std::string& key) {
    return key != keys[at].voice && key != keys[at].sound && (at == 0 || key != keys[at - 1].mix);
  });
  const auto sound = render::mix_sound(job.inputs.at(keys[at].voice).file, job.inputs.at(*bed).file,
                                       from, {.first = at == 0, .last = at + 1 == keys.size()},
                                       render::least_packets(job.timeline.settings), out,
                                       std::move(stop), progress);
  auto meta = to_object(sound);
  meta["end"] = from + sound.packets * render::kPacketSamples;
  return json::serialize(meta);
}

render::Still still_of(const RenderJob& job, std::size_t at) {
  const auto& shot = job.timeline.shots[at];
  return {.picture = job.inputs.at(job.keys[at].picture).file,
          .camera = shot.camera,
          .motion = sha256(shot.text),
          .sound = shot.camera == render::Camera::rest
                       ? render::Sound{}
                       : sound_of(job.inputs.at(job.keys[at].sound).meta),
          .subtitle = shot.text,
          .language = job.timeline.language};
}

render::Segment segment_of(const RenderJob& job, std::size_t at) {
  const auto& shot = job.timeline.shots[at];
  const auto& keys = job.keys[at];
  const auto& packets = job.inputs.at(keys.packets());
  return {.body = job.inputs.at(keys.body).file,
          .join = keys.join.empty() ? fs::path{} : job.inputs.at(keys.join).file,
          .packets = packets.file,
          .camera = shot.camera,
          .sound = sound_of(packets.meta),
          .subtitle = shot.text,
          .language = job.timeline.language,
          .chapter = shot.chapter};
}

std::vector<render::Segment> segments_of(const RenderJob& job) {
  std::vector<render::Segment> segments;
  for (std::size_t i = 0; i < job.keys.size(); ++i) segments.push_back(segment_of(job, i));
  return segments;
}

/// The sheet shows what the film will be, before it is.
void make_sheet(const RenderJob& job, const fs::path& out, const std::stop_token& stop) {
  render::Sheet sheet{.title = job.timeline.title,
                      .language = job.timeline.language,
                      .film = {job.timeline.settings.width, job.timeline.settings.height}};
  std::int64_t packets = 0;
  // Of a very long film every n-th picture is shown.
  const auto step = (job.keys.size() + kMostTiles - 1) / kMostTiles;
  for (std::size_t i = 0; i < job.keys.size(); ++i) {
    packets += sound_of(job.inputs.at(job.keys[i].sound).meta).packets;
    if (i % step != 0) continue;
    sheet.entries.push_back({.picture = job.inputs.at(job.keys[i].picture).file,
                             .number = static_cast<int>(i) + 1,
                             .caption = caption_of(job.timeline.shots[i])});
  }
  sheet.length = seconds(packets * render::kPacketSamples / render::kSampleRate);
  render::draw_contact_sheet(sheet, out, stop);
}

std::string make_film(const RenderJob& job, const fs::path& out, const render::Progress& progress,
                      const std::stop_token& stop) {
  render::make_film(segments_of(job), job.timeline.settings, out, progress, stop);
  const auto problems = render::verify_film(out, job.timeline.settings, stop);
  if (!problems.empty()) throw Error("the finished film is not sound: " + problems.front());
  return "";
}

}  // namespace

std::string extension(Stage stage) {
  switch (stage) {
    case Stage::sound:
    case Stage::mix:
      return "aac";
    case Stage::bed:
      return "pcm";
    case Stage::sheet:
      return "jpg";
    default:
      return "mp4";
  }
}

std::string render(const RenderJob& job, const fs::path& out, const render::Progress& progress,
                   std::stop_token stop) {
  const auto at = job.target.at;
  const auto& settings = job.timeline.settings;
  switch (job.target.stage) {
    case Stage::sound:
      return make_sound(job, out, progress, std::move(stop));
    case Stage::bed:
      render::make_bed(job.inputs.at(job.timeline.music).file, out, std::move(stop), progress);
      return "";
    case Stage::mix:
      return make_mix(job, out, progress, std::move(stop));
    case Stage::body:
      render::make_body(still_of(job, at), {.first = at == 0, .last = at + 1 == job.keys.size()},
                        settings, out, progress, std::move(stop));
      return "";
    case Stage::join:
      render::make_join(still_of(job, at), still_of(job, at + 1), settings, out, std::move(stop));
      return "";
    case Stage::sheet:
      make_sheet(job, out, stop);
      return "";
    case Stage::film:
      return make_film(job, out, progress, stop);
    default:
      throw Error("not a render stage");
  }
}

std::int64_t body_frames(const Shot& shot, const std::string& meta,
                         const config::Render& settings) {
  if (shot.camera == render::Camera::rest) return 0;  // a handful, whatever the length
  return render::most_frames(sound_of(meta).packets, settings.fps);
}

std::vector<Companion> companions(const Timeline& timeline) {
  std::vector<Companion> all{{"recipe", "json"}, {"thumbnail", "jpg"}};
  if (std::ranges::any_of(timeline.shots, [](const Shot& shot) { return !shot.text.empty(); }))
    all.insert(all.begin(), {{"subtitles", "srt"}, {"captions", "vtt"}});
  return all;
}

std::string companion_key(const std::string& film_key, std::string_view kind) {
  return Hasher(kind).add(film_key).finish();
}

void render_companion(const RenderJob& job, std::string_view kind, const fs::path& film,
                      const fs::path& out, std::stop_token stop) {
  if (kind == "subtitles") write_file(out, render::subtitles_srt(segments_of(job)));
  if (kind == "captions") write_file(out, render::subtitles_vtt(segments_of(job)));
  if (kind == "recipe") write_file(out, to_json(job.timeline));
  if (kind == "thumbnail") render::draw_thumbnail(film, out, stop);
}

}  // namespace storyreel::pipeline
