#include "pipeline/render/picture.hpp"

#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/drawing.hpp"
#include "pipeline/render/picture_header.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

using namespace std::string_literals;

void write(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

std::string png_header(int width, int height) {
  auto bytes = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s;
  for (int side : {width, height})
    for (int shift : {24, 16, 8, 0}) bytes += static_cast<char>(side >> shift & 0xFF);
  return bytes + "\x08\x02\0\0\0"s + std::string(20, 'x');
}

/// A picture in one colour, given as full-range BT.601 as JPEG has it.
std::filesystem::path make_jpeg(const std::filesystem::path& file,
                                std::array<std::uint8_t, 3> yuv) {
  auto context = av::Encoder::prepare("mjpeg");
  context->width = context->height = 64;
  context->time_base = {1, 1};
  context->pix_fmt = AV_PIX_FMT_YUVJ420P;
  av::Encoder encoder(std::move(context), {}, file);
  const auto frame = av::make_picture_frame(AV_PIX_FMT_YUVJ420P, 64, 64);
  for (int i : {0, 1, 2}) {
    const auto plane = av::plane(*frame, i);
    for (int y = 0; y < plane.height; ++y)
      std::fill_n(plane.row(y), plane.width, yuv[static_cast<std::size_t>(i)]);
  }
  const auto packet = av::make_packet();
  encoder.send(frame.get());
  encoder.send(nullptr);
  REQUIRE(encoder.receive(*packet));
  write(file,
        {reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)});
  return file;
}

}  // namespace

TEST_CASE("render::load_picture converts to BT.709, limited range") {
  const TemporaryFolder folder;
  const auto red = load_picture(make_jpeg(folder.path() / "red.jpg", {76, 85, 255}), {100, 50});
  CHECK(red->width == 100);
  CHECK(red->height == 100);
  CHECK(std::abs(*av::plane(*red, 0).row(50) - 63) <= 2);
  CHECK(std::abs(*av::plane(*red, 1).row(25) - 102) <= 2);
  CHECK(std::abs(*av::plane(*red, 2).row(25) - 240) <= 2);
  const auto white =
      load_picture(make_jpeg(folder.path() / "white.jpg", {255, 128, 128}), {64, 64});
  CHECK(std::abs(*av::plane(*white, 0).row(9) - 235) <= 1);
}

TEST_CASE("render::load_picture keeps colours beside transparency, which becomes white") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "p.png";
  {
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 64, 32));
    const Context context(cairo_create(surface.get()));
    cairo_set_source_rgb(context.get(), 1, 0, 0);
    cairo_rectangle(context.get(), 0, 0, 32, 32);
    cairo_fill(context.get());
    cairo_surface_write_to_png(surface.get(), file.c_str());
  }
  for (Size size : {Size{64, 32}, {90, 45}, {40, 20}}) {
    const auto picture = load_picture(file, size);
    const int y = picture->height / 2;
    const int right = picture->width * 7 / 8;
    CHECK(std::abs(av::plane(*picture, 0).row(y)[6] - 63) <= 1);
    CHECK(std::abs(av::plane(*picture, 2).row(y / 2)[3] - 240) <= 1);
    CHECK(std::abs(av::plane(*picture, 0).row(y)[right] - 235) <= 1);
    CHECK(std::abs(av::plane(*picture, 2).row(y / 2)[right / 2] - 128) <= 1);
  }
}

TEST_CASE("render::load_picture cuts off what is never seen") {
  const TemporaryFolder folder;
  const auto load = [&](int width, int height) {
    const auto picture = load_picture(make_png(folder.path() / "p.png", width, height), {320, 180});
    return std::pair{picture->width, picture->height};
  };
  CHECK(load(1920, 1080) == std::pair{320, 180});
  CHECK(load(200, 300) == std::pair{320, 362});
  CHECK(load(2000, 100) == std::pair{642, 180});
}

TEST_CASE("render::verify_picture takes what is sound") {
  const TemporaryFolder folder;
  for (auto [width, height] : {std::pair{1, 1}, {1, 15}, {640, 360}, {333, 777}})
    CHECK_NOTHROW(verify_picture(make_png(folder.path() / "p.png", width, height)));
}

TEST_CASE("render::verify_picture refuses the rest in one clear sentence") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "p.png";
  const auto error = [&] { return error_of([&] { verify_picture(file); }); };
  CHECK(error() == "p.png: the picture can't be opened");
  write(file, "");
  CHECK(error() == "p.png: the picture is empty");
  write(file, "This is only text that somebody called a picture.");
  CHECK(error() == "p.png: the picture can't be read: it is no JPEG, PNG or WebP");
  write(file, " <!DOCTYPE HTML><html><body>404</body></html>");
  CHECK(error() == "p.png: the picture can't be read: it is a web page, not a picture");
  write(file, png_header(60000, 60000));
  CHECK(error().find("p.png: the picture has 60000x60000 pixels; at most 12000 a side") == 0);
  write(file, png_header(11000, 11000));
  CHECK(error().find("p.png: the picture has 11000x11000 pixels") == 0);
  write(file, png_header(2000, 10));
  CHECK(error() == "p.png: the picture has 2000x10 pixels: too narrow for a film");
  write(file, png_header(100, 100));
  CHECK(error().find("p.png: the picture can't be read") == 0);
  make_png(file, 640, 360);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  CHECK(error().find("p.png: the picture can't be read") == 0);
  make_jpeg(file, {76, 85, 255});
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  CHECK(error().find("p.png: the picture can't be read") == 0);
}

TEST_CASE("render::read_picture_header reads sizes from the first bytes") {
  const auto size = [](std::string bytes) {
    bytes.resize(std::max<std::size_t>(bytes.size(), 40));
    const auto header = read_picture_header(bytes);
    return header ? std::pair{header->width, header->height} : std::pair{0, 0};
  };
  using P = std::pair<int, int>;
  CHECK(size(png_header(300, 200)) == P{300, 200});
  CHECK(size("\xFF\xD8\xFF\xE0\0\x04__\xFF\xFF\xC2\0\x11\x08\x01\x02\x03\x04"s) == P{0x304, 0x102});
  CHECK(size("RIFF____WEBPVP8 ____\0\0\0\x9d\x01\x2a\x40\x01\xB4\0"s) == P{320, 180});
  CHECK(size("RIFF____WEBPVP8L____\x2f\x3f\xC1\x2C\0"s) == P{320, 180});
  CHECK(size("RIFF____WEBPVP8X____\0\0\0\0\x3f\x01\0\xB3\0\0"s) == P{320, 180});
  CHECK(size("\xFF\xD8\xFF"s) == P{0, 0});
  CHECK(size("GIF89a\x40\x01\xB4\0"s) == P{320, 180});
  CHECK(size("BM____________\x28\0\0\0\x40\x01\0\0\x4C\xFF\xFF\xFF"s) == P{320, 180});
  CHECK(size("II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x40\x01\0\0"
             "\x01\x01\x03\0\x01\0\0\0\xB4\0\0\0"s) == P{320, 180});
  for (std::size_t cut = 0; cut < 30; ++cut)
    CHECK_FALSE(read_picture_header(png_header(9, 9).substr(0, cut)));
}

}  // namespace storyreel::render::test
