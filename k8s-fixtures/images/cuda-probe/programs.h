/* The programs of the probe. Each ends the process itself, by its report, and within the time that it was given. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

typedef struct {
  unsigned long long stepBytes;
  unsigned long long ceilingBytes;
  /* How long it works, or holds what it has. */
  double seconds;
  /* Of `busy`. */
  int processors, memoryBandwidth, bus;
} Terms;

void enumerateDevices(void);
void climbLadder(const Terms *terms);
void keepBusy(const Terms *terms);
void accessIllegally(void);
void beat(const Terms *terms);

#endif
