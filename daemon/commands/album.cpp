#include <fmt/format.h>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/film.hpp"
#include "daemon/commands/film_files.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/rules.hpp"

namespace storyreel::commands {
namespace {

Task<pipeline::FilmOrder> album_of(Offload& offload, const Arguments& arguments,
                                   config::Render render) {
  const auto tracks = files_of(arguments.tracks, FileKind::sound, arguments.out);
  const auto pictures = files_of(arguments.pictures, FileKind::picture, arguments.out);
  require_pairs(names_of(tracks), "tracks", names_of(pictures), "pictures");
  require_output(arguments.out, tracks);
  require_output(arguments.out, pictures);
  const auto track_keys = co_await keys_of(offload, tracks);
  const auto picture_keys = co_await keys_of(offload, pictures);
  render.subtitles = config::Subtitles::none;
  pipeline::FilmOrder order{.timeline = {.owner = "album",
                                         .title = to_utf8(arguments.out.stem().string()),
                                         .language = "und",
                                         .shots = {},
                                         .music = {},
                                         .settings = render},
                            .sentences = std::vector<pipeline::Sentence>(tracks.size()),
                            .given = {}};
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    order.given[track_keys[i]] = {tracks[i], ""};
    order.given[picture_keys[i]] = {pictures[i], ""};
    order.timeline.shots.push_back({.owner = fmt::format("track {}", i + 1),
                                    .picture = picture_keys[i],
                                    .sound = track_keys[i],
                                    .source = pipeline::Source::track,
                                    .camera = render::Camera::rest,
                                    .text = {},
                                    .chapter = title_of(tracks[i])});
  }
  co_return order;
}

Task<int> make(Executor loop, Arguments arguments) {
  constexpr seconds kCrossfade{1};
  auto settings = film_settings(arguments);
  if (!arguments.crossfade) settings.render.crossfade = kCrossfade;
  Offload offload(film_threads(settings));
  auto providers = pipeline::make_providers(loop, settings, offload);
  auto order = co_await album_of(offload, arguments, settings.render);
  co_return co_await make_alone(loop, arguments, settings, providers, offload, std::move(order));
}

}  // namespace

int album(const Arguments& arguments) {
  return run_main([&](Executor loop) { return make(loop, arguments); }, kInterrupted);
}

}  // namespace storyreel::commands
