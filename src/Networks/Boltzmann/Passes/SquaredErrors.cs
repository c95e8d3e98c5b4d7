using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepML.Networks;

/// <summary>Sums of squared differences.</summary>
internal static unsafe class SquaredErrors
{
    private const long Stretch = 1 << 10; // numbers that are summed in single precision

    /// <summary>Between two rows of numbers.</summary>
    /// <param name="numbers">The one.</param>
    /// <param name="others">The other.</param>
    /// <param name="count">How many numbers each has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(float* numbers, float* others, long count)
    {
        var sum = 0.0;
        var i = 0L;
        while (i <= count - Vector<float>.Count)
        {
            var squares = Vector<float>.Zero;
            for (var end = Math.Min(count, i + Stretch); i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                var difference = Vector.Load(numbers + i) - Vector.Load(others + i);
                squares += difference * difference;
            }
            sum += Vector.Sum(squares);
        }
        for (; i < count; i++)
            sum += (double)(numbers[i] - others[i]) * (numbers[i] - others[i]);
        return sum;
    }
}
