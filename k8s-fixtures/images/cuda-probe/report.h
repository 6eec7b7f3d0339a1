/* What the probe says: one JSON object in each line of its standard output. The last one, its report, also goes to the file that
 * `--report` names (in a pod /dev/termination-log, so that the kubelet passes it on). */
#ifndef REPORT_H
#define REPORT_H

enum ExitCode {
  ExitDone = 0,
  ExitUsage = 2,
  ExitNoDriver = 3,
  ExitNoDevice = 4,
  ExitCudaError = 5,
  ExitNoFault = 6,
};

/* Set once by main. */
void reportAs(const char *program, const char *reportFile, const char *readyFile);

/* From now on every line names the GPU, by its address on the bus, which MIG instances of one GPU share. */
void reportOf(const char *gpu);

/* One line: `format` gives the members after "program". */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* The last line; ends the program. */
__attribute__((noreturn, format(printf, 2, 3))) void report(enum ExitCode code, const char *format, ...);

/* Ends the program with a report if a call of the driver failed. */
void must(int result, const char *call);

/* What the driver calls an error, e.g. CUDA_ERROR_OUT_OF_MEMORY. */
const char *errorName(int result);

/* From now on a readiness probe finds the file that `--ready` names. */
void sayReady(void);

/* `text` with what JSON does not take in a string left out. Valid until the next call. */
const char *jsonText(const char *text);

/* Seconds of a clock that never runs backwards. */
double nowSeconds(void);

void sleepSeconds(double seconds);

#endif
