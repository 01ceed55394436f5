#include "daemon/runtime/journal.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>
#include <vector>

// Where in our source a message was sent from is nobody's concern.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

namespace storyreel {
namespace {

constexpr std::array kPriorities{LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERR};

/// What a person reads: "The Raven  sentence 3/24  picture made".
std::string message(const Event& event) {
  std::string text = event.video;
  for (const auto& field : {event.place, event.what}) {
    if (!text.empty() && !field.empty()) text += "  ";
    text += field;
  }
  return text;
}

}  // namespace

bool stderr_is_journal() {
  const char* const stream = std::getenv("JOURNAL_STREAM");
  struct stat facts{};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &facts) != 0) return false;
  return fmt::format("{}:{}", facts.st_dev, facts.st_ino) == stream;
}

void send_to_journal(const Event& event) {
  std::vector<std::string> fields{
      "MESSAGE=" + message(event),
      fmt::format("PRIORITY={}", kPriorities[static_cast<std::size_t>(event.level)]),
      "SYSLOG_IDENTIFIER=storyreel"};
  if (!event.video.empty()) fields.push_back("STORYREEL_VIDEO=" + event.video);
  if (!event.place.empty()) fields.push_back("STORYREEL_PLACE=" + event.place);
  if (event.took) fields.push_back(fmt::format("STORYREEL_TOOK_MS={}", event.took->count()));
  std::vector<iovec> parts;
  for (auto& field : fields) parts.push_back({field.data(), field.size()});
  ::sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

}  // namespace storyreel
