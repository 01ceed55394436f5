#include "tests/pipeline/render/media.hpp"

extern "C" {
#include <libavutil/log.h>
}
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numbers>

#include <cairo/cairo.h>

#include "pipeline/render/av/container.hpp"
#include "pipeline/render/sound_reader.hpp"

namespace storyreel::render::test {

namespace {

std::atomic<int> g_messages = 0;

void count_message(void* /*context*/, int level, const char* /*format*/, va_list /*arguments*/) {
  if (level <= AV_LOG_WARNING) ++g_messages;
}

void put(std::string& to, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xFF);
}

double voice_at(double t, const Wav& wav) {
  const double beat = 0.6 + 0.4 * std::sin(2 * std::numbers::pi * 3 * t);
  const double pitch = 180 + 40 * wav.seed + 250 * t;
  return wav.level * beat * std::sin(2 * std::numbers::pi * pitch * t);
}

}  // namespace

config::Render small_settings() {
  config::Render settings;
  settings.width = 320;
  settings.height = 180;
  settings.preset = "ultrafast";
  settings.subtitles = config::Subtitles::none;
  return settings;
}

std::filesystem::path make_png(const std::filesystem::path& file, int width, int height, int seed) {
  auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  auto* context = cairo_create(surface);
  cairo_set_source_rgb(context, 0.2, 0.3 + 0.1 * (seed % 5), 0.5);
  cairo_paint(context);
  for (int i = 0; i < 40; ++i) {
    const double x = (i * 97 + seed * 31) % width;
    const double y = (i * 61 + seed * 17) % height;
    cairo_set_source_rgb(context, (i % 3) / 2.0, (i % 5) / 4.0, (i % 7) / 6.0);
    cairo_arc(context, x, y, 4 + height / 20.0, 0, 2 * std::numbers::pi);
    cairo_fill(context);
  }
  cairo_surface_write_to_png(surface, file.c_str());
  cairo_destroy(context);
  cairo_surface_destroy(surface);
  return file;
}

