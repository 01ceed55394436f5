#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <pango/pangocairo.h>

#include "pipeline/render/picture.hpp"

namespace storyreel::render {

struct CairoFree {
  void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const noexcept { cairo_destroy(context); }
  void operator()(cairo_font_options_t* options) const noexcept {
    cairo_font_options_destroy(options);
  }
};
struct PangoFree {
  void operator()(PangoLayout* layout) const noexcept { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const noexcept { pango_font_description_free(font); }
};
using Surface = std::unique_ptr<cairo_surface_t, CairoFree>;
using Context = std::unique_ptr<cairo_t, CairoFree>;
using FontOptions = std::unique_ptr<cairo_font_options_t, CairoFree>;
using Layout = std::unique_ptr<PangoLayout, PangoFree>;
using Font = std::unique_ptr<PangoFontDescription, PangoFree>;

/// A drawn picture: 32 bits a pixel, premultiplied ARGB in the machine's order.
struct Drawing {
  Surface surface;
  Size size;
  int x = 0;  ///< where it stands on the film
  int y = 0;

  std::uint32_t pixel(int column, int row) const;
};

/// `text` laid out in the fonts of films, unhinted; `letter` is their size in pixels.
Layout make_layout(cairo_t* context, const std::string& text, const std::string& language,
                   double letter, PangoWeight weight);

/// Of a layout, in whole pixels.
Size size_of(PangoLayout* layout);

/// Columns (cues.hpp) of a line of subtitles that a film of size `film` has room for.
int line_columns(Size film);

/// A subtitle for a film of size `film`: white letters with a dark edge on a soft dark box, in the
/// middle of the lower edge of the safe area. The letters are as large whatever is said: lines too
/// wide are broken, and only a word alone that is too wide makes them smaller. Both sides and the
/// place are even.
Drawing draw_subtitle(const std::string& text, const std::string& language, Size film);

}  // namespace storyreel::render
