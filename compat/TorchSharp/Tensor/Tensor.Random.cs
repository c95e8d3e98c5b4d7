using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_bernoulli(IntPtr t, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_bernoulli_(IntPtr t, double p, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_bernoulli_tensor_(IntPtr t, IntPtr p, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_multinomial(IntPtr t, long n, byte replacement, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_poisson(IntPtr t, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_normal_(IntPtr t, double mean, double std, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_uniform_(IntPtr t, double from, double to, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_random_(IntPtr t, long from, long to, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_exponential_(IntPtr t, double lambda, IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_geometric_(IntPtr t, double p, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_zeros_like(IntPtr t, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_ones_like(IntPtr t, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_empty_like(IntPtr t, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_rand_like(IntPtr t, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_randn_like(IntPtr t, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_full_like(IntPtr t, ScalarValue v, int dtype, int deviceType, int deviceIndex, byte grad);
}

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => Result(Native.tb_bernoulli(Handle, Native.HandleOrNull(generator)), generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => InPlace(Native.tb_bernoulli_(Handle, p, Native.HandleOrNull(generator)), generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => InPlace(Native.tb_bernoulli_tensor_(Handle, p.Handle, Native.HandleOrNull(generator)), p, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => Result(Native.tb_multinomial(Handle, num_samples, Native.Flag(replacement), Native.HandleOrNull(generator)), generator);
        public Tensor poisson(Generator? generator = null) => Result(Native.tb_poisson(Handle, Native.HandleOrNull(generator)), generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => InPlace(Native.tb_normal_(Handle, mean, std, Native.HandleOrNull(generator)), generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => InPlace(Native.tb_uniform_(Handle, from, to, Native.HandleOrNull(generator)), generator);
        public Tensor random_(double from, double to, Generator? generator = null) => InPlace(Native.tb_random_(Handle, (long)from, (long)to, Native.HandleOrNull(generator)), generator);
        public Tensor exponential_(double lambda = 1, Generator? generator = null) => InPlace(Native.tb_exponential_(Handle, lambda, Native.HandleOrNull(generator)), generator);
        public Tensor geometric_(double p, Generator? generator = null) => InPlace(Native.tb_geometric_(Handle, p, Native.HandleOrNull(generator)), generator);

        // Absent: the device of this tensor.
        static (int type, int index) Where(Device? device) => device is null ? (-1, -1) : ((int)InitializeDevice(device).type, device.index);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var (type, index) = Where(device);
            return Result(Native.tb_zeros_like(Handle, Native.Code(dtype), type, index, Native.Flag(requires_grad)));
        }

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var (type, index) = Where(device);
            return Result(Native.tb_ones_like(Handle, Native.Code(dtype), type, index, Native.Flag(requires_grad)));
        }

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var (type, index) = Where(device);
            return Result(Native.tb_empty_like(Handle, Native.Code(dtype), type, index, Native.Flag(requires_grad)));
        }

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var (type, index) = Where(device);
            return Result(Native.tb_rand_like(Handle, Native.Code(dtype), type, index, Native.Flag(requires_grad)));
        }

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var (type, index) = Where(device);
            return Result(Native.tb_randn_like(Handle, Native.Code(dtype), type, index, Native.Flag(requires_grad)));
        }

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var (type, index) = Where(device);
            return Result(Native.tb_full_like(Handle, value, Native.Code(dtype), type, index, Native.Flag(requires_grad)));
        }

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones(rows, columns, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(rows, columns, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full(size, value, dtype ?? this.dtype, device ?? this.device, requires_grad);
    }
}
