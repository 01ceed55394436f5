#include "pipeline/render/drawing.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <numbers>

#include "pipeline/render/cues.hpp"

namespace storyreel::render {

namespace {

/// No emoji font is named: it has digits too, and they would be taken from it. Real emoji find
/// theirs.
constexpr const char* kFonts = "Noto Sans, DejaVu Sans, Noto Sans CJK SC";
/// Shares of the film's size.
constexpr double kLetterOfHeight = 0.047;
constexpr double kLetterOfWidth = 0.052;
constexpr double kSafeWidth = 0.88;
constexpr double kSafeBottom = 0.065;
/// Shares of the letters' size. Nearly all lines of so many columns stay within their width.
constexpr double kColumn = 0.64;
constexpr double kPaddingX = 0.55;
constexpr double kPaddingY = 0.28;
constexpr double kEdge = 0.13;
constexpr double kBoxAlpha = 0.42;

Drawing make_drawing(Size size) {
  Drawing drawing{Surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size.width, size.height)),
                  size};
  if (cairo_surface_status(drawing.surface.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  return drawing;
}

void draw_box(cairo_t* context, Size size, double radius) {
  constexpr double kQuarter = std::numbers::pi / 2;
  const double right = size.width - radius;
  const double bottom = size.height - radius;
  cairo_new_path(context);
  cairo_arc(context, right, radius, radius, -kQuarter, 0);
  cairo_arc(context, right, bottom, radius, 0, kQuarter);
  cairo_arc(context, radius, bottom, radius, kQuarter, 2 * kQuarter);
  cairo_arc(context, radius, radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(context);
  cairo_set_source_rgba(context, 0, 0, 0, kBoxAlpha);
  cairo_fill(context);
}

void draw_text(cairo_t* context, PangoLayout* layout, Size box, double letter) {
  const auto text = size_of(layout);
  pango_layout_set_width(layout, text.width * PANGO_SCALE);
  cairo_move_to(context, (box.width - text.width) / 2.0, (box.height - text.height) / 2.0);
  pango_cairo_layout_path(context, layout);
  cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(context, letter * kEdge);
  cairo_set_source_rgba(context, 0, 0, 0, 0.85);
  cairo_stroke(context);
  cairo_move_to(context, (box.width - text.width) / 2.0, (box.height - text.height) / 2.0);
  cairo_set_source_rgb(context, 1, 1, 1);
  pango_cairo_show_layout(context, layout);
}

/// A subtitle's lines, each in the middle, broken between words where they are wider than `safe`.
Layout make_subtitle(cairo_t* context, const std::string& text, const std::string& language,
                     double letter, double safe) {
  auto layout = make_layout(context, text, language, letter, PANGO_WEIGHT_SEMIBOLD);
  pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  pango_layout_set_width(layout.get(), static_cast<int>(safe) * PANGO_SCALE);
  return layout;
}

double letter_of(Size film) {
  return std::min(film.height * kLetterOfHeight, film.width * kLetterOfWidth);
}

/// The widest that a line may be.
double safe_width(Size film) {
  return film.width * kSafeWidth - 2 * kPaddingX * letter_of(film);
}

int even(double length) {
  return 2 * static_cast<int>(length / 2);
}

}  // namespace

Layout make_layout(cairo_t* context, const std::string& text, const std::string& language,
                   double letter, PangoWeight weight) {
  Layout layout(pango_cairo_create_layout(context));
  const FontOptions options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  auto* shared = pango_layout_get_context(layout.get());
  pango_cairo_context_set_font_options(shared, options.get());
  pango_context_set_language(shared, pango_language_from_string(language.c_str()));
  const Font font(pango_font_description_from_string(kFonts));
  pango_font_description_set_weight(font.get(), weight);
  pango_font_description_set_absolute_size(font.get(), letter * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

Size size_of(PangoLayout* layout) {
  Size size{};
  pango_layout_get_pixel_size(layout, &size.width, &size.height);
  return size;
}

std::uint32_t Drawing::pixel(int column, int row) const {
  const auto* data = cairo_image_surface_get_data(surface.get());
  const auto stride = std::ptrdiff_t{cairo_image_surface_get_stride(surface.get())};
  std::uint32_t value = 0;
  std::memcpy(&value, data + row * stride + std::ptrdiff_t{column} * 4, sizeof value);
  return value;
}

int line_columns(Size film) {
  return std::min(kLineColumns, static_cast<int>(safe_width(film) / (kColumn * letter_of(film))));
}

Drawing draw_subtitle(const std::string& text, const std::string& language, Size film) {
  const auto scratch = make_drawing({2, 2});
  const Context measure(cairo_create(scratch.surface.get()));
  double letter = letter_of(film);
  const double safe = safe_width(film);
  auto layout = make_subtitle(measure.get(), text, language, letter, safe);
  if (const double width = size_of(layout.get()).width; width > safe) {
    letter *= safe / width * 0.99;
    layout = make_subtitle(measure.get(), text, language, letter, safe);
  }
  const auto inner = size_of(layout.get());
  const Size box{std::min(even(inner.width + 2 * kPaddingX * letter) + 2, film.width),
                 std::min(even(inner.height + 2 * kPaddingY * letter) + 2, film.height)};
  auto drawing = make_drawing(box);
  const Context context(cairo_create(drawing.surface.get()));
  draw_box(context.get(), box, letter * 0.3);
  pango_cairo_update_layout(context.get(), layout.get());
  draw_text(context.get(), layout.get(), box, letter);
  cairo_surface_flush(drawing.surface.get());
  drawing.x = even((film.width - box.width) / 2.0);
  drawing.y = std::max(0, even(film.height * (1 - kSafeBottom) - box.height));
  return drawing;
}

}  // namespace storyreel::render
