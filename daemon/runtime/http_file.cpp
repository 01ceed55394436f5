#include "daemon/runtime/http_file.hpp"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_fields.hpp"

namespace storyreel {
namespace {

constexpr std::uint64_t kPiece = 256u << 10;

Time modified(const struct stat& facts) {
  return Time{std::chrono::floor<milliseconds>(seconds{facts.st_mtim.tv_sec} +
                                               std::chrono::nanoseconds{facts.st_mtim.tv_nsec})};
}

/// Changes whenever the file is replaced (another inode) or written to.
std::string etag_of(const struct stat& facts) {
  return '"' + std::to_string(facts.st_ino) + '-' + std::to_string(facts.st_size) + '-' +
         std::to_string(facts.st_mtim.tv_sec) + '.' + std::to_string(facts.st_mtim.tv_nsec) + '"';
}

void apply_range(FileAnswer& answer, std::string_view header) {
  const RangeAnswer asked = parse_range(header, answer.length);
  const std::string size = std::to_string(answer.length);
  if (asked.refused) {
    answer.status = 416;
    answer.length = 0;
    answer.headers.emplace_back("Content-Range", "bytes */" + size);
  } else if (asked.range) {
    answer.status = 206;
    answer.offset = asked.range->first;
    answer.length = asked.range->length;
    const auto last = answer.offset + answer.length - 1;
    answer.headers.emplace_back("Content-Range", "bytes " + std::to_string(answer.offset) + "-" +
                                                     std::to_string(last) + "/" + size);
  }
}

}  // namespace

FileAnswer answer_from_file(const std::filesystem::path& file, const ServerRequest& request) {
  FileAnswer answer;
  // O_NONBLOCK, since opening a pipe would wait for its writer.
  answer.file = Fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts{};
  if (!answer.file || ::fstat(answer.file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    answer.status = 404;
    return answer;
  }
  const std::string etag = etag_of(facts);
  answer.headers = {
      {"ETag", etag}, {"Last-Modified", to_http_date(modified(facts))}, {"Accept-Ranges", "bytes"}};
  if (matches_etag(request.header("If-None-Match"), etag)) {
    answer.status = 304;
    return answer;
  }
  answer.length = static_cast<std::uint64_t>(facts.st_size);
  const std::string_view condition = request.header("If-Range");
  if (condition.empty() || condition == etag) apply_range(answer, request.header("Range"));
  return answer;
}

std::string next_piece(FileAnswer& answer) {
  std::string piece(std::min(answer.length, kPiece), '\0');
  if (piece.empty()) return piece;
  const ssize_t size =
      ::pread(answer.file.get(), piece.data(), piece.size(), static_cast<off_t>(answer.offset));
  if (size <= 0) throw Error("a file that was being sent can't be read to its end");
  piece.resize(static_cast<std::size_t>(size));
  answer.offset += piece.size();
  answer.length -= piece.size();
  return piece;
}

}  // namespace storyreel
