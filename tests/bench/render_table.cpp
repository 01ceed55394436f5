#include "tests/bench/render_table.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <map>

namespace storyreel::bench {

namespace {

/// Through (`whole`, `a`) and (`whole` / 2, `b`).
double through(double whole, double a, double b, double at) {
  return a + (a - b) / (whole / 2) * (at - whole);
}

std::string quality(const Quality& of) {
  return of.psnr == 0 ? " | " : fmt::format("{:.2f} | {:.4f}", of.psnr, of.ssim);
}

}  // namespace

Cost Row::median() const {
  const auto middle = [this](double Cost::* part) {
    std::vector<double> all;
    for (const auto& cost : costs) all.push_back(cost.*part);
    std::ranges::sort(all);
    return all[all.size() / 2];
  };
  return {middle(&Cost::wall), middle(&Cost::cpu), middle(&Cost::peak)};
}

void print(const std::vector<Row>& rows) {
  std::puts("| film | way | wall s | CPU s | peak MB | size MB | PSNR | SSIM | takes | goal | |");
  std::puts("|---|---|---|---|---|---|---|---|---|---|---|");
  std::map<std::string, double> first;
  for (const auto& row : rows) {
    const auto cost = row.median();
    const auto base = first.try_emplace(row.film, cost.wall).first->second;
    std::puts(
        fmt::format("| {} | {} | {:.1f} | {:.1f} | {:.0f} | {:.1f} | {} | {:.3g}x | {} | {} |",
                    row.film, row.way, cost.wall, cost.cpu, cost.peak, row.megabytes,
                    quality(row.quality), cost.wall / base, row.goal, row.note)
            .c_str());
  }
  std::fflush(stdout);
}

Cost Line::at(double length) const {
  const auto a = pieces[0].median();
  const auto b = pieces[1].median();
  return {through(whole, a.wall, b.wall, length), through(whole, a.cpu, b.cpu, length), a.peak};
}

double Line::megabytes_at(double length) const {
  return through(whole, pieces[0].megabytes, pieces[1].megabytes, length);
}

std::string Line::note(const std::string& unit) const {
  const double off = at(whole / 4).wall / pieces[2].median().wall - 1;
  return fmt::format("extrapolated from {:.3g} {}; at a quarter of it the line is {:+.0f} % off",
                     whole, unit, 100 * off);
}

}  // namespace storyreel::bench
