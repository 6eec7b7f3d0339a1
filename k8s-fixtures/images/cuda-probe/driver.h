/* The part of the CUDA driver API that the probe uses, loaded at run time: compiling it takes no CUDA toolkit, and where there
 * is no driver it can say so. Types and values as in cuda.h; the names with _v2 are those that its macros stand for. */
#ifndef DRIVER_H
#define DRIVER_H

#include <stddef.h>

typedef int CUresult;
typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUfunc_st *CUfunction;
typedef struct CUstream_st *CUstream;

enum {
  CUDA_SUCCESS = 0,
  CUDA_ERROR_OUT_OF_MEMORY = 2,
  CUDA_ERROR_NO_DEVICE = 100,
  CUDA_ERROR_ILLEGAL_ADDRESS = 700,
  CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16,
  CU_DEVICE_ATTRIBUTE_CLOCK_RATE_KHZ = 13,
  CU_STREAM_NON_BLOCKING = 1,
};

/* X(result, name, parameters): every function that is looked up in libcuda.so.1. */
#define DRIVER_FUNCTIONS(X)                                                                                            \
  X(cuInit, (unsigned int flags))                                                                                      \
  X(cuDriverGetVersion, (int *version))                                                                                \
  X(cuGetErrorName, (CUresult error, const char **name))                                                               \
  X(cuDeviceGetCount, (int *count))                                                                                    \
  X(cuDeviceGet, (CUdevice * device, int ordinal))                                                                     \
  X(cuDeviceGetName, (char *name, int length, CUdevice device))                                                        \
  X(cuDeviceGetPCIBusId, (char *id, int length, CUdevice device))                                                      \
  X(cuDeviceTotalMem_v2, (size_t *bytes, CUdevice device))                                                             \
  X(cuDeviceGetAttribute, (int *value, int attribute, CUdevice device))                                                \
  X(cuDevicePrimaryCtxRetain, (CUcontext * context, CUdevice device))                                                  \
  X(cuCtxSetCurrent, (CUcontext context))                                                                              \
  X(cuCtxSynchronize, (void))                                                                                          \
  X(cuMemGetInfo_v2, (size_t *free, size_t *total))                                                                    \
  X(cuMemAlloc_v2, (CUdeviceptr * pointer, size_t bytes))                                                              \
  X(cuMemsetD8_v2, (CUdeviceptr pointer, unsigned char value, size_t bytes))                                           \
  X(cuMemHostAlloc, (void **pointer, size_t bytes, unsigned int flags))                                                \
  X(cuMemcpyDtoH_v2, (void *host, CUdeviceptr device, size_t bytes))                                                   \
  X(cuMemcpyDtoDAsync_v2, (CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream))                           \
  X(cuMemcpyHtoDAsync_v2, (CUdeviceptr device, const void *host, size_t bytes, CUstream stream))                       \
  X(cuMemcpyDtoHAsync_v2, (void *host, CUdeviceptr device, size_t bytes, CUstream stream))                             \
  X(cuStreamCreate, (CUstream * stream, unsigned int flags))                                                           \
  X(cuStreamSynchronize, (CUstream stream))                                                                            \
  X(cuModuleLoadData, (CUmodule * module, const void *image))                                                          \
  X(cuModuleGetFunction, (CUfunction * function, CUmodule module, const char *name))                                   \
  X(cuLaunchKernel, (CUfunction function, unsigned int gridX, unsigned int gridY, unsigned int gridZ,                  \
                     unsigned int blockX, unsigned int blockY, unsigned int blockZ, unsigned int sharedBytes,          \
                     CUstream stream, void **parameters, void **extra))

#define DECLARE(name, parameters) extern CUresult(*name) parameters;
DRIVER_FUNCTIONS(DECLARE)
#undef DECLARE

/* Loads the driver. Returns NULL, or why it cannot be had. */
const char *loadDriver(void);

/* The GPU that the probe was given, with its context current. Ends the program with a report if there is none. */
typedef struct {
  CUdevice device;
  CUcontext context;
} Gpu;
Gpu openGpu(void);

/* Kernels of kernels.h. Ends the program with a report if the driver cannot translate them. */
CUfunction kernelNamed(const char *name);

#endif
