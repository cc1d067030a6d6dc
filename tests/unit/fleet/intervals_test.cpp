#include "fleet/intervals.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace assay::fleet {
namespace {

struct Thing {
  std::int64_t row = kNewRow;
  char what = ' ';
  Seconds since = 0;
  Seconds until = kOpen;
};

// Letters before 'n' are seen by bit 1, the others by bit 2.
std::uint32_t sees(const Thing& t) { return t.what < 'n' ? 1U : 2U; }
bool before(const Thing& a, const Thing& b) { return a.what < b.what; }

class Timeline {
 public:
  void add(Seconds at, std::string_view present, std::uint32_t seen = 3) {
    std::vector<Thing> things;
    for (const char c : present) things.push_back({kNewRow, c, at, kOpen});
    observe(items_, std::move(things), {at, seen}, marks_, sees, before);
    marks_.push_back({at, seen});
  }
  // "a 10-20, b 10-": by letter and time.
  [[nodiscard]] std::string text() const {
    auto items = items_;
    std::ranges::sort(items, [](const Thing& a, const Thing& b) {
      return std::pair(a.what, a.since) < std::pair(b.what, b.since);
    });
    std::string out;
    for (const Thing& t : items)
      out += std::string(out.empty() ? "" : ", ") + t.what + " " + std::to_string(t.since) + "-" +
             (t.until == kOpen ? "" : std::to_string(t.until));
    return out;
  }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

 private:
  std::vector<Thing> items_;
  std::vector<Mark> marks_;
};

TEST(Intervals, the_first_observation_opens_each_thing) {
  Timeline t;
  t.add(10, "ba");
  EXPECT_EQ(t.text(), "a 10-, b 10-");
}

TEST(Intervals, a_later_one_ends_what_is_gone_and_opens_what_is_new) {
  Timeline t;
  t.add(10, "ab");
  t.add(20, "bc");
  EXPECT_EQ(t.text(), "a 10-20, b 10-, c 20-");
}

TEST(Intervals, what_comes_back_is_an_interval_of_its_own) {
  Timeline t;
  t.add(10, "a");
  t.add(20, "");
  t.add(30, "a");
  EXPECT_EQ(t.text(), "a 10-20, a 30-");
}

TEST(Intervals, who_could_not_see_it_ends_nothing) {
  Timeline t;
  t.add(10, "ax");
  t.add(20, "x", 2);
  EXPECT_EQ(t.text(), "a 10-, x 10-");
  t.add(30, "", 1);
  EXPECT_EQ(t.text(), "a 10-30, x 10-");
}

TEST(Intervals, an_observation_between_two_cuts_what_it_does_not_show) {
  Timeline t;
  t.add(10, "a");
  t.add(30, "a");
  t.add(20, "");
  EXPECT_EQ(t.text(), "a 10-20, a 30-");
}

TEST(Intervals, an_observation_before_the_first_reaches_back) {
  Timeline t;
  t.add(20, "a");
  t.add(10, "ab");
  EXPECT_EQ(t.text(), "a 10-, b 10-20");
}

// Whatever the order of arrival, the history is the same: all orders of five observations.
TEST(Intervals, the_order_of_arrival_does_not_matter) {
  struct Seen {
    Seconds at;
    std::string_view present;
    std::uint32_t seen;
  };
  std::vector<Seen> all{{10, "abx", 3}, {20, "bx", 3}, {30, "a", 1}, {40, "abz", 3}, {50, "xz", 2}};
  Timeline forward;
  for (const auto& s : all) forward.add(s.at, s.present, s.seen);
  EXPECT_EQ(forward.text(), "a 10-20, a 30-, b 10-30, b 40-, x 10-40, x 50-, z 40-");
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  int orders = 0;
  do {
    Timeline t;
    for (const auto i : order) t.add(all[i].at, all[i].present, all[i].seen);
    ASSERT_EQ(t.text(), forward.text()) << "order number " << orders;
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  EXPECT_EQ(orders, 120);
}

}  // namespace
}  // namespace assay::fleet
