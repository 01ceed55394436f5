#include "tests/support/site.hpp"

#include <fmt/format.h>

#include "daemon/runtime/files.hpp"

namespace storyreel::test {
namespace {

constexpr auto kProgram = R"sh(#!/bin/sh
cd "$(dirname "$0")" || exit 9
echo "$*" >> asked
if [ -s errors ]; then cat errors >&2; exit 1; fi
while [ $# -gt 0 ]; do
  if [ "$1" = --paths ]; then folder=$2; fi
  if [ "$1" = --load-info-json ]; then cp captions.vtt "$folder/captions.x.vtt"; exit 0; fi
  shift
done
cat description.json
)sh";

}  // namespace

std::string make_program(const std::filesystem::path& folder, const std::string& description,
                         const std::string& captions) {
  constexpr unsigned kRunnable = 0755;
  write_file(folder / "description.json", description);
  write_file(folder / "captions.vtt", captions);
  write_file(folder / "errors", "");
  write_file(folder / "program", kProgram, kRunnable);
  return (folder / "program").string();
}

std::string description_of(const std::string& id, const std::string& title, std::int64_t views) {
  return fmt::format(R"({{"id": "{}", "title": "{}", "channel": "Keepers", "duration": 61.2,
      "upload_date": "20260102", "view_count": {}, "formats": [{{"url": "u"}}], "language": "en",
      "thumbnail": "http://127.0.0.1:1/cover.jpg",
      "subtitles": {{"en": [{{"ext": "vtt", "url": "http://127.0.0.1:1/captions.vtt"}}]}},
      "chapters": [{{"start_time": 0, "title": "Dusk"}}, {{"start_time": 5, "title": "Dawn"}}]}})",
                     id, title, views);
}

}  // namespace storyreel::test
