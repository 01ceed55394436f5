#include "notion/upload_file.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/media_type.hpp"
#include "daemon/runtime/offload.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostWhole = 20 << 20;
constexpr std::int64_t kPart = 10 << 20;
constexpr std::chrono::hours kLife{1};

/// A part of a file as a form.
struct Form {
  const Files* files;
  std::filesystem::path file;
  std::string name;
  std::string boundary;
  int part = 0;  ///< 0: the whole file
  std::uint64_t offset = 0;
  std::size_t length = 0;

  std::string head() const;
  std::string operator()(const std::stop_token&) const;
};

std::string Form::head() const {
  std::string text;
  if (part > 0) {
    text = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n" +
           std::to_string(part) + "\r\n";
  }
  return text + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
         name + "\"\r\nContent-Type: " + std::string(media_type_of(name)) + "\r\n\r\n";
}

std::string Form::operator()(const std::stop_token&) const {
  auto text = head();
  text += read_piece(file, offset, length);
  return text += "\r\n--" + boundary + "--\r\n";
}

Task<> save(Desk desk, cache::Upload upload) {
  co_await desk.cache.write(
      [upload](cache::Database& database) { cache::uploads::save(database, upload); });
}

json::object creation(const std::string& name, int parts) {
  json::object body{{"mode", parts == 1 ? "single_part" : "multi_part"},
                    {"filename", name},
                    {"content_type", media_type_of(name)}};
  if (parts > 1) body["number_of_parts"] = parts;
  return body;
}

// One that nobody knows of, as its reply was lost, is shown nowhere and gone within the hour.
Task<cache::Upload> begin(Desk desk, cache::Upload upload, int parts, Priority priority) {
  const auto began = now();
  const auto made = co_await desk.client.create_upload(creation(upload.name, parts), priority);
  upload.id = made.id;
  upload.state = "begun";
  upload.parts = 0;
  upload.expires_at = began + kLife;
  co_await save(desk, upload);
  co_return upload;
}

bool may_have_arrived(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const DoubtfulError&) {
    return true;
  } catch (const ApiError& error) {
    // So Notion answers, too, to what it has already.
    return error.status == 400 || error.status == 404;
  } catch (...) {
    return false;
  }
}

// After a step whose end is unclear.
Task<> look(Desk desk, cache::Upload upload, std::exception_ptr failure, Priority priority) {
  if (!may_have_arrived(failure)) std::rethrow_exception(failure);
  const auto found = co_await desk.client.find_upload(upload.id, priority);
  if (found && found->status == "uploaded") co_return;
  if (found && found->status == "pending") std::rethrow_exception(failure);
  co_await desk.cache.write(
      [name = upload.name](cache::Database& database) { cache::uploads::remove(database, name); });
  throw DoubtfulError("Notion lost the upload of " + upload.name + ": it is begun anew", {});
}

Task<> send_part(Desk desk, cache::Upload upload, Form form, Priority priority) {
  std::exception_ptr failure;
  try {
    const auto load = [form] { return form.files->reader.run(form); };
    co_await desk.client.send_upload(upload.id, load, form.boundary, priority);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) co_await look(desk, std::move(upload), failure, priority);
}

Task<> complete(Desk desk, cache::Upload upload, Priority priority) {
  std::exception_ptr failure;
  try {
    co_await desk.client.complete_upload(upload.id, priority);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) co_await look(desk, std::move(upload), failure, priority);
}

Form form_of(const Desk& desk, const FileToSend& send, int part, int parts) {
  const auto step = parts == 1 ? kMostWhole : kPart;
  const auto offset = step * (part - 1);
  return {.files = desk.files,
          .file = send.file,
          .name = send.upload.name,
          .boundary = random_hex(16),
          .part = parts == 1 ? 0 : part,
          .offset = static_cast<std::uint64_t>(offset),
          .length = static_cast<std::size_t>(std::min(step, send.bytes - offset))};
}

}  // namespace

int parts_of(std::int64_t bytes) {
  return bytes <= kMostWhole ? 1 : static_cast<int>((bytes + kPart - 1) / kPart);
}

Task<> send_file(Desk desk, FileToSend send, Priority priority) {
  const int parts = parts_of(send.bytes);
  auto upload = send.upload;
  if (upload.id.empty()) upload = co_await begin(desk, upload, parts, priority);
  while (upload.parts < parts) {
    co_await send_part(desk, upload, form_of(desk, send, upload.parts + 1, parts), priority);
    ++upload.parts;
    if (parts > 1) co_await save(desk, upload);
  }
  if (parts > 1) co_await complete(desk, upload, priority);
  upload.state = "sent";
  co_await save(desk, upload);
}

}  // namespace storyreel::notion
