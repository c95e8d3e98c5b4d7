using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_cholesky(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_det(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_inv(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_svdvals(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_eigvalsh(IntPtr t, byte uplo);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_solve(IntPtr a, IntPtr b, byte left);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_solve_triangular(IntPtr a, IntPtr b, byte upper, byte left, byte unit);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_solve_triangular_out(IntPtr a, IntPtr b, byte upper, byte left, byte unit, IntPtr result);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_norm(IntPtr t, double* ord, long* d, int n, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_norm_name(IntPtr t, byte* ord, long* d, int n, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_vector_norm(IntPtr t, double ord, long* d, int n, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_pinv(IntPtr t, double* atol, double* rtol, byte hermitian);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_matrix_rank(IntPtr t, double* atol, double* rtol, byte hermitian);
    [LibraryImport(Library)] internal static partial IntPtr tb_linalg_cross(IntPtr a, IntPtr b, long dim);
    [LibraryImport(Library)] internal static partial int tb_linalg_eigh(IntPtr t, byte uplo, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_linalg_slogdet(IntPtr t, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_linalg_qr(IntPtr t, int mode, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_linalg_lu(IntPtr t, byte pivot, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_linalg_svd(IntPtr t, byte full, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_linalg_lstsq(IntPtr a, IntPtr b, double* rcond, IntPtr* results);
}

public static partial class torch
{
    public static unsafe partial class linalg
    {
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static Tensor cholesky(Tensor input) => input.Result(Native.tb_linalg_cholesky(input.Handle));
        public static Tensor det(Tensor input) => input.Result(Native.tb_linalg_det(input.Handle));
        public static Tensor inv(Tensor input) => input.Result(Native.tb_linalg_inv(input.Handle));
        public static Tensor svdvals(Tensor input) => input.Result(Native.tb_linalg_svdvals(input.Handle));
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => input.Result(Native.tb_linalg_eigvalsh(input.Handle, (byte)UPLO));
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => input.diagonal(offset, dim1, dim2);
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => input.Result(Native.tb_linalg_cross(input.Handle, other.Handle, dim), other);
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => A.Result(Native.tb_linalg_solve(A.Handle, B.Handle, Native.Flag(left)), B);

        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null)
        {
            byte u = Native.Flag(upper), l = Native.Flag(left), one = Native.Flag(unitriangular);
            return A.Result(@out is null ? Native.tb_linalg_solve_triangular(A.Handle, B.Handle, u, l, one) : Native.tb_linalg_solve_triangular_out(A.Handle, B.Handle, u, l, one, @out.Handle), B, @out);
        }

        static Tensor Norm(Tensor input, double? ord, long[]? dims, bool keepdim)
        {
            var value = ord.GetValueOrDefault();
            fixed (long* d = dims) return input.Result(Native.tb_linalg_norm(input.Handle, ord is null ? null : &value, d, dims?.Length ?? 0, Native.Flag(keepdim)));
        }

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Norm(input, null, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Norm(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Norm(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false)
        {
            fixed (byte* name = Encoding.UTF8.GetBytes(ord + '\0'))
            fixed (long* d = dims)
                return input.Result(Native.tb_linalg_norm_name(input.Handle, name, d, dims?.Length ?? 0, Native.Flag(keepdim)));
        }

        public static Tensor vector_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false)
        {
            fixed (long* d = dims) return input.Result(Native.tb_linalg_vector_norm(input.Handle, ord, d, dims?.Length ?? 0, Native.Flag(keepdim)));
        }

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false)
        {
            double a = atol.GetValueOrDefault(), r = rtol.GetValueOrDefault();
            return input.Result(Native.tb_linalg_pinv(input.Handle, atol is null ? null : &a, rtol is null ? null : &r, Native.Flag(hermitian)));
        }

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false)
        {
            double a = atol.GetValueOrDefault(), r = rtol.GetValueOrDefault();
            return input.Result(Native.tb_linalg_matrix_rank(input.Handle, atol is null ? null : &a, rtol is null ? null : &r, Native.Flag(hermitian)));
        }

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_linalg_eigh(input.Handle, (byte)UPLO, results), results, input);
        }

        public static (Tensor, Tensor) slogdet(Tensor input)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_linalg_slogdet(input.Handle, results), results, input);
        }

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_linalg_qr(input.Handle, (int)mode, results), results, input);
        }

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true)
        {
            IntPtr* results = stackalloc IntPtr[3];
            input.InPlace(Native.tb_linalg_lu(input.Handle, Native.Flag(pivot), results));
            return (new Tensor(results[0]), new Tensor(results[1]), new Tensor(results[2]));
        }

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            IntPtr* results = stackalloc IntPtr[3];
            input.InPlace(Native.tb_linalg_svd(input.Handle, Native.Flag(fullMatrices), results));
            return (new Tensor(results[0]), new Tensor(results[1]), new Tensor(results[2]));
        }

        static (Tensor, Tensor, Tensor, Tensor) LeastSquares(Tensor input, Tensor other, double? rcond)
        {
            var value = rcond.GetValueOrDefault();
            IntPtr* results = stackalloc IntPtr[4];
            input.InPlace(Native.tb_linalg_lstsq(input.Handle, other.Handle, rcond is null ? null : &value, results), other);
            return (new Tensor(results[0]), new Tensor(results[1]), new Tensor(results[2]), new Tensor(results[3]));
        }

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => LeastSquares(input, other, null);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) => LeastSquares(input, other, rcond);
    }
}
