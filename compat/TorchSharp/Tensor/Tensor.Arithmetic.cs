using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_add_alpha(IntPtr a, IntPtr b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial int tb_add_alpha_(IntPtr a, IntPtr b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial IntPtr tb_add_scalar_alpha(IntPtr a, ScalarValue b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial int tb_add_scalar_alpha_(IntPtr a, ScalarValue b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial IntPtr tb_scalar_sub(ScalarValue s, IntPtr a);
    [LibraryImport(Library)] internal static partial IntPtr tb_scalar_div(ScalarValue s, IntPtr a);
    [LibraryImport(Library)] internal static partial IntPtr tb_div_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_div_mode(IntPtr a, IntPtr b, int mode);
    [LibraryImport(Library)] internal static partial int tb_div_mode_(IntPtr a, IntPtr b, int mode);
    [LibraryImport(Library)] internal static partial IntPtr tb_div_scalar_mode(IntPtr a, ScalarValue b, int mode);
    [LibraryImport(Library)] internal static partial int tb_div_scalar_mode_(IntPtr a, ScalarValue b, int mode);
    [LibraryImport(Library)] internal static partial IntPtr tb_addcmul(IntPtr t, IntPtr a, IntPtr b, ScalarValue v);
    [LibraryImport(Library)] internal static partial int tb_addcmul_(IntPtr t, IntPtr a, IntPtr b, ScalarValue v);
    [LibraryImport(Library)] internal static partial IntPtr tb_addcdiv(IntPtr t, IntPtr a, IntPtr b, ScalarValue v);
    [LibraryImport(Library)] internal static partial int tb_addcdiv_(IntPtr t, IntPtr a, IntPtr b, ScalarValue v);
    [LibraryImport(Library)] internal static partial IntPtr tb_lerp(IntPtr t, IntPtr end, IntPtr weight);
    [LibraryImport(Library)] internal static partial int tb_lerp_(IntPtr t, IntPtr end, IntPtr weight);
    [LibraryImport(Library)] internal static partial IntPtr tb_clamp(IntPtr t, ScalarValue lo, ScalarValue hi);
    [LibraryImport(Library)] internal static partial int tb_clamp_(IntPtr t, ScalarValue lo, ScalarValue hi);
    [LibraryImport(Library)] internal static partial IntPtr tb_clamp_tensor(IntPtr t, IntPtr lo, IntPtr hi);
    [LibraryImport(Library)] internal static partial int tb_clamp_tensor_(IntPtr t, IntPtr lo, IntPtr hi);
    [LibraryImport(Library)] internal static partial IntPtr tb_leaky_relu(IntPtr t, ScalarValue s);
    [LibraryImport(Library)] internal static partial int tb_leaky_relu_(IntPtr t, ScalarValue s);
    [LibraryImport(Library)] internal static partial int tb_hardtanh_(IntPtr t, ScalarValue lo, ScalarValue hi);
    [LibraryImport(Library)] internal static partial IntPtr tb_elu(IntPtr t, ScalarValue alpha, ScalarValue scale, ScalarValue input);
    [LibraryImport(Library)] internal static partial int tb_elu_(IntPtr t, ScalarValue alpha, ScalarValue scale, ScalarValue input);
    [LibraryImport(Library)] internal static partial IntPtr tb_round(IntPtr t, long decimals);
    [LibraryImport(Library)] internal static partial int tb_round_(IntPtr t, long decimals);
    [LibraryImport(Library)] internal static partial IntPtr tb_logit(IntPtr t, double* eps);
    [LibraryImport(Library)] internal static partial IntPtr tb_nan_to_num(IntPtr t, double nan, double* posinf, double* neginf);
    [LibraryImport(Library)] internal static partial IntPtr tb_isclose(IntPtr a, IntPtr b, double rtol, double atol, byte nan);
    [LibraryImport(Library)] internal static partial int tb_allclose(IntPtr a, IntPtr b, double rtol, double atol, byte nan);
    [LibraryImport(Library)] internal static partial int tb_equal(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_where(IntPtr condition, IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_softmax(IntPtr t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_log_softmax(IntPtr t, long dim, int dtype);
}

public static partial class torch
{
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    public unsafe partial class Tensor
    {
        public Tensor add(Tensor target, Scalar alpha) => Result(Native.tb_add_alpha(Handle, target.Handle, alpha), target);
        public Tensor add_(Tensor target, Scalar alpha) => InPlace(Native.tb_add_alpha_(Handle, target.Handle, alpha), target);
        public Tensor add(Scalar scalar, Scalar alpha) => Result(Native.tb_add_scalar_alpha(Handle, scalar, alpha));
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(Native.tb_add_scalar_alpha_(Handle, scalar, alpha));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Result(Native.tb_div_mode(Handle, target.Handle, (int)rounding_mode), target);
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => InPlace(Native.tb_div_mode_(Handle, target.Handle, (int)rounding_mode), target);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Result(Native.tb_div_scalar_mode(Handle, target, (int)rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => InPlace(Native.tb_div_scalar_mode_(Handle, target, (int)rounding_mode));
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor true_divide(Tensor other) => div(other);
        public Tensor true_divide(Scalar other) => div(other);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Result(Native.tb_addcmul(Handle, tensor1.Handle, tensor2.Handle, value), tensor1, tensor2);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Native.tb_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value), tensor1, tensor2);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Result(Native.tb_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value), tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Native.tb_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value), tensor1, tensor2);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Result(Native.tb_addcdiv(Handle, tensor1.Handle, tensor2.Handle, 1), tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => InPlace(Native.tb_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, 1), tensor1, tensor2);
        public Tensor lerp(Tensor end, Tensor weight) => Result(Native.tb_lerp(Handle, end.Handle, weight.Handle), end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(Native.tb_lerp_(Handle, end.Handle, weight.Handle), end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Result(Native.tb_clamp(Handle, ScalarValue.Optional(min), ScalarValue.Optional(max)));
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(Native.tb_clamp_(Handle, ScalarValue.Optional(min), ScalarValue.Optional(max)));
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Result(Native.tb_clamp_tensor(Handle, Native.HandleOrNull(min), Native.HandleOrNull(max)), min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace(Native.tb_clamp_tensor_(Handle, Native.HandleOrNull(min), Native.HandleOrNull(max)), min, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_max(Scalar max) => clamp((Scalar?)null, max);
        public Tensor clamp_max_(Scalar max) => clamp_((Scalar?)null, max);
        public Tensor clamp_min(Scalar min) => clamp(min, (Scalar?)null);
        public Tensor clamp_min_(Scalar min) => clamp_(min, (Scalar?)null);

        public Tensor leaky_relu(Scalar negative_slope) => Result(Native.tb_leaky_relu(Handle, negative_slope));
        public Tensor leaky_relu_(Scalar negative_slope) => InPlace(Native.tb_leaky_relu_(Handle, negative_slope));
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Result(Native.tb_elu(Handle, alpha, scale, input_scale));
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => InPlace(Native.tb_elu_(Handle, alpha, scale, input_scale));

        /// As in the original: the value is returned unchanged.
        public Tensor hardtanh(Scalar min, Scalar max)
        {
            ArgumentNullException.ThrowIfNull(min);
            ArgumentNullException.ThrowIfNull(max);
            return this;
        }

        public Tensor hardtanh_(Scalar min, Scalar max) => InPlace(Native.tb_hardtanh_(Handle, min, max));
        public Tensor round(long decimals = 0) => Result(Native.tb_round(Handle, decimals));
        public Tensor round_(long decimals = 0) => InPlace(Native.tb_round_(Handle, decimals));

        public Tensor logit(double? eps = null)
        {
            var value = eps.GetValueOrDefault();
            return Result(Native.tb_logit(Handle, eps is null ? null : &value));
        }

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null)
        {
            double high = posinf.GetValueOrDefault(), low = neginf.GetValueOrDefault();
            return Result(Native.tb_nan_to_num(Handle, nan, posinf is null ? null : &high, neginf is null ? null : &low));
        }

        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            Result(Native.tb_isclose(Handle, other.Handle, rtol, atol, Native.Flag(nanEqual)), other);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            Native.Decide(Native.tb_allclose(Handle, target.Handle, rtol, atol, Native.Flag(equal_nan)), this, target);

        public Tensor where(Tensor condition, Tensor y)
        {
            if (condition.dtype != ScalarType.Bool) throw new ArgumentException("The condition to where() must be a boolean tensor.");
            return Result(Native.tb_where(condition.Handle, Handle, y.Handle), condition, y);
        }

        public Tensor softmax(long dim, ScalarType? dtype = null) => Result(Native.tb_softmax(Handle, dim, Native.Code(dtype)));
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Result(Native.tb_log_softmax(Handle, dim, Native.Code(dtype)));
    }
}
