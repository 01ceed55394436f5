#include "notion/workspace/file_links.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/http_fields.hpp"
#include "daemon/runtime/sha256.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/files.hpp"
#include "notion/workspace/tokens.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::chrono::hours kLinkLife{1};
constexpr std::string_view kFolder = "/files/";
constexpr std::string_view kPolicy =
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; "
    "sandbox";

struct Link {
  std::string upload;
  std::string expires;  ///< milliseconds since 1970
  std::string nonce;
  std::string signature;
};

std::string signature_of(std::string_view key, const Link& link) {
  const auto text = link.upload + "\n" + link.expires + "\n" + link.nonce;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return to_hex({reinterpret_cast<const char*>(digest.data()), size});
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string encoded;
  for (const char c : text) {
    if (kPlain.contains(c))
      encoded += c;
    else
      encoded += "%" + to_hex({&c, 1});
  }
  return encoded;
}

/// The link that a path and a query of ours make; its signature may still be wrong.
Link link_of(std::string_view path, std::string_view query) {
  Link link;
  if (path.starts_with(kFolder)) link.upload = to_id(path.substr(kFolder.size(), 36));
  for (auto& [key, value] : read_query(query)) {
    if (key == "expires")
      link.expires = std::move(value);
    else if (key == "nonce")
      link.nonce = std::move(value);
    else if (key == "signature")
      link.signature = std::move(value);
  }
  return link;
}

bool is_signed(Store& store, const Link& link) {
  return !link.upload.empty() && same_token(link.signature, signature_of(file_key(store), link));
}

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class Shower {
 public:
  explicit Shower(const Shared& shared) : shared_(shared) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the object
  void show(json::value& value) {
    if (value.is_array())
      for (auto& each : value.get_array()) show(each);
    if (value.is_object()) show(value.get_object());
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the object
  void show(json::object& object) {
    // A view keeps what callers wrote as it came: nothing in it is a stored file.
    if (text_of(object, "object") == "view") return;
    auto* file = object.if_contains("file");
    const bool stored = file && file->is_object() && text_of(object, "type") == "file" &&
                        file->get_object().contains("upload");
    if (stored) *file = file_link(shared_, text_of(file->get_object(), "upload"));
    for (auto& [key, value] : object) show(value);
  }

 private:
  const Shared& shared_;
};

/// The bytes of a file from `offset` on, a piece at a time.
class Download {
 public:
  Download(Store& store, std::string upload, std::uint64_t offset, std::uint64_t length)
      : store_(store), upload_(std::move(upload)), left_(length) {
    for (const auto& [part, size] : part_lengths(store, upload_)) {
      const auto whole = static_cast<std::uint64_t>(size);
      part_ = part;
      if (offset < whole) break;
      offset -= whole;
    }
    piece_ = static_cast<std::int64_t>(offset / kPieceBytes);
    skip_ = offset % kPieceBytes;
  }

  Task<std::string> operator()() { return ready(next()); }

 private:
  static Task<std::string> ready(std::string piece) { co_return piece; }

  std::string next() {
    if (left_ == 0) return {};
    auto bytes = read_piece(store_, upload_, part_, piece_++);
    if (bytes.empty()) {
      ++part_;
      piece_ = 0;
      bytes = read_piece(store_, upload_, part_, piece_++);
    }
    bytes.erase(0, std::exchange(skip_, 0));
    bytes.resize(std::min<std::uint64_t>(bytes.size(), left_));
    left_ -= bytes.size();
    return bytes;
  }

  Store& store_;
  std::string upload_;
  std::uint64_t left_;
  int part_ = 1;
  std::int64_t piece_ = 0;
  std::size_t skip_ = 0;
};

/// Only what a browser draws without running it opens in the page; the rest is saved.
std::string_view disposition_of(std::string_view type) {
  for (const std::string_view safe :
       {"image/", "video/", "audio/", "text/plain", "application/pdf"})
    if (type.starts_with(safe) && type != "image/svg+xml") return "inline";
  return "attachment";
}

ServerReply reply_with(const Upload& upload) {
  ServerReply reply;
  const auto charset = upload.content_type.starts_with("text/") ? "; charset=utf-8" : "";
  reply.headers = {
      {"Content-Type", upload.content_type + charset},
      {"Content-Disposition", std::string(disposition_of(upload.content_type)) +
                                  "; filename*=UTF-8''" + percent_encoded(upload.filename)},
      {"Content-Security-Policy", std::string(kPolicy)},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "private, max-age=3600"},
      {"Accept-Ranges", "bytes"}};
  return reply;
}

ServerReply refuse(int status, const std::string& why) {
  return {status, {{"Content-Type", "text/plain"}, {"X-Content-Type-Options", "nosniff"}}, why};
}

}  // namespace

json::object file_link(const Shared& shared, std::string_view upload) {
  const auto expires = shared.now + kLinkLife;
  Link link{
      std::string(upload), std::to_string(expires.time_since_epoch().count()), random_hex(8), {}};
  link.signature = signature_of(file_key(shared.store), link);
  const auto found = find_upload(shared.store, upload);
  return {{"url", shared.base_url + std::string(kFolder) + link.upload + "/" +
                      percent_encoded(found ? found->filename : "file") + "?expires=" +
                      link.expires + "&nonce=" + link.nonce + "&signature=" + link.signature},
          {"expiry_time", to_iso(expires)}};
}

void show_files(const Shared& shared, json::object& object) {
  Shower(shared).show(object);
}

std::string upload_of_link(Store& store, std::string_view url) {
  const auto mark = std::min(url.find('?'), url.size());
  const auto folder = url.find(kFolder);
  if (folder > mark) return {};
  const auto link =
      link_of(url.substr(folder, mark - folder), url.substr(std::min(mark + 1, url.size())));
  return is_signed(store, link) ? link.upload : std::string();
}

ServerReply serve_file(Store& store, Time now, const ServerRequest& request) {
  const auto link = link_of(request.path, request.query);
  if (!is_signed(store, link)) return refuse(403, "This link is wrong.\n");
  if (now.time_since_epoch().count() >= number_in(link.expires))
    return refuse(403, "This link has expired.\n");
  const auto upload = find_upload(store, link.upload);
  if (!upload || !upload->length) return refuse(404, "There is no such file.\n");
  if (request.method != "GET") return refuse(405, "Files are only read.\n");
  const auto size = static_cast<std::uint64_t>(*upload->length);
  auto reply = reply_with(*upload);
  const auto asked = parse_range(request.header("Range"), size);
  const auto range = asked.range.value_or(ByteRange{0, size});
  if (asked.refused) reply.status = 416;
  if (asked.range) reply.status = 206;
  if (asked.refused) reply.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
  if (asked.range)
    reply.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                    std::to_string(range.first + range.length - 1) +
                                                    "/" + std::to_string(size));
  if (!asked.refused)
    reply.stream =
        ServerStream{range.length, Download(store, upload->id, range.first, range.length)};
  return reply;
}

}  // namespace storyreel::workspace
