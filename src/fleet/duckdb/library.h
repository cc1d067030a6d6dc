// DuckDB's C interface as a table of functions, filled from libduckdb.so when a verb first needs
// the index. The program itself is not linked with it, so that everything else works where the
// library is absent.
#pragma once

#include <duckdb.h>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"

namespace assay::fleet::duckdb {

// Every function that the back end calls.
#define ASSAY_DUCKDB_FUNCTIONS(X)     \
  X(append_data_chunk)                \
  X(appender_create)                  \
  X(appender_destroy)                 \
  X(appender_error)                   \
  X(appender_flush)                   \
  X(close)                            \
  X(column_count)                     \
  X(column_name)                      \
  X(column_type)                      \
  X(connect)                          \
  X(create_config)                    \
  X(create_data_chunk)                \
  X(create_logical_type)              \
  X(data_chunk_get_size)              \
  X(data_chunk_get_vector)            \
  X(data_chunk_reset)                 \
  X(data_chunk_set_size)              \
  X(destroy_config)                   \
  X(destroy_data_chunk)               \
  X(destroy_extracted)                \
  X(destroy_logical_type)             \
  X(destroy_prepare)                  \
  X(destroy_result)                   \
  X(disconnect)                       \
  X(extract_statements)               \
  X(extract_statements_error)         \
  X(fetch_chunk)                      \
  X(free)                             \
  X(interrupt)                        \
  X(open_ext)                         \
  X(prepare_error)                    \
  X(prepare_extracted_statement)      \
  X(prepared_statement_type)          \
  X(query)                            \
  X(result_error)                     \
  X(set_config)                       \
  X(string_t_data)                    \
  X(string_t_length)                  \
  X(validity_row_is_valid)            \
  X(validity_set_row_invalid)         \
  X(vector_assign_string_element_len) \
  X(vector_ensure_validity_writable)  \
  X(vector_get_data)                  \
  X(vector_get_validity)

struct Functions {
#define ASSAY_DUCKDB_MEMBER(name) decltype(&::duckdb_##name) name = nullptr;
  ASSAY_DUCKDB_FUNCTIONS(ASSAY_DUCKDB_MEMBER)
#undef ASSAY_DUCKDB_MEMBER
};

/// The first of `candidates` (paths, or a bare name for the system's search) that can be loaded. An
/// error says what was tried and how to get the library. It stays loaded until the program ends.
[[nodiscard]] base::Result<std::shared_ptr<const Functions>> load_library(
    const std::vector<std::string>& candidates);

}  // namespace assay::fleet::duckdb
