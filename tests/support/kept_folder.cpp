#include "tests/support/kept_folder.hpp"

#include <iostream>
#include <system_error>
#include <vector>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"

namespace storyreel::test {
namespace {

std::vector<std::filesystem::path>& folders() {
  static std::vector<std::filesystem::path> list;
  return list;
}

/// Knows how a test case ended, which a destructor in it can't.
struct Keeper : doctest::IReporter {
  explicit Keeper(const doctest::ContextOptions&) {}

  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    for (const auto& folder : folders()) {
      std::error_code ignored;
      if (stats.testCaseSuccess) {
        std::filesystem::remove_all(folder, ignored);
      } else {
        std::cerr << "the failed test's files are in " << folder.string() << '\n';
      }
    }
    folders().clear();
  }

  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};

DOCTEST_REGISTER_LISTENER("keeper", 1, Keeper);

}  // namespace

std::filesystem::path kept_folder() {
  TemporaryFolder folder;
  folder.keep();
  folders().push_back(folder.path());
  return folder.path();
}

}  // namespace storyreel::test
