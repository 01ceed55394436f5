#pragma once

#include <map>
#include <set>
#include <string>

#include "config/settings.hpp"
#include "pipeline/purse.hpp"
#include "pipeline/standing.hpp"

namespace storyreel::pipeline {

/// What is being made: so much at once here, and so much as each service takes. Loop thread.
class Running {
 public:
  /// `here`: how many steps may run on this machine.
  Running(int here, const config::Settings& settings)
      : here_(here),
        pictures_(settings.image.service.at_once),
        voices_(settings.voice.service.at_once) {}

  /// Keys of targets; of videos while their text is written.
  const std::set<std::string>& keys() const { return keys_; }
  bool empty() const { return keys_.empty(); }

  void add(const std::string& video) { keys_.insert(video); }
  void add(const Target& target, const Tariffs& tariffs);
  /// What is fetched; false: no more can be now.
  bool fetch(const std::string& key);
  void fetched(const std::string& key);
  void remove(const std::string& video) { keys_.erase(video); }
  void remove(const Target& target, const Tariffs& tariffs);

  Slots slots() const;

 private:
  std::size_t count(Stage stage) const;

  int here_;
  int pictures_;
  int voices_;
  std::set<std::string> keys_;
  std::map<Stage, std::size_t> bought_;
  std::size_t fetches_ = 0;
};

}  // namespace storyreel::pipeline
