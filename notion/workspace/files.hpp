#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

inline constexpr std::size_t kPieceBytes = 256u << 10;

/// A row of file_upload (schema/0003_uploads.sql says what it means).
struct Upload {
  std::string id;
  std::string mode;
  std::string status = "pending";
  std::string filename{};
  std::string content_type{};
  std::optional<std::int64_t> length{};
  int parts = 1;
  std::string url{};
  json::object import{};
  Time created;
  Time edited;
  std::optional<Time> expires{};
  std::string created_by;

  bool expired(Time now) const { return expires && now >= *expires && status != "failed"; }
};

void insert_upload(Store& store, const Upload& upload);
/// Writes all of `upload` but its id, mode, parts, URL and creation.
void update_upload(Store& store, const Upload& upload);
std::optional<Upload> find_upload(Store& store, std::string_view id);

/// The ids of what `user` uploaded, the latest first; `status` may be "expired", or empty for all.
std::vector<std::string> list_uploads(Store& store, std::string_view user, std::string_view status,
                                      Time now);

/// External files that wait for their import.
std::vector<Upload> waiting_imports(Store& store);

/// Keeps the bytes of part `part`, in place of what was sent for it before.
void keep_part(Store& store, std::string_view upload, int part, std::string_view bytes);

/// The lengths of the parts that are there, by part number.
std::vector<std::pair<int, std::int64_t>> part_lengths(Store& store, std::string_view upload);

/// One piece of a part; empty when there is none.
std::string read_piece(Store& store, std::string_view upload, int part, std::int64_t piece);

/// Forgets the bytes of uploads that have expired.
void drop_expired(Store& store, Time now);

/// How large a file the workspace's plan takes, in bytes.
std::int64_t most_file(Store& store);
void set_most_file(Store& store, std::int64_t bytes);

/// What signs the links to files.
std::string file_key(Store& store);

}  // namespace storyreel::workspace
