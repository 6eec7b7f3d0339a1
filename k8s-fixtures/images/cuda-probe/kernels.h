/* Written by hand, in PTX; the driver translates it for the GPU that it finds. Volta (sm_70) and later. ISA:
 * https://docs.nvidia.com/cuda/parallel-thread-execution/. */
#ifndef KERNELS_H
#define KERNELS_H

static const char kernels[] =
    ".version 6.4\n"
    ".target sm_70\n"
    ".address_size 64\n"

    /* spin(cycles): every thread counts clock cycles until so many have gone by. Touches no memory. */
    ".visible .entry spin(.param .u64 cycles)\n"
    "{\n"
    "  .reg .u64 %began, %now, %limit;\n"
    "  .reg .pred %on;\n"
    "  ld.param.u64 %limit, [cycles];\n"
    "  mov.u64 %began, %clock64;\n"
    "again:\n"
    "  mov.u64 %now, %clock64;\n"
    "  sub.u64 %now, %now, %began;\n"
    "  setp.lt.u64 %on, %now, %limit;\n"
    "  @%on bra again;\n"
    "  ret;\n"
    "}\n"

    /* store(address, value): writes one word to an address of the GPU's memory, whatever is there, or nothing. */
    ".visible .entry store(.param .u64 address, .param .u32 value)\n"
    "{\n"
    "  .reg .u64 %to;\n"
    "  .reg .u32 %what;\n"
    "  ld.param.u64 %to, [address];\n"
    "  ld.param.u32 %what, [value];\n"
    "  cvta.to.global.u64 %to, %to;\n"
    "  st.global.u32 [%to], %what;\n"
    "  ret;\n"
    "}\n";

#endif
