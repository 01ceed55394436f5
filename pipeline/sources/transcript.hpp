#pragma once

#include <string>
#include <vector>

#include "pipeline/sources/captions.hpp"
#include "pipeline/sources/video_info.hpp"

namespace storyreel::pipeline {

/// What is said in a video, as a script: a sentence a paragraph, and two chapters or more as
/// headings. What is no speech goes: [sounds], (sounds) that have a line of their own, notes, marks
/// of speakers. Captions without punctuation are cut where somebody pauses, and get capitals and
/// full stops. `language`: of the captions. Pure.
std::string transcript_of(const std::vector<CaptionCue>& cues, const std::vector<Chapter>& chapters,
                          const std::string& language);

}  // namespace storyreel::pipeline
