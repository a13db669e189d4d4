/* Everything that the model's contracts may speak about. Read spec/README.md for the order of reading. */
#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H

/* Later files use the logic of earlier ones. */
/* clang-format off */
#include "spec/vocabulary.h"
#include "vtd_rules.h"
#include "fields.acsl"
#include "rules.acsl"
#include "reserved_bits.acsl"
#include "spec/memory.acsl"
#include "spec/caps.acsl"
#include "spec/root_entry.acsl"
#include "spec/context_entry.acsl"
#include "spec/second_stage.acsl"
#include "spec/context_path.acsl"
#include "spec/dma.acsl"
#include "spec/source_id.acsl"
#include "spec/interrupt.acsl"
#include "spec/fault_record.acsl"
#include "spec/caches.acsl"
#include "spec/descriptor.acsl"
#include "spec/events.acsl"
#include "spec/fault_log.acsl"
#include "spec/queue.acsl"
#include "spec/registers.acsl"
#include "spec/iommu.acsl"
#include "spec/command.acsl"
#include "spec/effects.acsl"
#include "spec/coherence.acsl"
/* clang-format on */

#endif
