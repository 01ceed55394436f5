// What each endpoint answers, by the official SDK's types, from which the schemas are generated.
//
// The SDK says "full or partial" where a connection may lack the right to see the whole; a
// workspace that grants it must answer in full, so only the full arm stands here.
import type {
  BlockObjectResponse, CommentObjectResponse, DatabaseObjectResponse, DataSourceObjectResponse,
  DataSourceViewObjectResponse, DeleteViewQueryResponse, DeleteViewResponse,
  FileUploadObjectResponse, GetAsyncTaskResponse, GetPagePropertyResponse, GetSelfResponse,
  GetUserResponse, GetViewQueryResultsResponse, ListBlockChildrenResponse, ListCommentsResponse,
  ListCustomEmojisResponse, ListDatabaseViewsResponse, ListDataSourceTemplatesResponse,
  ListFileUploadsResponse, ListUsersResponse, PageMarkdownResponse, PageObjectResponse,
  QueryDataSourceResponse, SearchResponse, ViewQueryResponse,
} from '@notionhq/client/build/src/api-endpoints';

type ListOf<List, Item> = Omit<List, 'results'> & {results: Array<Item>};

export interface Responses {
  'GET /v1/users/me': GetSelfResponse;
  'GET /v1/users': ListUsersResponse;
  'GET /v1/users/*': GetUserResponse;
  'POST /v1/search': ListOf<SearchResponse, PageObjectResponse | DataSourceObjectResponse>;
  'POST /v1/databases': DatabaseObjectResponse;
  'GET /v1/databases/*': DatabaseObjectResponse;
  'PATCH /v1/databases/*': DatabaseObjectResponse;
  'POST /v1/data_sources': DataSourceObjectResponse;
  'GET /v1/data_sources/*': DataSourceObjectResponse;
  'PATCH /v1/data_sources/*': DataSourceObjectResponse;
  'POST /v1/data_sources/*/query': ListOf<QueryDataSourceResponse, PageObjectResponse>;
  'GET /v1/data_sources/*/templates': ListDataSourceTemplatesResponse;
  'POST /v1/pages': PageObjectResponse;
  'GET /v1/pages/*': PageObjectResponse;
  'PATCH /v1/pages/*': PageObjectResponse;
  'POST /v1/pages/*/move': PageObjectResponse;
  'GET /v1/pages/*/properties/*': GetPagePropertyResponse;
  'GET /v1/pages/*/markdown': PageMarkdownResponse;
  'PATCH /v1/pages/*/markdown': PageMarkdownResponse;
  'GET /v1/blocks/*': BlockObjectResponse;
  'PATCH /v1/blocks/*': BlockObjectResponse;
  'DELETE /v1/blocks/*': BlockObjectResponse;
  'GET /v1/blocks/*/children': ListOf<ListBlockChildrenResponse, BlockObjectResponse>;
  'PATCH /v1/blocks/*/children': ListOf<ListBlockChildrenResponse, BlockObjectResponse>;
  'POST /v1/comments': CommentObjectResponse;
  'GET /v1/comments': ListCommentsResponse;
  'GET /v1/comments/*': CommentObjectResponse;
  'PATCH /v1/comments/*': CommentObjectResponse;
  'DELETE /v1/comments/*': CommentObjectResponse;
  'POST /v1/file_uploads': FileUploadObjectResponse;
  'GET /v1/file_uploads': ListFileUploadsResponse;
  'GET /v1/file_uploads/*': FileUploadObjectResponse;
  'POST /v1/file_uploads/*/send': FileUploadObjectResponse;
  'POST /v1/file_uploads/*/complete': FileUploadObjectResponse;
  'POST /v1/views': DataSourceViewObjectResponse;
  'GET /v1/views': ListDatabaseViewsResponse;
  'GET /v1/views/*': DataSourceViewObjectResponse;
  'PATCH /v1/views/*': DataSourceViewObjectResponse;
  'DELETE /v1/views/*': DeleteViewResponse;
  'POST /v1/views/*/queries': ViewQueryResponse;
  'GET /v1/views/*/queries/*': GetViewQueryResultsResponse;
  'DELETE /v1/views/*/queries/*': DeleteViewQueryResponse;
  'GET /v1/async_tasks/*': GetAsyncTaskResponse;
  'GET /v1/custom_emojis': ListCustomEmojisResponse;
  error: ErrorResponse;
}

/** The SDK has no type for it: https://developers.notion.com/reference/status-codes */
interface ErrorResponse {
  object: 'error';
  status: number;
  code: 'invalid_json' | 'invalid_request_url' | 'invalid_request' | 'validation_error'
    | 'missing_version' | 'invalid_grant' | 'invalid_beta' | 'unauthorized' | 'restricted_resource'
    | 'object_not_found' | 'conflict_error' | 'rate_limited' | 'internal_server_error'
    | 'bad_gateway' | 'service_unavailable' | 'database_connection_unavailable'
    | 'gateway_timeout' | 'service_overload';
  message: string;
  request_id: string;
  additional_data?: Record<string, string | Array<string>>;
}
