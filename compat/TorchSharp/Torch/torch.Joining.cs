using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_cat(IntPtr* tensors, int n, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_stack(IntPtr* tensors, int n, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_vstack(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_hstack(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_dstack(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_column_stack(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_block_diag(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_cartesian_prod(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_chain_matmul(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_einsum(byte* equation, IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_meshgrid(IntPtr* tensors, int n, byte xy);
    [LibraryImport(Library)] internal static partial IntPtr tb_broadcast_tensors(IntPtr* tensors, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_where_list(IntPtr condition);
    [LibraryImport(Library)] internal static partial IntPtr tb_cdist(IntPtr a, IntPtr b, double p, long mode);

    static torch.Tensor Join(delegate*<IntPtr*, int, IntPtr> join, IEnumerable<torch.Tensor> tensors)
    {
        var list = tensors as IReadOnlyCollection<torch.Tensor> ?? [.. tensors];
        var handles = Handles(list);
        fixed (IntPtr* p = handles) return ToTensor(join(p, handles.Length), list);
    }

    internal static torch.Tensor VStack(IEnumerable<torch.Tensor> tensors) => Join(&tb_vstack, tensors);
    internal static torch.Tensor HStack(IEnumerable<torch.Tensor> tensors) => Join(&tb_hstack, tensors);
    internal static torch.Tensor DStack(IEnumerable<torch.Tensor> tensors) => Join(&tb_dstack, tensors);
    internal static torch.Tensor ColumnStack(IEnumerable<torch.Tensor> tensors) => Join(&tb_column_stack, tensors);
    internal static torch.Tensor BlockDiagonal(IEnumerable<torch.Tensor> tensors) => Join(&tb_block_diag, tensors);
    internal static torch.Tensor CartesianProduct(IEnumerable<torch.Tensor> tensors) => Join(&tb_cartesian_prod, tensors);
    internal static torch.Tensor ChainMatmul(IEnumerable<torch.Tensor> tensors) => Join(&tb_chain_matmul, tensors);
}

public enum compute_mode
{
    use_mm_for_euclid_dist_if_necessary = 0,
    use_mm_for_euclid_dist = 1,
    donot_use_mm_for_euclid_dist = 2,
}

public static unsafe partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        var n = tensors.Count;
        if (n == 0) throw new ArgumentException("cat() needs at least one tensor.", nameof(tensors));
        // As in the original, one tensor comes back as the same object.
        if (n == 1) return tensors[0];
        Span<IntPtr> handles = n <= 32 ? stackalloc IntPtr[n] : new IntPtr[n];
        for (var i = 0; i < n; i++) handles[i] = tensors[i].Handle;
        fixed (IntPtr* p = handles) return Native.ToTensor(Native.tb_cat(p, n, dim), tensors);
    }

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var list = tensors as IList<Tensor> ?? [.. tensors];
        var n = list.Count;
        Span<IntPtr> handles = n <= 32 ? stackalloc IntPtr[n] : new IntPtr[n];
        for (var i = 0; i < n; i++) handles[i] = list[i].Handle;
        fixed (IntPtr* p = handles) return Native.ToTensor(Native.tb_stack(p, n, dim), list);
    }

    public static Tensor vstack(IList<Tensor> tensors) => Native.VStack(tensors);
    public static Tensor hstack(IList<Tensor> tensors) => Native.HStack(tensors);
    public static Tensor hstack(params Tensor[] tensors) => Native.HStack(tensors);
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Native.HStack(tensors);

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var handles = Native.Handles(tensors);
        fixed (byte* text = System.Text.Encoding.UTF8.GetBytes(equation + '\0'))
        fixed (IntPtr* p = handles)
            return Native.ToTensor(Native.tb_einsum(text, p, handles.Length), tensors);
    }

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        var list = tensors.ToArray();
        if (indexing is not ("ij" or "xy")) throw new ArgumentException($"indexing is \"{indexing}\"; it must be \"ij\" or \"xy\".");
        var handles = Native.Handles(list);
        fixed (IntPtr* p = handles) return Native.ToTensors(Native.tb_meshgrid(p, handles.Length, Native.Flag(indexing == "xy")), list);
    }

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors)
    {
        if (tensors.Length == 0) throw new ArgumentException("broadcast_tensors() needs at least one tensor.");
        var handles = Native.Handles(tensors);
        fixed (IntPtr* p = handles) return Native.ToTensors(Native.tb_broadcast_tensors(p, handles.Length), tensors);
    }

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary)
    {
        if (p < 0) throw new ArgumentException($"p is {p}; it must not be negative.");
        return Native.ToTensor(Native.tb_cdist(x1.Handle, x2.Handle, p, (long)compute_mode), x1, x2);
    }


    public static Tensor[] where(Tensor condition)
    {
        if (condition.dtype != ScalarType.Bool) throw new ArgumentException("The condition to where() must be a boolean tensor.");
        return Native.ToTensors(Native.tb_where_list(condition.Handle), condition);
    }
}
