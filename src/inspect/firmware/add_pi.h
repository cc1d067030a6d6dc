// How the parts of PI firmware call one another: a volume's files, a file's sections, what a packed
// section holds. For this folder alone; other formats begin with add_raw_area().
#pragma once

#include "formats/pi/file.h"
#include "formats/pi/section.h"
#include "formats/pi/volume.h"
#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

/// The file in which a section stands, also through packed sections: it takes the section's UI name
/// and version for its own.
struct SectionContext {
  NodeId file = kNone;
  bool large = false;  ///< the volume's file system knows ExtendedSize
};

/// The volume at the place's start, with all in it; the place may go beyond it. Gives the bytes it
/// takes, 0 where there is none.
std::uint64_t add_volume(TreeBuilder& tree, const Place& place);

/// The files in a volume's body.
void add_files(TreeBuilder& tree, NodeId volume, const formats::pi::Volume& header);

/// What a file holds, by its type.
void add_file_body(TreeBuilder& tree, NodeId file, const formats::pi::File& header,
                   const formats::pi::Volume& volume);

/// Sections from the place's start to its end.
void add_sections(TreeBuilder& tree, const Place& place, const SectionContext& context);

/// What a section holds, by its type; its node stands already.
void add_section_body(TreeBuilder& tree, NodeId node, const formats::pi::Section& section,
                      const SectionContext& context);

/// A raw section, by its file's GUID.
void add_raw_section(TreeBuilder& tree, NodeId node, const SectionContext& context);

/// What a compressed or GUID-defined section holds.
void add_packed_section(TreeBuilder& tree, NodeId node, const formats::pi::Section& section,
                        const SectionContext& context);

}  // namespace assay::inspect::firmware
