using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The mean cross-entropy of softmax with classes, smoothed (Szegedy et al., CVPR 2016) or not.</summary>
/// <param name="targets">(batch), int64: the class of each row, from 0.</param>
/// <param name="smoothing">The share of a row that all classes have evenly, in [0, 1].</param>
internal sealed unsafe class ClassErrors(Tensor targets, double smoothing) : AnswerLoss(targets, ScalarType.Int64)
{
    /// <inheritdoc/>
    protected override long TargetsPerRow(int width) => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Add(float* answers, float* slopes, int first, int rows, int width, int all)
    {
        var targets = (long*)Targets + first;
        var sum = 0.0;
        for (var row = 0; row < rows; row++, answers += width, slopes += width)
        {
            var logarithm = Softmax(answers, slopes, width); // of what the exponentials add up to
            var target = targets[row];
            if ((ulong)target >= (ulong)width)
                throw new ArgumentOutOfRangeException(nameof(targets), target, $"There are {width} classes, from 0.");
            sum += (1 - smoothing) * (logarithm - answers[target]);
            if (smoothing > 0)
                sum += smoothing * (logarithm - (Sum(answers, width) / width));
            slopes[target] -= (float)(1 - smoothing);
            Scale(slopes, width, (float)(smoothing / width), 1f / all);
        }
        return sum / all;
    }

    // The exponentials' shares of their sum, and its logarithm.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Softmax(float* answers, float* probabilities, int width)
    {
        var largest = Largest(answers, width);
        var shift = new Vector<float>(largest);
        var whole = width - (width % Vector<float>.Count);
        for (var i = 0; i < whole; i += Vector<float>.Count)
            Vector.Exp(Vector.Load(answers + i) - shift).Store(probabilities + i);
        if (whole < width)
            VectorParts.Store(
                Vector.Exp(VectorParts.Load(answers + whole, width - whole) - shift), probabilities + whole, width - whole);
        var sum = Sum(probabilities, width);
        Scale(probabilities, width, 0, (float)(1 / sum));
        return largest + Math.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(float* numbers, int width)
    {
        var whole = width - (width % Vector<float>.Count);
        var largest = float.NegativeInfinity;
        if (whole > 0)
        {
            var each = Vector.Load(numbers);
            for (var i = Vector<float>.Count; i < whole; i += Vector<float>.Count)
                each = Vector.Max(each, Vector.Load(numbers + i)); // a NaN stays
            for (var i = 0; i < Vector<float>.Count; i++)
                largest = MathF.Max(largest, each[i]);
        }
        for (var i = whole; i < width; i++)
            largest = MathF.Max(largest, numbers[i]);
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(float* numbers, int width)
    {
        var whole = width - (width % Vector<float>.Count);
        var each = Vector<float>.Zero;
        for (var i = 0; i < whole; i += Vector<float>.Count)
            each += Vector.Load(numbers + i);
        var sum = 0.0;
        for (var i = 0; i < Vector<float>.Count; i++)
            sum += each[i];
        for (var i = whole; i < width; i++)
            sum += numbers[i];
        return sum;
    }

    // (x - less) · factor.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* numbers, int width, float less, float factor)
    {
        var (lesser, factors) = (new Vector<float>(less), new Vector<float>(factor));
        var whole = width - (width % Vector<float>.Count);
        for (var i = 0; i < whole; i += Vector<float>.Count)
            ((Vector.Load(numbers + i) - lesser) * factors).Store(numbers + i);
        for (var i = whole; i < width; i++)
            numbers[i] = (numbers[i] - less) * factor;
    }
}
