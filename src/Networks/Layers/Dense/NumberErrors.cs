using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The mean over all numbers of an error of each, against a number that is wanted.</summary>
/// <typeparam name="TError">The error of one number.</typeparam>
/// <param name="targets">As many as answers, float32.</param>
internal sealed unsafe class NumberErrors<TError>(Tensor targets) : AnswerLoss(targets, ScalarType.Float32)
    where TError : struct, INumberError
{
    /// <inheritdoc/>
    protected override long TargetsPerRow(int width) => width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Add(float* answers, float* slopes, int first, int rows, int width, int all)
    {
        var targets = (float*)Targets + ((long)first * width);
        var count = (double)all * width;
        var share = new Vector<float>((float)(1 / count));
        var whole = width - (width % Vector<float>.Count);
        var sum = 0.0;
        for (var row = 0; row < rows; row++, answers += width, slopes += width, targets += width)
        {
            var errors = Vector<float>.Zero;
            for (var i = 0; i < whole; i += Vector<float>.Count)
            {
                var (answer, target) = (Vector.Load(answers + i), Vector.Load(targets + i));
                errors += TError.Of(answer, target);
                (TError.SlopeAt(answer, target) * share).Store(slopes + i);
            }
            sum += Vector.Sum(errors);
            if (whole < width)
                sum += AddRest(answers + whole, slopes + whole, targets + whole, width - whole, share);
        }
        return sum / count;
    }

    private static double AddRest(float* answers, float* slopes, float* targets, int count, Vector<float> share)
    {
        var (answer, target) = (VectorParts.Load(answers, count), VectorParts.Load(targets, count));
        VectorParts.Store(TError.SlopeAt(answer, target) * share, slopes, count);
        var errors = TError.Of(answer, target);
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            sum += errors[i];
        return sum;
    }
}
