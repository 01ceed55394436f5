#pragma once

#include <filesystem>
#include <string>

namespace storyreel::bench {

/// What is filmed: a folder with 00.jpg, 00.wav, 01.jpg, … as render_media makes it.
struct Job {
  std::filesystem::path folder;
  int count = 20;       ///< pictures and sounds
  double seconds = 18;  ///< of each sound
  double crf = 20;
  std::string preset = "veryfast";

  std::string picture(int index) const;
  std::string sound(int index) const;
};

/// Makes the pictures and sounds of a job that are not there yet.
void make_media(const Job& job);

/// Films a job with our renderer, two parts at a time, artifacts kept in `folder`: those that are
/// there are not made again.
void make_album(const Job& job, const std::filesystem::path& artifacts,
                const std::filesystem::path& film);
void make_narrated(const Job& job, const std::filesystem::path& artifacts,
                   const std::filesystem::path& film);

/// Shell commands by which people film the same without us.
std::string looped_segments(const Job& job, const std::filesystem::path& film);
std::string xfade_album(const Job& job, const std::filesystem::path& film);
std::string melt_album(const Job& job, const std::filesystem::path& film);
std::string zoompan_narrated(const Job& job, const std::filesystem::path& film, bool enlarged);

}  // namespace storyreel::bench
