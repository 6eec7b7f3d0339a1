/* Keeps parts of the GPU busy, each from a thread and a stream of its own: its processors with a kernel that counts cycles, its
 * memory with copies within it, the bus with copies to the host and back. */
#include <pthread.h>
#include <stddef.h>

#include "driver.h"
#include "programs.h"
#include "report.h"

/* Operations in a stream before it is waited for: some tens of milliseconds of work, so that the pause between is nothing. */
enum { operationsAtOnce = 8, threadsOfBlock = 256, blocksOfProcessor = 8 };
static const size_t copyBytes = 256u << 20, busBytes = 64u << 20;

typedef struct Part {
  const char *name;
  void (*enqueue)(struct Part *part, int turn);
  CUstream stream;
  CUdeviceptr from, to;
  void *host;
  unsigned long long operations;
} Part;

static Gpu gpu;
static CUfunction spin;
static unsigned int blocks;
static unsigned long long spinCycles;
static double endAt;

static void enqueueSpin(Part *part, int turn) {
  (void)turn;
  void *parameters[] = {&spinCycles};
  must(cuLaunchKernel(spin, blocks, 1, 1, threadsOfBlock, 1, 1, 0, part->stream, parameters, NULL), "cuLaunchKernel");
}

static void enqueueCopy(Part *part, int turn) {
  (void)turn;
  must(cuMemcpyDtoDAsync_v2(part->to, part->from, copyBytes, part->stream), "cuMemcpyDtoDAsync");
}

static void enqueueBus(Part *part, int turn) {
  if (turn % 2 == 0) must(cuMemcpyHtoDAsync_v2(part->to, part->host, busBytes, part->stream), "cuMemcpyHtoDAsync");
  else must(cuMemcpyDtoHAsync_v2(part->host, part->to, busBytes, part->stream), "cuMemcpyDtoHAsync");
}

static void *work(void *argument) {
  Part *part = argument;
  must(cuCtxSetCurrent(gpu.context), "cuCtxSetCurrent");
  while (nowSeconds() < endAt) {
    for (int turn = 0; turn < operationsAtOnce; turn++) part->enqueue(part, turn);
    must(cuStreamSynchronize(part->stream), "cuStreamSynchronize");
    if (part->operations == 0) say("\"busy\":\"%s\"", part->name);
    part->operations += operationsAtOnce;
  }
  return NULL;
}

static void prepareSpin(void) {
  int processors = 1, clockKhz = 0;
  must(cuDeviceGetAttribute(&processors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, gpu.device), "cuDeviceGetAttribute");
  if (cuDeviceGetAttribute(&clockKhz, CU_DEVICE_ATTRIBUTE_CLOCK_RATE_KHZ, gpu.device) != CUDA_SUCCESS) clockKhz = 0;
  blocks = (unsigned int)(processors * blocksOfProcessor);
  /* Ten milliseconds: long for whoever waits for his turn, and far below what a watchdog would end. */
  spinCycles = 10ull * (unsigned long long)(clockKhz > 0 ? clockKhz : 1000000);
  spin = kernelNamed("spin");
}

void keepBusy(const Terms *terms) {
  Part parts[3];
  pthread_t threads[3];
  int count = 0;
  gpu = openGpu();
  if (terms->processors) {
    prepareSpin();
    parts[count++] = (Part){.name = "processors", .enqueue = enqueueSpin};
  }
  if (terms->memoryBandwidth) {
    Part *part = &parts[count++];
    *part = (Part){.name = "memory-bandwidth", .enqueue = enqueueCopy};
    must(cuMemAlloc_v2(&part->from, copyBytes), "cuMemAlloc");
    must(cuMemAlloc_v2(&part->to, copyBytes), "cuMemAlloc");
  }
  if (terms->bus) {
    Part *part = &parts[count++];
    *part = (Part){.name = "bus", .enqueue = enqueueBus};
    must(cuMemAlloc_v2(&part->to, busBytes), "cuMemAlloc");
    must(cuMemHostAlloc(&part->host, busBytes, 0), "cuMemHostAlloc");
  }
  endAt = nowSeconds() + terms->seconds;
  for (int i = 0; i < count; i++) {
    must(cuStreamCreate(&parts[i].stream, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    if (pthread_create(&threads[i], NULL, work, &parts[i]) != 0) report(ExitCudaError, "\"error\":\"no-thread\"");
  }
  sayReady();
  for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < count; i++) say("\"part\":\"%s\",\"operations\":%llu", parts[i].name, parts[i].operations);
  unsigned long long fewest = count > 0 ? parts[0].operations : 0;
  for (int i = 1; i < count; i++)
    if (parts[i].operations < fewest) fewest = parts[i].operations;
  report(ExitDone, "\"seconds\":%.3f,\"parts\":%d,\"fewestOperations\":%llu", terms->seconds, count, fewest);
}
