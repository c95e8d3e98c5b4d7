// Errors, threads, devices, generators, autograd, archives.
#include "bridge.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/NamedTensorUtils.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <thread>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/serialize.h>

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

// Some builds of libtorch start with one thread; the usual ones with one per core. OMP_NUM_THREADS rules where it is set.
TB_EXPORT int tb_initialize()
{
    return TB_STATUS(
        auto cores = static_cast<int>(std::thread::hardware_concurrency());
        if (!std::getenv("OMP_NUM_THREADS") && at::get_num_threads() == 1 && cores > 1)
            at::set_num_threads(cores));
}

TB_EXPORT int tb_get_num_threads() { return at::get_num_threads(); }
TB_EXPORT int tb_set_num_threads(int n) { return TB_STATUS(at::set_num_threads(n)); }
TB_EXPORT int tb_get_num_interop_threads() { return at::get_num_interop_threads(); }
TB_EXPORT int tb_set_num_interop_threads(int n) { return TB_STATUS(at::set_num_interop_threads(n)); }

TB_EXPORT uint8_t tb_cuda_is_available() { try { return at::hasCUDA() && at::getNumGPUs() > 0; } catch (...) { return 0; } }
TB_EXPORT uint8_t tb_cudnn_is_available() { try { return tb_cuda_is_available() && at::detail::getCUDAHooks().hasCuDNN(); } catch (...) { return 0; } }
TB_EXPORT int tb_cuda_device_count() { try { return at::hasCUDA() ? static_cast<int>(at::getNumGPUs()) : 0; } catch (...) { return 0; } }
TB_EXPORT int tb_cuda_synchronize(int device) { return TB_STATUS(at::detail::getCUDAHooks().deviceSynchronize(device)); }
TB_EXPORT int tb_cuda_manual_seed(int64_t seed, int device)
{
    return TB_STATUS(
        auto generator = at::globalContext().defaultGenerator(at::Device(at::kCUDA, static_cast<at::DeviceIndex>(device)));
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(static_cast<uint64_t>(seed)));
}

// Generators.
TB_EXPORT GeneratorHandle tb_generator_default() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }

TB_EXPORT GeneratorHandle tb_generator_new(uint64_t seed, int device_type, int device_index)
{
    GeneratorHandle result = nullptr;
    tb::status([&] {
        if (device_type == 0) result = new at::Generator(at::detail::createCPUGenerator(seed));
        else {
            auto device = at::Device(static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index));
            auto generator = at::globalContext().defaultGenerator(device).clone();
            generator.set_current_seed(seed);
            result = new at::Generator(generator);
        }
    });
    return result;
}

TB_EXPORT void tb_generator_free(GeneratorHandle g) { delete g; }
TB_EXPORT int tb_generator_manual_seed(GeneratorHandle g, int64_t seed)
{
    return TB_STATUS(std::lock_guard<std::mutex> lock(g->mutex()); g->set_current_seed(static_cast<uint64_t>(seed)));
}
TB_EXPORT int64_t tb_generator_seed(GeneratorHandle g) { std::lock_guard<std::mutex> lock(g->mutex()); return static_cast<int64_t>(g->seed()); }
TB_EXPORT int64_t tb_generator_initial_seed(GeneratorHandle g) { return static_cast<int64_t>(g->current_seed()); }
TB_EXPORT TensorHandle tb_generator_get_state(GeneratorHandle g)
{
    return tb::tensor([&] { std::lock_guard<std::mutex> lock(g->mutex()); return g->get_state(); });
}
TB_EXPORT int tb_generator_set_state(GeneratorHandle g, TensorHandle state)
{
    return TB_STATUS(std::lock_guard<std::mutex> lock(g->mutex()); g->set_state(*state));
}

