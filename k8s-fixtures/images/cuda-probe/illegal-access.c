/* A kernel writes to an address that nobody has, so that the driver ends the context. */
#include "driver.h"
#include "programs.h"
#include "report.h"

/* Not null, so that no check for null comes before the hardware's; low addresses are never given out. */
static CUdeviceptr nowhere = 0x10000;

void accessIllegally(void) {
  openGpu();
  CUfunction store = kernelNamed("store");
  unsigned int value = 0xdead;
  void *parameters[] = {&nowhere, &value};
  must(cuLaunchKernel(store, 1, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL), "cuLaunchKernel");
  CUresult result = cuCtxSynchronize();
  if (result == CUDA_SUCCESS) report(ExitNoFault, "\"error\":\"no-fault\"");
  if (result != CUDA_ERROR_ILLEGAL_ADDRESS) must(result, "cuCtxSynchronize");
  report(ExitDone, "\"faulted\":true,\"code\":%d,\"name\":\"%s\"", result, errorName(result));
}
