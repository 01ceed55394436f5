#pragma once

#include <filesystem>

namespace storyreel::test {

/// A new folder for a test, removed with its content when the test case has passed; when it failed
/// the folder stays and its name is printed.
std::filesystem::path kept_folder();

}  // namespace storyreel::test
