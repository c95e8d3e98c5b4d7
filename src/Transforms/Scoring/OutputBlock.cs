using System.Buffers;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Some scored rows of one output column, row after row, as numbers of the column's own type.</summary>
internal abstract class OutputBlock
{
    /// <summary>Takes what the network has made of the first rows.</summary>
    /// <param name="made">Rows × width elements, on any device.</param>
    /// <exception cref="InvalidOperationException">The column needs whole numbers and is given others.</exception>
    public abstract void Take(Tensor made);

    /// <summary>Says of a row that there is no answer.</summary>
    public abstract void Miss(int row);

    /// <summary>Gives the memory of its numbers back; the block must not be used any more.</summary>
    public abstract void Return();
}

/// <summary>A block of one element type.</summary>
/// <typeparam name="T">float, or long.</typeparam>
/// <param name="width">Numbers per row.</param>
/// <param name="rows">Rows that fit.</param>
/// <param name="none">Stands where there is no answer.</param>
internal sealed class OutputBlock<T>(int width, int rows, T none) : OutputBlock
    where T : unmanaged
{
    private static readonly ScalarType Type = typeof(T) == typeof(long) ? ScalarType.Int64 : ScalarType.Float32;

    private T[] _values = rows == 1 ? new T[width] : ArrayPool<T>.Shared.Rent(checked(rows * width));

    /// <summary>The numbers of a row.</summary>
    public Span<T> Row(int row) => _values.AsSpan(row * width, width);

    /// <inheritdoc/>
    public override void Take(Tensor made)
    {
        if (Type == ScalarType.Int64 && made.dtype != ScalarType.Int64) // a key that was a float once need not be whole any more
            throw new InvalidOperationException($"A column of whole numbers was given {made.dtype}.");
        using var scope = NewDisposeScope();
        var values = made.to(Type).cpu().contiguous();
        MemoryMarshal.Cast<byte, T>(values.bytes).CopyTo(_values);
    }

    /// <inheritdoc/>
    public override void Miss(int row) => Row(row).Fill(none);

    /// <inheritdoc/>
    public override void Return()
    {
        if (rows > 1 && _values.Length > 0)
            ArrayPool<T>.Shared.Return(_values);
        _values = [];
    }
}
