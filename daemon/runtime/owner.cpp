#include "daemon/runtime/owner.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <grp.h>
#include <optional>
#include <pwd.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

/// Whom the system knows by a number.
struct Person {
  std::string name;
  std::string home;
};

std::optional<Person> person(uid_t user) {
  std::array<char, 16384> room{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, room.data(), room.size(), &found) != 0 || !found)
    return std::nullopt;
  return Person{.name = found->pw_name, .home = found->pw_dir};
}

// In this order: who is not root any more can't change groups.
bool become(const struct stat& owner, const std::optional<Person>& who) {
  const int groups = who ? ::initgroups(who->name.c_str(), owner.st_gid) : ::setgroups(0, nullptr);
  return groups == 0 && ::setgid(owner.st_gid) == 0 && ::setuid(owner.st_uid) == 0;
}

}  // namespace

void become_owner(const std::filesystem::path& folder) {
  struct stat owner{};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &owner) != 0 || owner.st_uid == 0) return;
  const auto who = person(owner.st_uid);
  if (!become(owner, who))
    throw UsageError("can't become the owner of " + folder.string() + ", user " +
                     std::to_string(owner.st_uid) + ": " + system_message(errno) +
                     "; run this as that user");
  // Programs look for what is theirs in there, and may not any more where root's is.
  if (who) ::setenv("HOME", who->home.c_str(), 1);
}

}  // namespace storyreel
