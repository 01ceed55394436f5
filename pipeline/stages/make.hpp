#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cache/records.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/stages/render.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// An input's file is not what was recorded; it has to be made again first.
class DamagedInput : public Error {
 public:
  explicit DamagedInput(std::string which) : Error("an input was damaged"), key(std::move(which)) {}
  std::string key;
};

/// Store::sound; where nobody can say, throws ProviderError: whoever needs it waits.
bool is_sound(const Store& store, const cache::Artifact& artifact, bool deep,
              const std::stop_token& stop = {});

/// What a provider is asked to draw for the job's sentence. Pure.
PictureRequest picture_request(const RenderJob& job);

/// Makes the target: asks the provider or renders, verifies, and commits the files to the store.
/// Values in, artifacts out: the target's own first, then what stands beside it. `artifacts`: those
/// that the target needs; files that were given stand in the job's inputs already. `progress` is
/// called on another thread; `till` is for what is bought, and is told where that is of no use;
/// that it is kept the caller says, once the artifacts are recorded. Throws ProviderError,
/// DamagedInput, Error.
Task<std::vector<cache::Artifact>> make(Providers& providers, Offload& offload, const Store& store,
                                        RenderJob job, std::vector<cache::Artifact> artifacts,
                                        render::Progress progress, Till& till);

/// Verifies a picture that came from elsewhere and commits it to the store as the target's
/// artifact. Throws as make().
Task<std::vector<cache::Artifact>> keep_picture(Offload& offload, const Store& store, Target target,
                                                Picture picture);

}  // namespace storyreel::pipeline
