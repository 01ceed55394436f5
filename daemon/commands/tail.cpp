#include "daemon/commands/tail.hpp"

#include <array>
#include <sys/stat.h>
#include <utility>

namespace storyreel::commands {
namespace {

struct Identity {
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
};

Identity identity(const std::filesystem::path& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return {};
  return {found.st_ino, static_cast<std::uint64_t>(found.st_size)};
}

}  // namespace

std::vector<std::string> Tail::lines() {
  std::vector<std::string> lines;
  if (!in_.is_open() && !open()) return lines;
  drain(lines);
  if (replaced() && open()) drain(lines);
  return lines;
}

bool Tail::open() {
  in_ = std::ifstream(file_, std::ios::binary);
  inode_ = identity(file_).inode;
  read_ = 0;
  begun_.clear();
  return in_.is_open();
}

bool Tail::replaced() const {
  const Identity found = identity(file_);
  return found.inode != 0 && (found.inode != inode_ || found.size < read_);
}

void Tail::drain(std::vector<std::string>& lines) {
  std::array<char, 65536> buffer{};
  for (;;) {
    in_.clear();
    in_.read(buffer.data(), buffer.size());
    const auto got = static_cast<std::size_t>(in_.gcount());
    if (got == 0) return;
    read_ += got;
    for (std::size_t i = 0; i < got; ++i) {
      if (buffer[i] != '\n') {
        begun_ += buffer[i];
      } else {
        lines.push_back(std::exchange(begun_, {}));
      }
    }
  }
}

}  // namespace storyreel::commands
