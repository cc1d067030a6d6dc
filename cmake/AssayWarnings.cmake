# Warnings, hardening and sanitizers, as one interface target that every other target links.
add_library(assay_options INTERFACE)
target_compile_features(assay_options INTERFACE cxx_std_23)
target_include_directories(assay_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(assay_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wformat=2 -Werror
  -fstack-protector-strong -fno-strict-aliasing)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(assay_options INTERFACE -Wsuggest-override)
  # g++ 12 reports false overreads inside libstdc++'s own vectors and strings at -O2.
  target_compile_options(assay_options INTERFACE -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-array-bounds -Wno-restrict -Wno-maybe-uninitialized -Wno-dangling-pointer)
else()
  # clang sees that libstdc++ 12 sorts stably with a buffer that C++23 deprecates; what is deprecated in
  # our own calls g++ tells.
  target_compile_options(assay_options INTERFACE -Wno-deprecated-declarations)
endif()
option(ASSAY_ASSERTIONS "libstdc++ assertions" OFF)
if(ASSAY_ASSERTIONS)
  target_compile_definitions(assay_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(ASSAY_FUZZ)
  target_compile_options(assay_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
set(ASSAY_SANITIZE "" CACHE STRING "Sanitizers, comma separated")
if(ASSAY_SANITIZE)
  target_compile_options(assay_options INTERFACE -fsanitize=${ASSAY_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_definitions(assay_options INTERFACE ASSAY_SANITIZED)  # src/sandbox/settings.h
  target_link_options(assay_options INTERFACE -fsanitize=${ASSAY_SANITIZE})
else()
  target_compile_definitions(assay_options INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
endif()
