using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Copies chosen rows of tensors without torch's operations, which would share the work among the threads of whoever trains: for a thread
/// beside it.
/// </summary>
internal static class RowCopies
{
    /// <summary>Whether the rows of a tensor lie one behind the other in the processor's memory.</summary>
    public static bool AreInOrder(Tensor rows) =>
        rows.device_type == DeviceType.CPU && !rows.is_sparse && rows.is_contiguous() && rows.numel() > 0;

    /// <summary>The rows in an order, in memory of their own; the tensor joins the current dispose scope.</summary>
    /// <param name="rows">(rows, …), as <see cref="AreInOrder"/> has it.</param>
    /// <param name="order">The rows to copy, from 0.</param>
    public static Tensor Gather(Tensor rows, ReadOnlySpan<long> order)
    {
        var shape = rows.shape;
        var width = checked((uint)(rows.numel() / shape[0] * rows.element_size()));
        shape[0] = order.Length;
        var gathered = empty(shape, dtype: rows.dtype);
        // A span of all rows could hold 2 GiB at most.
        using var first = rows.narrow(0, 0, 1);
        ref var from = ref MemoryMarshal.GetReference(first.bytes);
        ref var into = ref MemoryMarshal.GetReference(gathered.bytes);
        for (var i = 0; i < order.Length; i++)
            Unsafe.CopyBlockUnaligned(
                ref Unsafe.Add(ref into, (nint)((long)i * width)), ref Unsafe.Add(ref from, (nint)(order[i] * width)), width);
        return gathered;
    }
}
