#include "pipeline/render/sheet.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "pipeline/render/picture_header.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

PictureHeader header_of(const std::filesystem::path& file) {
  const auto header = read_picture_header(read_file(file, 10'000'000));
  REQUIRE(header);
  return *header;
}

Sheet sheet_of(const TemporaryFolder& folder, int count) {
  Sheet sheet{.title = "A film", .length = seconds{95}, .language = "en"};
  for (int i = 1; i <= count; ++i)
    sheet.entries.push_back(
        {make_png(folder.path() / (std::to_string(i) + ".png"), 320, 180, i), i, "What is said."});
  return sheet;
}

void check_grid(int count, Size film) {
  CAPTURE(count);
  const auto grid = arrange_sheet(count, film);
  const int rows = (count + grid.columns - 1) / grid.columns;
  const int right = grid.left + grid.columns * (grid.tile.width + kSheetGap) - kSheetGap;
  const int bottom = grid.top + rows * (grid.tile.height + grid.caption + kSheetGap) - kSheetGap;
  CHECK(grid.sheet.width == 2000);
  CHECK(grid.sheet.height >= 800);
  CHECK(grid.sheet.height <= 4400);
  CHECK(grid.tile.width >= 40);
  CHECK(grid.tile.height >= 20);
  CHECK(grid.left >= 40);
  CHECK(grid.top >= 100);
  CHECK(right <= grid.sheet.width - 40);
  CHECK(bottom <= grid.sheet.height - 40);
}

av::Frame grey_frame(std::uint8_t light) {
  auto frame = av::make_picture_frame(AV_PIX_FMT_RGBA, 64, 36);
  for (int y = 0; y < 36; ++y)
    std::fill_n(frame->data[0] + std::ptrdiff_t{y} * frame->linesize[0], 256, light);
  return frame;
}

}  // namespace

TEST_CASE("render::arrange_sheet finds room for any number of pictures") {
  for (int count = 1; count <= 1000; ++count)
    for (Size film : {Size{1920, 1080}, {1080, 1920}, {1000, 1000}}) check_grid(count, film);
  CHECK(arrange_sheet(24, {1920, 1080}).sheet.height == 800);
}

TEST_CASE("render::draw_contact_sheet draws a cover, the same from the same") {
  const TemporaryFolder folder;
  auto sheet = sheet_of(folder, 5);
  sheet.entries[2].picture.clear();
  const auto out = folder.path() / "sheet.jpg";
  draw_contact_sheet(sheet, out, {});
  const auto header = header_of(out);
  CHECK(header.kind == PictureKind::jpeg);
  CHECK(header.width == 2000);
  CHECK(header.height == 800);
  const auto hash = hash_file(out);
  draw_contact_sheet(sheet, out, {});
  CHECK(hash_file(out) == hash);
  sheet.entries[4].number = 6;
  draw_contact_sheet(sheet, out, {});
  CHECK(hash_file(out) != hash);
}

TEST_CASE("render::draw_contact_sheet names the picture that it can't read") {
  const TemporaryFolder folder;
  auto sheet = sheet_of(folder, 2);
  std::ofstream(sheet.entries[1].picture) << "nothing";
  const auto out = folder.path() / "sheet.jpg";
  CHECK(error_of([&] { draw_contact_sheet(sheet, out, {}); }).starts_with("2.png: the picture"));
  sheet.entries.pop_back();
  CHECK(error_of([&] { draw_contact_sheet(sheet, folder.path() / "no" / "sheet.jpg", {}); }) ==
        "sheet.jpg: can't be written: No such file or directory");
  sheet.entries.clear();
  CHECK(error_of([&] { draw_contact_sheet(sheet, out, {}); }) ==
        "a contact sheet takes 1 to 1000 pictures, not 0");
}

TEST_CASE("render::appeal prefers what has light, edges and colour") {
  const auto colourful = grey_frame(0);
  for (int y = 0; y < 36; ++y)
    for (int x = 0; x < 256; ++x)
      colourful->data[0][y * colourful->linesize[0] + x] =
          static_cast<std::uint8_t>(x / 16 % 2 * 150 + (x % 4) * 30);
  CHECK(appeal(*grey_frame(0)) == 0);
  CHECK(appeal(*grey_frame(255)) == 0);
  CHECK(appeal(*colourful) > appeal(*grey_frame(128)));
}

TEST_CASE("render::draw_thumbnail shows a sentence's picture, the same from the same") {
  Studio studio;
  fill(studio, {2.0, 2.0});
  const auto film = studio.assemble("film.mp4");
  const auto out = studio.file("thumbnail.jpg");
  draw_thumbnail(film, out, {});
  const auto header = header_of(out);
  CHECK(header.width == 320);
  CHECK(header.height == 180);
  const auto hash = hash_file(out);
  draw_thumbnail(film, out, {});
  CHECK(hash_file(out) == hash);
}

TEST_CASE("render::draw_thumbnail refuses what is no film") {
  const TemporaryFolder folder;
  const auto file = make_png(folder.path() / "film.mp4", 64, 64);
  CHECK(error_of([&] {
          draw_thumbnail(file, folder.path() / "t.jpg", {});
        }).starts_with("film.mp4: the film can't be read"));
}

}  // namespace storyreel::render::test
