/* Which GPUs a container sees: those that the driver shows, and the device files that it can open. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver.h"
#include "programs.h"
#include "report.h"

/* /dev/nvidia0, /dev/nvidia1, …: one for each GPU. /dev/nvidiactl and the like belong to the driver as a whole. */
static int isGpuFile(const char *name) {
  return strncmp(name, "nvidia", 6) == 0 && name[6] != 0 && strspn(name + 6, "0123456789") == strlen(name + 6);
}

static int openedDeviceFiles(void) {
  DIR *folder = opendir("/dev");
  int opened = 0;
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    if (!isGpuFile(entry->d_name)) continue;
    char path[300];
    snprintf(path, sizeof path, "/dev/%s", entry->d_name);
    int file = open(path, O_RDWR);
    say("\"deviceFile\":\"%s\",\"opened\":%s", jsonText(path), file < 0 ? "false" : "true");
    if (file < 0) continue;
    opened++;
    close(file);
  }
  if (folder) closedir(folder);
  return opened;
}

void enumerateDevices(void) {
  int files = openedDeviceFiles();
  const char *missing = loadDriver();
  if (missing)
    report(ExitNoDriver, "\"error\":\"no-driver\",\"openedFiles\":%d,\"detail\":\"%s\"", files, jsonText(missing));
  CUresult started = cuInit(0);
  int count = 0;
  if (started == CUDA_SUCCESS) must(cuDeviceGetCount(&count), "cuDeviceGetCount");
  else if (started != CUDA_ERROR_NO_DEVICE) must(started, "cuInit");
  if (count == 0) report(ExitNoDevice, "\"error\":\"no-device\",\"openedFiles\":%d", files);
  for (int i = 0; i < count; i++) {
    CUdevice device;
    char name[128] = "";
    size_t bytes = 0;
    must(cuDeviceGet(&device, i), "cuDeviceGet");
    must(cuDeviceGetName(name, sizeof name - 1, device), "cuDeviceGetName");
    must(cuDeviceTotalMem_v2(&bytes, device), "cuDeviceTotalMem");
    say("\"device\":%d,\"name\":\"%s\",\"memoryBytes\":%zu", i, jsonText(name), bytes);
  }
  report(ExitDone, "\"devices\":%d,\"openedFiles\":%d", count, files);
}
