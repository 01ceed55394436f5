#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "notion/client_state.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

// A part has at most 20 MiB, and not everybody has a fast line.
constexpr seconds kSendTimeout{300};

}  // namespace

Task<Block> Client::add_block(std::string page_id, json::object block) {
  const json::object body{{"children", json::array{std::move(block)}},
                          {"position", {{"type", "start"}}}};
  auto call = write("PATCH", "/v1/blocks/" + page_id + "/children", body);
  call.priority = Priority::sweep;
  auto made = co_await state_->write_beside(std::move(page_id), std::move(call), parse_blocks);
  if (made.results.empty()) throw Error("Notion's reply names no block that was made");
  co_return std::move(made.results.front());
}

Task<Block> Client::update_block(std::string id, json::object body, std::string page_id) {
  auto call = write("PATCH", "/v1/blocks/" + id, body);
  call.priority = Priority::sweep;
  co_return co_await state_->write_beside(std::move(page_id), std::move(call), parse_block);
}

Task<std::optional<Block>> Client::find_block(std::string id) {
  try {
    co_return co_await state_->fetch(get("/v1/blocks/" + id, Priority::sweep), parse_block);
  } catch (const ApiError& error) {
    if (error.status != 404) throw;
  }
  co_return std::nullopt;
}

Task<FileUpload> Client::create_upload(json::object body, Priority priority) {
  auto call = write("POST", "/v1/file_uploads", body);
  call.priority = priority;
  co_return co_await state_->fetch(std::move(call), parse_file_upload);
}

Task<FileUpload> Client::send_upload(std::string id, std::function<Task<std::string>()> form,
                                     std::string boundary, Priority priority) {
  auto call = write("POST", "/v1/file_uploads/" + id + "/send", {});
  call.body.clear();
  call.load = std::move(form);
  call.content_type = "multipart/form-data; boundary=" + boundary;
  call.timeout = kSendTimeout;
  call.priority = priority;
  co_return co_await state_->fetch(std::move(call), parse_file_upload);
}

Task<FileUpload> Client::complete_upload(std::string id, Priority priority) {
  auto call = write("POST", "/v1/file_uploads/" + id + "/complete", {});
  call.priority = priority;
  co_return co_await state_->fetch(std::move(call), parse_file_upload);
}

Task<std::optional<FileUpload>> Client::find_upload(std::string id, Priority priority) {
  try {
    co_return co_await state_->fetch(get("/v1/file_uploads/" + id, priority), parse_file_upload);
  } catch (const ApiError& error) {
    if (error.status != 404) throw;
  }
  co_return std::nullopt;
}

std::int64_t Client::most_upload() const {
  return state_->most_upload;
}

}  // namespace storyreel::notion
