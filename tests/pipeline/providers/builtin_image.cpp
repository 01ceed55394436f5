#include <cstdlib>
#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/offload.hpp"
#include "pipeline/providers/card/canvas.hpp"
#include "pipeline/providers/card/encode.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/render/av/codec.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::pipeline {
namespace {

namespace av = render::av;

struct Painter {
  boost::asio::io_context loop;
  Offload offload{2};
  std::unique_ptr<ImageProvider> image = make_builtin_image(offload);

  std::string draw(const std::string& prompt, const std::string& caption = "The quiet harbour.",
                   const std::string& language = "en", int take = 0) {
    const auto picture =
        test::run(loop, image->draw({prompt, caption, language, take, 320, 180}, closed_till()));
    CHECK(picture.extension == "jpg");
    return picture.bytes;
  }
};

av::Frame decode(const std::string& bytes) {
  av::Decoder decoder(AV_CODEC_ID_MJPEG, nullptr, "card.jpg", "the card can't be read");
  auto frame = av::make_frame();
  decoder.send(av::make_packet(bytes).get());
  decoder.send(nullptr);
  REQUIRE(decoder.receive(*frame));
  return frame;
}

/// How rough a picture's rows are on average: mean step between neighbours, from row `from` on.
double roughness(const AVFrame& frame, int from, int to) {
  const auto luma = av::plane(frame, 0);
  double sum = 0;
  for (int y = from; y < to; ++y)
    for (int x = 1; x < luma.width; ++x) sum += std::abs(luma.row(y)[x] - luma.row(y)[x - 1]);
  return sum / ((to - from) * (luma.width - 1));
}

TEST_CASE("providers::builtin_image draws the same card for the same request only") {
  Painter painter;
  const auto first = painter.draw("A harbour at dusk");
  CHECK(painter.draw("A harbour at dusk") == first);
  std::set<std::string> all = {first};
  all.insert(painter.draw("A harbour at night"));
  all.insert(painter.draw("A harbour at dusk!"));
  all.insert(painter.draw("A harbour at dusk", "Another caption."));
  all.insert(painter.draw("A harbour at dusk", "The quiet harbour.", "en", 1));
  CHECK(all.size() == 5);
}

TEST_CASE("providers::builtin_image draws every place, larger than the film") {
  Painter painter;
  for (const auto* prompt :
       {"sea", "mountains", "city", "forest", "fields", "desert", "river", "sky", "snow", "room",
        "freedom", "justice", "chance", "", "\xFF\0\x01"}) {
    CAPTURE(prompt);
    const auto frame = decode(painter.draw(prompt));
    CHECK(frame->width == 400);
    CHECK(frame->height == 224);
    CHECK(frame->color_range == AVCOL_RANGE_JPEG);
    CHECK(roughness(*frame, 0, 224) > 0.2);
    CHECK(roughness(*frame, 200, 224) < 4);  // calm where subtitles stand
  }
}

TEST_CASE("providers::builtin_image takes captions of any script, length and direction") {
  Painter painter;
  const std::string plain = painter.draw("sea", "");
  for (const auto& caption :
       {std::string("静かな港に漁船が並ぶ。"), std::string("البحر هادئ"),
        std::string("Ночной город"), std::string("🎉🚀"), std::string("שלום עולם"),
        std::string(10'000, 'x'), std::string("broken \xFF\xC3")}) {
    CAPTURE(caption);
    CHECK(decode(painter.draw("sea", caption))->width == 400);
    CHECK(painter.draw("sea", caption) != plain);
  }
}

TEST_CASE("card::missing_glyphs is zero for every script") {
  constexpr struct {
    const char* language;
    const char* text;
  } kRows[] = {
      {"en", "Harbour"},          {"ru", "Гавань"},         {"el", "Λιμάνι"},
      {"ja", "静かな港とカモメ"}, {"zh", "安静的港口"},     {"zh-Hant", "安靜的港口"},
      {"ko", "고요한 항구"},      {"ar", "الميناء الهادئ"}, {"he", "נמל שקט"},
      {"hi", "शांत बंदरगाह"},       {"th", "ท่าเรือเงียบสงบ"},   {"en", "🎉🚀👩‍🚀❤️"}};
  for (const auto& [language, text] : kRows) {
    CAPTURE(text);
    CHECK(card::missing_glyphs(text, language) == 0);
  }
  CHECK(card::missing_glyphs("\U000F0000", "en") > 0);
}

TEST_CASE("card::letters shrinks and cuts what is too long") {
  card::Canvas canvas(320, 180);
  const auto height = [&](const std::string& text) {
    return canvas.letters({.text = text,
                           .language = "en",
                           .y = 100,
                           .most_height = 260,
                           .ink = {1, 1, 1},
                           .shadow = {}}) -
           100;
  };
  CHECK(height("") == 0);
  CHECK(height("Harbour") > 80);
  CHECK(height(std::string(500, 'x')) < 260);
  CHECK(height("one two three four five six seven eight nine ten eleven twelve thirteen") < 260);
}

}  // namespace
}  // namespace storyreel::pipeline
