#include "driver.h"

#include <dlfcn.h>
#include <stdio.h>

#include "kernels.h"
#include "report.h"

#define DEFINE(name, parameters) CUresult(*name) parameters;
DRIVER_FUNCTIONS(DEFINE)
#undef DEFINE

/* The container toolkit puts the driver's library where the distribution of the image keeps its own, and writes the loader's
 * cache; an image without a distribution may have neither. */
static const char *const places[] = {
    "libcuda.so.1",
    "/usr/lib/x86_64-linux-gnu/libcuda.so.1",
    "/usr/lib/aarch64-linux-gnu/libcuda.so.1",
    "/usr/lib64/libcuda.so.1",
};

const char *loadDriver(void) {
  static char why[256];
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof places / sizeof *places; i++) {
    library = dlopen(places[i], RTLD_NOW);
    if (!library && i == 0) snprintf(why, sizeof why, "%s", dlerror());
  }
  if (!library) return why;
#define LOOK_UP(name, parameters)                                                                                      \
  *(void **)&name = dlsym(library, #name);                                                                             \
  if (!name) return "libcuda.so.1 has no " #name;
  DRIVER_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
  return NULL;
}

Gpu openGpu(void) {
  Gpu gpu;
  const char *missing = loadDriver();
  if (missing) report(ExitNoDriver, "\"error\":\"no-driver\",\"detail\":\"%s\"", jsonText(missing));
  CUresult started = cuInit(0);
  int count = 0;
  if (started == CUDA_SUCCESS) must(cuDeviceGetCount(&count), "cuDeviceGetCount");
  else if (started != CUDA_ERROR_NO_DEVICE) must(started, "cuInit");
  if (count == 0) report(ExitNoDevice, "\"error\":\"no-device\"");
  must(cuDeviceGet(&gpu.device, 0), "cuDeviceGet");
  char busId[32] = "";
  must(cuDeviceGetPCIBusId(busId, sizeof busId - 1, gpu.device), "cuDeviceGetPCIBusId");
  reportOf(busId);
  must(cuDevicePrimaryCtxRetain(&gpu.context, gpu.device), "cuDevicePrimaryCtxRetain");
  must(cuCtxSetCurrent(gpu.context), "cuCtxSetCurrent");
  return gpu;
}

CUfunction kernelNamed(const char *name) {
  static CUmodule module;
  CUfunction function;
  if (!module) must(cuModuleLoadData(&module, kernels), "cuModuleLoadData");
  must(cuModuleGetFunction(&function, module, name), "cuModuleGetFunction");
  return function;
}
