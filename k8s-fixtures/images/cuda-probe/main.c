/* What a tenant's container can do to a GPU, as small programs that end by themselves. See README.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "programs.h"
#include "report.h"

static const double longestSeconds = 600;
static const unsigned long long mostSteps = 4096;

__attribute__((noreturn)) static void refuse(const char *why) {
  report(ExitUsage, "\"error\":\"usage\",\"detail\":\"%s\"", jsonText(why));
}

static unsigned long long wholeNumber(const char *text) {
  char *end = NULL;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != 0) refuse("a number is not a number");
  return value;
}

static void readParts(const char *text, Terms *terms) {
  terms->processors = strstr(text, "processors") != NULL;
  terms->memoryBandwidth = strstr(text, "memory-bandwidth") != NULL;
  terms->bus = strstr(text, "bus") != NULL;
  if (!terms->processors && !terms->memoryBandwidth && !terms->bus) refuse("--parts names no part");
}

int main(int count, char **arguments) {
  Terms terms = {.seconds = -1};
  const char *program = count > 1 ? arguments[1] : "";
  const char *reportFile = NULL, *readyFile = NULL;
  if (strcmp(program, "is-ready") == 0 && count == 3) return access(arguments[2], F_OK) == 0 ? 0 : 1;
  static char name[256];
  snprintf(name, sizeof name, "%s", jsonText(program));
  program = name;
  reportAs(program, NULL, NULL);
  for (int i = 2; i < count; i += 2) {
    const char *option = arguments[i];
    if (i + 1 >= count) refuse("an option has no value");
    const char *value = arguments[i + 1];
    if (strcmp(option, "--step-bytes") == 0) terms.stepBytes = wholeNumber(value);
    else if (strcmp(option, "--ceiling-bytes") == 0) terms.ceilingBytes = wholeNumber(value);
    else if (strcmp(option, "--seconds") == 0) terms.seconds = (double)wholeNumber(value);
    else if (strcmp(option, "--parts") == 0) readParts(value, &terms);
    else if (strcmp(option, "--report") == 0) reportFile = value;
    else if (strcmp(option, "--ready") == 0) readyFile = value;
    else refuse("there is no such option");
  }
  reportAs(program, reportFile, readyFile);
  if (terms.seconds > longestSeconds) refuse("--seconds is more than 600");
  int isTimed = terms.seconds >= 0;
  if (strcmp(program, "enumerate") == 0) enumerateDevices();
  if (strcmp(program, "illegal-access") == 0) accessIllegally();
  if (strcmp(program, "heartbeat") == 0 && isTimed) beat(&terms);
  if (strcmp(program, "busy") == 0 && isTimed && terms.processors + terms.memoryBandwidth + terms.bus > 0) keepBusy(&terms);
  if (strcmp(program, "ladder") == 0 && isTimed && terms.stepBytes > 0) {
    if (terms.ceilingBytes / terms.stepBytes > mostSteps) refuse("the ladder has more than 4096 steps");
    climbLadder(&terms);
  }
  refuse("enumerate | ladder --step-bytes N --ceiling-bytes N --seconds N | busy --parts P,P --seconds N | illegal-access | "
         "heartbeat --seconds N; see README.md");
}
