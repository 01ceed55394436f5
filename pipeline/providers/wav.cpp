#include "pipeline/providers/wav.hpp"

#include <cstddef>

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kFormatBytes = 16;
constexpr std::size_t kHeaderRest = 36;  // bytes of the header behind its first two words
constexpr std::size_t kPcm = 1;
constexpr std::size_t kSampleBytes = 2;
constexpr int kBitsOfByte = 8;
constexpr int kSilentRate = 22'050;

void put(std::string& bytes, std::size_t value, int width) {
  for (int i = 0; i < width; ++i) bytes += static_cast<char>((value >> (kBitsOfByte * i)) & 0xFF);
}

}  // namespace

std::string to_wav(const std::string& samples, int rate) {
  const auto frequency = static_cast<std::size_t>(rate);
  std::string wav = "RIFF";
  put(wav, kHeaderRest + samples.size(), 4);
  wav += "WAVEfmt ";
  put(wav, kFormatBytes, 4);
  put(wav, kPcm, 2);
  put(wav, 1, 2);  // channels
  put(wav, frequency, 4);
  put(wav, frequency * kSampleBytes, 4);
  put(wav, kSampleBytes, 2);
  put(wav, kSampleBytes * kBitsOfByte, 2);
  wav += "data";
  put(wav, samples.size(), 4);
  return wav + samples;
}

std::string silent_wav(milliseconds duration) {
  const auto samples = duration.count() * kSilentRate / milliseconds(seconds(1)).count();
  return to_wav(std::string(static_cast<std::size_t>(samples) * kSampleBytes, '\0'), kSilentRate);
}

}  // namespace storyreel::pipeline
