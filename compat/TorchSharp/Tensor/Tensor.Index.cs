using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_index(IntPtr t, IndexValue* indices, int n);
    [LibraryImport(Library)] internal static partial int tb_index_put_(IntPtr t, IndexValue* indices, int n, IntPtr value);
    [LibraryImport(Library)] internal static partial int tb_index_put_scalar_(IntPtr t, IndexValue* indices, int n, ScalarValue value);
    [LibraryImport(Library)] internal static partial IntPtr tb_select_many(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_index_select(IntPtr t, long dim, IntPtr index);
    [LibraryImport(Library)] internal static partial IntPtr tb_gather(IntPtr t, long dim, IntPtr index);
    [LibraryImport(Library)] internal static partial IntPtr tb_take(IntPtr t, IntPtr index);
    [LibraryImport(Library)] internal static partial IntPtr tb_scatter(IntPtr t, long dim, IntPtr index, IntPtr src);
    [LibraryImport(Library)] internal static partial int tb_scatter_(IntPtr t, long dim, IntPtr index, IntPtr src);
    [LibraryImport(Library)] internal static partial IntPtr tb_scatter_add(IntPtr t, long dim, IntPtr index, IntPtr src);
    [LibraryImport(Library)] internal static partial int tb_scatter_add_(IntPtr t, long dim, IntPtr index, IntPtr src);
    [LibraryImport(Library)] internal static partial IntPtr tb_index_add(IntPtr t, long dim, IntPtr index, IntPtr src, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial int tb_index_add_(IntPtr t, long dim, IntPtr index, IntPtr src, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial IntPtr tb_index_copy(IntPtr t, long dim, IntPtr index, IntPtr src);
    [LibraryImport(Library)] internal static partial int tb_index_copy_(IntPtr t, long dim, IntPtr index, IntPtr src);
    [LibraryImport(Library)] internal static partial IntPtr tb_index_fill(IntPtr t, long dim, IntPtr index, ScalarValue value);
    [LibraryImport(Library)] internal static partial int tb_index_fill_(IntPtr t, long dim, IntPtr index, ScalarValue value);
    [LibraryImport(Library)] internal static partial IntPtr tb_masked_fill(IntPtr t, IntPtr mask, ScalarValue value);
    [LibraryImport(Library)] internal static partial int tb_masked_fill_(IntPtr t, IntPtr mask, ScalarValue value);
    [LibraryImport(Library)] internal static partial IntPtr tb_masked_select(IntPtr t, IntPtr mask);
    [LibraryImport(Library)] internal static partial IntPtr tb_masked_scatter(IntPtr t, IntPtr mask, IntPtr value);
    [LibraryImport(Library)] internal static partial int tb_masked_scatter_(IntPtr t, IntPtr mask, IntPtr value);
    [LibraryImport(Library)] internal static partial IntPtr tb_nonzero(IntPtr t);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        Tensor Select(ReadOnlySpan<long> indices)
        {
            fixed (long* p = indices) return Result(Native.tb_select_many(Handle, p, indices.Length));
        }

        void Assign(ReadOnlySpan<long> indices, Tensor value)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            for (var i = 0; i < indices.Length; i++) args[i] = new IndexValue { Kind = 2, Start = indices[i] };
            InPlace(Native.tb_index_put_(Handle, args, indices.Length, value.Handle), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1] { get => Result(Native.tb_select_many(Handle, &i1, 1)); set => Assign([i1], value); }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2] { get => Select([i1, i2]); set => Assign([i1, i2], value); }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3] { get => Select([i1, i2, i3]); set => Assign([i1, i2, i3], value); }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4] { get => Select([i1, i2, i3, i4]); set => Assign([i1, i2, i3, i4], value); }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5] { get => Select([i1, i2, i3, i4, i5]); set => Assign([i1, i2, i3, i4, i5], value); }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6] { get => Select([i1, i2, i3, i4, i5, i6]); set => Assign([i1, i2, i3, i4, i5, i6], value); }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices] { get => Select(indices); set => Assign(indices, value); }

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices] { get => index(indices); set => index_put_(value, indices); }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices] { get => index(indices); set => index_put_(value, indices); }

        static void Fill(IndexValue* args, TensorIndex[] indices)
        {
            for (var i = 0; i < indices.Length; i++) args[i] = indices[i].Value;
        }

        static void Fill(IndexValue* args, Tensor[] indices)
        {
            for (var i = 0; i < indices.Length; i++) args[i] = new IndexValue { Kind = 5, Tensor = indices[i].Handle };
        }

        public Tensor index(params TensorIndex[] indices)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            Fill(args, indices);
            return Result(Native.tb_index(Handle, args, indices.Length), indices);
        }

        public Tensor index(params Tensor[] indices)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            Fill(args, indices);
            return Result(Native.tb_index(Handle, args, indices.Length), indices);
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            Fill(args, indices);
            return InPlace(Native.tb_index_put_(Handle, args, indices.Length, value.Handle), indices, value);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            Fill(args, indices);
            return InPlace(Native.tb_index_put_(Handle, args, indices.Length, value.Handle), indices, value);
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            Fill(args, indices);
            return InPlace(Native.tb_index_put_scalar_(Handle, args, indices.Length, value), indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            IndexValue* args = stackalloc IndexValue[indices.Length];
            Fill(args, indices);
            return InPlace(Native.tb_index_put_scalar_(Handle, args, indices.Length, value), indices);
        }

        static void RequireInt64(Tensor index)
        {
            if (index.dtype != ScalarType.Int64) throw new ArgumentException("Element type of 'index' must be 'Int64'.");
        }

        static void RequireBool(Tensor mask)
        {
            if (mask.dtype != ScalarType.Bool) throw new ArgumentException("The mask tensor must be Boolean.");
        }

        public Tensor index_select(long dim, Tensor index) => Result(Native.tb_index_select(Handle, dim, index.Handle), index);
        public Tensor gather(long dim, Tensor index) => Result(Native.tb_gather(Handle, dim, index.Handle), index);
        public Tensor take(Tensor index) => Result(Native.tb_take(Handle, index.Handle), index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Result(Native.tb_scatter(Handle, dim, index.Handle, src.Handle), index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(Native.tb_scatter_(Handle, dim, index.Handle, src.Handle), index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Result(Native.tb_scatter_add(Handle, dim, index.Handle, src.Handle), index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(Native.tb_scatter_add_(Handle, dim, index.Handle, src.Handle), index, src);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            RequireInt64(index);
            return Result(Native.tb_index_add(Handle, dim, index.Handle, source.Handle, alpha), index, source);
        }

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            RequireInt64(index);
            return InPlace(Native.tb_index_add_(Handle, dim, index.Handle, source.Handle, alpha), index, source);
        }

        public Tensor index_copy(long dim, Tensor index, Tensor source)
        {
            RequireInt64(index);
            return Result(Native.tb_index_copy(Handle, dim, index.Handle, source.Handle), index, source);
        }

        public Tensor index_copy_(long dim, Tensor index, Tensor source)
        {
            RequireInt64(index);
            return InPlace(Native.tb_index_copy_(Handle, dim, index.Handle, source.Handle), index, source);
        }

        public Tensor index_fill(long dim, Tensor index, Scalar value)
        {
            RequireInt64(index);
            return Result(Native.tb_index_fill(Handle, dim, index.Handle, value), index);
        }

        public Tensor index_fill_(long dim, Tensor index, Scalar value)
        {
            RequireInt64(index);
            return InPlace(Native.tb_index_fill_(Handle, dim, index.Handle, value), index);
        }

        public Tensor masked_fill(Tensor mask, Scalar value) => Result(Native.tb_masked_fill(Handle, mask.Handle, value), mask);
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(Native.tb_masked_fill_(Handle, mask.Handle, value), mask);

        public Tensor masked_select(Tensor mask)
        {
            RequireBool(mask);
            return Result(Native.tb_masked_select(Handle, mask.Handle), mask);
        }

        public Tensor masked_scatter(Tensor mask, Tensor value) => Result(Native.tb_masked_scatter(Handle, mask.Handle, value.Handle), mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace(Native.tb_masked_scatter_(Handle, mask.Handle, value.Handle), mask, value);

        public Tensor nonzero() => Result(Native.tb_nonzero(Handle));

        public IList<Tensor> nonzero_as_list()
        {
            using var all = nonzero();
            return all.chunk(ndim, 1).Select(c => { var r = c.squeeze(1); c.Dispose(); return r; }).ToArray();
        }
    }
}
