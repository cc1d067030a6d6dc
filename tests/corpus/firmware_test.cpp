// Real firmware images against UEFIExtract's own reports of them: GUID, type and size of every
// file, pad files apart, no more and no fewer.
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <tuple>

#include "bytes/lines.h"
#include "bytes/text.h"
#include "inspect/artefact.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;

// GUID, type, size; how often.
using Files = std::map<std::tuple<std::string, std::string, std::uint64_t>, int>;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return text;
}

// " File | DXE driver | BASE | SIZE | CRC32 | --- GUID | name": sizes are hexadecimal.
Files reported(std::string_view report) {
  Files files;
  bytes::Lines lines{bytes::Reader(bytes::as_bytes(report))};
  while (const auto line = lines.next()) {
    std::vector<std::string_view> columns;
    std::string_view rest = line->text;
    for (std::size_t bar = rest.find('|'); bar != std::string_view::npos; bar = rest.find('|')) {
      columns.push_back(bytes::trimmed(rest.substr(0, bar)));
      rest.remove_prefix(bar + 1);
    }
    columns.push_back(bytes::trimmed(rest));
    if (columns.size() < 6 || columns[0] != "File" || columns[1] == "Pad") continue;
    const auto guid = columns[5].find_first_not_of("- ");
    const auto size = bytes::number<std::uint64_t>(columns[3], 16);
    if (guid == std::string_view::npos || !size) continue;
    ++files[{lower(std::string(columns[5].substr(guid))), std::string(columns[1]), *size}];
  }
  return files;
}

Files found(const inspect::InspectedArtefact& image) {
  Files files;
  for (const auto& module : image.detail["modules"])
    ++files[{module["guid"], module["type"], module["size"]}];
  return files;
}

// The report of corpus/firmware/FOLDER/IMAGE is FOLDER_IMAGE.txt; of an image within a zip, the
// name of the image in the zip.
std::string report_name(const stdfs::path& image, const std::string& path_inside) {
  const auto inside = path_inside.rfind('!');
  const std::string name = inside == std::string::npos
                               ? image.filename().string()
                               : stdfs::path(path_inside.substr(inside + 1)).filename().string();
  return image.parent_path().filename().string() + '_' + name + ".txt";
}

TEST(Firmware, every_file_of_every_image_is_uefiextracts) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto reports = corpus / "firmware/peer-reports/uefiextract-A62";
  if (!stdfs::exists(reports)) GTEST_SKIP() << "skipped: no reports";
  crypto::HashEngine hash;
  std::size_t compared = 0;
  std::size_t modules = 0;
  for (const auto& entry : stdfs::recursive_directory_iterator(corpus / "firmware")) {
    if (!entry.is_regular_file() || entry.path().string().contains("peer-reports")) continue;
    const auto bytes = testing::read_file(entry.path().string());
    for (const auto& image :
         inspect::inspect(entry.path().string(), bytes, {.want_text = false}, hash)) {
      const auto report = reports / report_name(entry.path(), image.path);
      if (!stdfs::exists(report)) continue;
      SCOPED_TRACE(image.path);
      const auto text = testing::read_file(report.string());
      const auto wanted = reported(bytes::as_chars(text));
      if (wanted.empty()) continue;
      EXPECT_EQ(image.kind, "uefi.image");
      EXPECT_EQ(found(image), wanted);
      ++compared;
      modules += image.detail["modules"].size();
    }
  }
  RecordProperty("images", static_cast<int>(compared));
  RecordProperty("modules", static_cast<int>(modules));
  EXPECT_GE(compared, 16U);
  EXPECT_GE(modules, 1800U);
}

}  // namespace
}  // namespace assay
