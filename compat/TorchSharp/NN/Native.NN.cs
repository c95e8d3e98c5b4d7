#nullable disable
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_share(IntPtr x);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_activation(IntPtr x, int op, double a, double b, int inplace);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_prelu(IntPtr x, IntPtr weight);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_softmax(IntPtr x, int kind, long dim, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_linear(IntPtr x, IntPtr weight, IntPtr bias);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_batch_norm(IntPtr x, IntPtr mean, IntPtr var, IntPtr weight, IntPtr bias, IntPtr tracked, int training, double momentum, double eps);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_instance_norm(IntPtr x, IntPtr mean, IntPtr var, IntPtr weight, IntPtr bias, int use_input_stats, double momentum, double eps);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_layer_norm(IntPtr x, long* shape, int rank, IntPtr weight, IntPtr bias, double eps);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_dropout(IntPtr x, int kind, double p, int training, int inplace);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_embedding(IntPtr x, IntPtr weight, long padding, int scale, int sparse, double max_norm, double norm_type);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_one_hot(IntPtr x, long classes);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_cosine_similarity(IntPtr x1, IntPtr x2, long dim, double eps);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_flatten(IntPtr x, long start, long end);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_alias(IntPtr x);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_unflatten(IntPtr x, long dim, long* sizes, int rank);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_new(long* shape, int rank, int dtype, int kind, double a, double b);
    [LibraryImport(Library)] internal static partial int tb_nn_fill(IntPtr t, int kind, double a, double b);
    [LibraryImport(Library)] internal static partial int tb_nn_fill_truncated_normal(IntPtr t, double mean, double deviation, double low, double high);
    [LibraryImport(Library)] internal static partial int tb_nn_fill_eye(IntPtr t);
    [LibraryImport(Library)] internal static partial int tb_nn_fill_dirac(IntPtr t);
    [LibraryImport(Library)] internal static partial int tb_nn_fill_orthogonal(IntPtr t, double gain);
    [LibraryImport(Library)] internal static partial int tb_nn_fill_sparse(IntPtr t, double sparsity, double deviation);

    [LibraryImport(Library)] internal static partial IntPtr tb_nn_conv(int dims, IntPtr x, IntPtr weight, IntPtr bias, long* stride, long* padding, int same, long* dilation, long groups, int mode);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_conv_transpose(int dims, IntPtr x, IntPtr weight, IntPtr bias, long* stride, long* padding, long* output_padding, long* dilation, long groups);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_max_pool(int dims, IntPtr x, long* kernel, long* stride, long* padding, long* dilation, int ceil);
    [LibraryImport(Library)] internal static partial int tb_nn_max_pool_with_indices(int dims, IntPtr x, long* kernel, long* stride, long* padding, long* dilation, int ceil, IntPtr* outputs);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_avg_pool(int dims, IntPtr x, long* kernel, long* stride, long* padding, int ceil, int count_include_pad, long divisor);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_adaptive_avg_pool(int dims, IntPtr x, long* size);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_adaptive_max_pool(int dims, IntPtr x, long* size);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_pad(IntPtr x, long* pad, int length, int mode, double value);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_pixel_shuffle(IntPtr x, long factor);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_interpolate(IntPtr x, long* size, int size_length, double* scale, int scale_length, int mode, int align, int recompute);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_grid_sample(IntPtr x, IntPtr grid, int mode, int padding, int align);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_affine_grid(IntPtr theta, long* size, int length, int align);

    [LibraryImport(Library)] internal static partial int tb_nn_rnn(int kind, IntPtr x, IntPtr batch_sizes, IntPtr h0, IntPtr c0, IntPtr* weights, int weight_count, int has_biases, long layers, long hidden, double dropout, int training, int bidirectional, int batch_first, IntPtr* outputs);
    [LibraryImport(Library)] internal static partial int tb_nn_rnn_cell(int kind, IntPtr x, IntPtr h0, IntPtr c0, IntPtr w_ih, IntPtr w_hh, IntPtr b_ih, IntPtr b_hh, IntPtr* outputs);
    [LibraryImport(Library)] internal static partial int tb_nn_pack_padded(IntPtr x, IntPtr lengths, int batch_first, int enforce_sorted, IntPtr* outputs);
    [LibraryImport(Library)] internal static partial int tb_nn_pad_packed(IntPtr data, IntPtr batch_sizes, IntPtr unsorted, int batch_first, double value, long total, IntPtr* outputs);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_pad_sequence(IntPtr* sequences, int count, int batch_first, double value);
    [LibraryImport(Library)] internal static partial int tb_nn_attention(IntPtr query, IntPtr key, IntPtr value, IntPtr* parameters, long heads, double dropout, int training, int zero_attention, IntPtr padding, int need_weights, IntPtr mask, IntPtr* outputs);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_transformer_encoder(IntPtr x, IntPtr mask, IntPtr padding, IntPtr* parameters, int layers, long heads, double dropout, int activation, int training);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_scaled_dot_product_attention(IntPtr query, IntPtr key, IntPtr value, IntPtr mask, double dropout, int causal);

    [LibraryImport(Library)] internal static partial IntPtr tb_nn_mse_loss(IntPtr x, IntPtr y, int reduction);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_l1_loss(IntPtr x, IntPtr y, int reduction);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_smooth_l1_loss(IntPtr x, IntPtr y, int reduction, double beta);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_huber_loss(IntPtr x, IntPtr y, double delta, int reduction);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_bce_loss(IntPtr x, IntPtr y, IntPtr weight, int reduction);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_bce_with_logits_loss(IntPtr x, IntPtr y, IntPtr weight, int reduction, IntPtr pos_weights);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_cross_entropy(IntPtr x, IntPtr y, IntPtr weight, long ignore, int reduction, double smoothing);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_nll_loss(IntPtr x, IntPtr y, IntPtr weight, int reduction);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_kl_div(IntPtr x, IntPtr y, int log_target, int reduction);

    [LibraryImport(Library)] internal static partial int tb_nn_clip_grad_norm(IntPtr* parameters, int count, double max_norm, double type, double* total);
    [LibraryImport(Library)] internal static partial int tb_nn_clip_grad_value(IntPtr* parameters, int count, double limit);
    [LibraryImport(Library)] internal static partial int tb_nn_clear_grad(IntPtr* parameters, int count);
    [LibraryImport(Library)] internal static partial IntPtr tb_nn_parameters_to_vector(IntPtr* parameters, int count);
    [LibraryImport(Library)] internal static partial int tb_nn_vector_to_parameters(IntPtr vector, IntPtr* parameters, int count);
}
