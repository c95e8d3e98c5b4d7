"""What every peer shares: it does its workload once for each line on standard input and answers with units per second."""
import os
import sys
import time

import torch

torch.set_num_threads(os.cpu_count())


def serve(workloads):
    """workloads: name -> function that prepares once and returns a function doing the work once and returning units done."""
    work = workloads[sys.argv[1]]()
    for _ in sys.stdin:
        start = time.perf_counter()
        units = work()
        print(units / (time.perf_counter() - start), flush=True)
