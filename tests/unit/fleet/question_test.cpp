// Questions in SQL: they read the index, and reach nothing else.
#include "support/fleet_index.h"

namespace assay::fleet {
namespace {

using testing::collection;
using testing::FleetIndex;
using testing::part;

class Question : public ::testing::Test {
 protected:
  Question() { index_.put({collection("n1", 1, {part("dimm", "Samsung A", "DIMM1", "s1")})}); }
  base::Result<void> ask(const std::string& sql, unsigned seconds = 30) const {
    return index_.reader(true)->ask(
        sql, seconds, {.columns = [](const auto&, const auto&) {}, .row = [](const auto&) {}});
  }
  FleetIndex index_;
};

TEST_F(Question, answers_come_with_names_types_and_nulls) {
  std::vector<std::string> names;
  std::vector<bool> numeric;
  TextRow row;
  const auto done = index_.reader(true)->ask(
      "SELECT id, 1 + 1 AS two, NULL::VARCHAR AS none, id = 'n1' AS yes FROM servers; ", 30,
      {.columns =
           [&](const auto& n, const auto& t) {
             names = n;
             numeric = t;
           },
       .row = [&](const auto& r) { row = r; }});
  ASSERT_TRUE(done) << done.error().describe();
  EXPECT_EQ(names, (std::vector<std::string>{"id", "two", "none", "yes"}));
  EXPECT_EQ(numeric, (std::vector<bool>{false, true, false, true}));
  EXPECT_EQ(row, (TextRow{"n1", "2", std::nullopt, "true"}));
}

TEST_F(Question, a_comment_in_the_end_and_an_explanation_are_questions_too) {
  EXPECT_TRUE(ask("SELECT 1 -- one"));
  EXPECT_TRUE(ask("EXPLAIN SELECT * FROM servers"));
  EXPECT_TRUE(ask("DESCRIBE servers"));
}

TEST_F(Question, whatever_writes_or_reaches_outside_is_refused) {
  for (const std::string sql : {"COPY servers TO 'x.csv'",
                                "COPY servers FROM '/etc/passwd'",
                                "ATTACH 'x.db'",
                                "ATTACH ':memory:' AS m",
                                "INSTALL httpfs",
                                "LOAD httpfs",
                                "DELETE FROM servers",
                                "INSERT INTO servers SELECT * FROM servers",
                                "UPDATE servers SET id = 'x'",
                                "DROP TABLE servers",
                                "CREATE TABLE t (a INTEGER)",
                                "CREATE TEMP TABLE t (a INTEGER)",
                                "SET enable_external_access = true",
                                "SET memory_limit = '1TB'",
                                "RESET lock_configuration",
                                "PRAGMA enable_profiling",
                                "CHECKPOINT",
                                "EXPORT DATABASE 'x'",
                                "VACUUM",
                                "SELECT * FROM read_csv('/etc/passwd')",
                                "SELECT * FROM '/etc/passwd'",
                                "SELECT * FROM read_text('/etc/passwd')",
                                "SELECT * FROM glob('/etc/*')",
                                "SELECT * FROM read_parquet('x')",
                                "SELECT 1; SELECT 2",
                                "SELECT 1) ; DROP TABLE servers; --",
                                "EXPLAIN ANALYZE COPY servers TO 'x.csv'",
                                "",
                                "   ;",
                                "not sql"}) {
    const auto done = ask(sql);
    EXPECT_FALSE(done) << sql;
  }
  EXPECT_EQ(index_.ask("SELECT count(*) FROM servers"), (std::vector<std::string>{"1"}));
}

TEST_F(Question, a_question_without_end_is_stopped) {
  const auto done = ask("SELECT count(*) FROM range(1000000000) a, range(1000000000) b", 1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, base::ErrorKind::budget);
}

}  // namespace
}  // namespace assay::fleet
