#include "report.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "driver.h"

static const char *program = "";
static char gpuName[64];
static const char *reportFile;
static const char *readyFile;
static pthread_mutex_t speaking = PTHREAD_MUTEX_INITIALIZER;

void reportAs(const char *name, const char *reportTo, const char *readyAt) {
  program = name;
  reportFile = reportTo;
  readyFile = readyAt;
}

void reportOf(const char *gpu) { snprintf(gpuName, sizeof gpuName, "%s", jsonText(gpu)); }

static void writeLine(FILE *to, const char *format, va_list arguments) {
  fprintf(to, "{\"program\":\"%s\",", program);
  if (*gpuName) fprintf(to, "\"gpu\":\"%s\",", gpuName);
  vfprintf(to, format, arguments);
  fputs("}\n", to);
  fflush(to);
}

void say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  pthread_mutex_lock(&speaking);
  writeLine(stdout, format, arguments);
  pthread_mutex_unlock(&speaking);
  va_end(arguments);
}

/* Held for good: of several threads that end the program, the first one reports. */
void report(enum ExitCode code, const char *format, ...) {
  va_list arguments;
  pthread_mutex_lock(&speaking);
  va_start(arguments, format);
  writeLine(stdout, format, arguments);
  va_end(arguments);
  FILE *file = reportFile ? fopen(reportFile, "w") : NULL;
  if (file) {
    va_start(arguments, format);
    writeLine(file, format, arguments);
    va_end(arguments);
    fclose(file);
  }
  /* Not exit(): the driver's own clean-up may hang after a fault. */
  _Exit(code);
}

const char *errorName(int result) {
  const char *name = NULL;
  if (cuGetErrorName && cuGetErrorName(result, &name) == CUDA_SUCCESS && name) return name;
  return "unknown";
}

void must(int result, const char *call) {
  if (result == CUDA_SUCCESS) return;
  report(ExitCudaError, "\"error\":\"cuda-error\",\"call\":\"%s\",\"code\":%d,\"name\":\"%s\"", call, result,
         errorName(result));
}

void sayReady(void) {
  FILE *file = readyFile ? fopen(readyFile, "w") : NULL;
  if (file) fclose(file);
}

const char *jsonText(const char *text) {
  static char clean[256];
  size_t length = 0;
  for (; *text && length < sizeof clean - 1; text++)
    if (*text != '"' && *text != '\\' && (unsigned char)*text >= ' ') clean[length++] = *text;
  clean[length] = 0;
  return clean;
}

double nowSeconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void sleepSeconds(double seconds) {
  struct timespec pause = {.tv_sec = (time_t)seconds};
  pause.tv_nsec = (long)((seconds - (double)pause.tv_sec) * 1e9);
  nanosleep(&pause, NULL);
}
