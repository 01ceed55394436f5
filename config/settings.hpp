#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
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
  /// "notion", and "local" or "s3", by which links are given; all keys together are checked by
  /// load().
  std::vector<std::string> hosting = {"notion", "local"};
  std::string public_url;  ///< without a slash at the end; empty: http://<listen>/media

  bool uploads() const { return has("notion"); }  ///< pictures and films, to Notion
  bool stores() const { return has("s3"); }       ///< links lead to [s3]

 private:
  bool has(std::string_view place) const {
    return std::ranges::find(hosting, place) != hosting.end();
  }
};

/// [s3]: a store that speaks S3.
struct S3 {
  std::string endpoint;  ///< without a slash at the end
  std::string region = "us-east-1";
  std::string bucket;
  std::string prefix;       ///< of objects' names: "studio/"
  bool host_style = false;  ///< the bucket stands in the host's name, not in the path
  std::string access_key;
  Secret secret_key;       ///< from $STORYREEL_S3_KEY, systemd's credential or key_file
  bool presigned = false;  ///< links are signed and renewed; else whoever has one may read
  std::string public_url;  ///< of what stands at `prefix`; empty: the bucket's own
};

/// [source]
struct Source {
  std::string program = "yt-dlp";      ///< a name is looked up in PATH
  std::filesystem::path cookies_file;  ///< empty: none
  std::vector<std::string> hosts;      ///< beside YouTube's, whose pages are taken for videos
  milliseconds pause = seconds(20);    ///< between two videos that are looked at
};

/// How a service is reached that makes something. What is empty is the provider's own.
struct Service {
  std::string base_url;
  std::string model;
  Secret key;                   ///< from the environment, systemd's credential or key_file
  int at_once = 4;              ///< requests
  int requests_per_minute = 0;  ///< 0: no pacing
};

/// [script], [image], [voice]: which provider makes what, and what that costs in dollars, as far as
/// it is known.
struct Script {
  std::string provider = "builtin";
  Service service;
  std::optional<double> price_in;  ///< of a million tokens
  std::optional<double> price_out;
  bool retell = false;  ///< transcripts, in place of taking them as they are
};
struct Image {
  std::string provider = "builtin";
  Service service;
  std::optional<double> price;  ///< of a picture
};
struct Voice {
  std::string provider = "builtin";
  int words_per_minute = 165;
  bool notes = true;  ///< what stands in square brackets is spoken
  Service service;
  std::string voice;                 ///< the provider's name for it
  std::vector<std::string> command;  ///< of the provider "command"
  std::optional<double> price;       ///< of a million characters
};

/// What [script_fallback] and its like say while there is none.
constexpr const char* kNobody = "none";

/// [music]
struct Music {
  std::filesystem::path bed;  ///< a piece under every narrated film; empty: none
};

/// [limits]
struct Limits {
  int sentences = 1000;  ///< a longer script is filled, but no film is made of it
  // What may be bought; 0: no limit.
  int calls_per_video = 3000;
  int calls_per_day = 10'000;  ///< in any 24 hours
  double dollars_per_video = 25;
  double dollars_per_day = 50;
  std::vector<std::string> allow_hosts;  ///< that need not be at public addresses
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
  S3 s3;
  Source source;
  Script script;
  Image image;
  Voice voice;
  // Who makes it while the first one rests after many failures.
  Script script_fallback = {.provider = kNobody};
  Image image_fallback = {.provider = kNobody};
  Voice voice_fallback = {.provider = kNobody};
  Music music;
  Limits limits;
  Log log;
};

}  // namespace storyreel::config
