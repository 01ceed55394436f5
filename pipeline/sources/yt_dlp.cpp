#include "pipeline/sources/yt_dlp.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/retry.hpp"
#include "daemon/runtime/url.hpp"
#include "pipeline/sources/captions.hpp"
#include "pipeline/sources/site_errors.hpp"
#include "pipeline/sources/source_url.hpp"
#include "pipeline/sources/transcript.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using Class = ProviderError::Class;

constexpr std::size_t kMostCaptions = 32u << 20;
constexpr std::uintmax_t kMostCookies = 4u << 20;
constexpr ChildLimits kLimits{.timeout = seconds(120), .output = 64u << 20, .file = kMostCaptions};
constexpr Backoff kRest{.base = std::chrono::minutes(15), .cap = std::chrono::hours(6)};
constexpr milliseconds kBusy{1000};
constexpr std::chrono::hours kBroadcast{1};
// The files' names are ours: those that a site gives are not for a disk.
constexpr std::string_view kName = "captions";
constexpr std::string_view kLanguage = "x";

std::vector<std::string> common_words(const config::Source& settings) {
  std::vector<std::string> words{settings.program, "--ignore-config", "--no-cache-dir",
                                 "--no-progress", "--no-playlist", "--skip-download",
                                 // A film that can't be had is not wanted: its words are.
                                 "--ignore-no-formats-error",
                                 // Else errors of captions are not told.
                                 "--abort-on-error", "--socket-timeout", "20"};
  if (!settings.cookies_file.empty())
    words.insert(words.end(), {"--cookies", settings.cookies_file.string()});
  return words;
}

/// A description that holds nothing but the captions, so that nothing else is fetched.
std::string captions_only(const VideoInfo& video) {
  const auto& captions = *video.captions;
  return boost::json::serialize(boost::json::object{
      {"id", "video"},
      {"title", "video"},
      {"subtitles",
       {{kLanguage, boost::json::array{{{"ext", captions.format}, {"url", captions.url}}}}}}});
}

std::string read_captions(const fs::path& folder, const VideoInfo& video) {
  const auto& format = video.captions->format;
  const auto file = folder / (std::string(kName) + "." + std::string(kLanguage) + "." + format);
  const auto text = read_file(file, kMostCaptions);
  const auto cues = format == "json3" ? read_json3(text) : read_vtt(text);
  return transcript_of(cues, video.chapters, video.captions->language);
}

/// Blocks. A program that is missing may be installed: it is asked for again.
ChildResult run_program(const std::vector<std::string>& words, std::stop_token stop) {
  try {
    return run_child(words, "", kLimits, std::move(stop));
  } catch (const Error& error) {
    throw ProviderError(Class::later, "The video could not be read: " + std::string(error.what()) +
                                          ". See source.program.");
  }
}

/// The settings with a copy of the cookies in `folder`. The program writes them back at its end:
/// the operator's own may be read only, and would be cut where it is stopped.
config::Source with_own_cookies(config::Source settings, const fs::path& folder) {
  auto& file = settings.cookies_file;
  if (file.empty()) return settings;
  try {
    const auto cookies = read_file(file, kMostCookies);
    file = folder / "cookies.txt";
    write_file(file, cookies, 0600);
  } catch (const Error& error) {
    throw ProviderError(Class::later, "The video could not be read: source.cookies_file: " +
                                          std::string(error.what()) + ".");
  }
  return settings;
}

/// The video can't be read yet.
std::optional<ProviderError> not_yet(const VideoInfo& video) {
  if (video.live == Live::now)
    return ProviderError(Class::later, "The video is live: it is read once its broadcast is over.",
                         kBroadcast);
  if (video.live == Live::upcoming)
    return ProviderError(Class::later, "The video is announced, and not yet to be seen.",
                         kBroadcast);
  return std::nullopt;
}

}  // namespace

/// One video's turn: while it lasts, no other begins.
struct YtDlp::Turn {
  explicit Turn(YtDlp& the_program) : program(the_program) { program.busy_ = true; }
  ~Turn() {
    program.busy_ = false;
    program.next_ = now() + program.settings_.pause;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  YtDlp& program;
};

YtDlp::YtDlp(Offload& offload, config::Source settings)
    : offload_(offload), settings_(std::move(settings)) {}

Time YtDlp::free_at(Time now) const {
  return busy_ ? now + kBusy : std::max(next_, rests_until_);
}

ProviderError YtDlp::failed(const std::string& errors) {
  const auto found = site_error(errors);
  if (!found.slow_down) return found.error;
  const auto rest = delay(kRest, ++rests_, 1);
  rests_until_ = now() + rest;
  return {found.error.kind, found.error.what(), std::chrono::ceil<seconds>(rest)};
}

Task<ChildResult> YtDlp::run(std::vector<std::string> words) {
  auto result = co_await offload_.run([words = std::move(words)](std::stop_token stop) {
    return run_program(words, std::move(stop));
  });
  if (result.exit != 0) throw ProviderError(failed(result.errors));
  co_return result;
}

Task<VideoInfo> YtDlp::info(std::string url) {
  const auto address = source_url(url, settings_.hosts);
  if (!address) throw ProviderError(Class::refused, address.error());
  const Turn turn(*this);
  const TemporaryFolder folder;
  const auto own = with_own_cookies(settings_, folder.path());
  const auto result = co_await run(describe_command(own, *address));
  auto video = read_video_info(result.output);
  if (!video) throw ProviderError(Class::refused, video.error());
  if (auto wait = not_yet(*video)) throw ProviderError(std::move(*wait));
  // Where films are not asked for, why there is none is but a warning.
  const bool nothing = !video->playable && !video->captions;
  if (nothing && site_error(result.errors).known) throw ProviderError(failed(result.errors));
  rests_ = 0;
  co_return std::move(*video);
}

Task<std::string> YtDlp::transcript(VideoInfo video) {
  if (!video.captions || !web_url("", video.captions->url)) co_return "";
  const Turn turn(*this);
  const TemporaryFolder folder;
  const auto description = folder.path() / "video.info.json";
  write_file(description, captions_only(video));
  const auto own = with_own_cookies(settings_, folder.path());
  co_await run(captions_command(own, description, folder.path()));
  co_return co_await offload_.run(
      [place = folder.path(), video](std::stop_token) { return read_captions(place, video); });
}

std::vector<std::string> describe_command(const config::Source& settings, const std::string& url) {
  auto words = common_words(settings);
  words.insert(words.end(), {"--dump-single-json", "--", url});
  return words;
}

std::vector<std::string> captions_command(const config::Source& settings, const fs::path& info,
                                          const fs::path& folder) {
  auto words = common_words(settings);
  words.insert(words.end(), {"--write-subs", "--sub-langs", "all", "--sub-format", "json3/vtt",
                             "--paths", folder.string(), "--output", std::string(kName),
                             "--load-info-json", info.string()});
  return words;
}

}  // namespace storyreel::pipeline
