#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "pipeline/render/sample.hpp"

/// How loud sound is and where it begins and ends (ITU-R BS.1770-4, gated; 48 kHz stereo).
namespace storyreel::render {

/// Listens to samples; keeps a few numbers per tenth of a second.
class LoudnessMeter {
 public:
  void add(Sample sample);

  std::int64_t samples() const { return samples_; }

  /// The highest sample of each kPeakSpan.
  static constexpr std::int64_t kPeakSpan = 480;
  const std::vector<float>& peaks() const { return peaks_; }
  float peak() const;

  /// Integrated loudness in LUFS; nullopt when all is silence.
  std::optional<double> loudness() const;

  struct Span {
    std::int64_t from;
    std::int64_t to;
  };
  /// What lies between the outer silences, with a little room for soft consonants; nullopt when all
  /// is silence. Silence is whatever stays 40 dB below the loudest peak.
  std::optional<Span> heard() const;

 private:
  /// One second-order filter of the K weighting.
  struct Biquad {
    std::array<double, 3> forward;
    std::array<double, 2> back;
    std::array<double, 2> state{};
    double run(double x);
  };
  struct Weighting {
    Biquad shelf{{1.53512485958697, -2.69169618940638, 1.19839281085285},
                 {-1.69065929318241, 0.73248077421585}};
    Biquad highpass{{1, -2, 1}, {-1.99004745483398, 0.99007225036621}};
    double run(double x) { return highpass.run(shelf.run(x)); }
  };

  std::array<Weighting, 2> weightings_;
  std::int64_t samples_ = 0;
  std::vector<double> energies_;  ///< K-weighted, per 100 ms
  std::vector<float> peaks_;      ///< per 10 ms
};

}  // namespace storyreel::render
