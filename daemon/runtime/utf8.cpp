#include "daemon/runtime/utf8.hpp"

#include <memory>
#include <utility>

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/localpointer.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// One step over a text: its bytes and the code point, negative when they are ill-formed.
struct Step {
  std::string_view bytes;
  UChar32 code = -1;

  std::size_t units() const { return code < 0 ? 1 : static_cast<std::size_t>(U16_LENGTH(code)); }
};

Step step_at(std::string_view text, std::size_t start) {
  std::size_t end = start;
  UChar32 code = 0;
  U8_NEXT(text.data(), end, text.size(), code);
  return {text.substr(start, end - start), code};
}

template <class Visit>
void each_step(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    const Step step = step_at(text, i);
    visit(step);
    i += step.bytes.size();
  }
}

/// Steps through the grapheme clusters of a text.
class Clusters {
 public:
  explicit Clusters(std::string_view text) : text_(text) {
    UErrorCode status = U_ZERO_ERROR;
    source_.adoptInstead(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
    breaks_.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    if (U_SUCCESS(status)) breaks_->setText(source_.getAlias(), status);
    if (U_FAILURE(status))
      throw Error(std::string("ICU can't read a text: ") + u_errorName(status));
  }

  /// The next cluster; empty at the end.
  std::string_view next() {
    const int end = breaks_->next();
    if (end == icu::BreakIterator::DONE) return {};
    const auto start = std::exchange(position_, static_cast<std::size_t>(end));
    return text_.substr(start, position_ - start);
  }

 private:
  std::string_view text_;
  icu::LocalUTextPointer source_;
  std::unique_ptr<icu::BreakIterator> breaks_;
  std::size_t position_ = 0;
};

/// Collects parts into pieces of at most `limit` units.
class Pieces {
 public:
  explicit Pieces(std::size_t limit) : limit_(limit) {}

  void add(std::string_view part, std::size_t units) {
    if (units_ + units > limit_ && !piece_.empty()) flush();
    piece_ += part;
    units_ += units;
  }

  std::vector<std::string> take() {
    if (!piece_.empty()) flush();
    return std::move(done_);
  }

 private:
  void flush() {
    done_.push_back(std::exchange(piece_, {}));
    units_ = 0;
  }

  std::size_t limit_;
  std::size_t units_ = 0;
  std::string piece_;
  std::vector<std::string> done_;
};

/// Line ends, control codes and what reorders a line: nothing a one-line text may hold.
bool is_blank(UChar32 code) {
  return u_isUWhiteSpace(code) || u_charType(code) == U_CONTROL_CHAR ||
         u_hasBinaryProperty(code, UCHAR_BIDI_CONTROL);
}

std::string without_controls(std::string_view text) {
  std::string line;
  bool blank = false;
  each_step(text, [&](const Step& step) {
    if (step.code == 0 || (step.code > 0 && is_blank(step.code))) {
      blank = !line.empty();
      return;
    }
    if (std::exchange(blank, false)) line += ' ';
    line += step.code < 0 ? kReplacement : step.bytes;
  });
  return line;
}

}  // namespace

bool is_utf8(std::string_view text) {
  bool valid = true;
  each_step(text, [&](const Step& step) { valid = valid && step.code >= 0; });
  return valid;
}

std::string to_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  each_step(text, [&](const Step& step) { clean += step.code > 0 ? step.bytes : kReplacement; });
  return clean;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  each_step(utf8, [&](const Step& step) { units += step.units(); });
  return units;
}

std::vector<std::string> split_utf16(std::string_view utf8, std::size_t limit) {
  Pieces pieces(limit);
  if (utf8.empty()) return {};
  Clusters clusters(utf8);
  for (auto cluster = clusters.next(); !cluster.empty(); cluster = clusters.next()) {
    const std::size_t units = utf16_length(cluster);
    if (units <= limit) {
      pieces.add(cluster, units);
    } else {
      each_step(cluster, [&](const Step& step) { pieces.add(step.bytes, step.units()); });
    }
  }
  return pieces.take();
}

std::string folded(std::string_view text) {
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, text, sink, nullptr, status);
  if (U_FAILURE(status)) throw Error(std::string("ICU can't fold a text: ") + u_errorName(status));
  return result;
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string line = without_controls(text);
  if (utf16_length(line) <= limit) return line;
  return limit < 2 ? std::string("…") : split_utf16(line, limit - 1).front() + "…";
}

}  // namespace storyreel
