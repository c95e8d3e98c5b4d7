"""What every peer shares: it does its workload once for each line on standard input and answers with units per second."""
import os
import sys
import time

import torch

# As many threads as the other side: every core, unless OMP_NUM_THREADS says otherwise for both.
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count()))


def serve(workloads):
    """workloads: name -> function that prepares once and returns a function doing the work once and returning units done."""
    work = workloads[sys.argv[1]]()
    for _ in sys.stdin:
        start = time.perf_counter()
        units = work()
        print(units / (time.perf_counter() - start), flush=True)
