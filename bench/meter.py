"""Owns the cost of one program: `meter.py RESULT PROGRAM ARGUMENT...` runs it to its end and writes wall seconds, CPU
seconds (user and system) and peak resident bytes to RESULT as JSON. Leaves its streams alone, ends with its exit code.

Linux only. The peak is VmHWM (proc(5)), read while the program is held at its exit (ptrace(2)): ru_maxrss starts at the
size of whoever started the program, here this interpreter. It stands in where tracing is forbidden, or comes too late
for a program that is done in less than a millisecond.
"""

import ctypes
import json
import os
import re
import sys
import time

CONTINUE, SEIZE = 0x7, 0x4206
STOP_AT_EXIT, KILL_WITH_TRACER, EXIT_EVENT = 0x40, 0x100000, 6

ptrace = ctypes.CDLL(None).ptrace
ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def high_water_mark(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"^VmHWM:\s+(\d+) kB$", status.read(), re.MULTILINE)[1])


result, *command = sys.argv[1:]
start = time.monotonic()
child = os.posix_spawnp(command[0], command, os.environ)
ptrace(SEIZE, child, None, STOP_AT_EXIT | KILL_WITH_TRACER)
kibibytes = None
while True:
    _, status, usage = os.wait4(child, 0)
    if not os.WIFSTOPPED(status):
        break
    event = status >> 16
    if event == EXIT_EVENT:
        kibibytes = high_water_mark(child)
    ptrace(CONTINUE, child, None, 0 if event else os.WSTOPSIG(status))
seconds = time.monotonic() - start
peak = kibibytes or usage.ru_maxrss
cost = {"seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime, "peakBytes": peak * 1024}
with open(result, "w") as file:
    json.dump(cost, file)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
