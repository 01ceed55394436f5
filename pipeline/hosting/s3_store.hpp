#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/hosting/sigv4.hpp"

namespace storyreel::pipeline {

/// The store refused something, or is not reached: it is so for every object.
class StoreError : public Error {
 public:
  using Error::Error;
};

/// A file on its way into the store.
struct S3File {
  std::filesystem::path file;
  std::int64_t bytes = 0;
  std::string name;
  std::string begun;  ///< the multi-part upload that an earlier process left; empty: none
};

/// A bucket of a store that speaks S3. Requests are signed, and repeated where the store is busy or
/// silent; redirects are refused. A part at a time is in memory. Loop thread only.
class S3Store {
 public:
  /// `reader` reads files, and nothing else.
  S3Store(HttpClient& http, Offload& reader, config::S3 settings);

  /// Puts the file there, whole or in parts. `begin` is awaited with the id of a multi-part upload
  /// before its parts are sent; one that fails is aborted. Throws StoreError, and Error for a file
  /// that can't be read.
  Task<> put(S3File file, std::function<Task<>(std::string upload_id)> begin);

  /// The object's size; nullopt: it is not there. Throws StoreError.
  Task<std::optional<std::int64_t>> size(std::string name);

 private:
  struct Ask;

  Task<HttpResponse> send(Ask ask);
  Task<HttpResponse> expect(Ask ask);
  HttpRequest request(const Ask& ask) const;
  Task<std::string> piece(S3File file, std::int64_t from, std::int64_t length);
  Task<> put_whole(S3File file);
  Task<> put_parts(S3File file, std::string upload_id);
  Task<std::string> put_part(S3File file, std::string upload_id, int number);
  Task<> complete(S3File file, std::string upload_id, std::string body);
  Task<> abort(std::string name, std::string upload_id);
  Task<std::string> open(std::string name);

  HttpClient& http_;
  Offload& reader_;
  config::S3 settings_;
};

/// What a reply of a store says is wrong, and what to do about it; `status` is HTTP's.
std::string store_problem(const config::S3& settings, int status, const std::string& body);

/// The text of the first element of that name in a store's XML; empty where there is none.
std::string xml_text(std::string_view xml, std::string_view name);

}  // namespace storyreel::pipeline
