#include "pipeline/render/sheet.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <new>
#include <numbers>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/drawing.hpp"
#include "pipeline/render/jpeg.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render {

namespace {

constexpr std::size_t kMostBytes = 4'900'000;  // Notion takes files of 5 MB on every plan
constexpr int kMostEntries = 1000;
constexpr int kEdge = 56;
constexpr double kTitle = 46;
constexpr double kFacts = 27;
constexpr double kCaption = 19;
constexpr double kBaseline = 76;

struct Ink {
  double red;
  double green;
  double blue;
  double alpha = 1;
};
constexpr Ink kGroundTop{0.118, 0.129, 0.157};
constexpr Ink kGroundBottom{0.075, 0.082, 0.102};
constexpr Ink kBright{0.96, 0.95, 0.93};
constexpr Ink kCalm{0.66, 0.68, 0.72};
constexpr Ink kEmpty{1, 1, 1, 0.06};
constexpr Ink kRim{1, 1, 1, 0.10};
constexpr Ink kBadge{0.05, 0.055, 0.07, 0.78};

struct PatternFree {
  void operator()(cairo_pattern_t* pattern) const noexcept { cairo_pattern_destroy(pattern); }
};
using Pattern = std::unique_ptr<cairo_pattern_t, PatternFree>;

struct Area {
  double x;
  double y;
  double width;
  double height;
};

void use(cairo_t* context, const Ink& ink) {
  cairo_set_source_rgba(context, ink.red, ink.green, ink.blue, ink.alpha);
}

void round_box(cairo_t* context, const Area& at, double radius) {
  constexpr double kQuarter = std::numbers::pi / 2;
  const double right = at.x + at.width - radius;
  const double bottom = at.y + at.height - radius;
  cairo_new_path(context);
  cairo_arc(context, right, at.y + radius, radius, -kQuarter, 0);
  cairo_arc(context, right, bottom, radius, 0, kQuarter);
  cairo_arc(context, at.x + radius, bottom, radius, kQuarter, 2 * kQuarter);
  cairo_arc(context, at.x + radius, at.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(context);
}

/// One line of text, its end left out where it is longer than `width` (0: as long as it is).
struct Line {
  std::string text;
  std::string language;
  double letter;
  PangoWeight weight = PANGO_WEIGHT_NORMAL;
  double width = 0;
};

Layout lay(cairo_t* context, const Line& line) {
  auto layout = make_layout(context, line.text, line.language, line.letter, line.weight);
  pango_layout_set_single_paragraph_mode(layout.get(), 1);
  if (line.width > 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(line.width * PANGO_SCALE));
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  }
  return layout;
}

/// Writes a line from (`x`, `baseline`) on and gives its width.
int write(cairo_t* context, const Line& line, double x, double baseline, const Ink& ink) {
  const auto layout = lay(context, line);
  use(context, ink);
  const double ascent = static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
  cairo_move_to(context, x, baseline - ascent);
  pango_cairo_show_layout(context, layout.get());
  return size_of(layout.get()).width;
}

std::string clock(seconds length) {
  const auto all = length.count();
  if (all >= 3600) return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
  return fmt::format("{}:{:02}", all / 60, all % 60);
}

/// A picture cut to `size`, where people look first in its middle, as Cairo has pixels.
Surface load_tile(const std::filesystem::path& picture, Size size, const std::stop_token& stop) {
  const auto frame =
      load_picture(picture, {std::max(2, size.width), std::max(2, size.height)}, stop);
  frame->colorspace = AVCOL_SPC_BT709;
  const auto rgba = av::to_rgba(*frame, frame->width, frame->height, picture);
  const int left = (rgba->width - size.width) / 2;
  const int top = std::clamp(static_cast<int>(kHeadline * rgba->height) - size.height / 2, 0,
                             rgba->height - size.height);
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  auto* data = cairo_image_surface_get_data(surface.get());
  const auto stride = std::ptrdiff_t{cairo_image_surface_get_stride(surface.get())};
  for (int y = 0; y < size.height; ++y) {
    const auto* from =
        rgba->data[0] + std::ptrdiff_t{top + y} * rgba->linesize[0] + std::ptrdiff_t{left} * 4;
    for (int x = 0; x < size.width; ++x, from += 4) {
      const auto pixel = static_cast<std::uint32_t>(from[0] << 16 | from[1] << 8 | from[2]);
      std::memcpy(data + y * stride + std::ptrdiff_t{x} * 4, &pixel, sizeof pixel);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

av::Frame to_frame(cairo_surface_t* surface, Size size) {
  cairo_surface_flush(surface);
  auto frame = av::make_picture_frame(AV_PIX_FMT_RGBA, size.width, size.height);
  const auto* data = cairo_image_surface_get_data(surface);
  const auto stride = std::ptrdiff_t{cairo_image_surface_get_stride(surface)};
  for (int y = 0; y < size.height; ++y) {
    auto* to = frame->data[0] + std::ptrdiff_t{y} * frame->linesize[0];
    for (int x = 0; x < size.width; ++x, to += 4) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, data + y * stride + std::ptrdiff_t{x} * 4, sizeof pixel);
      for (int c : {0, 1, 2}) to[c] = static_cast<std::uint8_t>(pixel >> (16 - 8 * c) & 0xFF);
      to[3] = 0xFF;
    }
  }
  return frame;
}

/// The sheet while it is drawn.
class Page {
 public:
  Page(const Sheet& sheet, const SheetGrid& grid)
      : sheet_(sheet),
        grid_(grid),
        surface_(
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, grid.sheet.width, grid.sheet.height)),
        context_(cairo_create(surface_.get())) {
    if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  }

  void draw_ground() {
    const Pattern pattern(cairo_pattern_create_linear(0, 0, 0, grid_.sheet.height));
    for (const auto& [at, ink] : {std::pair{0, kGroundTop}, {1, kGroundBottom}})
      cairo_pattern_add_color_stop_rgb(pattern.get(), at, ink.red, ink.green, ink.blue);
    cairo_set_source(context_.get(), pattern.get());
    cairo_paint(context_.get());
  }

  void draw_header() {
    const auto count = sheet_.entries.size();
    const Line facts{.text = fmt::format("{} {}   ·   {}", count,
                                         count == 1 ? "picture" : "pictures", clock(sheet_.length)),
                     .language = "en",
                     .letter = kFacts};
    const int width = size_of(lay(context_.get(), facts).get()).width;
    write(context_.get(), facts, grid_.sheet.width - kEdge - width, kBaseline, kCalm);
    const Line title{.text = sheet_.title,
                     .language = sheet_.language,
                     .letter = kTitle,
                     .weight = PANGO_WEIGHT_SEMIBOLD,
                     .width = grid_.sheet.width - 3.0 * kEdge - width};
    write(context_.get(), title, kEdge, kBaseline, kBright);
  }

  void draw_tile(std::size_t index, const std::stop_token& stop) {
    const auto& entry = sheet_.entries[index];
    const auto at = place(index);
    const double radius = std::min(12.0, at.width * 0.04);
    auto* context = context_.get();
    if (entry.picture.empty()) {
      round_box(context, at, radius);
      use(context, kEmpty);
    } else {
      const auto tile = load_tile(entry.picture, grid_.tile, stop);
      round_box(context, at, radius);
      cairo_set_source_surface(context, tile.get(), at.x, at.y);
    }
    cairo_fill(context);
    round_box(context, {at.x + 0.5, at.y + 0.5, at.width - 1, at.height - 1}, radius);
    use(context, kRim);
    cairo_set_line_width(context, 1);
    cairo_stroke(context);
    draw_number(entry.number, at);
    if (grid_.caption > 0) draw_caption(entry.caption, at);
  }

  av::Frame frame() { return to_frame(surface_.get(), grid_.sheet); }

 private:
  Area place(std::size_t index) const {
    const int column = static_cast<int>(index) % grid_.columns;
    const int row = static_cast<int>(index) / grid_.columns;
    return {static_cast<double>(grid_.left + column * (grid_.tile.width + kSheetGap)),
            static_cast<double>(grid_.top + row * (grid_.tile.height + grid_.caption + kSheetGap)),
            static_cast<double>(grid_.tile.width), static_cast<double>(grid_.tile.height)};
  }

  void draw_number(int number, const Area& tile) {
    const double letter = std::clamp(tile.width * 0.075, 13.0, 30.0);
    const Line line{.text = std::to_string(number),
                    .language = "en",
                    .letter = letter,
                    .weight = PANGO_WEIGHT_SEMIBOLD};
    const double width = size_of(lay(context_.get(), line).get()).width;
    const double height = letter * 1.4;
    const double inset = letter * 0.4;
    const Area box{tile.x + inset, tile.y + tile.height - inset - height,
                   std::max(height, width + letter * 0.8), height};
    round_box(context_.get(), box, height / 2);
    use(context_.get(), kBadge);
    cairo_fill(context_.get());
    write(context_.get(), line, box.x + (box.width - width) / 2, box.y + height / 2 + letter * 0.36,
          kBright);
  }

  void draw_caption(const std::string& caption, const Area& tile) {
    const Line line{
        .text = caption, .language = sheet_.language, .letter = kCaption, .width = tile.width - 4};
    write(context_.get(), line, tile.x + 2, tile.y + tile.height + 0.8 * grid_.caption, kCalm);
  }

  const Sheet& sheet_;
  SheetGrid grid_;
  Surface surface_;
  Context context_;
};

}  // namespace

void draw_contact_sheet(const Sheet& sheet, const std::filesystem::path& out,
                        const std::stop_token& stop) {
  const int count = static_cast<int>(std::min<std::size_t>(sheet.entries.size(), kMostEntries + 1));
  if (count < 1 || count > kMostEntries)
    throw Error(fmt::format("a contact sheet takes 1 to {} pictures, not {}", kMostEntries,
                            sheet.entries.size()));
  Page page(sheet, arrange_sheet(count, sheet.film));
  page.draw_ground();
  page.draw_header();
  for (std::size_t i = 0; i < sheet.entries.size(); ++i) {
    check_stop(stop);
    page.draw_tile(i, stop);
  }
  write_jpeg(*page.frame(), out, kMostBytes);
}

}  // namespace storyreel::render
