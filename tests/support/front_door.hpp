#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "daemon/runtime/time.hpp"
#include "notion/workspace/cursors.hpp"
#include "notion/workspace/index.hpp"
#include "notion/workspace/rate_limit.hpp"
#include "notion/workspace/store.hpp"

namespace storyreel::test {

/// The file of a workspace, asked at the API's front door: without a server, and at any time.
/// Nobody else may have it open.
class FrontDoor {
 public:
  /// `data`: the workspace's folder, which a workspace has begun. `url`: where it is served, for
  /// the links that it shows.
  FrontDoor(const std::filesystem::path& data, std::string url);

  /// Requests of the integration and of the person; the body of the reply. Throw Error unless it
  /// is 200.
  std::string bot(std::string_view method, std::string_view path,
                  const boost::json::object& body = {});
  std::string person(std::string_view method, std::string_view path,
                     const boost::json::object& body = {});

  Time time{};  ///< when what follows happens

 private:
  std::string send(const workspace::User& user, std::string_view method, std::string_view path,
                   const boost::json::object& body);

  workspace::Store store_;
  workspace::Index index_;
  workspace::Cursors cursors_;
  workspace::RateLimit rate_{0};
  std::string url_;
  workspace::User bot_, person_;
};

}  // namespace storyreel::test
