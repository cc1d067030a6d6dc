#include "fleet/duckdb/session.h"

#include <fmt/format.h>

#include "base/text.h"

namespace assay::fleet::duckdb {
namespace {

base::Error open_error(const std::string& path, std::string_view words) {
  // DuckDB's own: "Could not set lock on file "…": Conflicting lock is held in … (PID 4711)…".
  if (words.find("Could not set lock") != std::string_view::npos) {
    const auto pid = words.find("(PID ");
    const auto end = pid == std::string_view::npos ? pid : words.find(')', pid);
    const std::string who = end == std::string_view::npos
                                ? "another process"
                                : fmt::format("process {}", words.substr(pid + 5, end - pid - 5));
    return {base::ErrorKind::usage,
            fmt::format("the index is in use by {}: one import may run at a time, and nobody reads "
                        "while it does; try again when it has ended",
                        who),
            path};
  }
  return {base::ErrorKind::io, "cannot open the index: " + std::string(words.substr(0, 500)), path};
}

class Config {
 public:
  explicit Config(const Functions& f) : f_(f) { f_.create_config(&config_); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  ~Config() { f_.destroy_config(&config_); }
  void set(const char* name, const std::string& value) {
    if (!value.empty() && f_.set_config(config_, name, value.c_str()) != DuckDBSuccess)
      refused_ = name;
  }
  [[nodiscard]] duckdb_config get() const noexcept { return config_; }
  [[nodiscard]] const std::string& refused() const noexcept { return refused_; }

 private:
  const Functions& f_;
  duckdb_config config_ = nullptr;
  std::string refused_;
};

}  // namespace

bool Rows::is_null(std::size_t index, std::size_t row) const {
  auto* validity = f_.vector_get_validity(f_.data_chunk_get_vector(chunk_, index));
  return validity != nullptr && !f_.validity_row_is_valid(validity, row);
}

std::string_view Rows::text(std::size_t index, std::size_t row) const {
  if (is_null(index, row)) return {};
  auto* vector = f_.data_chunk_get_vector(chunk_, index);
  auto& value = std::span(static_cast<duckdb_string_t*>(f_.vector_get_data(vector)), size())[row];
  return {f_.string_t_data(&value), f_.string_t_length(value)};
}

base::Result<std::unique_ptr<Session>> Session::open(std::shared_ptr<const Functions> functions,
                                                     const std::string& path,
                                                     const OpenOptions& o) {
  std::unique_ptr<Session> session(new Session(std::move(functions), path));
  const Functions& f = *session->f_;
  Config config(f);
  if (o.read_only) config.set("access_mode", "READ_ONLY");
  config.set("memory_limit", o.memory_limit);
  config.set("temp_directory", o.temp_directory);
  if (o.threads > 0) config.set("threads", fmt::format("{}", o.threads));
  // Nothing is ever fetched, whoever opens the index.
  config.set("autoinstall_known_extensions", "false");
  config.set("autoload_known_extensions", "false");
  if (o.locked) {
    config.set("enable_external_access", "false");
    config.set("allow_community_extensions", "false");
    config.set("lock_configuration", "true");
  }
  if (!config.refused().empty())
    return base::fail(base::ErrorKind::usage, "DuckDB has no setting " + config.refused());
  char* words = nullptr;
  if (f.open_ext(path.c_str(), &session->database_, config.get(), &words) != DuckDBSuccess) {
    auto error = open_error(path, words != nullptr ? words : "");
    f.free(words);
    return std::unexpected(std::move(error));
  }
  if (f.connect(session->database_, &session->connection_) != DuckDBSuccess)
    return std::unexpected(session->error("cannot connect"));
  return session;
}

Session::~Session() {
  if (connection_ != nullptr) f_->disconnect(&connection_);
  if (database_ != nullptr) f_->close(&database_);
}

base::Error Session::error(std::string_view words) const {
  return {base::ErrorKind::io, std::string(words.substr(0, 1000)), path_};
}

base::Result<void> Session::query(const std::string& sql, const OnRows& on_rows) {
  duckdb_result result;
  const bool ok = f_->query(connection_, sql.c_str(), &result) == DuckDBSuccess;
  if (!ok) {
    const char* words = f_->result_error(&result);
    auto failed = error(words != nullptr ? words : "the query failed");
    f_->destroy_result(&result);
    return std::unexpected(std::move(failed));
  }
  columns_.clear();
  types_.clear();
  for (idx_t c = 0; c < f_->column_count(&result); ++c) {
    columns_.emplace_back(f_->column_name(&result, c));
    types_.push_back(f_->column_type(&result, c));
  }
  while (on_rows) {
    duckdb_data_chunk chunk = f_->fetch_chunk(result);
    if (chunk == nullptr) break;
    on_rows(Rows(*f_, chunk));
    f_->destroy_data_chunk(&chunk);
  }
  f_->destroy_result(&result);
  return {};
}

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\0') continue;  // ends a C string, and so the statement
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

Appender::Appender(Session& session, const char* table, std::initializer_list<duckdb_type> types)
    : session_(session), f_(session.functions()) {
  if (f_.appender_create(session.connection(), nullptr, table, &appender_) != DuckDBSuccess) {
    failed_ = session_.error(appender_ != nullptr ? f_.appender_error(appender_) : "cannot append");
  }
  std::vector<duckdb_logical_type> logical;
  for (const auto type : types) logical.push_back(f_.create_logical_type(type));
  chunk_ = f_.create_data_chunk(logical.data(), logical.size());
  for (auto& type : logical) f_.destroy_logical_type(&type);
  for (std::size_t c = 0; c < types.size(); ++c) {
    vectors_.push_back(f_.data_chunk_get_vector(chunk_, c));
    data_.push_back(f_.vector_get_data(vectors_.back()));
  }
}

Appender::~Appender() {
  f_.destroy_data_chunk(&chunk_);
  if (appender_ != nullptr) f_.appender_destroy(&appender_);
}

void Appender::text(std::size_t column, std::string_view value) {
  // The index holds UTF-8 alone, and nothing that a terminal obeys; nearly all text is ASCII.
  if (!base::is_ascii_text(value)) {
    const auto safe = base::printable(value, 1U << 20U);
    f_.vector_assign_string_element_len(vectors_[column], row_, safe.data(), safe.size());
    return;
  }
  f_.vector_assign_string_element_len(vectors_[column], row_, value.data(), value.size());
}

void Appender::null(std::size_t column) {
  f_.vector_ensure_validity_writable(vectors_[column]);
  f_.validity_set_row_invalid(f_.vector_get_validity(vectors_[column]), row_);
}

void Appender::flush_chunk() {
  f_.data_chunk_set_size(chunk_, rows_);
  if (!failed_ && f_.append_data_chunk(appender_, chunk_) != DuckDBSuccess)
    failed_ = session_.error(f_.appender_error(appender_));
  f_.data_chunk_reset(chunk_);
  for (std::size_t c = 0; c < vectors_.size(); ++c) {
    vectors_[c] = f_.data_chunk_get_vector(chunk_, c);
    data_[c] = f_.vector_get_data(vectors_[c]);
  }
  rows_ = 0;
}

base::Result<void> Appender::finish() {
  if (rows_ > 0) flush_chunk();
  if (!failed_ && f_.appender_flush(appender_) != DuckDBSuccess)
    failed_ = session_.error(f_.appender_error(appender_));
  if (failed_) return std::unexpected(*failed_);
  return {};
}

}  // namespace assay::fleet::duckdb
