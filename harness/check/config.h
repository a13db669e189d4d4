/* The option sets under which QEMU is judged. */
#ifndef CHECK_CONFIG_H
#define CHECK_CONFIG_H

struct check_config {
    const char *name;
    const char *options; /* of -device intel-iommu */
    unsigned haw;        /* host address width that this QEMU reports in its DMAR table */
};

extern const struct check_config check_configs[];
extern const unsigned check_config_count;

/* NULL if there is none of that name. */
const struct check_config *check_config_find(const char *name);

#endif
