using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_matmul(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_mm(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_mv(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_bmm(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_dot(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_outer(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_inner(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_kron(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr tb_addmm(IntPtr t, IntPtr a, IntPtr b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial int tb_addmm_(IntPtr t, IntPtr a, IntPtr b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial IntPtr tb_baddbmm(IntPtr t, IntPtr a, IntPtr b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial int tb_addr_(IntPtr t, IntPtr a, IntPtr b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial IntPtr tb_inverse(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_det(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_matrix_power(IntPtr t, long n);
    [LibraryImport(Library)] internal static partial IntPtr tb_cholesky(IntPtr t, byte upper);
    [LibraryImport(Library)] internal static partial IntPtr tb_pinverse(IntPtr t, double rcond, byte hermitian);
    [LibraryImport(Library)] internal static partial IntPtr tb_tensordot(IntPtr a, IntPtr b, long* x, int n, long* y, int m);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor matmul(Tensor target) => Result(Native.tb_matmul(Handle, target.Handle), target);
        public Tensor mm(Tensor target) => Result(Native.tb_mm(Handle, target.Handle), target);
        public Tensor mv(Tensor target) => Result(Native.tb_mv(Handle, target.Handle), target);
        public Tensor bmm(Tensor batch2) => Result(Native.tb_bmm(Handle, batch2.Handle), batch2);
        public Tensor dot(Tensor target) => Result(Native.tb_dot(Handle, target.Handle), target);
        public Tensor outer(Tensor vec2) => Result(Native.tb_outer(Handle, vec2.Handle), vec2);
        public Tensor inner(Tensor vec2) => Result(Native.tb_inner(Handle, vec2.Handle), vec2);
        public Tensor kron(Tensor other) => Result(Native.tb_kron(Handle, other.Handle), other);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Result(Native.tb_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1, mat2);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => InPlace(Native.tb_addmm_(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1, mat2);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Result(Native.tb_baddbmm(Handle, batch1.Handle, batch2.Handle, beta, alpha), batch1, batch2);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => InPlace(Native.tb_addr_(Handle, vec1.Handle, vec2.Handle, beta, alpha), vec1, vec2);

        public Tensor inverse() => Result(Native.tb_inverse(Handle));
        public Tensor det() => Result(Native.tb_det(Handle));
        public Tensor matrix_power(int n) => Result(Native.tb_matrix_power(Handle, n));
        public Tensor cholesky(bool upper = false) => Result(Native.tb_cholesky(Handle, Native.Flag(upper)));
        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Result(Native.tb_pinverse(Handle, rcond, Native.Flag(hermitian)));

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2)
        {
            fixed (long* x = dims1, y = dims2) return Result(Native.tb_tensordot(Handle, b.Handle, x, dims1.Length, y, dims2.Length), b);
        }

        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));

        /// The last dims dimensions of this with the first ones of b.
        public Tensor tensordot(Tensor b, long dims = 2)
        {
            if (dims < 0) throw new ArgumentException($"dims is {dims}; it must not be negative.");
            var mine = new long[dims];
            var theirs = new long[dims];
            for (var i = 0; i < dims; i++) (mine[i], theirs[i]) = (i - dims, i);
            return tensordot(b, mine, theirs);
        }
    }
}
