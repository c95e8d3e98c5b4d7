// Metadata, lifetime, creation and copying of tensors.
#include "bridge.h"

#include <cstring>

TB_EXPORT void tb_tensor_free(TensorHandle t) { delete t; }
TB_EXPORT int64_t tb_tensor_numel(TensorHandle t) { return t->defined() ? t->numel() : 0; }
TB_EXPORT int tb_tensor_dtype(TensorHandle t) { return static_cast<int>(t->scalar_type()); }
TB_EXPORT int tb_tensor_dim(TensorHandle t) { return static_cast<int>(t->dim()); }
TB_EXPORT int tb_tensor_device_type(TensorHandle t) { return static_cast<int>(t->device().type()); }
TB_EXPORT int tb_tensor_device_index(TensorHandle t) { return t->device().index(); }
TB_EXPORT uint8_t tb_tensor_is_contiguous(TensorHandle t) { return t->is_contiguous(); }
TB_EXPORT uint8_t tb_tensor_requires_grad(TensorHandle t) { return t->requires_grad(); }
TB_EXPORT uint8_t tb_tensor_is_leaf(TensorHandle t) { return t->is_leaf(); }
TB_EXPORT int64_t tb_tensor_element_size(TensorHandle t) { return static_cast<int64_t>(t->element_size()); }
TB_EXPORT int64_t tb_tensor_storage_offset(TensorHandle t) { return t->storage_offset(); }

TB_EXPORT void tb_tensor_sizes(TensorHandle t, int64_t* sizes)
{
    std::memcpy(sizes, t->sizes().data(), sizeof(int64_t) * t->dim());
}

TB_EXPORT void tb_tensor_strides(TensorHandle t, int64_t* strides)
{
    std::memcpy(strides, t->strides().data(), sizeof(int64_t) * t->dim());
}

TB_EXPORT int tb_tensor_data(TensorHandle t, void** data) { return TB_STATUS(*data = t->data_ptr()); }

TB_EXPORT int tb_set_requires_grad(TensorHandle t, uint8_t value) { return TB_STATUS(t->set_requires_grad(value != 0)); }

// New contiguous tensor on the CPU with the bytes of data.
TB_EXPORT TensorHandle tb_from_data(const void* data, int64_t bytes, const int64_t* sizes, int rank, int dtype)
{
    return tb::tensor([&] {
        auto result = at::empty(tb::ints(sizes, rank), tb::options(dtype, 0, -1));
        auto needed = static_cast<int64_t>(result.nbytes());
        TORCH_CHECK(needed <= bytes, "The shape needs ", needed, " bytes and ", bytes, " were given.");
        if (needed)
            std::memcpy(result.data_ptr(), data, needed);
        return result;
    });
}

// Shares memory; release(context) runs when the last user of the storage is gone.
TB_EXPORT TensorHandle tb_from_shared(void* data, const int64_t* sizes, int rank, int dtype, void (*release)(void*), void* context)
{
    return tb::tensor([&] {
        return at::from_blob(data, tb::ints(sizes, rank), [release, context](void*) { release(context); }, tb::options(dtype, 0, -1));
    });
}

TB_EXPORT int tb_equal(TensorHandle a, TensorHandle b)
{
    try { return at::equal(*a, *b) ? 1 : 0; }
    catch (const std::exception& e) { tb::set_error(e.what()); }
    catch (...) { tb::set_unknown_error(); }
    return -1;
}

// One element, exactly as stored.
TB_EXPORT int tb_item_bytes(TensorHandle t, void* result)
{
    return TB_STATUS(
        if (t->device().is_cpu() && !t->is_conj() && !t->is_neg() && !t->is_sparse())
            std::memcpy(result, t->data_ptr(), t->element_size());
        else {
            auto copy = t->to(at::kCPU).resolve_conj().resolve_neg();
            std::memcpy(result, copy.data_ptr(), copy.element_size());
        });
}

// The value as a contiguous block on the CPU, copied to a buffer of exactly bytes.
TB_EXPORT int tb_copy_to(TensorHandle t, void* buffer, int64_t bytes)
{
    return TB_STATUS(
        auto source = t->device().is_cpu() ? t->contiguous() : t->to(at::kCPU).contiguous();
        TORCH_CHECK(static_cast<int64_t>(source.nbytes()) == bytes, "The buffer has ", bytes, " bytes, the tensor ", source.nbytes(), ".");
        if (bytes)
            std::memcpy(buffer, source.data_ptr(), bytes));
}

TB_EXPORT int tb_item(TensorHandle t, ScalarArg* result)
{
    return TB_STATUS(
        auto value = t->item();
        if (value.isComplex()) {
            auto z = value.toComplexDouble();
            *result = { static_cast<int64_t>(z.real()), z.real(), z.imag(), 3 };
        }
        else if (value.isBoolean()) *result = { value.toBool(), value.toBool() ? 1.0 : 0.0, 0, 2 };
        else if (value.isFloatingPoint()) *result = { 0, value.toDouble(), 0, 1 };
        else *result = { value.toLong(), static_cast<double>(value.toLong()), 0, 0 });
}

TB_EXPORT int tb_list_size(TensorListHandle list) { return static_cast<int>(list->size()); }
TB_EXPORT TensorHandle tb_list_take(TensorListHandle list, int i) { return tb::make(std::move((*list)[i])); }
TB_EXPORT void tb_list_free(TensorListHandle list) { delete list; }

// 1 sparse, 2 pinned, 4 conjugate view, 8 negative view.
TB_EXPORT uint8_t tb_flags(TensorHandle t)
{
    bool pinned = false;
    tb::status([&] { pinned = t->is_pinned(); });
    return (t->is_sparse() ? 1 : 0) | (pinned ? 2 : 0) | (t->is_conj() ? 4 : 0) | (t->is_neg() ? 8 : 0);
}