// Autograd modes of this thread.
TB_EXPORT uint8_t tb_grad_enabled() { return at::GradMode::is_enabled(); }
TB_EXPORT void tb_set_grad_enabled(uint8_t enabled) { at::GradMode::set_enabled(enabled != 0); }
TB_EXPORT uint8_t tb_inference_mode_enabled() { return c10::InferenceMode::is_enabled(); }
TB_EXPORT void* tb_inference_mode_begin(uint8_t enabled) { return new c10::InferenceMode(enabled != 0); }
TB_EXPORT void tb_inference_mode_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
TB_EXPORT uint8_t tb_anomaly_enabled() { return torch::autograd::AnomalyMode::is_enabled(); }
TB_EXPORT uint8_t tb_anomaly_check_nan() { return torch::autograd::AnomalyMode::should_check_nan(); }
TB_EXPORT void tb_set_anomaly(uint8_t enabled, uint8_t check_nan) { torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0); }

TB_EXPORT int tb_requires_grad_(TensorHandle t, uint8_t value) { return TB_STATUS(t->requires_grad_(value != 0)); }
TB_EXPORT int tb_retain_grad(TensorHandle t) { return TB_STATUS(t->retain_grad()); }

// The gradient; a null handle in *grad when there is none.
TB_EXPORT int tb_grad(TensorHandle t, TensorHandle* grad)
{
    return TB_STATUS(auto g = t->grad(); *grad = g.defined() ? tb::make(std::move(g)) : nullptr);
}
TB_EXPORT int tb_set_grad(TensorHandle t, TensorHandle grad) { return TB_STATUS(t->mutable_grad() = tb::tensor_or_undefined(grad)); }

TB_EXPORT int tb_backward(TensorHandle* tensors, int n, TensorHandle* grads, int grad_count, uint8_t retain, uint8_t create, TensorHandle* inputs, int input_count)
{
    return TB_STATUS(torch::autograd::backward(tb::tensors(tensors, n), tb::tensors(grads, grad_count), retain != 0, create != 0, tb::tensors(inputs, input_count)));
}

// results: one handle for each input, null where it is not used.
TB_EXPORT int tb_autograd_grad(TensorHandle* outputs, int n, TensorHandle* inputs, int input_count, TensorHandle* grads, int grad_count,
    uint8_t retain, uint8_t create, uint8_t allow_unused, TensorHandle* results)
{
    return TB_STATUS(
        auto r = torch::autograd::grad(tb::tensors(outputs, n), tb::tensors(inputs, input_count), tb::tensors(grads, grad_count), retain != 0, create != 0, allow_unused != 0);
        for (size_t i = 0; i < r.size(); i++)
            results[i] = r[i].defined() ? tb::make(std::move(r[i])) : nullptr);
}

// libtorch's own archive of one tensor.
TB_EXPORT int tb_save(TensorHandle t, const char* path) { return TB_STATUS(torch::save(*t, std::string(path))); }
TB_EXPORT TensorHandle tb_load(const char* path) { return tb::tensor([&] { at::Tensor t; torch::load(t, std::string(path)); return t; }); }

// Names of dimensions, one after another, each ended by 0.
TB_EXPORT int tb_set_names(TensorHandle t, const char* names, int n)
{
    return TB_STATUS(
        std::vector<at::Dimname> list;
        for (int i = 0; i < n; i++, names += std::strlen(names) + 1)
            list.push_back(*names ? at::Dimname::fromSymbol(at::Symbol::dimname(names)) : at::Dimname::wildcard());
        at::internal_set_names_inplace(*t, at::DimnameList(list)));
}
TB_EXPORT uint8_t tb_has_names(TensorHandle t) { return t->has_names(); }
TB_EXPORT const char* tb_name(TensorHandle t, int i)
{
    auto name = t->names()[i];
    return name.isBasic() ? name.symbol().toUnqualString() : nullptr;
}

TB_EXPORT int tb_promote_types(int a, int b) { return static_cast<int>(c10::promoteTypes(static_cast<at::ScalarType>(a), static_cast<at::ScalarType>(b))); }
TB_EXPORT int tb_result_type(TensorHandle a, TensorHandle b) { return static_cast<int>(at::result_type(*a, *b)); }
TB_EXPORT uint8_t tb_can_cast(int a, int b) { return c10::canCast(static_cast<at::ScalarType>(a), static_cast<at::ScalarType>(b)); }
