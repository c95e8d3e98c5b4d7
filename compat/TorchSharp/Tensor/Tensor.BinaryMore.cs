using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_atan2(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_atan2_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_bitwise_and(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_bitwise_and_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_bitwise_or(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_bitwise_or_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_bitwise_xor(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_bitwise_xor_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_gcd(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_lcm(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_logical_and(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_logical_and_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_logical_or(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int tb_logical_or_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_logical_xor(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_copysign(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_maximum(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_minimum(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_hypot(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_logaddexp(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_prelu(IntPtr a, IntPtr b);
}

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor atan2(Tensor other) => Result(Native.tb_atan2(Handle, other.Handle), other);
        public Tensor atan2_(Tensor other) => InPlace(Native.tb_atan2_(Handle, other.Handle), other);
        public Tensor bitwise_and(Tensor other) => Result(Native.tb_bitwise_and(Handle, other.Handle), other);
        public Tensor bitwise_and_(Tensor other) => InPlace(Native.tb_bitwise_and_(Handle, other.Handle), other);
        public Tensor bitwise_or(Tensor other) => Result(Native.tb_bitwise_or(Handle, other.Handle), other);
        public Tensor bitwise_or_(Tensor other) => InPlace(Native.tb_bitwise_or_(Handle, other.Handle), other);
        public Tensor bitwise_xor(Tensor other) => Result(Native.tb_bitwise_xor(Handle, other.Handle), other);
        public Tensor bitwise_xor_(Tensor other) => InPlace(Native.tb_bitwise_xor_(Handle, other.Handle), other);
        public Tensor gcd(Tensor other) => Result(Native.tb_gcd(Handle, other.Handle), other);
        public Tensor lcm(Tensor other) => Result(Native.tb_lcm(Handle, other.Handle), other);
        public Tensor logical_and(Tensor other) => Result(Native.tb_logical_and(Handle, other.Handle), other);
        public Tensor logical_and_(Tensor other) => InPlace(Native.tb_logical_and_(Handle, other.Handle), other);
        public Tensor logical_or(Tensor other) => Result(Native.tb_logical_or(Handle, other.Handle), other);
        public Tensor logical_or_(Tensor other) => InPlace(Native.tb_logical_or_(Handle, other.Handle), other);
        public Tensor logical_xor(Tensor other) => Result(Native.tb_logical_xor(Handle, other.Handle), other);
        public Tensor copysign(Tensor other) => Result(Native.tb_copysign(Handle, other.Handle), other);
        public Tensor maximum(Tensor other) => Result(Native.tb_maximum(Handle, other.Handle), other);
        public Tensor minimum(Tensor other) => Result(Native.tb_minimum(Handle, other.Handle), other);
        public Tensor hypot(Tensor other) => Result(Native.tb_hypot(Handle, other.Handle), other);
        public Tensor logaddexp(Tensor other) => Result(Native.tb_logaddexp(Handle, other.Handle), other);
        public Tensor prelu(Tensor target) => Result(Native.tb_prelu(Handle, target.Handle), target);
        public Tensor arctan(Tensor other) => atan2(other);
    }
}
