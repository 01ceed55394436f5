#include <algorithm>
#include <array>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/card/encode.hpp"
#include "pipeline/providers/card/motifs.hpp"
#include "pipeline/providers/extract.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/scene.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

using card::Canvas;
using card::Side;

constexpr std::string_view kIdentity = "builtin-image-1";
constexpr int kPhraseUnits = 34;
constexpr std::size_t kFallbackUnits = 34;
constexpr int kMostSide = 8000;

struct Motif {
  Place place;
  void (*paint)(const card::Stage&);
};
constexpr std::array<Motif, 11> kMotifs{{{Place::sea, card::paint_sea},
                                         {Place::mountains, card::paint_mountains},
                                         {Place::city, card::paint_city},
                                         {Place::forest, card::paint_forest},
                                         {Place::fields, card::paint_fields},
                                         {Place::desert, card::paint_desert},
                                         {Place::river, card::paint_river},
                                         {Place::sky, card::paint_clouds},
                                         {Place::winter, card::paint_winter},
                                         {Place::interior, card::paint_interior},
                                         {Place::shapes, card::paint_shapes}}};

/// A quarter larger than the film, so that the camera has room; even.
constexpr int roomy(int side) {
  return std::clamp(side * 5 / 8 * 2, 2, kMostSide);
}

std::uint64_t seed_of(const PictureRequest& request) {
  const auto text = Hasher("card")
                        .add(request.prompt)
                        .add(request.caption)
                        .add(std::int64_t{request.take})
                        .finish();
  return hash_of("card", text);
}

/// A few words for the card; the whole sentence stands in the subtitle.
std::string words_for(const PictureRequest& request) {
  auto phrase = key_phrase(request.caption, request.language, kPhraseUnits);
  if (phrase.empty()) phrase = one_line(request.caption, kFallbackUnits);
  return capitalised(phrase);
}

Side side_of(const Scene& scene, Dice& dice) {
  constexpr std::array kSides = {Side::left, Side::left, Side::middle, Side::right};
  const auto side = dice.pick(kSides);
  return scene.place == Place::interior && side == Side::middle ? Side::left : side;
}

card::Point sun_for(Side side, double width, Dice& dice) {
  const double share = side == Side::left    ? dice.real(0.66, 0.82)
                       : side == Side::right ? dice.real(0.18, 0.34)
                                             : dice.pick(std::array{0.2, 0.8});
  return {width * share, side == Side::middle ? dice.real(430, 520) : dice.real(220, 470)};
}

/// Keeps the lowest quarter, where subtitles stand, calm.
void calm_below(Canvas& canvas, const card::Palette& palette) {
  constexpr double kFrom = 700;
  canvas.box({0, kFrom}, canvas.width(), Canvas::kHeight - kFrom,
             card::Wash{palette.near.faded(0), palette.near.faded(0.82), kFrom, 960});
}

void put_words(Canvas& canvas, const PictureRequest& request, const card::Palette& palette,
               Side side, Dice& dice) {
  const double y = dice.real(165, 230);
  const auto shadow = mix(palette.top, palette.near, 0.5).faded(palette.ink.red > 0.5 ? 0.45 : 0.0);
  const double x = side == Side::left     ? canvas.width() * 0.11
                   : side == Side::middle ? canvas.width() / 2 - 36
                                          : canvas.width() * 0.89 - 72;
  canvas.box({x, y - 26}, 72, 5, palette.accent);
  canvas.letters({.text = words_for(request),
                  .language = request.language,
                  .side = side,
                  .y = y,
                  .most_height = 260,
                  .ink = palette.ink,
                  .shadow = shadow});
}

std::string paint(const PictureRequest& request) {
  const auto seed = seed_of(request);
  Dice dice(seed);
  const auto scene = scene_of(request.prompt, dice.next());
  const auto& palette = card::palette_for(scene.hour, dice);
  const auto side = side_of(scene, dice);
  Canvas canvas(roomy(request.width), roomy(request.height));
  const card::Stage stage{canvas, palette, dice, scene.hour, sun_for(side, canvas.width(), dice)};
  card::paint_sky(stage);
  std::ranges::find(kMotifs, scene.place, &Motif::place)->paint(stage);
  calm_below(canvas, palette);
  canvas.corners(palette.near.faded(0.35));
  put_words(canvas, request, palette, side, dice);
  return to_jpeg(canvas, seed);
}

class BuiltinImage final : public ImageProvider {
 public:
  explicit BuiltinImage(Offload& offload) : offload_(offload) {}

  std::string identity() const override { return std::string(kIdentity); }

  Task<Picture> draw(PictureRequest request, Till&) override {
    co_return co_await offload_.run(
        [&](std::stop_token) { return Picture{.bytes = paint(request), .extension = "jpg"}; });
  }

 private:
  Offload& offload_;
};

}  // namespace

std::unique_ptr<ImageProvider> make_builtin_image(Offload& offload) {
  return std::make_unique<BuiltinImage>(offload);
}

}  // namespace storyreel::pipeline
