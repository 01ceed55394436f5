#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/runtime/time.hpp"
#include "pipeline/render/picture.hpp"

/// What stands beside a film. As everything in timeline.hpp these block, run on an Offload thread,
/// check their stop token, write to the path they are given (a temporary file: the caller fsyncs
/// and renames), throw Error that names the file at fault, and give identical bytes for identical
/// inputs.
namespace storyreel::render {

/// A picture on a contact sheet.
struct SheetEntry {
  std::filesystem::path picture;  ///< empty: there is none yet, an empty tile stands for it
  int number = 0;
  std::string caption;  ///< one line of it, where the tiles are large enough to read it
};

/// All pictures of a film at a glance: numbered tiles under a line with its title and length.
struct Sheet {
  std::string title;
  seconds length{0};
  std::string language;  ///< of title and captions
  Size film{1920, 1080};
  std::vector<SheetEntry> entries;  ///< 1 … 1,000
};

/// Draws it as a JPEG of 2000x800 pixels, as Notion shows covers, or taller where the tiles would
/// become too small to see; at most about 2000x4300.
void draw_contact_sheet(const Sheet& sheet, const std::filesystem::path& out,
                        const std::stop_token& stop);

/// Where tiles stand on a sheet, in pixels.
struct SheetGrid {
  Size sheet{2000, 800};
  int columns = 1;
  Size tile{};
  int caption = 0;  ///< height of a line below each tile; 0: no captions
  int left = 0;     ///< of the first tile
  int top = 0;
};

/// Space between tiles.
constexpr int kSheetGap = 18;

/// The arrangement of `count` (at least 1) pictures of a film's shape with the largest tiles. Pure.
SheetGrid arrange_sheet(int count, Size film);

/// Draws a film's best key frame as a JPEG of at most 1280 pixels across and 2 MB: sharp, rich in
/// contrast and colour, neither dark nor blank, and none inside a crossfade while there is another.
void draw_thumbnail(const std::filesystem::path& film, const std::filesystem::path& out,
                    const std::stop_token& stop);

/// How good a picture is for that, 0 … 1. `rgba` is small, as of 320 pixels across. Pure.
double appeal(const AVFrame& rgba);

}  // namespace storyreel::render
