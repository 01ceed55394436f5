#include "notion/workspace/own.hpp"

#include <array>

namespace storyreel::workspace {
namespace {

constexpr std::array kOwn{
    Route{"GET", "/ui/tree", page_tree, Needs::read, false},
    Route{"GET", "/ui/users", page_users, Needs::read, false},
    Route{"GET", "/ui/database", whole_database, Needs::read, false},
    Route{"POST", "/ui/order", row_order, Needs::read, false},
    Route{"POST", "/ui/rows", rows_by_id, Needs::read, false},
    Route{"GET", "/ui/blocks", show_blocks, Needs::read, false},
    Route{"POST", "/ui/edit", edit, Needs::update, true},
};

}  // namespace

const Route* own_route(std::string_view method, std::string_view path) {
  for (const auto& route : kOwn)
    if (route.method == method && route.path == path) return &route;
  return nullptr;
}

}  // namespace storyreel::workspace
