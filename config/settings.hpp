#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/runtime/secret.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::config {

/// [notion]
struct Notion {
  Secret token;             ///< from $STORYREEL_NOTION_TOKEN, systemd's credential or token_file
  std::string parent_page;  ///< id with dashes, read from an id or a URL
  std::string base_url = "https://api.notion.com";
  int requests_per_minute = 180;  ///< 0: no pacing
  milliseconds poll_interval = seconds(10);
  milliseconds settle = seconds(20);     ///< a page stands still that long before anything is made
  milliseconds index_lag = seconds(60);  ///< a doubtful create is repeated after looking that long
};

/// [state]
struct State {
  std::filesystem::path directory = "/var/lib/storyreel";
  std::int64_t store_limit = std::int64_t{100} << 30;  ///< bytes of artifacts; 0: no limit
};

/// [http]
struct Http {
  std::string listen = "127.0.0.1:8480";  ///< HOST:PORT
};

/// How subtitles reach the film. An SRT file stands beside it in any case.
enum class Subtitles { burned, soft, none };

/// [render]
struct Render {
  int width = 1920;  ///< even; from size = "1920x1080"
  int height = 1080;
  int fps = 30;
  std::string preset = "veryfast";  ///< x264's
  int crf = 20;
  Subtitles subtitles = Subtitles::burned;
  milliseconds crossfade{500};  ///< between two pictures; 0: a cut
  int threads = 0;              ///< renders at a time; 0: one per core
};

/// [media]
struct Media {
  std::string public_url;  ///< without a slash at the end; empty: http://<listen>/media
};

/// [script], [image], [voice]: which provider makes what.
struct Script {
  std::string provider = "builtin";
};
struct Image {
  std::string provider = "builtin";
};
struct Voice {
  std::string provider = "builtin";
  int words_per_minute = 165;
};

/// [music]
struct Music {
  std::filesystem::path bed;  ///< a piece under every narrated film; empty: none
};

/// [limits]
struct Limits {
  int sentences = 1000;  ///< a longer script is filled, but no film is made of it
};

/// [log]
struct Log {
  std::string level = "info";  ///< debug, info, warning, error
};

/// Everything the configuration says. Plain values; each component receives its own part.
struct Settings {
  std::filesystem::path file;  ///< where it was read from
  Notion notion;
  State state;
  Http http;
  Render render;
  Media media;
  Script script;
  Image image;
  Voice voice;
  Music music;
  Limits limits;
  Log log;
};

}  // namespace storyreel::config
