# DuckDB's header at build time; its library is loaded at run time, by the verbs that need it. Taken from
# ASSAY_DUCKDB_ROOT or the system where both are there, else fetched by deps/duckdb.sh into build/deps/duckdb,
# which all presets share and where a program in build/PRESET/bin looks.
set(ASSAY_DUCKDB_ROOT "" CACHE PATH "folder with duckdb.h and libduckdb.so (also in include/ and lib/)")
set(ASSAY_DUCKDB_FETCHED ${PROJECT_SOURCE_DIR}/build/deps/duckdb)
find_path(ASSAY_DUCKDB_INCLUDE duckdb.h HINTS ${ASSAY_DUCKDB_ROOT} PATH_SUFFIXES include NO_CACHE)
find_library(ASSAY_DUCKDB_LIBRARY duckdb HINTS ${ASSAY_DUCKDB_ROOT} PATH_SUFFIXES lib NO_CACHE)
if(NOT ASSAY_DUCKDB_INCLUDE OR NOT ASSAY_DUCKDB_LIBRARY)
  execute_process(COMMAND ${PROJECT_SOURCE_DIR}/deps/duckdb.sh RESULT_VARIABLE fetched)
  if(NOT fetched EQUAL 0)
    message(FATAL_ERROR "DuckDB is neither installed (ASSAY_DUCKDB_ROOT) nor could deps/duckdb.sh fetch it")
  endif()
  set(ASSAY_DUCKDB_INCLUDE ${ASSAY_DUCKDB_FETCHED})
  set(ASSAY_DUCKDB_LIBRARY ${ASSAY_DUCKDB_FETCHED}/libduckdb.so)
endif()
add_library(assay_duckdb_header INTERFACE)
target_include_directories(assay_duckdb_header SYSTEM INTERFACE ${ASSAY_DUCKDB_INCLUDE})
