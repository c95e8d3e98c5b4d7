// Errors, threads, devices, random state, autograd.
#include "bridge.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/InferenceMode.h>
#include <thread>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/version.h>

namespace
{
    thread_local std::string last_error;
}

void tb::set_error(const char* message) noexcept
{
    try { last_error = message; }
    catch (...) { last_error.clear(); }
}

void tb::set_unknown_error() noexcept { tb::set_error("Unknown native failure."); }

TB_EXPORT const char* tb_last_error() { return last_error.c_str(); }

// Some builds of libtorch start with one thread; the usual ones with one per core.
TB_EXPORT int tb_initialize()
{
    return TB_STATUS(
        auto cores = static_cast<int>(std::thread::hardware_concurrency());
        if (at::get_num_threads() == 1 && cores > 1)
            at::set_num_threads(cores));
}
