#include "pipeline/providers/card/colour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace storyreel::pipeline::card {
namespace {

constexpr Palette row(Hour hour, std::array<std::uint32_t, 8> c) {
  return {hour,         colour(c[0]), colour(c[1]), colour(c[2]), colour(c[3]),
          colour(c[4]), colour(c[5]), colour(c[6]), colour(c[7])};
}

// top, middle, horizon, light, far, near, accent, ink
constexpr std::array kPalettes = {
    row(Hour::dawn,
        {0x6B8FB3, 0xE9C4B5, 0xFBE3C0, 0xFFF6DF, 0xC3A3A9, 0x343F5C, 0xE08E6D, 0x26304A}),
    row(Hour::dawn,
        {0x8AA6C1, 0xF2CFC2, 0xFFE9D2, 0xFFF9EC, 0xB9A9BC, 0x3C3A58, 0xD9798A, 0x332E4C}),
    row(Hour::dawn,
        {0x8FB5B3, 0xE8D9BE, 0xFDEFD5, 0xFFFBEE, 0xAEB8A8, 0x26423F, 0xE2A65B, 0x1C3637}),
    row(Hour::dawn,
        {0x9C8FC4, 0xF0BFC8, 0xFFE0C4, 0xFFF4E0, 0xB394B6, 0x33284F, 0xF08A6B, 0x2E2350}),
    row(Hour::day,
        {0x2F7FBC, 0x86C0E0, 0xE0F1EC, 0xFFFDF0, 0x93B9C6, 0x164653, 0xF2B84B, 0xFFFFFF}),
    row(Hour::day,
        {0x4E9F9A, 0xA4D5C6, 0xF3F4DA, 0xFFFEF2, 0x94BCA8, 0x1B453E, 0xE9724C, 0x12352F}),
    row(Hour::day,
        {0x5F84C9, 0xAFC6EB, 0xF8F0E0, 0xFFFEF5, 0xACB8D3, 0x2A3862, 0xF08A5D, 0x1F2B54}),
    row(Hour::day,
        {0xE3B66B, 0xF3D9A4, 0xFBF0D9, 0xFFFFFF, 0xC9B48E, 0x40513F, 0xC8553D, 0x3B2F1C}),
    row(Hour::dusk,
        {0x2D2A55, 0xB0547A, 0xF6A467, 0xFFDFAE, 0x9A5577, 0x1F1836, 0xFFC36B, 0xFFF3E2}),
    row(Hour::dusk,
        {0x22386B, 0xB9666F, 0xFFC07A, 0xFFEAC0, 0x8A5A74, 0x161E38, 0xFFB65C, 0xFFF6E6}),
    row(Hour::dusk,
        {0x3B2148, 0xA8446B, 0xF28B5B, 0xFFD59C, 0x843E62, 0x1A0F29, 0xF7B267, 0xFFEEDD}),
    row(Hour::dusk,
        {0x174453, 0x6E9F9B, 0xF4C98B, 0xFFECC6, 0x66878A, 0x0D2630, 0xF2A65A, 0xFFF8E8}),
    row(Hour::night,
        {0x070F2B, 0x1B2A5A, 0x46629A, 0xF6EED8, 0x33487A, 0x060B1E, 0xFFD27A, 0xF5F0E2}),
    row(Hour::night,
        {0x0B1026, 0x2A2457, 0x74549A, 0xFDEEDF, 0x4A3A74, 0x0A0A1C, 0xF7B5A0, 0xF8EFE9}),
    row(Hour::night,
        {0x04191F, 0x0E3A48, 0x35797F, 0xEEF7EA, 0x22545F, 0x031116, 0xE8D27C, 0xEAF4EE}),
    row(Hour::night,
        {0x120B22, 0x3B1D4A, 0x9A4C6B, 0xFFE8D0, 0x5A2E58, 0x0D0718, 0xFFC07F, 0xFCEFE6}),
};

}  // namespace

Colour mix(const Colour& from, const Colour& to, double share) {
  return {std::lerp(from.red, to.red, share), std::lerp(from.green, to.green, share),
          std::lerp(from.blue, to.blue, share), std::lerp(from.alpha, to.alpha, share)};
}

const Palette& palette_for(Hour hour, Dice& dice) {
  std::vector<const Palette*> fitting;
  for (const auto& palette : kPalettes)
    if (palette.hour == hour) fitting.push_back(&palette);
  return *dice.pick(fitting);
}

}  // namespace storyreel::pipeline::card
