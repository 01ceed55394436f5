#include <array>
#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include "pipeline/render/orientation.hpp"
#include "pipeline/render/picture.hpp"
#include "pipeline/render/picture_header.hpp"
#include "tests/pipeline/render/media.hpp"
#include "tests/pipeline/render/samples.hpp"

namespace storyreel::render::test {

namespace {

using namespace std::string_literals;

constexpr Size kFilm{64, 64};

std::string decoded(std::string_view base64) {
  std::string bytes(base64.size() / 4 * 3, '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                  reinterpret_cast<const unsigned char*>(base64.data()),
                  static_cast<int>(base64.size()));
  return bytes;
}

av::Frame load(std::string_view bytes, Size size = kFilm) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "p.jpg";
  std::ofstream(file, std::ios::binary) << bytes;
  return load_picture(file, size);
}

using Colour = std::array<int, 3>;
constexpr Colour kRed{63, 102, 240};
constexpr Colour kGreen{173, 42, 26};
constexpr Colour kBlue{32, 240, 118};
constexpr Colour kWhite{235, 128, 128};
constexpr Colour kBlack{16, 128, 128};

/// The colour in the middle of a quarter; 0 … 3 row by row.
Colour colour_of(const AVFrame& frame, int quarter) {
  Colour colour{};
  for (int index : {0, 1, 2}) {
    const auto plane = av::plane(frame, index);
    const int x = plane.width * (quarter % 2 == 0 ? 1 : 3) / 4;
    const int y = plane.height * (quarter < 2 ? 1 : 3) / 4;
    colour[static_cast<std::size_t>(index)] = plane.row(y)[x];
  }
  return colour;
}

bool is_like(Colour seen, Colour wanted) {
  constexpr int kTolerance = 9;
  for (std::size_t i : {0U, 1U, 2U})
    if (std::abs(seen[i] - wanted[i]) > kTolerance) return false;
  return true;
}

void check(const AVFrame& frame, const std::array<Colour, 4>& quarters) {
  for (int i : {0, 1, 2, 3}) {
    const auto seen = colour_of(frame, i);
    CAPTURE(i);
    CAPTURE(seen[0]);
    CAPTURE(seen[1]);
    CAPTURE(seen[2]);
    CHECK(is_like(seen, quarters[static_cast<std::size_t>(i)]));
  }
}

std::string sample(std::string_view name) {
  for (const auto& one : kColours)
    if (one.name == name) return decoded(one.base64);
  return {};
}

/// An EXIF that says how the picture is turned and nothing else.
std::string exif(int orientation, bool big_first) {
  const auto tiff = big_first ? "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s +
                                    static_cast<char>(orientation) + "\0\0\0\0\0\0"s
                              : "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"s +
                                    static_cast<char>(orientation) + "\0\0\0\0\0\0\0"s;
  return "Exif\0\0"s + tiff;
}

std::string turned_jpeg(int orientation, bool big_first) {
  const auto body = exif(orientation, big_first);
  const auto bytes = sample("baseline.jpg");
  return "\xFF\xD8\xFF\xE1\0"s + static_cast<char>(body.size() + 2) + body + bytes.substr(2);
}

}  // namespace

TEST_CASE("render::load_picture takes every usual format, whatever the file's name") {
  for (const auto& [name, base64] : kColours) {
    CAPTURE(name);
    if (name.starts_with("exif"))
      check(*load(decoded(base64)), {kBlue, kRed, kWhite, kGreen});
    else
      check(*load(decoded(base64)), {kRed, kGreen, kBlue, kWhite});
  }
}

TEST_CASE("render::load_picture takes grey pictures at their full range") {
  for (const auto& [name, base64] : kGreys) {
    CAPTURE(name);
    check(*load(decoded(base64)), {kBlack, kWhite, kBlack, kWhite});
  }
}

TEST_CASE("render::load_picture shows the middle of a long picture of black and white alone") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "p.png";
  // What is not seen is of the other colour, on either side.
  const auto make = [&](const std::string& size, const std::string& box, const std::string& format,
                        const std::string& outside, const std::string& inside) {
    REQUIRE(run("ffmpeg -v error -y -f lavfi -i color=" + outside + ":s=" + size +
                ",drawbox=" + box + ":c=" + inside + ":t=fill -frames:v 1 -pix_fmt " + format +
                " '" + file.string() + "'") == 0);
  };
  for (const std::string format : {"monob", "rgb24"}) {
    CAPTURE(format);
    make("400x40", "x=160:y=0:w=80:h=40", format, "black", "white");
    auto wide = load_picture(file, kFilm);
    CHECK(wide->width == 2 * wide->height);
    check(*wide, {kWhite, kWhite, kWhite, kWhite});
    make("40x400", "x=0:y=128:w=40:h=80", format, "white", "black");
    auto tall = load_picture(file, kFilm);
    CHECK(tall->height == 2 * tall->width);
    check(*tall, {kBlack, kBlack, kBlack, kBlack});
  }
}

