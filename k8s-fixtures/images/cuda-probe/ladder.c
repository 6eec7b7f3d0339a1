/* Allocates GPU memory step after step and touches every byte, until it is refused or has reached its ceiling; then holds it. */
#include <stddef.h>

#include "driver.h"
#include "programs.h"
#include "report.h"

/* The driver gives memory out in pages of this size. */
static const unsigned long long smallestStepBytes = 2ull << 20;

void climbLadder(const Terms *terms) {
  openGpu();
  size_t freeBytes = 0, totalBytes = 0;
  must(cuMemGetInfo_v2(&freeBytes, &totalBytes), "cuMemGetInfo");
  say("\"freeBytes\":%zu,\"totalBytes\":%zu", freeBytes, totalBytes);
  unsigned long long allocatedBytes = 0, stepBytes = terms->stepBytes;
  int refused = 0;
  while (allocatedBytes < terms->ceilingBytes && stepBytes >= smallestStepBytes) {
    CUdeviceptr pointer;
    unsigned long long left = terms->ceilingBytes - allocatedBytes;
    unsigned long long bytes = stepBytes < left ? stepBytes : left;
    CUresult result = cuMemAlloc_v2(&pointer, bytes);
    if (result == CUDA_ERROR_OUT_OF_MEMORY) {
      /* Smaller steps find where the bound lies. */
      refused = 1;
      stepBytes /= 2;
      continue;
    }
    must(result, "cuMemAlloc");
    /* What was promised and is not there shows now. */
    must(cuMemsetD8_v2(pointer, 0xa5, bytes), "cuMemsetD8");
    must(cuCtxSynchronize(), "cuCtxSynchronize");
    allocatedBytes += bytes;
    say("\"allocatedBytes\":%llu", allocatedBytes);
  }
  int atCeiling = allocatedBytes >= terms->ceilingBytes;
  say("\"holding\":true,\"allocatedBytes\":%llu", allocatedBytes);
  sayReady();
  sleepSeconds(terms->seconds);
  report(ExitDone, "\"end\":\"%s\",\"allocatedBytes\":%llu,\"refused\":%s,\"freeBytes\":%zu,\"totalBytes\":%zu",
         atCeiling ? "ceiling" : "refused", allocatedBytes, refused ? "true" : "false", freeBytes, totalBytes);
}
