#include "tests/bench/render_table.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace storyreel::bench {

namespace {

/// Through (`whole`, `a`) and (`whole` / 2, `b`).
double through(double whole, double a, double b, double at) {
  return a + (a - b) / (whole / 2) * (at - whole);
}

std::string text_of(const Quality& quality) {
  if (quality.psnr == 0) return " | ";
  return fmt::format("{:.2f} | {:.4f}", quality.psnr, quality.ssim);
}

}  // namespace

Sample middle_of(const std::vector<Sample>& runs) {
  const auto middle = [&](const std::function<double(const Sample&)>& part) {
    std::vector<double> all;
    std::ranges::transform(runs, std::back_inserter(all), part);
    std::ranges::sort(all);
    return all[all.size() / 2];
  };
  return {.cost = {.wall = middle([](const Sample& one) { return one.cost.wall; }),
                   .cpu = middle([](const Sample& one) { return one.cost.cpu; }),
                   .peak = middle([](const Sample& one) { return one.cost.peak; })},
          .megabytes = middle([](const Sample& one) { return one.megabytes; }),
          .quality = runs.front().quality};
}

void print(const std::vector<Row>& rows) {
  std::puts("| film | way | wall s | CPU s | peak MB | size MB | PSNR | SSIM | takes | goal | |");
  std::puts("|---|---|---|---|---|---|---|---|---|---|---|");
  std::map<std::string, double> first;
  for (const auto& [film, way, middle, goal, note] : rows) {
    const auto& [wall, cpu, peak] = middle.cost;
    const auto base = first.try_emplace(film, wall).first->second;
    std::puts(
        fmt::format("| {} | {} | {:.1f} | {:.1f} | {:.0f} | {:.1f} | {} | {:.3g}x | {} | {} |",
                    film, way, wall, cpu, peak, middle.megabytes, text_of(middle.quality),
                    wall / base, goal, note)
            .c_str());
  }
  std::fflush(stdout);
}

Sample Line::at(double length) const {
  const auto& [a, b, ignored] = pieces;
  return {.cost = {.wall = through(whole, a.cost.wall, b.cost.wall, length),
                   .cpu = through(whole, a.cost.cpu, b.cost.cpu, length),
                   .peak = a.cost.peak},
          .megabytes = through(whole, a.megabytes, b.megabytes, length),
          .quality = a.quality};
}

std::string Line::note(const std::string& unit) const {
  const double off = at(whole / 4).cost.wall / pieces[2].cost.wall - 1;
  return fmt::format("extrapolated from {:.3g} {}; at a quarter of it the line is {:+.0f} % off",
                     whole, unit, 100 * off);
}

}  // namespace storyreel::bench