TEST_CASE("render::av::crop refuses what it can't do") {
  const auto frame = av::make_picture_frame(AV_PIX_FMT_MONOBLACK, 64, 32);
  CHECK_THROWS_AS(av::crop(*frame, 16, 8, 32, 16), Error);
}

TEST_CASE("render::load_picture turns a picture as its EXIF says") {
  constexpr std::array<std::array<Colour, 4>, 8> kSeen{{{kRed, kGreen, kBlue, kWhite},
                                                        {kGreen, kRed, kWhite, kBlue},
                                                        {kWhite, kBlue, kGreen, kRed},
                                                        {kBlue, kWhite, kRed, kGreen},
                                                        {kRed, kBlue, kGreen, kWhite},
                                                        {kBlue, kRed, kWhite, kGreen},
                                                        {kWhite, kGreen, kBlue, kRed},
                                                        {kGreen, kWhite, kRed, kBlue}}};
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (bool big_first : {false, true}) {
      CAPTURE(orientation);
      check(*load(turned_jpeg(orientation, big_first)),
            kSeen[static_cast<std::size_t>(orientation - 1)]);
    }
  for (int nonsense : {0, 9, 255}) check(*load(turned_jpeg(nonsense, true)), kSeen[0]);
}

TEST_CASE("render::read_turn takes any bytes") {
  const auto bytes = turned_jpeg(6, true);
  for (std::size_t cut = 0; cut < 60; ++cut)
    CHECK_NOTHROW(read_turn(PictureKind::jpeg, std::string_view(bytes).substr(0, cut)));
  CHECK(read_turn(PictureKind::jpeg, bytes) == Turn{true, false, true});
  CHECK(read_turn(PictureKind::webp, sample("exif.webp")) == Turn{true, false, true});
  CHECK(read_turn(PictureKind::png, sample("exif.png")) == Turn{true, false, true});
  CHECK(read_turn(PictureKind::gif, sample("animated.gif")) == Turn{});
}

TEST_CASE("render::to_stored finds a part of a turned picture") {
  constexpr Size kStored{100, 60};
  CHECK(to_stored({10, 5, 20, 30}, kStored, {}) == Box{10, 5, 20, 30});
  CHECK(to_stored({10, 5, 20, 30}, kStored, {false, true, true}) == Box{70, 25, 20, 30});
  CHECK(to_stored({10, 5, 20, 30}, kStored, {true, false, true}) == Box{5, 30, 30, 20});
}

TEST_CASE("render::load_picture takes any size") {
  const TemporaryFolder folder;
  for (const auto& [width, height] :
       {std::pair{1, 1}, {1, 20}, {20, 1}, {2, 3}, {12000, 640}, {640, 12000}}) {
    CAPTURE(width);
    const auto frame = load_picture(make_png(folder.path() / "p.png", width, height), {320, 180});
    CHECK(frame->width >= 320);
    CHECK(frame->height >= 180);
  }
}

TEST_CASE("render::load_picture takes a TIFF that says its resolution") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "p.tiff";
  REQUIRE(run("ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180 -frames:v 1 -pix_fmt rgb24 '" +
              file.string() + "'") == 0);
  CHECK(load_picture(file, kFilm)->height == 64);
}

TEST_CASE("render::describe_other names what is no picture of ours") {
  CHECK(describe_other("\0\0\0\x20"
                       "ftypavif\0\0\0\0mif1"s) == "it is an AVIF picture: save it as JPEG or PNG");
  CHECK(describe_other("\0\0\0\x20"
                       "ftypmif1\0\0\0\0mif1heic"s) ==
        "it is a HEIC picture: save it as JPEG or PNG");
  CHECK(describe_other("\0\0\0\x20"
                       "ftypisom\0\0\0\0iso2"s) == "it is a video (MP4), not a picture");
  CHECK(describe_other("%PDF-1.7") == "it is a PDF document: save it as JPEG or PNG");
  CHECK(describe_other("\xEF\xBB\xBF\r\n<HTML>") == "it is a web page, not a picture");
  CHECK(describe_other("<svg xmlns='x'/>") == "it is an SVG drawing: save it as JPEG or PNG");
  CHECK(describe_other("") == "it is no JPEG, PNG or WebP");
}

}  // namespace storyreel::render::test
