#include "pipeline/providers/card/canvas.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <numbers>

#include <unicode/ubidi.h>

#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline::card {
namespace {

constexpr double kFullCircle = 2 * std::numbers::pi;
// No emoji font is named: its digits would be taken.
constexpr const char* kFonts =
    "Noto Serif Display, Noto Serif, Noto Naskh Arabic, Noto Serif CJK SC, DejaVu Serif";
constexpr std::array kSizes = {104.0, 92.0, 80.0, 70.0, 60.0, 52.0, 44.0};
constexpr double kMargin = 0.11;   // of the width
constexpr double kMeasure = 0.60;  // of the width
constexpr int kLines = 2;

struct PatternFree {
  void operator()(cairo_pattern_t* pattern) const noexcept { cairo_pattern_destroy(pattern); }
};
using Pattern = std::unique_ptr<cairo_pattern_t, PatternFree>;

void add_stop(const Pattern& pattern, double at, const Colour& c) {
  cairo_pattern_add_color_stop_rgba(pattern.get(), at, c.red, c.green, c.blue, c.alpha);
}

bool same(const Colour& a, const Colour& b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

render::Layout make_layout(cairo_t* context, const std::string& text, const std::string& language) {
  render::Layout layout(pango_cairo_create_layout(context));
  const render::FontOptions options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  auto* shared = pango_layout_get_context(layout.get());
  pango_cairo_context_set_font_options(shared, options.get());
  pango_context_set_language(shared, pango_language_from_string(language.c_str()));
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(layout.get(), 0.95F);
  return layout;
}

void set_size(PangoLayout* layout, double units) {
  const render::Font font(pango_font_description_from_string(kFonts));
  pango_font_description_set_absolute_size(font.get(), units * PANGO_SCALE);
  pango_layout_set_font_description(layout, font.get());
}

double height_of(PangoLayout* layout) {
  int height = 0;
  pango_layout_get_size(layout, nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

bool fits(PangoLayout* layout, double size, int lines, double most_height) {
  set_size(layout, size);
  return pango_layout_get_line_count(layout) <= lines && height_of(layout) <= most_height;
}

/// One line where the letters stay large, else two; the smallest letters are cut with "…".
void fit(PangoLayout* layout, double most_height) {
  constexpr double kLarge = 80;
  for (double size : kSizes)
    if (size >= kLarge && fits(layout, size, 1, most_height)) return;
  for (double size : kSizes)
    if (fits(layout, size, kLines, most_height)) return;
  pango_layout_set_height(layout, -kLines);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
}

/// Makes two lines about equally long. Gives the width of the column.
double balance(PangoLayout* layout, double measure) {
  constexpr double kNarrower = 0.93;
  if (pango_layout_get_line_count(layout) != kLines || pango_layout_is_ellipsized(layout))
    return measure;
  for (double next = measure * kNarrower;; next *= kNarrower) {
    pango_layout_set_width(layout, static_cast<int>(next * PANGO_SCALE));
    if (pango_layout_get_line_count(layout) > kLines) break;
    measure = next;
  }
  pango_layout_set_width(layout, static_cast<int>(measure * PANGO_SCALE));
  return measure;
}

bool is_right_to_left(const std::string& text) {
  const auto all = to_unicode(text);
  return ubidi_getBaseDirection(all.getBuffer(), all.length()) == UBIDI_RTL;
}

constexpr PangoAlignment alignment(Side side, bool right_to_left) {
  if (side == Side::middle) return PANGO_ALIGN_CENTER;
  return (side == Side::left) != right_to_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

}  // namespace

Canvas::Canvas(int width, int height)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
      context_(cairo_create(surface_.get())),
      width_(kHeight * width / height) {
  if (cairo_status(context_.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  cairo_scale(context_.get(), height / kHeight, height / kHeight);
}

void Canvas::paint(const Wash& wash) {
  if (same(wash.from, wash.to)) {
    const auto& c = wash.from;
    cairo_set_source_rgba(context_.get(), c.red, c.green, c.blue, c.alpha);
  } else {
    const Pattern pattern(cairo_pattern_create_linear(0, wash.from_y, 0, wash.to_y));
    add_stop(pattern, 0, wash.from);
    add_stop(pattern, 1, wash.to);
    cairo_set_source(context_.get(), pattern.get());
  }
  cairo_fill(context_.get());
}

void Canvas::trace(std::span<const Point> points) {
  cairo_new_path(context_.get());
  for (const auto& point : points) cairo_line_to(context_.get(), point.x, point.y);
}

void Canvas::wash(const Wash& wash) {
  cairo_rectangle(context_.get(), 0, 0, width_, kHeight);
  paint(wash);
}

void Canvas::polygon(std::span<const Point> points, const Wash& wash) {
  trace(points);
  cairo_close_path(context_.get());
  paint(wash);
}
void Canvas::polygon(std::span<const Point> points, const Colour& colour) {
  polygon(points, Wash{colour, colour});
}

void Canvas::disc(Point centre, double radius, const Wash& wash) {
  cairo_new_path(context_.get());
  cairo_arc(context_.get(), centre.x, centre.y, radius, 0, kFullCircle);
  paint(wash);
}
void Canvas::disc(Point centre, double radius, const Colour& colour) {
  disc(centre, radius, Wash{colour, colour});
}

void Canvas::ellipse(Point centre, double across, double down, const Colour& colour) {
  cairo_save(context_.get());
  cairo_translate(context_.get(), centre.x, centre.y);
  cairo_scale(context_.get(), across, down);
  disc({}, 1, colour);
  cairo_restore(context_.get());
}

void Canvas::ring(Point centre, double radius, double thickness, const Colour& c) {
  cairo_new_path(context_.get());
  cairo_arc(context_.get(), centre.x, centre.y, radius, 0, kFullCircle);
  cairo_set_line_width(context_.get(), thickness);
  cairo_set_source_rgba(context_.get(), c.red, c.green, c.blue, c.alpha);
  cairo_stroke(context_.get());
}

void Canvas::box(Point corner, double width, double height, const Wash& wash) {
  cairo_rectangle(context_.get(), corner.x, corner.y, width, height);
  paint(wash);
}
void Canvas::box(Point corner, double width, double height, const Colour& colour) {
  box(corner, width, height, Wash{colour, colour});
}

void Canvas::line(std::span<const Point> points, double thickness, const Colour& c) {
  trace(points);
  cairo_set_line_width(context_.get(), thickness);
  cairo_set_line_cap(context_.get(), CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(context_.get(), CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgba(context_.get(), c.red, c.green, c.blue, c.alpha);
  cairo_stroke(context_.get());
}

void Canvas::glow(Point centre, double radius, const Colour& colour) {
  const Pattern pattern(
      cairo_pattern_create_radial(centre.x, centre.y, 0, centre.x, centre.y, radius));
  add_stop(pattern, 0, colour);
  add_stop(pattern, 0.35, colour.faded(colour.alpha * 0.45));
  add_stop(pattern, 1, colour.faded(0));
  cairo_rectangle(context_.get(), centre.x - radius, centre.y - radius, 2 * radius, 2 * radius);
  cairo_set_source(context_.get(), pattern.get());
  cairo_fill(context_.get());
}

void Canvas::corners(const Colour& colour) {
  const Point middle{width_ / 2, kHeight / 2};
  const Pattern pattern(cairo_pattern_create_radial(middle.x, middle.y, kHeight * 0.45, middle.x,
                                                    middle.y, width_ * 0.62));
  add_stop(pattern, 0, colour.faded(0));
  add_stop(pattern, 1, colour);
  cairo_rectangle(context_.get(), 0, 0, width_, kHeight);
  cairo_set_source(context_.get(), pattern.get());
  cairo_fill(context_.get());
}

double Canvas::letters(const Lettering& lettering) {
  if (lettering.text.empty()) return lettering.y;
  const auto layout = make_layout(context_.get(), lettering.text, lettering.language);
  const double measure = width_ * kMeasure;
  pango_layout_set_width(layout.get(), static_cast<int>(measure * PANGO_SCALE));
  const bool right_to_left = is_right_to_left(lettering.text);
  pango_layout_set_alignment(layout.get(), alignment(lettering.side, right_to_left));
  fit(layout.get(), lettering.most_height);
  const double column = balance(layout.get(), measure);
  const double x = lettering.side == Side::left     ? width_ * kMargin
                   : lettering.side == Side::middle ? (width_ - column) / 2
                                                    : width_ * (1 - kMargin) - column;
  for (const auto& [offset, c] : {std::pair{2.2, lettering.shadow}, {0.0, lettering.ink}}) {
    cairo_move_to(context_.get(), x + offset, lettering.y + offset);
    cairo_set_source_rgba(context_.get(), c.red, c.green, c.blue, c.alpha);
    pango_cairo_show_layout(context_.get(), layout.get());
  }
  return lettering.y + height_of(layout.get());
}

int Canvas::columns() const {
  return cairo_image_surface_get_width(surface_.get());
}
int Canvas::rows() const {
  return cairo_image_surface_get_height(surface_.get());
}
void Canvas::flush() {
  cairo_surface_flush(surface_.get());
}

std::span<const std::uint32_t> Canvas::row(int y) const {
  const auto* bytes = cairo_image_surface_get_data(surface_.get()) +
                      std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface_.get());
  return {reinterpret_cast<const std::uint32_t*>(bytes), static_cast<std::size_t>(columns())};
}

int missing_glyphs(const std::string& text, const std::string& language) {
  const render::Surface surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
  const render::Context context(cairo_create(surface.get()));
  const auto layout = make_layout(context.get(), text, language);
  set_size(layout.get(), kSizes.front());
  return pango_layout_get_unknown_glyphs_count(layout.get());
}

}  // namespace storyreel::pipeline::card
