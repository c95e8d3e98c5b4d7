using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_add(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_add_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_add_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_add_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_sub(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_sub_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_sub_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_sub_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_mul(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_mul_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_mul_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_mul_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_eq(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_eq_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_eq_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_eq_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_ne(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_ne_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_ne_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_ne_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_lt(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_lt_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_lt_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_lt_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_le(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_le_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_le_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_le_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_gt(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_gt_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_gt_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_gt_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_ge(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_ge_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_ge_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_ge_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_fmod(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_fmod_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_fmod_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_fmod_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_remainder(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_remainder_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_remainder_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_remainder_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_pow(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_pow_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_pow_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_pow_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_floor_divide(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_floor_divide_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_floor_divide_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int tb_floor_divide_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr tb_xlogy(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_xlogy_scalar(IntPtr a, ScalarValue b);
}

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Result(Native.tb_add(Handle, target.Handle), target);
        public Tensor add_(Tensor target) => InPlace(Native.tb_add_(Handle, target.Handle), target);
        public Tensor add(Scalar scalar) => Result(Native.tb_add_scalar(Handle, scalar));
        public Tensor add_(Scalar scalar) => InPlace(Native.tb_add_scalar_(Handle, scalar));
        public Tensor sub(Tensor target) => Result(Native.tb_sub(Handle, target.Handle), target);
        public Tensor sub_(Tensor target) => InPlace(Native.tb_sub_(Handle, target.Handle), target);
        public Tensor sub(Scalar target) => Result(Native.tb_sub_scalar(Handle, target));
        public Tensor sub_(Scalar target) => InPlace(Native.tb_sub_scalar_(Handle, target));
        public Tensor mul(Tensor target) => Result(Native.tb_mul(Handle, target.Handle), target);
        public Tensor mul_(Tensor target) => InPlace(Native.tb_mul_(Handle, target.Handle), target);
        public Tensor mul(Scalar target) => Result(Native.tb_mul_scalar(Handle, target));
        public Tensor mul_(Scalar target) => InPlace(Native.tb_mul_scalar_(Handle, target));
        public Tensor eq(Tensor target) => Result(Native.tb_eq(Handle, target.Handle), target);
        public Tensor eq_(Tensor target) => InPlace(Native.tb_eq_(Handle, target.Handle), target);
        public Tensor eq(Scalar target) => Result(Native.tb_eq_scalar(Handle, target));
        public Tensor eq_(Scalar target) => InPlace(Native.tb_eq_scalar_(Handle, target));
        public Tensor ne(Tensor target) => Result(Native.tb_ne(Handle, target.Handle), target);
        public Tensor ne_(Tensor target) => InPlace(Native.tb_ne_(Handle, target.Handle), target);
        public Tensor ne(Scalar target) => Result(Native.tb_ne_scalar(Handle, target));
        public Tensor ne_(Scalar target) => InPlace(Native.tb_ne_scalar_(Handle, target));
        public Tensor lt(Tensor target) => Result(Native.tb_lt(Handle, target.Handle), target);
        public Tensor lt_(Tensor target) => InPlace(Native.tb_lt_(Handle, target.Handle), target);
        public Tensor lt(Scalar target) => Result(Native.tb_lt_scalar(Handle, target));
        public Tensor lt_(Scalar target) => InPlace(Native.tb_lt_scalar_(Handle, target));
        public Tensor le(Tensor target) => Result(Native.tb_le(Handle, target.Handle), target);
        public Tensor le_(Tensor target) => InPlace(Native.tb_le_(Handle, target.Handle), target);
        public Tensor le(Scalar target) => Result(Native.tb_le_scalar(Handle, target));
        public Tensor le_(Scalar target) => InPlace(Native.tb_le_scalar_(Handle, target));
        public Tensor gt(Tensor target) => Result(Native.tb_gt(Handle, target.Handle), target);
        public Tensor gt_(Tensor target) => InPlace(Native.tb_gt_(Handle, target.Handle), target);
        public Tensor gt(Scalar target) => Result(Native.tb_gt_scalar(Handle, target));
        public Tensor gt_(Scalar target) => InPlace(Native.tb_gt_scalar_(Handle, target));
        public Tensor ge(Tensor target) => Result(Native.tb_ge(Handle, target.Handle), target);
        public Tensor ge_(Tensor target) => InPlace(Native.tb_ge_(Handle, target.Handle), target);
        public Tensor ge(Scalar target) => Result(Native.tb_ge_scalar(Handle, target));
        public Tensor ge_(Scalar target) => InPlace(Native.tb_ge_scalar_(Handle, target));
        public Tensor fmod(Tensor target) => Result(Native.tb_fmod(Handle, target.Handle), target);
        public Tensor fmod_(Tensor target) => InPlace(Native.tb_fmod_(Handle, target.Handle), target);
        public Tensor fmod(Scalar scalar) => Result(Native.tb_fmod_scalar(Handle, scalar));
        public Tensor fmod_(Scalar scalar) => InPlace(Native.tb_fmod_scalar_(Handle, scalar));
        public Tensor remainder(Tensor target) => Result(Native.tb_remainder(Handle, target.Handle), target);
        public Tensor remainder_(Tensor target) => InPlace(Native.tb_remainder_(Handle, target.Handle), target);
        public Tensor remainder(Scalar scalar) => Result(Native.tb_remainder_scalar(Handle, scalar));
        public Tensor remainder_(Scalar scalar) => InPlace(Native.tb_remainder_scalar_(Handle, scalar));
        public Tensor pow(Tensor exponent) => Result(Native.tb_pow(Handle, exponent.Handle), exponent);
        public Tensor pow_(Tensor exponent) => InPlace(Native.tb_pow_(Handle, exponent.Handle), exponent);
        public Tensor pow(Scalar exponent) => Result(Native.tb_pow_scalar(Handle, exponent));
        public Tensor pow_(Scalar exponent) => InPlace(Native.tb_pow_scalar_(Handle, exponent));
        public Tensor floor_divide(Tensor other) => Result(Native.tb_floor_divide(Handle, other.Handle), other);
        public Tensor floor_divide_(Tensor other) => InPlace(Native.tb_floor_divide_(Handle, other.Handle), other);
        public Tensor floor_divide(Scalar other) => Result(Native.tb_floor_divide_scalar(Handle, other));
        public Tensor floor_divide_(Scalar other) => InPlace(Native.tb_floor_divide_scalar_(Handle, other));
        public Tensor xlogy(Tensor y) => Result(Native.tb_xlogy(Handle, y.Handle), y);
        public Tensor xlogy(Scalar y) => Result(Native.tb_xlogy_scalar(Handle, y));
        public Tensor equal(Tensor target) => eq(target);
        public Tensor less(Tensor target) => lt(target);
    }
}
