"""Owns the cost of one program: `meter.py RESULT PROGRAM ARGUMENT...` runs it to its end and writes wall seconds, CPU
seconds (user and system) and peak resident bytes to RESULT as JSON. Leaves its streams alone, ends with its exit code.

Linux only (ru_maxrss in KiB). A child starts with the peak of the process that started it, so nothing is ever reported as
smaller than this interpreter, which is why it imports little.
"""

import json
import os
import sys
import time

result, *command = sys.argv[1:]
start = time.monotonic()
child = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - start
cost = {"seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime, "peakBytes": usage.ru_maxrss * 1024}
with open(result, "w") as file:
    json.dump(cost, file)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
