#include "notion/uploads.hpp"

#include <algorithm>
#include <exception>
#include <fmt/format.h>

#include "cache/repository.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/upload_file.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

// Of the hour that an upload waits to be shown: the request that shows it may have to wait too.
constexpr std::chrono::minutes kMargin{5};
constexpr double kMega = 1 << 20;
constexpr std::size_t kWords = 300;

bool holds_file(Type type, const std::string& text) {
  return (type == Type::files || type == Type::cover) && is_kept_file(text);
}

bool holds_file(const Difference& difference) {
  return holds_file(difference.bound->type, difference.text);
}

/// What is known of a file; nullopt: it is not in the store any more.
std::optional<FileToSend> file_of(cache::Database& database, const std::string& name,
                                  const std::filesystem::path& folder) {
  const auto publication = cache::publications::find(database, name);
  const auto artifact = publication ? cache::artifacts::find(database, publication->artifact)
                                    : std::optional<cache::Artifact>();
  if (!artifact) return std::nullopt;
  FileToSend send{.file = folder / artifact->file, .bytes = artifact->bytes, .upload = {}};
  if (auto known = cache::uploads::find(database, name)) send.upload = *std::move(known);
  send.upload.name = name;
  return send;
}

std::string too_large(std::int64_t bytes, std::int64_t most) {
  return fmt::format(
      "it has {:.1f} MB, and this Notion workspace takes files of at most {:.0f} MB. A paid plan "
      "takes larger ones; without one, [media] hosting without \"notion\" shows all by links",
      static_cast<double>(bytes) / kMega, static_cast<double>(most) / kMega);
}

/// Notion's words where it will not have the file, whatever is done; blank: it may yet.
std::string refusal(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const ApiError& error) {
    const bool refused = error.status == 400 || error.status == 403 || error.status == 413;
    return refused ? one_line(error.what(), kWords) : "";
  } catch (...) {
    return "";
  }
}

Task<> refuse(Desk desk, std::string name, std::string reason, Wanting wanting) {
  struct Refuse {
    cache::Upload upload;
    std::string video_id;
    std::string operator()(cache::Database& database) const {
      cache::uploads::save(database, upload);
      cache::videos::touch(database, video_id);
      const auto video = cache::videos::find(database, video_id);
      return video ? video->title : "";
    }
  };
  const cache::Upload upload{
      .name = std::move(name), .id = {}, .state = "refused", .reason = reason};
  const auto title = co_await desk.cache.write(Refuse{upload, wanting.video_id});
  desk.log.write(
      {.level = Level::warning, .video = title, .what = wanting.instead + ": " + reason});
}

}  // namespace

bool can_be_shown(const cache::Upload& upload, Time now) {
  return upload.state == "attached" ||
         (upload.state == "sent" && upload.expires_at > now + kMargin);
}

Task<bool> bring(Desk desk, std::string name, Wanting wanting) {
  if (!desk.files) co_return false;
  auto send =
      co_await desk.cache.read([name, folder = desk.files->folder](cache::Database& database) {
        return file_of(database, name, folder);
      });
  if (!send || send->upload.state == "refused") co_return false;
  if (can_be_shown(send->upload, now())) co_return true;
  if (const auto most = desk.client.most_upload(); send->bytes > most) {
    co_await refuse(desk, name, too_large(send->bytes, most), wanting);
    co_return false;
  }
  const bool goes_on = send->upload.state == "begun" && send->upload.expires_at > now() + kMargin;
  if (!goes_on) send->upload = {.name = name};
  std::exception_ptr failure;
  try {
    co_await send_file(desk, *send, wanting.priority);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return true;
  const auto reason = refusal(failure);
  if (reason.empty()) std::rethrow_exception(failure);
  co_await refuse(desk, std::move(name), reason, wanting);
  co_return false;
}

std::vector<std::string> files_of(const Differences& differences) {
  std::vector<std::string> names;
  for (const auto& difference : differences) {
    const bool listed = std::ranges::find(names, difference.text) != names.end();
    if (holds_file(difference) && !listed) names.push_back(difference.text);
  }
  return names;
}

std::vector<std::string> files_to_bring(cache::Database& database, const Differences& differences) {
  auto names = files_of(differences);
  std::erase_if(names, [&](const std::string& name) {
    const auto upload = cache::uploads::find(database, name);
    return upload && can_be_shown(*upload, now());
  });
  return names;
}

Ids upload_ids(cache::Database& database, const Differences& differences) {
  Ids ids;
  for (const auto& difference : differences) {
    if (!holds_file(difference)) continue;
    const auto upload = cache::uploads::find(database, difference.text);
    if (upload && can_be_shown(*upload, now()))
      ids.emplace(option_key(difference.bound->name, difference.text), upload->id);
  }
  return ids;
}

void leave_unbrought(Differences& differences, const Ids& ids) {
  std::erase_if(differences, [&](const Difference& difference) {
    return holds_file(difference) &&
           !ids.contains(option_key(difference.bound->name, difference.text));
  });
}

void note_shown(cache::Database& database, const Binding& binding, const cache::Values& written) {
  for (const auto& bound : binding.properties) {
    const auto text = text_in(written, bound.name);
    if (!holds_file(bound.type, text)) continue;
    auto upload = cache::uploads::find(database, text);
    if (!upload || upload->state != "sent") continue;
    upload->state = "attached";
    cache::uploads::save(database, *upload);
  }
}

Task<bool> forget_lost(Desk desk, std::vector<std::string> names) {
  bool some = false;
  for (auto& name : names) {
    const auto upload = co_await desk.cache.read(
        [name](cache::Database& database) { return cache::uploads::find(database, name); });
    if (!upload || upload->id.empty()) continue;
    const auto found = co_await desk.client.find_upload(upload->id, Priority::normal);
    if (found && (found->status == "uploaded" || found->status == "pending")) continue;
    co_await desk.cache.write(
        [name](cache::Database& database) { cache::uploads::remove(database, name); });
    some = true;
  }
  co_return some;
}

}  // namespace storyreel::notion