std::filesystem::path make_wav(const std::filesystem::path& file, const Wav& wav) {
  const auto channels = static_cast<std::uint32_t>(wav.channels);
  const auto rate = static_cast<std::uint32_t>(wav.rate);
  const auto frames =
      static_cast<std::uint32_t>(std::lround((wav.seconds + 2 * wav.silence) * wav.rate));
  std::string bytes = "RIFF";
  put(bytes, 36 + frames * channels * 2, 4);
  bytes += "WAVEfmt ";
  put(bytes, 16, 4);
  put(bytes, 1, 2);
  put(bytes, channels, 2);
  put(bytes, rate, 4);
  put(bytes, rate * channels * 2, 4);
  put(bytes, channels * 2, 2);
  put(bytes, 16, 2);
  bytes += "data";
  put(bytes, frames * channels * 2, 4);
  for (std::uint32_t i = 0; i < frames; ++i) {
    const double t = static_cast<double>(i) / wav.rate - wav.silence;
    const double value = t < 0 || t >= wav.seconds ? 0 : voice_at(t, wav);
    for (std::uint32_t c = 0; c < channels; ++c)
      put(bytes, static_cast<std::uint32_t>(std::lround(value * 32767)), 2);
  }
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

Decoded decode_film(const std::filesystem::path& film, int fps) {
  Decoded decoded;
  av::Input input(film, "mov", "can't be read");
  g_messages = 0;
  av_log_set_callback(count_message);
  const auto* video = input.stream(AVMEDIA_TYPE_VIDEO);
  av::Decoder decoder(AV_CODEC_ID_H264, video->codecpar, film, "can't be decoded");
  auto packet = av::make_packet();
  auto frame = av::make_frame();
  const auto take = [&] {
    while (decoder.receive(*frame)) {
      const auto y = av::plane(*frame, 0);
      decoded.pts.push_back(frame->pts * fps * video->time_base.num / video->time_base.den);
      auto& luma = decoded.luma.emplace_back();
      for (int row = 0; row < y.height; ++row)
        luma.insert(luma.end(), y.row(row), y.row(row) + y.width);
    }
  };
  while (input.read(*packet)) {
    if (packet->stream_index != video->index) continue;
    decoder.send(packet.get());
    take();
  }
  decoder.send(nullptr);
  take();
  decoded.sound = decode_sound(film);
  av_log_set_callback(av_log_default_callback);
  decoded.messages = g_messages;
  return decoded;
}

std::vector<float> decode_sound(const std::filesystem::path& file) {
  std::vector<float> sound;
  SoundReader reader(file);
  while (const auto frame = reader.read()) {
    const auto left = av::channel(*frame, 0);
    sound.insert(sound.end(), left.begin(), left.end());
  }
  return sound;
}

std::int64_t best_lag(const std::vector<float>& whole, const std::vector<float>& part,
                      std::int64_t at, std::int64_t reach) {
  constexpr std::size_t kCompared = 3000;
  const auto from = part.size() / 2 - kCompared / 2;
  double best = 0;
  std::int64_t lag = reach + 1;
  for (auto shift = -reach; shift <= reach; ++shift) {
    double sum = 0;
    double energy = 1e-9;
    for (std::size_t i = from; i < from + kCompared; ++i) {
      const double heard = whole[i + static_cast<std::size_t>(at + shift)];
      sum += heard * double{part[i]};
      energy += heard * heard;
    }
    const double likeness = sum / std::sqrt(energy);
    if (likeness > best) best = likeness, lag = shift;
  }
  return lag;
}

Levels measure(const std::filesystem::path& file) {
  const auto log = file.string() + ".levels";
  run("ffmpeg -hide_banner -nostats -i '" + file.string() +
      "' -map 0:a -af ebur128=peak=true -f null - 2>'" + log + "'");
  const auto text = bytes_of(log);
  const auto number = [&](const std::string& name) {
    const auto at = text.rfind(name);
    return at == std::string::npos ? 99 : std::strtod(text.c_str() + at + name.size(), nullptr);
  };
  return {number("I: "), number("Peak: ")};
}

int run(const std::string& command) {
  return std::system((command + " </dev/null").c_str());
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void Studio::speak(std::size_t index, double seconds) {
  const auto name = std::to_string(index);
  const int seed = static_cast<int>(index);
  voices[index] = make_wav(file(name + ".wav"), {.seconds = seconds, .seed = seed});
  const auto packets = file(name + ".aac");
  const auto& make = camera == Camera::rest ? make_track : make_sound;
  const auto sound = make(voices[index], least_packets(settings), packets, {}, {});
  stills[index] = {.picture = make_png(file(name + ".png"), 400, 300, seed),
                   .camera = camera,
                   .motion = "motion " + name,
                   .sound = sound,
                   .subtitle = "Sentence number " + name + ".",
                   .language = "en"};
  segments[index] = {
      .body = file(name + ".body"),
      .join = index + 1 < segments.size() && join_frames(settings) > 0 ? file(name + ".join") : "",
      .packets = packets,
      .camera = camera,
      .sound = sound,
      .subtitle = stills[index].subtitle,
      .language = "en"};
}

std::int64_t Studio::encode_body(std::size_t index) {
  const Place place{.first = index == 0, .last = index + 1 == stills.size()};
  return make_body(stills[index], place, settings, segments[index].body, {}, {});
}

void Studio::encode_join(std::size_t index) {
  make_join(stills[index], stills[index + 1], settings, segments[index].join, {});
}

std::filesystem::path Studio::assemble(const std::string& name) {
  make_film(segments, settings, file(name), {}, {});
  return file(name);
}

void fill(Studio& studio, const std::vector<double>& seconds) {
  studio.stills.resize(seconds.size());
  studio.segments.resize(seconds.size());
  studio.voices.resize(seconds.size());
  for (std::size_t i = 0; i < seconds.size(); ++i) studio.speak(i, seconds[i]);
  for (std::size_t i = 0; i < seconds.size(); ++i) studio.encode_body(i);
  for (std::size_t i = 0; i + 1 < seconds.size(); ++i)
    if (join_frames(studio.settings) > 0) studio.encode_join(i);
}

std::vector<std::int64_t> starts_of(const Studio& studio) {
  std::vector<std::int64_t> starts{0};
  for (const auto& segment : studio.segments)
    starts.push_back(starts.back() + segment.sound.packets * kPacketSamples);
  return starts;
}

}  // namespace storyreel::render::test
