#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "pipeline/providers/provider.hpp"
#include "pipeline/providers/remote_text.hpp"

/// What language models are asked for, and whether an answer fits. Pure. A reader's error says what
/// is wrong, for the model.
namespace storyreel::pipeline {

Question about_description(const std::string& title, const std::vector<std::string>& sentences,
                           const std::string& language);
std::expected<Description, std::string> read_description(const std::string& answer);

/// Some sentences of a script whose prompts are written in one go.
struct Window {
  std::vector<std::size_t> wanted;
  std::size_t first = 0;  ///< what the model sees of the script
  std::size_t end = 0;
};

/// `wanted` in windows of at most `most`, each with its neighbours.
std::vector<Window> windows(const std::vector<std::size_t>& wanted, std::size_t sentences,
                            std::size_t most);

/// What was written for a window: the guide keeps the style of a video, and the names and looks of
/// its people and places, from one window to the next.
struct WrittenPrompts {
  std::string guide;
  std::vector<std::string> prompts;  ///< for each one wanted
};

/// `guide`: of the windows before; empty for the first.
Question about_prompts(const std::string& title, const std::vector<std::string>& sentences,
                       const Window& window, const std::string& language, const std::string& guide);
std::expected<WrittenPrompts, std::string> read_prompts(const std::string& answer,
                                                        const Window& window);

}  // namespace storyreel::pipeline
