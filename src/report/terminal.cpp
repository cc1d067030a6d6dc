#include "report/terminal.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"

namespace assay::report {
namespace {

std::string_view label(const evidence::Finding& f) {
  if (f.status == evidence::FindingStatus::explained) return "explained";
  if (f.status == evidence::FindingStatus::resolved) return "resolved";
  switch (f.severity) {
    case evidence::Severity::critical:
      return "CRITICAL";
    case evidence::Severity::warning:
      return "warning";
    case evidence::Severity::info:
      break;
  }
  return "info";
}

}  // namespace

std::size_t columns(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  const auto used = columns(text);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::string colored(std::string_view text, evidence::Severity severity, const TextStyle& style) {
  if (!style.color) return std::string(text);
  const std::string_view code = severity == evidence::Severity::critical  ? "\x1b[1;31m"
                                : severity == evidence::Severity::warning ? "\x1b[33m"
                                                                          : "\x1b[36m";
  return fmt::format("{}{}\x1b[0m", code, text);
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out;
  std::size_t used = indent.size();
  while (!text.empty()) {
    const auto space = text.find(' ');
    const auto word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    const auto size = columns(word);
    if (used > indent.size() && used + 1 + size > width) {
      out += '\n';
      out += indent;
      used = indent.size();
    } else if (used > indent.size()) {
      out += ' ';
      ++used;
    }
    out += word;
    used += size;
  }
  return out;
}

std::string to_text(const evidence::Remediation& r) {
  std::string out = base::printable(r.owner, 200);
  if (!r.due.empty()) out += ", due " + r.due;
  out += fmt::format(", {} ({}{}{})", r.state, base::printable(r.id, 100),
                     r.ticket.empty() ? "" : ", ", base::printable(r.ticket, 100));
  if (r.still_there)
    out += "; said to be fixed, and still there";
  else if (r.overdue)
    out += "; overdue";
  return out;
}

std::string to_text(const evidence::Finding& f, const TextStyle& style, std::string_view indent) {
  const std::string inner = std::string(indent) + "         ";
  std::string out = fmt::format("{}{} {}  {}\n", indent,
                                colored(padded(label(f), 9), f.severity, style), f.code, f.subject);
  out += fmt::format("{} {}\n", inner, wrapped(f.why, style.width, inner + " "));
  if (!f.explained_by.empty()) out += fmt::format("{} explained by {}\n", inner, f.explained_by);
  if (!f.action.empty() && f.status == evidence::FindingStatus::open)
    out += fmt::format("{} do: {}\n", inner, wrapped(f.action, style.width, inner + "     "));
  if (f.remediation != nullptr)
    out += fmt::format("{} owner: {}\n", inner,
                       wrapped(to_text(*f.remediation), style.width, inner + "        "));
  std::string cites;
  for (const auto& c : f.cites)
    cites += (cites.empty() ? "" : "; ") + c.artefact + (c.at.empty() ? "" : " (" + c.at + ")");
  if (!cites.empty())
    out += fmt::format("{} see: {}\n", inner, wrapped(cites, style.width, inner + "      "));
  return out;
}

}  // namespace assay::report
