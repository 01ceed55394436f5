#include "tests/flow/alone_films.hpp"

#include <fstream>
#include <sstream>

#include "cache/repository.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::test {

namespace fs = std::filesystem;
using render::test::make_png;
using render::test::make_wav;

Album::Album(int count) {
  fs::create_directories(folder.path() / "tracks");
  fs::create_directories(folder.path() / "pictures");
  // Named so that "10" comes last only where numbers are read as such.
  for (int i = 1; i <= count; ++i) {
    const auto number = i == count ? std::string("10") : std::to_string(i);
    make_wav(track(number), {.seconds = 1.5 + 0.3 * i, .rate = 44100, .channels = 2, .seed = i});
    make_png(picture(number), 320, 180, i);
  }
}

fs::path Album::track(const std::string& number) const {
  return folder.path() / "tracks" / (number + " - Song_" + number + ".wav");
}

fs::path Album::picture(const std::string& number) const {
  return folder.path() / "pictures" / (number + ".png");
}

Ran Album::make(const std::string& out) const {
  std::vector<std::string> words{"album",  "--tracks", "tracks",   "--pictures", "pictures",
                                 "--size", "320x180",  "--preset", "ultrafast",  "--crossfade",
                                 "500ms",  "--cache",  "parts",    "-o",         out};
  return run_program(storyreel(words), folder.path(), {}, seconds(60));
}

std::map<std::string, std::set<std::string>> Album::parts() const {
  std::map<std::string, std::set<std::string>> keys;
  const auto database = cache::open_read_only(folder.path() / "parts" / "films.db");
  for (const auto& artifact : cache::artifacts::all(*database))
    keys[artifact.kind].insert(artifact.key);
  return keys;
}

std::vector<Chapter> chapters_of(const fs::path& film) {
  std::istringstream lines(
      run_program({"/usr/bin/ffprobe", "-v", "error", "-show_entries",
                   "chapter=start_time:chapter_tags=title", "-of", "csv=p=0", film.string()},
                  film.parent_path())
          .output);
  std::vector<Chapter> chapters;
  for (std::string line; std::getline(lines, line);)
    chapters.push_back({std::stod(line), line.substr(line.find(',') + 1)});
  return chapters;
}

void flip(const fs::path& file) {
  const auto time = fs::last_write_time(file);
  auto bytes = read_file(file, 64u << 20);
  bytes[bytes.size() / 2] ^= 1;
  std::ofstream(file, std::ios::binary) << bytes;
  fs::last_write_time(file, time);
}

}  // namespace storyreel::test
