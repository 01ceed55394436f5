#pragma once

#include <memory>
#include <new>
#include <string>

#include <curl/curl.h>

namespace storyreel::curl {

/// Calls `Free` on a libcurl handle.
template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* handle) const {
    Free(handle);
  }
};

using Easy = std::unique_ptr<CURL, Deleter<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Deleter<curl_multi_cleanup>>;
using Url = std::unique_ptr<CURLU, Deleter<curl_url_cleanup>>;
using Text = std::unique_ptr<char, Deleter<curl_free>>;

/// A list of header lines.
class List {
 public:
  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(head_.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(head_.release());
    head_.reset(longer);
  }
  curl_slist* get() const { return head_.get(); }

 private:
  std::unique_ptr<curl_slist, Deleter<curl_slist_free_all>> head_;
};

/// libcurl's process-wide part; counted by libcurl itself.
struct Library {
  Library() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~Library() { curl_global_cleanup(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

}  // namespace storyreel::curl
