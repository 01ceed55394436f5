#include "tests/bench/render_job.hpp"

#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <thread>
#include <vector>

#include "pipeline/render/timeline.hpp"

namespace storyreel::bench {

namespace {

namespace fs = std::filesystem;
using render::Camera;

std::string path(const Job& job, int index, const char* kind) {
  return (job.folder / fmt::format("{:02}.{}", index, kind)).string();
}

void shell(const std::string& command) {
  if (std::system(command.c_str()) == 0) return;
  std::fprintf(stderr, "failed: %s\n", command.c_str());
  std::exit(1);
}

void make_picture(const std::string& file, int index) {
  // Detail of every size, and the grain of a photo.
  shell(fmt::format(
      "ffmpeg -v error -y -f lavfi -i mandelbrot=s=1920x1080:start_scale={}:"
      "start_x={}:maxiter=500 -vf noise=alls=5:all_seed={},gblur=0.8 -frames:v 1 "
      "-q:v 2 '{}'",
      0.003 * (index % 7 + 1), -0.743643887037158704752191506114774 + 1e-4 * index, index, file));
}

void make_tune(const std::string& file, int index, double seconds) {
  shell(fmt::format(
      "ffmpeg -v error -y -f lavfi -i \"aevalsrc='0.15*sin(2*PI*{0}*t)*(0.7+0.3*sin(2*PI*t/3))+"
      "0.1*sin(2*PI*{0}*(1.25+0.25*mod(floor(t),3))*t)+0.1*(random(0)-0.5)*exp(-9*mod(t,0.5))|"
      "0.15*sin(2*PI*{0}*1.003*t)+0.1*sin(2*PI*{0}*1.5*t)+0.1*(random(1)-0.5)*exp(-9*mod(t,0.5))'"
      ":s=48000:d={1}\" '{2}'",
      110 + 13 * index, seconds, file));
}

/// Calls `work` for each of `count` parts, two at a time.
void two_at_a_time(int count, const std::function<void(int)>& work) {
  std::atomic<int> next = 0;
  const auto run = [&] {
    for (int i = next++; i < count; i = next++) work(i);
  };
  const std::jthread other(run);
  run();
}

/// Makes a file unless it is there.
void once(const fs::path& file, const std::function<void(const fs::path&)>& make) {
  if (fs::exists(file)) return;
  const auto unfinished = file.string() + ".part";
  make(unfinished);
  fs::rename(unfinished, file);
}

class Maker {
 public:
  Maker(const Job& job, fs::path artifacts, Camera camera)
      : job_(job), artifacts_(std::move(artifacts)), camera_(camera) {
    settings_.crf = static_cast<int>(job.crf);
    settings_.preset = job.preset;
    settings_.crossfade = std::chrono::milliseconds(camera == Camera::rest ? 1000 : 500);
    fs::create_directories(artifacts_);
    const auto count = static_cast<std::size_t>(job.count);
    stills_.resize(count);
    segments_.resize(count);
  }

  void make(const fs::path& film) {
    two_at_a_time(job_.count, [this](int i) { make_sound(i); });
    // Long parts first; joins fill what is left.
    two_at_a_time(2 * job_.count - 1,
                  [this](int i) { i < job_.count ? make_body(i) : make_join(i - job_.count); });
    render::make_film(segments_, settings_, film, {}, {});
    if (const auto faults = render::verify_film(film, settings_); !faults.empty()) {
      std::fprintf(stderr, "%s\n", faults.front().c_str());
      std::exit(1);
    }
  }

 private:
  fs::path part(int index, const char* kind) const {
    return artifacts_ / fmt::format("{:02}.{}", index, kind);
  }

  void make_sound(int index) {
    const auto i = static_cast<std::size_t>(index);
    const auto least = render::least_packets(settings_);
    // The length is known by the packets: measured once, kept beside them by the file's name.
    const auto file = part(index, "aac");
    once(file, [&](const fs::path& out) {
      const auto make = camera_ == Camera::rest ? render::make_track : render::make_sound;
      const auto sound = make(job_.sound(index), least, out, {}, {});
      std::ofstream(part(index, "length"))
          << sound.packets << ' ' << sound.voice_at << ' ' << sound.voice_end;
    });
    render::Sound sound;
    std::ifstream(part(index, "length")) >> sound.packets >> sound.voice_at >> sound.voice_end;
    const std::string words = camera_ == Camera::rest
                                  ? ""
                                  : fmt::format(
                                        "Sentence number {} of a film about far lands and "
                                        "the people who live in them.",
                                        index + 1);
    stills_[i] = {.picture = job_.picture(index),
                  .camera = camera_,
                  .motion = std::to_string(index),
                  .sound = sound,
                  .subtitle = words,
                  .language = "en"};
    segments_[i] = {.body = part(index, "body"),
                    .join = index + 1 < job_.count ? part(index, "join") : "",
                    .packets = file,
                    .camera = camera_,
                    .sound = sound,
                    .subtitle = words,
                    .language = "en"};
  }

  void make_body(int index) {
    const auto i = static_cast<std::size_t>(index);
    once(segments_[i].body, [&](const fs::path& out) {
      render::make_body(stills_[i], {.first = index == 0, .last = index + 1 == job_.count},
                        settings_, out, {}, {});
    });
  }

  void make_join(int index) {
    const auto i = static_cast<std::size_t>(index);
    once(segments_[i].join, [&](const fs::path& out) {
      render::make_join(stills_[i], stills_[i + 1], settings_, out, {});
    });
  }

  Job job_;
  fs::path artifacts_;
  Camera camera_;
  config::Render settings_;
  std::vector<render::Still> stills_;
  std::vector<render::Segment> segments_;
};

}  // namespace

std::string Job::picture(int index) const {
  return path(*this, index, "jpg");
}

std::string Job::sound(int index) const {
  return path(*this, index, "wav");
}

void make_media(const Job& job) {
  fs::create_directories(job.folder);
  two_at_a_time(job.count, [&](int i) {
    if (!fs::exists(job.picture(i))) make_picture(job.picture(i), i % 20);
    if (!fs::exists(job.sound(i))) make_tune(job.sound(i), i % 20, job.seconds);
  });
}

void make_album(const Job& job, const fs::path& artifacts, const fs::path& film) {
  Maker(job, artifacts, Camera::rest).make(film);
}

void make_narrated(const Job& job, const fs::path& artifacts, const fs::path& film) {
  Maker(job, artifacts, Camera::drift).make(film);
}

}  // namespace storyreel::bench
