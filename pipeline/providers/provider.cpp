#include "pipeline/providers/provider.hpp"

namespace storyreel::pipeline {

Task<std::string> TextProvider::script(ScriptOrder, Till&) {
  throw ProviderError(ProviderError::Class::refused, identity() + " writes no scripts.");
  co_return std::string();
}

}  // namespace storyreel::pipeline
