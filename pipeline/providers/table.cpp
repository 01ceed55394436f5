#include "pipeline/providers/table.hpp"

#include <algorithm>
#include <array>

#include "daemon/runtime/error.hpp"

namespace storyreel::pipeline {
namespace {

using enum ProviderError::Class;
using namespace std::chrono_literals;

constexpr std::string_view kKey = "Look at the key in the configuration.";
constexpr std::string_view kCredit = "There is no credit left with it.";
constexpr std::string_view kSafety = "Its safety system refused.";
constexpr std::string_view kSlots = "Lower at_once in the configuration to what the plan allows.";

// OpenAI: https://platform.openai.com/docs/guides/error-codes, and the error of openai-openapi.
constexpr std::array kOpenAi{
    ErrorMeaning{0, "insufficient_quota", later, false, kCredit},
    ErrorMeaning{0, "billing_hard_limit_reached", later, false, kCredit},
    ErrorMeaning{0, "moderation_blocked", refused, false, kSafety},
    ErrorMeaning{0, "content_policy_violation", refused, false, kSafety},
    ErrorMeaning{0, "content_filter", refused, false, kSafety},
    ErrorMeaning{0, "invalid_api_key", later, false, kKey},
    ErrorMeaning{0, "model_not_found", later, false, "Look at the model in the configuration."},
};

// Anthropic: https://docs.anthropic.com/en/api/errors.
constexpr std::array kAnthropic{
    ErrorMeaning{0, "authentication_error", later, false, kKey},
    ErrorMeaning{0, "billing_error", later, false, kCredit},
    ErrorMeaning{0, "permission_error", later, false, kKey},
    ErrorMeaning{0, "overloaded_error", again, false, {}},
    ErrorMeaning{0, "not_found_error", later, false, "Look at the model in the configuration."},
};

// Gemini: https://ai.google.dev/gemini-api/docs/troubleshooting.
constexpr std::array kGemini{
    ErrorMeaning{0, "API_KEY_INVALID", later, false, kKey},
    ErrorMeaning{0, "FAILED_PRECONDITION", later, false, "Look at the account's billing."},
    ErrorMeaning{0, "PERMISSION_DENIED", later, false, kKey},
    ErrorMeaning{0, "RESOURCE_EXHAUSTED", later, false, {}},
    ErrorMeaning{0, "DEADLINE_EXCEEDED", again, true, {}},
};

// Leonardo: https://docs.leonardo.ai/docs/api-error-messages; whole sentences, some of which go on
// with a user or the word that was found. Hasura, which answers for it, tells a key of no sense
// with 500.
constexpr std::array kLeonardo{
    ErrorMeaning{0, "not enough api tokens*", later, false, kCredit},
    ErrorMeaning{0, "content moderation filter*", refused, false, kSafety},
    ErrorMeaning{0, "Invalid response from authorization hook", later, false, kKey},
    ErrorMeaning{0, "Authentication hook unauthorized this request", later, false, kKey},
    ErrorMeaning{403, "", refused, false, kSafety},
};

// Replicate: https://replicate.com/docs/reference/http, "Rate limits" and "Errors".
constexpr std::array kReplicate{
    ErrorMeaning{402, "", later, false, kCredit},
    ErrorMeaning{404, "", later, false, "Look at the model in the configuration."},
};

// ElevenLabs: https://elevenlabs.io/docs/eleven-api/resources/errors (detail.code, which took the
// place of detail.status), and for the older words
// https://elevenlabs.io/docs/developers/resources/error-messages. What FastAPI finds wrong with a
// request is a list (HTTPValidationError of the reference).
constexpr std::array kElevenLabs{
    ErrorMeaning{0, "quota_exceeded", later, false, kCredit},
    ErrorMeaning{0, "invalid_api_key", later, false, kKey},
    ErrorMeaning{0, "only_for_creator*", later, false, "The plan does not have this voice."},
    ErrorMeaning{0, "rate_limit_exceeded", again, false, {}},
    ErrorMeaning{0, "concurrent_limit_exceeded", again, false, kSlots},
    ErrorMeaning{0, "too_many_concurrent_requests", again, false, kSlots},
    ErrorMeaning{0, "system_busy", again, false, {}},
    ErrorMeaning{0, "voice_not_found", later, false, "Look at the voice in the configuration."},
    ErrorMeaning{0, "model_not_found", later, false, "Look at the model in the configuration."},
    ErrorMeaning{0, "max_character_limit_exceeded", refused, false, {}},
};

// HTTP's own, where a service says nothing else. A gateway that gave up doesn't know whether the
// service went on.
constexpr std::array kHttp{
    ErrorMeaning{401, "", later, false, kKey}, ErrorMeaning{402, "", later, false, kCredit},
    ErrorMeaning{403, "", later, false, kKey}, ErrorMeaning{404, "", later, false, {}},
    ErrorMeaning{408, "", again, true, {}},    ErrorMeaning{409, "", again, false, {}},
    ErrorMeaning{425, "", again, false, {}},   ErrorMeaning{429, "", again, false, {}},
    ErrorMeaning{500, "", again, false, {}},   ErrorMeaning{502, "", again, true, {}},
    ErrorMeaning{503, "", again, false, {}},   ErrorMeaning{504, "", again, true, {}},
    ErrorMeaning{520, "", again, true, {}},    ErrorMeaning{522, "", again, false, {}},
    ErrorMeaning{524, "", again, true, {}},    ErrorMeaning{529, "", again, false, {}},
};
constexpr ErrorMeaning kAsked{0, "", refused, false, {}};  // any other 4xx
constexpr ErrorMeaning kStrange{0, "", again, true, {}};   // anything else

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kAuthorization = "Authorization";

constexpr std::array kServices{
    Facts{.name = "openai",
          .makes = "text",
          .base_url = "https://api.openai.com/v1",
          .model = "gpt-4.1-mini",
          .key_header = kAuthorization,
          .key_prefix = kBearer,
          .account = "/models",
          .unit = "tokens",
          .longest = 400'000,
          .patience = 180s,
          .words = "/error/message",
          .code = "/error/code",
          .errors = kOpenAi},
    Facts{.name = "anthropic",
          .makes = "text",
          .base_url = "https://api.anthropic.com",
          .model = "claude-sonnet-4-5",
          .key_header = "x-api-key",
          .key_prefix = "",
          .account = "/v1/models",
          .unit = "tokens",
          .longest = 400'000,
          .patience = 180s,
          .words = "/error/message",
          .code = "/error/type",
          .errors = kAnthropic},
    Facts{.name = "openai",
          .makes = "picture",
          .base_url = "https://api.openai.com/v1",
          .model = "gpt-image-1",
          .key_header = kAuthorization,
          .key_prefix = kBearer,
          .account = "/models",
          .unit = "pictures",
          .longest = 32'000,
          .patience = 180s,
          .words = "/error/message",
          .code = "/error/code",
          .errors = kOpenAi},
    Facts{.name = "gemini",
          .makes = "picture",
          .base_url = "https://generativelanguage.googleapis.com",
          .model = "gemini-2.5-flash-image",
          .key_header = "x-goog-api-key",
          .key_prefix = "",
          .account = "/v1beta/models",
          .unit = "pictures",
          .longest = 20'000,
          .patience = 180s,
          .words = "/error/message",
          .code = "/error/status",
          .errors = kGemini},
    Facts{.name = "leonardo",
          .makes = "picture",
          .base_url = "https://cloud.leonardo.ai/api/rest/v1",
          .model = "de7d3faf-762f-48e0-b3b7-9d0ac3a3fcf3",
          .key_header = kAuthorization,
          .key_prefix = kBearer,
          .account = "/me",
          .unit = "pictures",
          .longest = 1'500,
          .patience = 300s,
          .words = "/error",
          .code = "/error",
          .errors = kLeonardo},
    Facts{.name = "replicate",
          .makes = "picture",
          .base_url = "https://api.replicate.com/v1",
          .model = "black-forest-labs/flux-schnell",
          .key_header = kAuthorization,
          .key_prefix = kBearer,
          .account = "/account",
          .unit = "pictures",
          .longest = 10'000,
          .patience = 300s,
          .words = "/detail",
          .code = "/title",
          .errors = kReplicate},
    Facts{.name = "openai",
          .makes = "voice",
          .base_url = "https://api.openai.com/v1",
          .model = "gpt-4o-mini-tts",
          .key_header = kAuthorization,
          .key_prefix = kBearer,
          .account = "/models",
          .unit = "characters",
          .longest = 4'096,
          .patience = 120s,
          .words = "/error/message",
          .code = "/error/code",
          .errors = kOpenAi},
    Facts{.name = "elevenlabs",
          .makes = "voice",
          .base_url = "https://api.elevenlabs.io",
          .model = "eleven_multilingual_v2",
          .key_header = "xi-api-key",
          .key_prefix = "",
          .account = "/v1/user/subscription",
          .unit = "characters",
          .longest = 10'000,
          .patience = 120s,
          .words = "/detail/message",
          .code = "/detail/code",
          .errors = kElevenLabs,
          .other_words = "/detail/0/msg",
          .other_code = "/detail/status"},
};

/// Whether it is the word of the table, or begins so.
bool is_word(std::string_view known, std::string_view word) {
  if (!known.ends_with('*')) return known == word;
  known.remove_suffix(1);
  return word.starts_with(known);
}

}  // namespace

const Facts& facts(std::string_view name, std::string_view makes) {
  const auto* found = std::ranges::find_if(
      kServices, [&](const Facts& one) { return one.name == name && one.makes == makes; });
  if (found == kServices.end())
    throw Error(std::string(name) + " is no provider of a " + std::string(makes));
  return *found;
}

bool knows(const Facts& service, std::string_view code) {
  return std::ranges::any_of(service.errors, [&](const ErrorMeaning& one) {
    return !one.code.empty() && is_word(one.code, code);
  });
}

const ErrorMeaning& meaning(const Facts& service, int status, std::string_view code) {
  const auto fits = [&](const ErrorMeaning& one) {
    return (one.status == 0 || one.status == status) &&
           (one.code.empty() || is_word(one.code, code));
  };
  if (const auto own = std::ranges::find_if(service.errors, fits); own != service.errors.end())
    return *own;
  if (const auto* http = std::ranges::find_if(kHttp, fits); http != kHttp.end()) return *http;
  return status >= 400 && status < 500 ? kAsked : kStrange;
}

}  // namespace storyreel::pipeline
