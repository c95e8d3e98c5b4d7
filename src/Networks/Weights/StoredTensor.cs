using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A tensor as a file holds it, in managed memory: nothing of torch is needed to read it.</summary>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Bytes">The elements, in row-major order.</param>
internal sealed record StoredTensor(ScalarType Type, long[] Shape, byte[] Bytes)
{
    /// <summary>Elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>A copy of the elements of a tensor of float32.</summary>
    public float[] Floats() => MemoryMarshal.Cast<byte, float>(Bytes).ToArray();

    /// <summary>The tensor; it joins the current dispose scope.</summary>
    public Tensor ToTensor()
    {
        var tensor = empty(Shape, dtype: Type);
        if (Bytes.Length > 0)
            Bytes.CopyTo(tensor.bytes);
        return tensor;
    }
}
