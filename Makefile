# iommu-oracle: see README.md; `make help` lists the goals.
CC      ?= gcc
B       := build
WARN    := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS  ?= -O2 -g
CPPFLAGS := -I. -I$(B)/gen
MODEL_FLAGS   := -std=c11 $(WARN)
HARNESS_FLAGS := -std=c11 -D_GNU_SOURCE $(WARN)
