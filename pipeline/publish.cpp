#include "pipeline/publish.hpp"

#include <filesystem>

#include "cache/hosting.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/hosting/s3_place.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using cache::Object;

/// The object of a publication; one that stands elsewhere is wanted anew.
Object wanted_object(Database& database, const std::string& name, const std::string& place,
                     const std::string& video_id) {
  auto known = cache::objects::find(database, name);
  if (known && known->place == place) return *std::move(known);
  const Object wanted{.name = name, .place = place, .video_id = video_id};
  cache::objects::save(database, wanted);
  return wanted;
}

bool is_fresh(const Object& object, const config::S3& s3, Time at) {
  if (object.link.empty() || object.link.contains("X-Amz-Signature=") != s3.presigned) return false;
  if (!s3.presigned) return object.link == public_link(s3, object.name);
  // Where the clock was set back, a link is as old as nobody knows.
  const bool young = object.signed_at <= at && object.signed_at + kRenewed > at;
  return young && object.link.contains("=" + s3.access_key + "%2F");
}

/// A link stays the same for as long as it is good.
std::string stored_link(Database& database, Object object, const config::S3& s3, Time at) {
  if (is_fresh(object, s3, at)) return object.link;
  object.signed_at = at;
  object.link = s3.presigned ? presigned_link(s3, object.name, at) : public_link(s3, object.name);
  cache::objects::save(database, object);
  return object.link;
}

}  // namespace

cache::Publication published(Database& database, const std::string& key) {
  if (auto known = cache::publications::of_artifact(database, key)) return *std::move(known);
  const auto artifact = cache::artifacts::find(database, key);
  const auto extension = std::filesystem::path(artifact->file).extension().string();
  cache::Publication made{.name = random_hex(16) + extension, .artifact = key, .created_at = now()};
  cache::publications::save(database, made);
  return made;
}

std::optional<std::string> link_to(Database& database, const cache::Publication& publication,
                                   const std::string& video_id, const Rules& rules) {
  if (!rules.store) return rules.public_url + "/" + publication.name;
  const auto& s3 = *rules.store;
  const auto place = address_of(s3, publication.name);
  const auto object = wanted_object(database, publication.name, place, video_id);
  if (object.state != "stored") return std::nullopt;
  return stored_link(database, object, s3, now());
}

std::string shown_as(Database& database, const cache::Publication& publication,
                     const std::string& video_id, const Rules& rules) {
  const bool uploaded = rules.uploads && !cache::uploads::refused(database, publication.name);
  if (uploaded) return publication.name;
  return link_to(database, publication, video_id, rules).value_or("");
}

std::string renewed(Database& database, const std::string& link, const Rules& rules) {
  if (!rules.store) return link;
  const auto base = address_of(*rules.store, "");
  if (!link.starts_with(base)) return link;
  const auto name = link.substr(base.size(), link.find('?') - base.size());
  const auto object = cache::objects::find(database, name);
  if (!object || object->state != "stored" || object->place != base + name) return link;
  return stored_link(database, *object, *rules.store, now());
}

}  // namespace storyreel::pipeline
