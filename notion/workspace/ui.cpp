#include "notion/workspace/ui.hpp"

#include <array>
#include <string>

#include "notion/workspace/own.hpp"
#include "notion/workspace/tokens.hpp"

namespace storyreel::workspace {

namespace embedded {
extern const std::string_view file_index_html;
extern const std::string_view file_style_css;
extern const std::string_view file_app_js;
extern const std::string_view file_api_js;
extern const std::string_view file_dom_js;
extern const std::string_view file_cells_js;
extern const std::string_view file_table_js;
extern const std::string_view file_board_js;
extern const std::string_view file_card_js;
extern const std::string_view file_cell_js;
extern const std::string_view file_choosers_js;
extern const std::string_view file_columns_js;
extern const std::string_view file_conditions_js;
extern const std::string_view file_dragging_js;
extern const std::string_view file_editors_js;
extern const std::string_view file_filters_js;
extern const std::string_view file_gallery_js;
extern const std::string_view file_operators_js;
extern const std::string_view file_related_js;
extern const std::string_view file_row_actions_js;
extern const std::string_view file_rows_js;
extern const std::string_view file_search_js;
extern const std::string_view file_sheet_js;
extern const std::string_view file_sheet_keys_js;
extern const std::string_view file_side_js;
extern const std::string_view file_undo_js;
extern const std::string_view file_unsaved_js;
extern const std::string_view file_users_js;
extern const std::string_view file_values_js;
extern const std::string_view file_views_js;
extern const std::string_view file_live_js;
extern const std::string_view file_page_js;
extern const std::string_view file_upload_js;
extern const std::string_view file_caret_js;
extern const std::string_view file_commands_js;
extern const std::string_view file_comments_js;
extern const std::string_view file_editor_js;
extern const std::string_view file_grid_js;
extern const std::string_view file_gutter_js;
extern const std::string_view file_head_js;
extern const std::string_view file_history_js;
extern const std::string_view file_keys_js;
extern const std::string_view file_kinds_js;
extern const std::string_view file_lines_js;
extern const std::string_view file_operations_js;
extern const std::string_view file_page_css;
extern const std::string_view file_paste_js;
extern const std::string_view file_people_js;
extern const std::string_view file_pickers_js;
extern const std::string_view file_saver_js;
extern const std::string_view file_selection_js;
extern const std::string_view file_slash_js;
extern const std::string_view file_surface_js;
extern const std::string_view file_text_js;
extern const std::string_view file_toolbar_js;
extern const std::string_view file_panel_js;
}  // namespace embedded

namespace {

struct File {
  std::string_view path, type;
  const std::string_view* text;
};

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kCss = "text/css; charset=utf-8";
constexpr std::string_view kScript = "text/javascript; charset=utf-8";

constexpr std::array kFiles{
    File{"/", kHtml, &embedded::file_index_html},
    File{"/web/style.css", kCss, &embedded::file_style_css},
    File{"/web/app.js", kScript, &embedded::file_app_js},
    File{"/web/api.js", kScript, &embedded::file_api_js},
    File{"/web/dom.js", kScript, &embedded::file_dom_js},
    File{"/web/cells.js", kScript, &embedded::file_cells_js},
    File{"/web/table.js", kScript, &embedded::file_table_js},
    File{"/web/board.js", kScript, &embedded::file_board_js},
    File{"/web/card.js", kScript, &embedded::file_card_js},
    File{"/web/cell.js", kScript, &embedded::file_cell_js},
    File{"/web/choosers.js", kScript, &embedded::file_choosers_js},
    File{"/web/columns.js", kScript, &embedded::file_columns_js},
    File{"/web/conditions.js", kScript, &embedded::file_conditions_js},
    File{"/web/dragging.js", kScript, &embedded::file_dragging_js},
    File{"/web/editors.js", kScript, &embedded::file_editors_js},
    File{"/web/filters.js", kScript, &embedded::file_filters_js},
    File{"/web/gallery.js", kScript, &embedded::file_gallery_js},
    File{"/web/operators.js", kScript, &embedded::file_operators_js},
    File{"/web/related.js", kScript, &embedded::file_related_js},
    File{"/web/row_actions.js", kScript, &embedded::file_row_actions_js},
    File{"/web/rows.js", kScript, &embedded::file_rows_js},
    File{"/web/search.js", kScript, &embedded::file_search_js},
    File{"/web/sheet.js", kScript, &embedded::file_sheet_js},
    File{"/web/sheet_keys.js", kScript, &embedded::file_sheet_keys_js},
    File{"/web/side.js", kScript, &embedded::file_side_js},
    File{"/web/undo.js", kScript, &embedded::file_undo_js},
    File{"/web/unsaved.js", kScript, &embedded::file_unsaved_js},
    File{"/web/users.js", kScript, &embedded::file_users_js},
    File{"/web/values.js", kScript, &embedded::file_values_js},
    File{"/web/views.js", kScript, &embedded::file_views_js},
    File{"/web/live.js", kScript, &embedded::file_live_js},
    File{"/web/page.js", kScript, &embedded::file_page_js},
    File{"/web/upload.js", kScript, &embedded::file_upload_js},
    File{"/web/caret.js", kScript, &embedded::file_caret_js},
    File{"/web/commands.js", kScript, &embedded::file_commands_js},
    File{"/web/comments.js", kScript, &embedded::file_comments_js},
    File{"/web/editor.js", kScript, &embedded::file_editor_js},
    File{"/web/grid.js", kScript, &embedded::file_grid_js},
    File{"/web/gutter.js", kScript, &embedded::file_gutter_js},
    File{"/web/head.js", kScript, &embedded::file_head_js},
    File{"/web/history.js", kScript, &embedded::file_history_js},
    File{"/web/keys.js", kScript, &embedded::file_keys_js},
    File{"/web/kinds.js", kScript, &embedded::file_kinds_js},
    File{"/web/lines.js", kScript, &embedded::file_lines_js},
    File{"/web/operations.js", kScript, &embedded::file_operations_js},
    File{"/web/page.css", kCss, &embedded::file_page_css},
    File{"/web/paste.js", kScript, &embedded::file_paste_js},
    File{"/web/people.js", kScript, &embedded::file_people_js},
    File{"/web/pickers.js", kScript, &embedded::file_pickers_js},
    File{"/web/saver.js", kScript, &embedded::file_saver_js},
    File{"/web/selection.js", kScript, &embedded::file_selection_js},
    File{"/web/slash.js", kScript, &embedded::file_slash_js},
    File{"/web/surface.js", kScript, &embedded::file_surface_js},
    File{"/web/text.js", kScript, &embedded::file_text_js},
    File{"/web/toolbar.js", kScript, &embedded::file_toolbar_js},
    File{"/web/panel.js", kScript, &embedded::file_panel_js},
};

constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' http: https: data:; media-src 'self' http: https:; base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'";

/// HOST:PORT itself, or on a loopback address also localhost:PORT.
bool is_host(std::string_view name, std::string_view host) {
  if (name == host) return true;
  const auto port = host.substr(host.rfind(':'));
  const bool loopback = host.starts_with("127.") || host.starts_with("[::1]");
  const bool any = host.starts_with("0.0.0.0") || host.starts_with("[::]");
  return any || (loopback && name == "localhost" + std::string(port));
}

}  // namespace

bool same_site(const ServerRequest& request, std::string_view host) {
  const auto name = request.header("Host");
  const auto origin = request.header("Origin");
  if (!is_host(name, host)) return false;
  if (request.header("Sec-Fetch-Site") == "cross-site") return false;
  return origin.empty() || origin == "http://" + std::string(name);
}

Visit judge_visit(const ServerRequest& request, std::string_view host, std::string_view key) {
  if (!same_site(request, host)) return Visit::refused;
  if (!request.path.starts_with("/ui/")) return Visit::file;
  if (!same_token(request.header("X-Workspace-Key"), key)) return Visit::refused;
  if (request.path == "/ui/events") return Visit::events;
  return own_route(request.method, request.path) ? Visit::own : Visit::api;
}

namespace {

/// Names all scripts with the page itself: a browser then need not find them one by one.
std::string script_links() {
  std::string links;
  for (const auto& file : kFiles)
    if (file.type == kScript)
      links += (links.empty() ? "<" : ", <") + std::string(file.path) + ">; rel=modulepreload";
  return links;
}

}  // namespace

ServerReply page_file(std::string_view path) {
  const auto wanted = path.starts_with("/p/") ? std::string_view("/") : path;
  for (const auto& file : kFiles)
    if (file.path == wanted) {
      ServerReply reply{200,
                        {{"Content-Type", std::string(file.type)},
                         {"Content-Security-Policy", std::string(kPolicy)},
                         {"X-Content-Type-Options", "nosniff"},
                         {"Referrer-Policy", "no-referrer"},
                         {"Cache-Control", "no-cache"}},
                        std::string(*file.text)};
      if (file.type == kHtml) reply.headers.emplace_back("Link", script_links());
      return reply;
    }
  return {404, {{"Content-Type", "text/plain"}}, "not found\n", {}, false};
}

}  // namespace storyreel::workspace
