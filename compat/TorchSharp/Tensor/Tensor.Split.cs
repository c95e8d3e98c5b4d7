using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_list_size(IntPtr list);
    [LibraryImport(Library)] internal static partial IntPtr tb_list_take(IntPtr list, int i);
    [LibraryImport(Library)] internal static partial void tb_list_free(IntPtr list);
    [LibraryImport(Library)] internal static partial IntPtr tb_unbind(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_chunk(IntPtr t, long n, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_split(IntPtr t, long size, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_split_sizes(IntPtr t, long* d, int n, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_tensor_split(IntPtr t, long size, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_tensor_split_sizes(IntPtr t, long* d, int n, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_tensor_split_tensor(IntPtr t, IntPtr indices, long dim);

    /// Takes the tensors out of a native list; a null list is a failure.
    internal static torch.Tensor[] ToTensors(IntPtr list, object? keepAlive)
    {
        GC.KeepAlive(keepAlive);
        if (list == IntPtr.Zero) ThrowLastError();
        var result = new torch.Tensor[tb_list_size(list)];
        for (var i = 0; i < result.Length; i++) result[i] = new torch.Tensor(tb_list_take(list, i));
        tb_list_free(list);
        return result;
    }

    /// The handles of several tensors; the caller keeps the tensors alive.
    internal static IntPtr[] Handles(IEnumerable<torch.Tensor>? tensors) => tensors is null ? [] : tensors.Select(t => t.Handle).ToArray();
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor[] unbind(long dimension = 0) => Native.ToTensors(Native.tb_unbind(Handle, dimension), this);
        public Tensor[] chunk(long chunks, long dim = 0) => Native.ToTensors(Native.tb_chunk(Handle, chunks, dim), this);
        public Tensor[] split(long size, int dim = 0) => Native.ToTensors(Native.tb_split(Handle, size, dim), this);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            fixed (long* p = sizes) return Native.ToTensors(Native.tb_split_sizes(Handle, p, sizes.Length, dim), this);
        }

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);
        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes);

        public Tensor[] tensor_split(long size, long dim = 0) => Native.ToTensors(Native.tb_tensor_split(Handle, size, dim), this);

        public Tensor[] tensor_split(long[] sizes, long dim = 0)
        {
            fixed (long* p = sizes) return Native.ToTensors(Native.tb_tensor_split_sizes(Handle, p, sizes.Length, dim), this);
        }

        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            Native.ToTensors(Native.tb_tensor_split_tensor(Handle, indices.Handle, dim), (this, indices));
    }
}
