using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Reads numbers out of tensors. Torch's <c>ToDouble()</c> and its like read through a number that nothing holds.</summary>
internal static class TensorReading
{
    /// <summary>The one number of a tensor, from any device.</summary>
    /// <typeparam name="T">The tensor's own type: long for int64, float for float32, bool for bool.</typeparam>
    /// <exception cref="ArgumentException">The tensor holds more or fewer than one number, or numbers of another type.</exception>
    public static T Read<T>(this Tensor tensor)
        where T : unmanaged
    {
#pragma warning disable RS0030 // the one place that asks first where the tensor is
        // Ten times as fast as item, which is left what is to be refused.
        if (tensor.device_type == DeviceType.CPU && tensor.dtype == FastTypeOf<T>() && tensor.numel() == 1)
        {
            var number = MemoryMarshal.Read<T>(tensor.bytes);
            GC.KeepAlive(tensor); // a tensor that nothing else holds
            return number;
        }
        if (tensor.device_type == DeviceType.CPU)
            return tensor.item<T>();
        using var here = tensor.cpu();
        return here.item<T>();
#pragma warning restore RS0030
    }

    /// <summary>
    /// All numbers of a tensor in the order of its dimensions, from any device. Copies the memory at once, where
    /// <c>data&lt;T&gt;()</c> walks.
    /// </summary>
    /// <typeparam name="T">The tensor's own type: float for float32, double for float64, long for int64.</typeparam>
    /// <exception cref="ArgumentException">The tensor holds numbers of another type.</exception>
    public static T[] ReadAll<T>(this Tensor tensor)
        where T : unmanaged
    {
        if (tensor.dtype != TypeOf<T>())
            throw new ArgumentException($"The tensor holds {tensor.dtype}, not {typeof(T).Name}.", nameof(tensor));
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(tensor.cpu().contiguous().bytes).ToArray();
    }

    /// <summary>
    /// Whether all numbers of a tensor of any floating type are finite; float32 of the processor are looked at where they lie.
    /// </summary>
    public static bool IsFinite(this Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32 || tensor.device_type != DeviceType.CPU || !tensor.is_contiguous()
            || tensor.numel() > int.MaxValue / sizeof(float))
        {
            using var scope = NewDisposeScope();
            return tensor.isfinite().all().Read<bool>();
        }
        var numbers = tensor.numel() == 0 ? [] : tensor.Floats();
        var isFinite = AreFinite(numbers);
        GC.KeepAlive(tensor);
        return isFinite;
    }

    /// <summary>The numbers of a float32 tensor in the processor's memory, in a row, for as long as it lives.</summary>
    public static Span<float> Floats(this Tensor plain) => MemoryMarshal.Cast<byte, float>(plain.bytes);

    /// <summary>Where the numbers of a contiguous tensor lie in the processor's memory, for as long as it lives.</summary>
    public static unsafe nint Address(this Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    // 0 times a number that is not finite is none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // looks at all weights of a network, once in a training
    private static bool AreFinite(ReadOnlySpan<float> numbers)
    {
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        for (var i = 0; i + 1 < vectors.Length; i += 2)
        {
            even += vectors[i] * Vector<float>.Zero;
            odd += vectors[i + 1] * Vector<float>.Zero;
        }
        var sum = Vector.Sum(even + odd);
        foreach (var number in numbers[(vectors.Length / 2 * 2 * Vector<float>.Count)..])
            sum += number * 0;
        return sum == 0;
    }

    private static ScalarType? FastTypeOf<T>() =>
        typeof(T) == typeof(bool) ? ScalarType.Bool
        : typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(long) ? TypeOf<T>()
        : null;

    private static ScalarType TypeOf<T>() =>
        typeof(T) == typeof(float) ? ScalarType.Float32
        : typeof(T) == typeof(double) ? ScalarType.Float64
        : typeof(T) == typeof(long) ? ScalarType.Int64
        : throw new NotSupportedException($"{typeof(T).Name} is not read here.");
}
