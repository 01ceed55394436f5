#pragma once

#include <expected>
#include <string>
#include <vector>

#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/remote_text.hpp"

/// What language models are asked when a script is to be written, and whether an answer fits. Pure.
namespace storyreel::pipeline {

/// A transcript in parts that are retold one after the other, cut between paragraphs; one part, and
/// that empty, where there is none.
std::vector<std::string> parts_of(const std::string& transcript);

/// `part`: of the transcript; empty: the title is all there is. `before`: how the script ends that
/// was written of the parts before it.
Question about_script(const ScriptOrder& order, const std::string& part, const std::string& before);

/// A script, or what is wrong with the answer, for the model.
std::expected<std::string, std::string> read_script_answer(const std::string& answer);

}  // namespace storyreel::pipeline
