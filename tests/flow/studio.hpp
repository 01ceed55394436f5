#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/api.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/program.hpp"

namespace storyreel::test {

/// The built program's path and these words.
std::vector<std::string> storyreel(std::vector<std::string> words);

/// The built workspace, and a configuration of small films for the built daemon, in a folder.
class Studio {
 public:
  /// `more` is added to the configuration.
  explicit Studio(std::string_view more = {});
  /// In a folder that stays: made there, or as an earlier one has left it.
  Studio(const std::filesystem::path& folder, std::string_view more);

  /// Starts the workspace where it was before, and kills it.
  void start_workspace();
  void stop_workspace() { workspace_.reset(); }

  Program daemon(const Environment& environment = {});
  /// A command to its end.
  Ran command(std::vector<std::string> words, const Environment& environment = {});

  /// Waits for the Videos database; its data source.
  const std::string& videos();
  /// A person adds a row; returns its page.
  std::string add(const std::string& title, const std::string& script);
  void approve(const std::string& page_id, bool ticked = true);
  /// Waits for a status; fails with what the video shows instead.
  Row await(const std::string& page_id, const std::string& status, seconds deadline = seconds(60));

  /// The data sources of the databases in a page, trashed ones left out.
  std::vector<std::string> details(const std::string& page_id);
  /// The sentences, in order of their numbers; none while there is no details database.
  std::vector<ShownPage> sentences(const std::string& page_id);

  std::string log() const;
  /// How many lines of the status log contain all of `parts`.
  int logged(const std::vector<std::string>& parts) const;

  /// Gives a key that the configuration sets another value: ("poll_interval", "\"10s\"").
  void configure(const std::string& key, const std::string& value);

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  const std::string& url() const { return url_; }
  const std::string& studio_page() const { return page_; }
  Api& person() { return *person_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Program> workspace_;
  std::string url_;
  std::string page_;
  std::string videos_;
  std::unique_ptr<Api> person_;
};

}  // namespace storyreel::test
