#include "pipeline/sources/site_errors.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string_view>

#include "daemon/runtime/utf8.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;
using namespace std::chrono_literals;

/// Words of an error, and what they mean. The first that fits counts.
struct Meaning {
  std::string_view words;  ///< in small letters
  Class kind;
  std::optional<seconds> wait;
  bool slow_down;
  std::string_view told;
};

constexpr std::string_view kScript = " Write the script into this page, or give another URL.";
constexpr std::string_view kBot =
    "YouTube takes this machine for a robot. A file of a browser's cookies helps "
    "(source.cookies_file), or another network.";
constexpr std::string_view kLive = "The video is live: it is read once its broadcast is over.";

constexpr std::array kMeanings{
    Meaning{"not a bot", Class::later, {}, true, kBot},
    Meaning{"http error 429", Class::later, {}, true, "YouTube asks to be asked less."},
    Meaning{"too many requests", Class::later, {}, true, "YouTube asks to be asked less."},
    Meaning{"rate-limited", Class::later, {}, true, "YouTube asks to be asked less."},
    Meaning{"private video", Class::refused, {}, false, "The video is private."},
    Meaning{"video is private", Class::refused, {}, false, "The video is private."},
    Meaning{"confirm your age",
            Class::refused,
            {},
            false,
            "The video is only for adults who are logged in: source.cookies_file helps."},
    Meaning{"age-restricted",
            Class::refused,
            {},
            false,
            "The video is only for adults who are logged in: source.cookies_file helps."},
    Meaning{"members-only", Class::refused, {}, false, "The video is for the channel's members."},
    Meaning{
        "join this channel", Class::refused, {}, false, "The video is for the channel's members."},
    Meaning{"live event will begin", Class::later, 1h, false, kLive},
    Meaning{"premieres in", Class::later, 1h, false, kLive},
    Meaning{"live stream recording is not available", Class::later, 1h, false, kLive},
    Meaning{"in your country",
            Class::refused,
            {},
            false,
            "The video is not shown in the country of this machine."},
    Meaning{"requires payment", Class::refused, {}, false, "The video must be paid for."},
    Meaning{"account associated with this video has been terminated",
            Class::refused,
            {},
            false,
            "The video is gone with its channel."},
    Meaning{"removed", Class::refused, {}, false, "The video was removed."},
    Meaning{"video unavailable", Class::refused, {}, false, "The video is not available."},
    Meaning{"video is not available", Class::refused, {}, false, "The video is not available."},
    Meaning{"isn't available", Class::refused, {}, false, "The video is not available."},
    Meaning{"no longer available", Class::refused, {}, false, "The video is not available."},
    Meaning{"unsupported url", Class::refused, {}, false, "There is no video at this URL."},
    Meaning{"http error 404", Class::refused, {}, false, "There is nothing at this URL."},
    Meaning{"http error 410", Class::refused, {}, false, "There is nothing at this URL any more."},
    Meaning{"unable to download", Class::again, {}, false, "The video's site can't be reached."},
    Meaning{"timed out", Class::again, {}, false, "The video's site does not answer."},
};

/// In small letters, and with plain apostrophes.
std::string simplified(const std::string& errors) {
  auto text = folded(errors);
  for (std::size_t at = 0; (at = text.find("’", at)) != std::string::npos;)
    text.replace(at, std::string_view("’").size(), "'");
  return text;
}

/// The last error that the program has told, without its prefixes.
std::string told(const std::string& errors) {
  const auto begin = errors.rfind("ERROR:");
  auto text = errors.substr(begin == std::string::npos ? 0 : begin);
  constexpr std::size_t kSaid = 300;
  text = text.substr(0, text.find("; please report"));
  const auto line = one_line(text, kSaid);
  return line.ends_with('.') ? line : line + ".";
}

}  // namespace

SiteError site_error(const std::string& errors) {
  const auto begin = errors.rfind("ERROR:");
  const auto text = simplified(errors.substr(begin == std::string::npos ? 0 : begin));
  const auto* found = std::ranges::find_if(
      kMeanings, [&](const Meaning& meaning) { return text.contains(meaning.words); });
  if (found == kMeanings.end())
    return {
        .error = ProviderError(Class::again, "yt-dlp could not read the video: " + told(errors) +
                                                 " A newer yt-dlp may (source.program)."),
        .known = false};
  const auto remedy = found->kind == Class::refused ? kScript : std::string_view();
  return {.error = ProviderError(found->kind, std::string(found->told) + std::string(remedy),
                                 found->wait),
          .slow_down = found->slow_down};
}

}  // namespace storyreel::pipeline
