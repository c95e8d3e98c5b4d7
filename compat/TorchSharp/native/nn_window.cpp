// Convolutions and pooling in one and two dimensions, padding, resampling.
#include "bridge.h"

namespace
{
    const char* pad_mode(int mode)
    {
        switch (mode) {
        case 1: return "reflect";
        case 2: return "replicate";
        case 3: return "circular";
        default: return "constant";
        }
    }

    // P: numbers, or "same".
    template <typename P> at::Tensor convolve(int dims, const at::Tensor& x, const at::Tensor& w, const tb::optional<at::Tensor>& b,
        at::IntArrayRef stride, P padding, at::IntArrayRef dilation, int64_t groups)
    {
        return dims == 1 ? at::conv1d(x, w, b, stride, padding, dilation, groups) : at::conv2d(x, w, b, stride, padding, dilation, groups);
    }
}

// padding null with same = 1: as much zero padding as keeps the size. mode: the PaddingModes code; other than 0 pads by copying first.
TB_EXPORT TensorHandle tb_nn_conv(int dims, TensorHandle x, TensorHandle weight, TensorHandle bias, const int64_t* stride,
    const int64_t* padding, int same, const int64_t* dilation, int64_t groups, int mode)
{
    return tb::tensor([&] {
        auto b = tb::optional_tensor(bias);
        auto strides = tb::ints(stride, dims), dilations = tb::ints(dilation, dims);
        if (mode == 0 || mode == 4)
            return same ? convolve(dims, *x, *weight, b, strides, "same", dilations, groups)
                        : convolve(dims, *x, *weight, b, strides, tb::ints(padding, dims), dilations, groups);
        std::vector<int64_t> around;
        for (int d = dims - 1; d >= 0; d--) {
            auto total = same ? dilation[d] * (weight->size(d + 2) - 1) : 2 * padding[d];
            around.push_back(total / 2);
            around.push_back(total - total / 2);
        }
        std::vector<int64_t> none(dims, 0);
        return convolve(dims, at::pad(*x, around, pad_mode(mode)), *weight, b, strides, at::IntArrayRef(none), dilations, groups);
    });
}

TB_EXPORT TensorHandle tb_nn_conv_transpose(int dims, TensorHandle x, TensorHandle weight, TensorHandle bias, const int64_t* stride,
    const int64_t* padding, const int64_t* output_padding, const int64_t* dilation, int64_t groups)
{
    return tb::tensor([&] {
        auto b = tb::optional_tensor(bias);
        auto s = tb::ints(stride, dims), p = tb::ints(padding, dims), o = tb::ints(output_padding, dims), d = tb::ints(dilation, dims);
        return dims == 1 ? at::conv_transpose1d(*x, *weight, b, s, p, o, groups, d) : at::conv_transpose2d(*x, *weight, b, s, p, o, groups, d);
    });
}

TB_EXPORT TensorHandle tb_nn_max_pool(int dims, TensorHandle x, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
    const int64_t* dilation, int ceil)
{
    return tb::tensor([&] {
        auto k = tb::ints(kernel, dims), s = tb::ints(stride, dims), p = tb::ints(padding, dims), d = tb::ints(dilation, dims);
        return dims == 1 ? at::max_pool1d(*x, k, s, p, d, ceil) : at::max_pool2d(*x, k, s, p, d, ceil);
    });
}

TB_EXPORT int tb_nn_max_pool_with_indices(int dims, TensorHandle x, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
    const int64_t* dilation, int ceil, TensorHandle* outputs)
{
    return tb::status([&] {
        auto k = tb::ints(kernel, dims), s = tb::ints(stride, dims), p = tb::ints(padding, dims), d = tb::ints(dilation, dims);
        auto [values, indices] = dims == 1 ? at::max_pool1d_with_indices(*x, k, s, p, d, ceil) : at::max_pool2d_with_indices(*x, k, s, p, d, ceil);
        tb_store(outputs, values, indices);
    });
}

// divisor 0: none given
TB_EXPORT TensorHandle tb_nn_avg_pool(int dims, TensorHandle x, const int64_t* kernel, const int64_t* stride, const int64_t* padding, int ceil,
    int count_include_pad, int64_t divisor)
{
    return tb::tensor([&] {
        auto k = tb::ints(kernel, dims), s = tb::ints(stride, dims), p = tb::ints(padding, dims);
        auto by = divisor == 0 ? tb::optional<int64_t>() : tb::optional<int64_t>(divisor);
        if (dims == 2) return at::avg_pool2d(*x, k, s, p, ceil, count_include_pad, by);
        if (by) return at::avg_pool2d(x->unsqueeze(-2), { 1, k[0] }, { 1, s[0] }, { 0, p[0] }, ceil, count_include_pad, by).squeeze(-2);
        return at::avg_pool1d(*x, k, s, p, ceil, count_include_pad);
    });
}

