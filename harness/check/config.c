#include "harness/check/config.h"

#include <stddef.h>
#include <string.h>

#define COMMON "intremap=on,x-buggy-eim=on,eim=on,"

/* Every option of the device that changes what the unit does has either value somewhere. */
const struct check_config check_configs[] = {
    {"aw48", COMMON "aw-bits=48,pt=on,dma-drain=on,dma-translation=on", 48},
    {"aw39", COMMON "aw-bits=39,caching-mode=off,device-iotlb=off,snoop-control=off", 39},
    {"aw48-snoop", COMMON "aw-bits=48,snoop-control=on", 48},
    {"aw48-devtlb", COMMON "aw-bits=48,device-iotlb=on", 48},
    {"aw48-nopt", COMMON "aw-bits=48,pt=off", 48},
    {"aw39-noeim", "intremap=on,eim=off,x-buggy-eim=off,aw-bits=39", 39},
    {"aw48-cm", COMMON "aw-bits=48,caching-mode=on", 48},
    {"aw39-cm-nodrain", COMMON "aw-bits=39,caching-mode=on,dma-drain=off,device-iotlb=on", 39},
    {"aw48-nodma", COMMON "aw-bits=48,dma-translation=off", 48},
};
const unsigned check_config_count = sizeof check_configs / sizeof check_configs[0];

const struct check_config *check_config_find(const char *name)
{
    for (unsigned i = 0; i < check_config_count; i++)
        if (strcmp(check_configs[i].name, name) == 0)
            return &check_configs[i];
    return NULL;
}
