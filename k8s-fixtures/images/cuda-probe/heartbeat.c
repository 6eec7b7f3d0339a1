/* A neighbour that does a little work all the time: a kernel writes the number of the beat, and the host reads it back. */
#include "driver.h"
#include "programs.h"
#include "report.h"

static const double pauseSeconds = 0.02;

void beat(const Terms *terms) {
  openGpu();
  CUfunction store = kernelNamed("store");
  CUdeviceptr cell;
  must(cuMemAlloc_v2(&cell, 4096), "cuMemAlloc");
  unsigned int beats = 0;
  double endAt = nowSeconds() + terms->seconds, slowestSeconds = 0;
  while (nowSeconds() < endAt) {
    unsigned int written = beats + 1, seen = 0;
    void *parameters[] = {&cell, &written};
    double began = nowSeconds();
    CUresult result = cuLaunchKernel(store, 1, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL);
    if (result == CUDA_SUCCESS) result = cuCtxSynchronize();
    if (result == CUDA_SUCCESS) result = cuMemcpyDtoH_v2(&seen, cell, sizeof seen);
    if (result != CUDA_SUCCESS)
      report(ExitCudaError, "\"error\":\"beat-failed\",\"beats\":%u,\"code\":%d,\"name\":\"%s\"", beats, result,
             errorName(result));
    if (seen != written) report(ExitCudaError, "\"error\":\"beat-lost\",\"beats\":%u,\"code\":0,\"name\":\"\"", beats);
    double tookSeconds = nowSeconds() - began;
    if (tookSeconds > slowestSeconds) slowestSeconds = tookSeconds;
    if (++beats == 1) sayReady();
    sleepSeconds(pauseSeconds);
  }
  report(ExitDone, "\"beats\":%u,\"slowestMs\":%.3f", beats, slowestSeconds * 1e3);
}
