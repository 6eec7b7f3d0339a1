/* Stands in for the NVIDIA driver: the functions that the probe calls, failing as the real ones are documented to. Its GPU is set
 * by variables: FAKE_GPUS (1), FAKE_GPU_BYTES (what can be allocated), FAKE_GPU_FAULT (700), FAKE_GPU_BEATS (launches until the
 * context is lost; never), FAKE_GPU_INIT (what cuInit says). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int CUresult;
typedef unsigned long long CUdeviceptr;

static unsigned long long setting(const char *name, unsigned long long otherwise) {
  const char *value = getenv(name);
  return value ? strtoull(value, NULL, 10) : otherwise;
}

static unsigned long long usedBytes;
static unsigned long long launches;
/* Once a kernel has faulted, every call says so. */
static CUresult lost;
static unsigned int cell;
static const CUdeviceptr firstAddress = 0x7f0000000000ull;

CUresult cuInit(unsigned int flags) { return flags == 0 ? (CUresult)setting("FAKE_GPU_INIT", 0) : 1; }
CUresult cuDriverGetVersion(int *version) { return *version = 13000, 0; }
CUresult cuGetErrorName(CUresult error, const char **name) {
  *name = error == 2     ? "CUDA_ERROR_OUT_OF_MEMORY"
          : error == 700 ? "CUDA_ERROR_ILLEGAL_ADDRESS"
          : error == 810 ? "CUDA_ERROR_MPS_CLIENT_TERMINATED"
                         : "CUDA_ERROR_UNKNOWN";
  return 0;
}
CUresult cuDeviceGetCount(int *count) { return *count = (int)setting("FAKE_GPUS", 1), 0; }
CUresult cuDeviceGet(int *device, int ordinal) { return *device = ordinal, 0; }
CUresult cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, (size_t)length, "Fake \"GPU\" %d", device);
  return 0;
}
CUresult cuDeviceGetPCIBusId(char *id, int length, int device) {
  snprintf(id, (size_t)length, "0000:3B:%02d.0", device);
  return 0;
}
CUresult cuDeviceTotalMem_v2(size_t *bytes, int device) { return (void)device, *bytes = setting("FAKE_GPU_BYTES", 0), 0; }
CUresult cuDeviceGetAttribute(int *value, int attribute, int device) {
  (void)device;
  return *value = attribute == 16 ? 4 : 1000000, 0;
}
CUresult cuDevicePrimaryCtxRetain(void **context, int device) {
  (void)device;
  *context = &cell;
  return setting("FAKE_GPU_BYTES", 1) == 0 ? 2 : 0;
}
CUresult cuCtxSetCurrent(void *context) { return context ? 0 : 201; }
CUresult cuCtxSynchronize(void) { return lost; }
CUresult cuMemGetInfo_v2(size_t *freeBytes, size_t *totalBytes) {
  *totalBytes = setting("FAKE_GPU_BYTES", 0);
  return *freeBytes = *totalBytes - usedBytes, lost;
}
CUresult cuMemAlloc_v2(CUdeviceptr *pointer, size_t bytes) {
  if (bytes == 0) return 1;
  if (usedBytes + bytes > setting("FAKE_GPU_BYTES", 1ull << 34)) return 2;
  *pointer = firstAddress + usedBytes;
  usedBytes += bytes;
  return lost;
}
static int isOurs(CUdeviceptr pointer) { return pointer >= firstAddress && pointer < firstAddress + usedBytes; }
CUresult cuMemsetD8_v2(CUdeviceptr pointer, unsigned char value, size_t bytes) {
  (void)value;
  return isOurs(pointer) && isOurs(pointer + bytes - 1) ? lost : 1;
}
CUresult cuMemHostAlloc(void **pointer, size_t bytes, unsigned int flags) {
  *pointer = malloc(bytes);
  return flags == 0 && *pointer ? 0 : 1;
}
CUresult cuMemcpyDtoH_v2(void *host, CUdeviceptr device, size_t bytes) {
  if (!isOurs(device) || bytes != sizeof cell) return 1;
  memcpy(host, &cell, bytes);
  return lost;
}
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, void *stream) {
  return stream && isOurs(to + bytes - 1) && isOurs(from + bytes - 1) ? lost : 1;
}
CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, void *stream) {
  return stream && from && isOurs(to + bytes - 1) ? lost : 1;
}
CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, void *stream) {
  return stream && to && isOurs(from + bytes - 1) ? lost : 1;
}
CUresult cuStreamCreate(void **stream, unsigned int flags) { return *stream = &cell, flags == 1 ? 0 : 1; }
/* Work takes time. */
CUresult cuStreamSynchronize(void *stream) {
  struct timespec pause = {.tv_nsec = 5000000};
  nanosleep(&pause, NULL);
  return stream ? lost : 1;
}
CUresult cuModuleLoadData(void **module, const void *image) {
  *module = (void *)(size_t)image;
  return strncmp(image, ".version ", 9) == 0 ? lost : 218;
}
/* The kernels that the module has, by the entry points in its text. */
CUresult cuModuleGetFunction(const char **function, void *module, const char *name) {
  char entry[64];
  snprintf(entry, sizeof entry, ".entry %s(", name);
  *function = name;
  return strstr(module, entry) ? 0 : 500;
}
CUresult cuLaunchKernel(const char *function, unsigned int gridX, unsigned int gridY, unsigned int gridZ,
                        unsigned int blockX, unsigned int blockY, unsigned int blockZ, unsigned int sharedBytes,
                        void *stream, void **parameters, void **extra) {
  (void)stream, (void)extra;
  if (lost) return lost;
  if (gridX * gridY * gridZ == 0 || blockX * blockY * blockZ == 0 || sharedBytes != 0) return 1;
  if (++launches > setting("FAKE_GPU_BEATS", ~0ull)) lost = 810;
  if (strcmp(function, "store") != 0) return *(unsigned long long *)parameters[0] > 0 ? 0 : 1;
  if (isOurs(*(CUdeviceptr *)parameters[0])) cell = *(unsigned int *)parameters[1];
  else lost = (CUresult)setting("FAKE_GPU_FAULT", 700);
  return 0;
}
