// Frames per second of CPU time of a body clip, which keeps one core busy, with and without x264:
//   storyreel_bench [PICTURE] [PRESET] [WIDTHxHEIGHT]
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "pipeline/render/decoder_child.hpp"
#include "pipeline/render/scene.hpp"
#include "pipeline/render/timeline.hpp"
#include "tests/pipeline/render/media.hpp"

namespace {

using namespace storyreel;

double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void print(const char* what, std::int64_t frames, double seconds) {
  std::printf("%-28s %6.1f frames/s  %5.2f ms a frame\n", what,
              static_cast<double>(frames) / seconds, 1000 * seconds / static_cast<double>(frames));
}

double draw_all(const render::Still& still, const config::Render& settings, std::int64_t frames) {
  render::Scene scene(still, settings, {});
  const auto start = std::clock();
  for (std::int64_t at = 0; at < frames; ++at) scene.draw(static_cast<double>(at));
  return seconds_since(start);
}

}  // namespace

int main(int count, char** arguments) {
  render::decoder_child(count, arguments);
  const TemporaryFolder folder;
  config::Render settings;
  if (count > 2) settings.preset = arguments[2];
  if (count > 3) std::sscanf(arguments[3], "%dx%d", &settings.width, &settings.height);
  render::Still still{.picture = count > 1
                                     ? std::filesystem::path(arguments[1])
                                     : render::test::make_png(folder.path() / "p.png", 1920, 1080),
                      .motion = "bench",
                      .sound = {.packets = 470, .voice_at = 12000, .voice_end = 460000},
                      .subtitle =
                          "A sentence of middling length, as they come in films that tell of far "
                          "countries and their people.",
                      .language = "en"};
  const auto start = std::clock();
  const auto frames = render::make_body(still, {}, settings, folder.path() / "body", {}, {});
  const double whole = seconds_since(start);
  const double drawing = draw_all(still, settings, frames);
  print("body", frames, whole);
  print("drawing", frames, drawing);
  std::printf("x264 and the rest: %.0f %% of the time; %.2f Mbit/s\n", 100 * (1 - drawing / whole),
              static_cast<double>(std::filesystem::file_size(folder.path() / "body")) * 8 *
                  settings.fps / static_cast<double>(frames) / 1e6);
  return 0;
}
