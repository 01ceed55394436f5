#include "pipeline/sources/source_url.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "daemon/runtime/url.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kIdLength = 11;
constexpr std::string_view kShortHost = "youtu.be";
constexpr std::array<std::string_view, 2> kHosts{"youtube.com", "youtube-nocookie.com"};
constexpr std::array<std::string_view, 5> kSubdomains{"www.", "m.", "music.", "gaming.", ""};

/// Folders below which a video's id stands.
constexpr std::array<std::string_view, 5> kFolders{"/shorts/", "/live/", "/embed/", "/v/", "/e/"};

/// What stands at an address where no single video does.
struct Other {
  std::string_view folder;
  std::string_view words;
};
constexpr std::string_view kPlaylist =
    "The URL is that of a playlist: give each of its videos a row of its own.";
constexpr std::string_view kChannel =
    "The URL is that of a channel: give the URL of one of its videos.";
constexpr std::string_view kNoVideo =
    "The URL names no video: copy it from the address line while the video is shown.";
// It has as many letters as an id.
constexpr std::string_view kSeries = "/embed/videoseries";
constexpr std::array kOthers{
    Other{"/playlist", kPlaylist},
    Other{kSeries, kPlaylist},
    Other{"/@", kChannel},
    Other{"/channel/", kChannel},
    Other{"/c/", kChannel},
    Other{"/user/", kChannel},
    Other{"/clip/", "The URL is that of a clip: give the URL of the whole video."},
};

bool is_youtube(std::string_view host) {
  for (const auto subdomain : kSubdomains)
    for (const auto known : kHosts)
      if (host == std::string(subdomain) + std::string(known)) return true;
  return host == kShortHost || host == "www.youtu.be";
}

/// The path and query of a web address.
std::string_view behind_host(std::string_view url) {
  const auto host = url.find("://") + 3;
  const auto begin = std::min(url.find_first_of("/?#", host), url.size());
  const auto rest = url.substr(begin);
  return rest.substr(0, rest.find('#'));
}

std::string_view parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto one = query.substr(0, query.find('&'));
    if (one.starts_with(name) && one.substr(name.size()).starts_with('='))
      return one.substr(name.size() + 1);
    query.remove_prefix(std::min(one.size() + 1, query.size()));
  }
  return {};
}

/// The id that `text` begins with; empty when it begins with none.
std::string_view id_in(std::string_view text) {
  const auto end = std::ranges::find_if(text, [](unsigned char letter) {
    return std::isalnum(letter) == 0 && letter != '-' && letter != '_';
  });
  const auto id = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  return id.size() == kIdLength ? id : std::string_view();
}

std::string_view video_id(std::string_view host, std::string_view path, std::string_view query) {
  if (host.ends_with(kShortHost)) return id_in(path.substr(std::min<std::size_t>(1, path.size())));
  if (path == "/watch" || path == "/watch/") return id_in(parameter(query, "v"));
  for (const auto folder : kFolders)
    if (path.starts_with(folder) && !path.starts_with(kSeries))
      return id_in(path.substr(folder.size()));
  return {};
}

std::string_view why_not(std::string_view path, std::string_view query) {
  for (const auto& other : kOthers)
    if (path.starts_with(other.folder)) return other.words;
  return parameter(query, "list").empty() ? kNoVideo : kPlaylist;
}

}  // namespace

std::expected<std::string, std::string> source_url(const std::string& url,
                                                   const std::vector<std::string>& hosts) {
  const auto address = web_url("", url);
  if (!address)
    return std::unexpected(
        "The YouTube URL is no web address: copy it whole, from https:// to its end.");
  const auto host = host_of(*address);
  const bool named = std::ranges::any_of(hosts, [&](const std::string& one) {
    return one == host || one == host_and_port_of(*address);
  });
  if (named) return *address;
  if (!is_youtube(host))
    return std::unexpected("The URL is at " + host +
                           ", which is not YouTube: give a YouTube URL, or clear it and write the "
                           "script into this page.");
  const auto rest = behind_host(*address);
  const auto path = rest.substr(0, rest.find('?'));
  const auto query = rest.substr(std::min(path.size() + 1, rest.size()));
  const auto id = video_id(host, path, query);
  if (id.empty()) return std::unexpected(std::string(why_not(path, query)));
  return "https://www.youtube.com/watch?v=" + std::string(id);
}

}  // namespace storyreel::pipeline
