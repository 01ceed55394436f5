#include <algorithm>
#include <array>
#include <cctype>

#include "pipeline/render/bytes.hpp"
#include "pipeline/render/picture_header.hpp"

namespace storyreel::render {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSave = ": save it as JPEG or PNG";
constexpr std::string_view kNone = ", not a picture";

/// How files of other formats begin, and what people call them.
struct Other {
  std::size_t at;
  std::string_view bytes;
  std::string_view name;
  std::string_view advice;
};
constexpr std::array kOthers{
    Other{0, "\0\0\0\x0CJXL "sv, "a JPEG XL picture", kSave},
    Other{0, "\xFF\x0A"sv, "a JPEG XL picture", kSave},
    Other{0, "\0\0\0\x0CjP  "sv, "a JPEG 2000 picture", kSave},
    Other{0, "\xFF\x4F\xFF\x51"sv, "a JPEG 2000 picture", kSave},
    Other{0, "8BPS"sv, "a Photoshop file", kSave},
    Other{0, "gimp xcf"sv, "a GIMP file", kSave},
    Other{0, "qoif"sv, "a QOI picture", kSave},
    Other{0, "\0\0\x01\0"sv, "an icon file", kSave},
    Other{0, "%PDF"sv, "a PDF document", kSave},
    Other{0, "II+\0"sv, "a BigTIFF picture", kSave},
    Other{0, "MM\0+"sv, "a BigTIFF picture", kSave},
    Other{0, "PK\x03\x04"sv, "a ZIP archive", kNone},
    Other{0, "\x1F\x8B"sv, "a compressed file (gzip)", kNone},
    Other{0, "\x1A\x45\xDF\xA3"sv, "a Matroska or WebM video", kNone},
    Other{8, "AVI "sv, "an AVI video", kNone},
    Other{8, "WAVE"sv, "a sound file (WAV)", kNone},
    Other{0, "OggS"sv, "a sound file (Ogg)", kNone},
    Other{0, "ID3"sv, "a sound file (MP3)", kNone},
};

/// How text begins, in small letters.
constexpr std::array kTexts{
    Other{0, "<!doctype html"sv, "a web page", kNone},
    Other{0, "<html"sv, "a web page", kNone},
    Other{0, "<svg"sv, "an SVG drawing", kSave},
    Other{0, "<?xml"sv, "an SVG drawing or other XML", kSave},
    Other{0, "{"sv, "text (JSON)", kNone},
};

std::string words(const Other& other) {
  return std::string("it is ").append(other.name).append(other.advice);
}

/// The first bytes without white space before them, in small letters.
std::string opening(std::string_view bytes) {
  constexpr std::size_t kEnough = 64;
  constexpr auto kMark = "\xEF\xBB\xBF"sv;
  if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
  bytes = part(bytes, bytes.find_first_not_of(" \t\r\n"), kEnough);
  std::string text(bytes);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Of the family of MP4, by the brands it names.
std::string describe_boxes(std::string_view bytes) {
  const auto brands = part(bytes, 8, 56);
  const auto names = [&](std::string_view brand) { return brands.find(brand) != brands.npos; };
  if (names("avif") || names("avis")) return words({0, {}, "an AVIF picture", kSave});
  if (names("heic") || names("heix") || names("mif1"))
    return words({0, {}, "a HEIC picture", kSave});
  return words({0, {}, "a video (MP4)", kNone});
}

}  // namespace

std::string describe_other(std::string_view bytes) {
  if (part(bytes, 4, 4) == "ftyp") return describe_boxes(bytes);
  for (const auto& other : kOthers)
    if (part(bytes, other.at).starts_with(other.bytes)) return words(other);
  const auto text = opening(bytes);
  for (const auto& other : kTexts)
    if (text.starts_with(other.bytes)) return words(other);
  return "it is no JPEG, PNG or WebP";
}

}  // namespace storyreel::render