namespace
{
    // -1: as large as the input.
    std::vector<int64_t> output_sizes(const at::Tensor& x, const int64_t* size, int dims)
    {
        std::vector<int64_t> result(size, size + dims);
        for (int d = 0; d < dims; d++)
            if (result[d] < 0) result[d] = x.size(x.dim() - dims + d);
        return result;
    }
}

TB_EXPORT TensorHandle tb_nn_adaptive_avg_pool(int dims, TensorHandle x, const int64_t* size)
{
    return tb::tensor([&] {
        auto s = output_sizes(*x, size, dims);
        return dims == 1 ? at::adaptive_avg_pool1d(*x, s) : at::adaptive_avg_pool2d(*x, s);
    });
}

TB_EXPORT TensorHandle tb_nn_adaptive_max_pool(int dims, TensorHandle x, const int64_t* size)
{
    return tb::tensor([&] {
        auto s = output_sizes(*x, size, dims);
        return std::get<0>(dims == 1 ? at::adaptive_max_pool1d(*x, s) : at::adaptive_max_pool2d(*x, s));
    });
}

TB_EXPORT TensorHandle tb_nn_pad(TensorHandle x, const int64_t* pad, int length, int mode, double value)
{
    return tb::tensor([&] {
        auto around = tb::ints(pad, length);
        return mode == 0 || mode == 4 ? at::constant_pad_nd(*x, around, value) : at::pad(*x, around, pad_mode(mode));
    });
}

TB_EXPORT TensorHandle tb_nn_pixel_shuffle(TensorHandle x, int64_t factor) { return TB_TENSOR(at::pixel_shuffle(*x, factor)); }

// mode: 0 nearest, 1 linear, 2 bilinear, 3 bicubic, 4 trilinear, 5 area. align: -1 not given.
TB_EXPORT TensorHandle tb_nn_interpolate(TensorHandle x, const int64_t* size, int size_length, const double* scale, int scale_length, int mode,
    int align, int recompute)
{
    return tb::tensor([&] {
        auto dims = static_cast<int>(x->dim()) - 2;
        TORCH_CHECK(dims >= 1 && dims <= 3, "Input Error: Only 3D, 4D and 5D input Tensors supported (got ", x->dim(), "D)");
        TORCH_CHECK((size != nullptr) != (scale != nullptr), "exactly one of size and scale_factor should be defined");
        TORCH_CHECK(align < 0 || (mode != 0 && mode != 5), "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear");
        TORCH_CHECK(!size || size_length == 1 || size_length == dims, "size shape must match the number of spatial dimensions ", dims);
        TORCH_CHECK(!scale || scale_length == 1 || scale_length == dims, "scale_factor shape must match the number of spatial dimensions ", dims);
        std::vector<int64_t> out(dims);
        std::vector<tb::optional<double>> by(dims);
        for (int d = 0; d < dims; d++) {
            if (size) {
                out[d] = size[size_length == 1 ? 0 : d];
            }
            else {
                auto factor = scale[scale_length == 1 ? 0 : d];
                out[d] = static_cast<int64_t>(std::floor(static_cast<double>(x->size(d + 2)) * factor));
                if (!recompute) by[d] = factor;
            }
        }
        auto corners = align > 0;
        switch (mode) {
        case 0:
            return dims == 1 ? at::upsample_nearest1d(*x, out, by[0])
                : dims == 2  ? at::upsample_nearest2d(*x, out, by[0], by[1])
                             : at::upsample_nearest3d(*x, out, by[0], by[1], by[2]);
        case 1:
            TORCH_CHECK(dims == 1, "Got ", dims + 2, "D input, but linear mode needs 3D input");
            return at::upsample_linear1d(*x, out, corners, by[0]);
        case 2:
            TORCH_CHECK(dims == 2, "Got ", dims + 2, "D input, but bilinear mode needs 4D input");
            return at::upsample_bilinear2d(*x, out, corners, by[0], by[1]);
        case 3:
            TORCH_CHECK(dims == 2, "Got ", dims + 2, "D input, but bicubic mode needs 4D input");
            return at::upsample_bicubic2d(*x, out, corners, by[0], by[1]);
        case 4:
            TORCH_CHECK(dims == 3, "Got ", dims + 2, "D input, but trilinear mode needs 5D input");
            return at::upsample_trilinear3d(*x, out, corners, by[0], by[1], by[2]);
        default:
            return dims == 1 ? at::adaptive_avg_pool1d(*x, out) : dims == 2 ? at::adaptive_avg_pool2d(*x, out) : at::adaptive_avg_pool3d(*x, out);
        }
    });
}

TB_EXPORT TensorHandle tb_nn_grid_sample(TensorHandle x, TensorHandle grid, int mode, int padding, int align)
{
    return TB_TENSOR(at::grid_sampler(*x, *grid, mode, padding, align));
}

TB_EXPORT TensorHandle tb_nn_affine_grid(TensorHandle theta, const int64_t* size, int length, int align)
{
    return TB_TENSOR(at::affine_grid_generator(*theta, tb::ints(size, length), align));
}
