#include <algorithm>

#include "pipeline/render/sheet.hpp"

namespace storyreel::render {

namespace {

constexpr Size kCover{2000, 800};
constexpr int kMargin = 56;
constexpr int kHeader = 118;  ///< above the tiles, the margin included
constexpr int kTallest = 4300;
constexpr int kCaption = 30;
/// Tiles below this width are no pleasure, and captions are illegible.
constexpr int kLeastTile = 176;
constexpr int kLeastTileWithCaption = 200;

int rows_of(int count, int columns) {
  return (count + columns - 1) / columns;
}

int room(int whole, int parts) {
  return (whole - (parts - 1) * kSheetGap) / parts;
}

/// The largest tile of the film's shape that stands `columns` times in a row of a sheet that is
/// `height` high.
Size tile_for(int count, int columns, int height, int caption, Size film) {
  const int across = room(kCover.width - 2 * kMargin, columns);
  const int down = room(height - kHeader - kMargin, rows_of(count, columns)) - caption;
  const int width = std::min(across, down * film.width / film.height);
  return {width, width * film.height / film.width};
}

int grid_width(const SheetGrid& grid) {
  return grid.columns * grid.tile.width + (grid.columns - 1) * kSheetGap;
}

int grid_height(const SheetGrid& grid, int count) {
  const int rows = rows_of(count, grid.columns);
  return rows * (grid.tile.height + grid.caption) + (rows - 1) * kSheetGap;
}

SheetGrid best_grid(int count, int height, int caption, Size film) {
  SheetGrid best{.sheet = {kCover.width, height}, .caption = caption};
  for (int columns = 1; columns <= count; ++columns) {
    const auto tile = tile_for(count, columns, height, caption, film);
    if (tile.width > best.tile.width) best.columns = columns, best.tile = tile;
  }
  return best;
}

/// Tiles as wide as the sheet allows, however high it becomes.
SheetGrid tall_grid(int count, int columns, Size film) {
  const int width = room(kCover.width - 2 * kMargin, columns);
  SheetGrid grid{.columns = columns,
                 .tile = {width, std::max(1, width * film.height / film.width)},
                 .caption = width >= kLeastTileWithCaption ? kCaption : 0};
  grid.sheet = {kCover.width, kHeader + grid_height(grid, count) + kMargin};
  return grid;
}

SheetGrid grow(int count, Size film) {
  int columns = room(kCover.width - 2 * kMargin, 1) / (kLeastTileWithCaption + kSheetGap);
  auto grid = tall_grid(count, columns, film);
  while (grid.sheet.height > kTallest && columns < count) grid = tall_grid(count, ++columns, film);
  return grid;
}

}  // namespace

SheetGrid arrange_sheet(int count, Size film) {
  auto grid = best_grid(count, kCover.height, kCaption, film);
  if (grid.tile.width < kLeastTileWithCaption && film.width >= film.height)
    grid = best_grid(count, kCover.height, 0, film);
  const int least = film.width >= film.height ? kLeastTile : kLeastTile / 2;
  if (grid.tile.width < least) grid = grow(count, film);
  const int used = kHeader + grid_height(grid, count) + kMargin;
  grid.left = (grid.sheet.width - grid_width(grid)) / 2;
  grid.top = kHeader + std::max(0, grid.sheet.height - used) / 2;
  return grid;
}

}  // namespace storyreel::render
