// What went wrong, in words an operator can act on: which file, where in it, which field, what was
// expected. Every fallible function of Assay returns Result<T>; nothing throws across a layer.
// Kinds exist only where a caller decides differently (exit code 2 against a finding).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace assay::base {

enum class ErrorKind : std::uint8_t {
  usage,      ///< the call itself is wrong
  io,         ///< the operating system refused; message holds its words
  malformed,  ///< bytes that do not follow their format
  budget,     ///< hostile or absurd size; refused before spending memory
  refused,    ///< well-formed, but not acceptable (a bad signature, a policy with an unknown key)
};

/// One failure. `file` may be empty where the caller knows it better; it adds it with in_file().
struct Error {
  ErrorKind kind = ErrorKind::io;
  std::string message;  ///< one sentence without the file's name, no trailing full stop
  std::string file{};
  std::optional<std::uint64_t> offset{};  ///< bytes from the start of the outermost file

  /// "FILE: offset 36 (0x24): MESSAGE"
  [[nodiscard]] std::string describe() const;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{.kind = kind, .message = std::move(message)});
}

[[nodiscard]] inline std::unexpected<Error> in_file(Error error, std::string file) {
  if (error.file.empty()) error.file = std::move(file);
  return std::unexpected(std::move(error));
}

}  // namespace assay::base

// g++ 12 has no monadic std::expected: these two keep the happy path readable.
#define ASSAY_CONCAT_(a, b) a##b
#define ASSAY_CONCAT(a, b) ASSAY_CONCAT_(a, b)

/// Declares `var` from the value of `expr`, or returns its error.
#define ASSAY_TRY(var, expr)                                                 \
  auto ASSAY_CONCAT(try_, __LINE__) = (expr);                                \
  if (!ASSAY_CONCAT(try_, __LINE__))                                         \
    return std::unexpected(std::move(ASSAY_CONCAT(try_, __LINE__)).error()); \
  var = *std::move(ASSAY_CONCAT(try_, __LINE__))

/// Evaluates `expr` for its success, or returns its error.
#define ASSAY_CHECK(expr)                                    \
  do {                                                       \
    if (auto try_result = (expr); !try_result)               \
      return std::unexpected(std::move(try_result).error()); \
  } while (false)
