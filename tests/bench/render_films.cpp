// Films against what people use without us; prints one markdown table:
//   storyreel_render_bench [--minutes 6,20,74] [--runs 5] [--images 20] [--piece 12]
//                          [--sentences 60] [--spoken-piece 12] [--crf 20] [--other-crf 20]
//                          [--narrated-crf 19] [--zoompan-crf 20.1] [--folder DIR]
// Ways that take hours are measured on albums whose tracks last --piece seconds, and on narrated
// films of --spoken-piece sentences (8 or more), and extrapolated by a line of which the table says
// how straight it is. The CRFs are those at which both sides are equally good. With --folder, what
// was measured stays there: ended and begun again, or with more runs, it goes on where it was.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/memory.hpp"
#include "pipeline/render/decoder_child.hpp"
#include "tests/bench/render_runs.hpp"

namespace {

using namespace storyreel;
using namespace storyreel::bench;
namespace fs = std::filesystem;

int make(char** arguments) {
  const std::string kind = arguments[2];
  const Job job{arguments[3], std::atoi(arguments[4]), std::atof(arguments[5]),
                std::atof(arguments[6]), arguments[7]};
  (kind == "album" ? make_album : make_narrated)(job, arguments[8], arguments[9]);
  return 0;
}

std::vector<double> numbers(const std::string& text) {
  std::vector<double> all;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one, ',');) all.push_back(std::atof(one.c_str()));
  return all;
}

bool read_option(Options& options, const std::string& name, const std::string& value) {
  const std::map<std::string, int Options::*> wholes{{"--runs", &Options::runs},
                                                     {"--images", &Options::images},
                                                     {"--sentences", &Options::sentences},
                                                     {"--spoken-piece", &Options::spoken_piece},
                                                     {"--crf", &Options::crf},
                                                     {"--narrated-crf", &Options::narrated_crf}};
  const std::map<std::string, double Options::*> parts{{"--piece", &Options::piece},
                                                       {"--other-crf", &Options::other_crf},
                                                       {"--zoompan-crf", &Options::zoompan_crf}};
  if (const auto whole = wholes.find(name); whole != wholes.end())
    options.*whole->second = std::atoi(value.c_str());
  else if (const auto part = parts.find(name); part != parts.end())
    options.*part->second = std::atof(value.c_str());
  else if (name == "--minutes")
    options.minutes = numbers(value);
  else if (name == "--folder")
    options.folder = value;
  else
    return false;
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  give_back_large_memory();
  render::decoder_child(count, arguments);
  if (count == 10 && std::string(arguments[1]) == "--make") return make(arguments);
  Options options;
  options.program = fs::read_symlink("/proc/self/exe").string();
  for (int i = 1; i < count; i += 2)
    if (i + 1 == count || !read_option(options, arguments[i], arguments[i + 1])) {
      std::fprintf(stderr, "there is no option %s; they stand at the top of render_films.cpp\n",
                   arguments[i]);
      return 2;
    }
  const TemporaryFolder temporary;
  if (options.folder.empty()) options.folder = temporary.path();
  fs::create_directories(options.folder);
  Runs runs(options);
  runs.measure();
  print(runs.rows());
  return 0;
}
