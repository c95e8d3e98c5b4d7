// The C ABI between the managed layer and libtorch.
//
// Every export is named tb_... . A function that makes a tensor returns its handle, or nullptr on failure; the others
// return 0 or -1 and give results through pointers, except getters that cannot fail. The text of the last failure on
// the calling thread is tb_last_error(). A handle belongs to the caller until tb_tensor_free. Optional tensors are
// nullptr, optional dtypes -1. No handle is ever kept on the native side.
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#define TB_EXPORT extern "C" __attribute__((visibility("default")))

typedef at::Tensor* TensorHandle;
typedef at::Generator* GeneratorHandle;
typedef std::vector<at::Tensor>* TensorListHandle;

// A number together with its kind, as passed by value from managed code.
struct ScalarArg
{
    int64_t integer;
    double real;
    double imaginary;
    int32_t kind; // -1 absent, 0 integer, 1 real, 2 bool, 3 complex
};

namespace tb
{
    // libtorch moved from its own optional and string_view to those of the standard library.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 5)
    using std::optional;
    using std::nullopt;
    using std::string_view;
#else
    using c10::optional;
    using c10::nullopt;
    using c10::string_view;
#endif

    void set_error(const char* message) noexcept;
    void set_unknown_error() noexcept;

    inline at::Scalar scalar(const ScalarArg& s)
    {
        switch (s.kind) {
        case 0: return at::Scalar(s.integer);
        case 2: return at::Scalar(s.integer != 0);
        case 3: return at::Scalar(c10::complex<double>(s.real, s.imaginary));
        default: return at::Scalar(s.real);
        }
    }

    inline tb::optional<at::Scalar> optional_scalar(const ScalarArg& s)
    {
        return s.kind < 0 ? tb::optional<at::Scalar>() : tb::optional<at::Scalar>(scalar(s));
    }

    inline at::IntArrayRef ints(const int64_t* data, int length)
    {
        return at::IntArrayRef(data, static_cast<size_t>(length));
    }

    // Null pointer: absent.
    inline at::OptionalIntArrayRef optional_ints(const int64_t* data, int length)
    {
        return data ? at::OptionalIntArrayRef(ints(data, length)) : at::OptionalIntArrayRef();
    }

    inline tb::optional<at::ScalarType> optional_dtype(int dtype)
    {
        return dtype < 0 ? tb::optional<at::ScalarType>() : tb::optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
    }

    inline tb::optional<at::Tensor> optional_tensor(TensorHandle t)
    {
        return t ? tb::optional<at::Tensor>(*t) : tb::optional<at::Tensor>();
    }

    inline at::Tensor tensor_or_undefined(TensorHandle t) { return t ? *t : at::Tensor(); }

    inline tb::optional<at::Generator> optional_generator(GeneratorHandle g)
    {
        return g ? tb::optional<at::Generator>(*g) : tb::optional<at::Generator>();
    }

    inline std::vector<at::Tensor> tensors(const TensorHandle* data, int length)
    {
        std::vector<at::Tensor> result;
        result.reserve(length);
        for (int i = 0; i < length; i++)
            result.push_back(tensor_or_undefined(data[i]));
        return result;
    }

    // index < 0: the device without a number (cpu, or the current cuda device).
    inline at::TensorOptions options(int dtype, int device_type, int device_index)
    {
        auto device = at::Device(static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index));
        auto result = at::TensorOptions().device(device);
        return dtype < 0 ? result : result.dtype(static_cast<at::ScalarType>(dtype));
    }

    inline TensorHandle make(at::Tensor t) { return new at::Tensor(std::move(t)); }

    template <typename F> TensorHandle tensor(F&& f) noexcept
    {
        try { return new at::Tensor(f()); }
        catch (const c10::Error& e) { set_error(e.what()); }
        catch (const std::exception& e) { set_error(e.what()); }
        catch (...) { set_unknown_error(); }
        return nullptr;
    }

    template <typename F> int status(F&& f) noexcept
    {
        try { f(); return 0; }
        catch (const c10::Error& e) { set_error(e.what()); }
        catch (const std::exception& e) { set_error(e.what()); }
        catch (...) { set_unknown_error(); }
        return -1;
    }
}

// return TB_TENSOR(expression) - a new handle;   return TB_STATUS(statements) - 0 or -1.
#define TB_TENSOR(...) tb::tensor([&]() -> at::Tensor { return __VA_ARGS__; })
#define TB_STATUS(...) tb::status([&]() -> void { __VA_ARGS__; })

// Several result tensors: outputs[0..] receives new handles, all or none.
template <typename... T> void tb_store(TensorHandle* outputs, T&&... tensors)
{
    at::Tensor all[] = { std::forward<T>(tensors)... };
    int i = 0;
    for (auto& t : all)
        outputs[i++] = tb::make(std::move(t));
}
