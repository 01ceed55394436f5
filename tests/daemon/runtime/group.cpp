#include "daemon/runtime/group.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

using Notes = std::vector<std::string>;

const Notes kTwo{"begun", "begun", "put away", "put away"};

Task<> note_after(Notes* notes, milliseconds wait, std::string text) {
  co_await sleep_for(wait);
  notes->push_back(std::move(text));
}

Task<> fail_after(milliseconds wait, std::string text) {
  co_await sleep_for(wait);
  throw Error(text);
}

/// Ends late when it is cancelled, as work does that has something to put away.
Task<> linger(Notes* notes, milliseconds putting_away = milliseconds{5}) {
  notes->emplace_back("begun");
  std::exception_ptr error;
  try {
    co_await sleep_for(seconds{60});
  } catch (...) {
    error = std::current_exception();
  }
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  co_await sleep_for(putting_away);
  notes->push_back(is_cancelled(error) ? "put away" : "not cancelled");
}

Task<> three_at_most(Notes* notes, std::size_t* most) {
  Group group(co_await boost::asio::this_coro::executor);
  for (int i = 0; i < 9; ++i) {
    co_await group.until_below(3);
    group.spawn(note_after(notes, milliseconds{1}, "done"));
    *most = std::max(*most, group.running());
  }
  co_await group.join();
}

Task<> one_fails(Notes* notes) {
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(fail_after(milliseconds{1}, "first"));
  group.spawn(fail_after(milliseconds{3}, "second"));
  group.spawn(note_after(notes, milliseconds{6}, "still ran"));
  co_await group.join();
}

Task<> spawn_two(Group* group, Notes* notes, Task<> then) {
  group->spawn(linger(notes));
  group->spawn(linger(notes));
  co_await std::move(then);
}

Task<> with_body(Notes* notes, Task<> then) {
  Group group(co_await boost::asio::this_coro::executor);
  co_await group.run(spawn_two(&group, notes, std::move(then)));
}

Task<> joined(Notes* notes) {
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(linger(notes));
  co_await group.join();
}

Task<> linger_apart(Notes* notes) {
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(linger(notes));
  group.spawn(linger(notes, milliseconds{50}));
  co_await group.join();
}

/// What is cancelled before it began never runs: so many are to linger by then.
Task<> until_begun(const Notes* notes, std::size_t lingering) {
  while (notes->size() < lingering) co_await sleep_for(milliseconds{1});
}

Task<> fail_once_begun(const Notes* notes, std::size_t lingering) {
  co_await until_begun(notes, lingering);
  throw Error("body");
}

Task<> run_or_stop(Task<> body, Task<> stop) {
  co_await (std::move(body) || std::move(stop));
}

Task<> nothing() {
  co_return;
}

}  // namespace

TEST_CASE("runtime::Group::until_below bounds how many run") {
  Notes notes;
  std::size_t most = 0;
  test::run(three_at_most(&notes, &most));
  CHECK(notes.size() == 9);
  CHECK(most == 3);
}

TEST_CASE("runtime::Group::join waits for all and throws the first exception") {
  Notes notes;
  CHECK_THROWS_WITH_AS(test::run(one_fails(&notes)), "first", Error);
  CHECK(notes == Notes{"still ran"});
}

TEST_CASE("runtime::Group::join cancels and awaits its tasks when cancelled") {
  Notes notes;
  test::run(run_or_stop(joined(&notes), until_begun(&notes, 1)));
  CHECK(notes == Notes{"begun", "put away"});
}

TEST_CASE("runtime::Group::join cancels once: what ends first disturbs no other's putting away") {
  Notes notes;
  test::run(run_or_stop(linger_apart(&notes), until_begun(&notes, 2)));
  CHECK(notes == kTwo);
}

TEST_CASE("runtime::Group::run awaits its tasks when the body is cancelled") {
  Notes notes;
  test::run(run_or_stop(with_body(&notes, sleep_for(seconds{60})), until_begun(&notes, 2)));
  CHECK(notes == kTwo);
}

TEST_CASE("runtime::Group::run awaits its tasks when cancelled after the body ended") {
  Notes notes;
  test::run(run_or_stop(with_body(&notes, nothing()), until_begun(&notes, 2)));
  CHECK(notes == kTwo);
}

TEST_CASE("runtime::Group::run cancels and awaits its tasks when the body throws") {
  Notes notes;
  CHECK_THROWS_WITH_AS(test::run(with_body(&notes, fail_once_begun(&notes, 2))), "body", Error);
  CHECK(notes == kTwo);
}

namespace {

Task<> with_grace(Task<> task, milliseconds grace) {
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(std::move(task), grace);
  co_await group.join();
}

Task<> one_of_each(Notes* notes) {
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(note_after(notes, milliseconds{500}, "done"), seconds{60});
  group.spawn(linger(notes));
  co_await group.join();
}

Task<> lingers_with_grace(Notes* notes, milliseconds grace) {
  return with_grace(linger(notes), grace);
}

Task<> told_apart(Notes* notes) {
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(linger(notes, milliseconds{200}));
  group.spawn(linger(notes), milliseconds{20});
  co_await group.join();
}

/// How long it takes until nothing is left on the loop.
milliseconds took(Task<> task) {
  const auto begin = std::chrono::steady_clock::now();
  boost::asio::io_context loop;
  boost::asio::co_spawn(loop, std::move(task), [](std::exception_ptr) {});
  loop.run();
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

TEST_CASE("runtime::Group lets a task with a grace end by itself, and waits no longer than that") {
  Notes notes;
  auto task = with_grace(note_after(&notes, milliseconds{30}, "done"), seconds{60});
  CHECK(took(run_or_stop(std::move(task), nothing())) < seconds{20});
  CHECK(notes == Notes{"done"});
}

TEST_CASE("runtime::Group tells a task of a cancellation when its grace is over") {
  Notes notes;
  auto task = lingers_with_grace(&notes, milliseconds{100});
  CHECK(took(run_or_stop(std::move(task), until_begun(&notes, 1))) >= milliseconds{100});
  CHECK(notes == Notes{"begun", "put away"});
}

TEST_CASE("runtime::Group cancels at once what has no grace, beside what has") {
  Notes notes;
  test::run(run_or_stop(one_of_each(&notes), until_begun(&notes, 1)));
  CHECK(notes == Notes{"begun", "put away", "done"});
}

TEST_CASE("runtime::Group tells nobody twice that it is cancelled, whatever grace others have") {
  Notes notes;
  test::run(run_or_stop(told_apart(&notes), until_begun(&notes, 2)));
  CHECK(notes == kTwo);
}

TEST_CASE("runtime::Group may be destroyed with a loop that was not run to its end") {
  Notes notes;
  boost::asio::io_context loop;
  boost::asio::co_spawn(loop, with_body(&notes, nothing()), [](std::exception_ptr) {});
  loop.run_for(milliseconds{1});
  CHECK(notes.size() < kTwo.size());
}
