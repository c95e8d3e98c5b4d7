using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Makes a trained generator choose as often as the rows that it was shown: two players may forget a rare category, or a number that most
/// rows have, and still be even.
/// </summary>
/// <remarks>
/// A choice is drawn from a softmax. What the logarithm of its share lacks is added to the bias of the last layer, over and over (iterative
/// proportional fitting, Deming and Stephan 1940): how choices depend on each other and on the rest of the row stays as it was learned.
/// </remarks>
internal static class GanCalibration
{
    private const int Rows = 4096;
    private const int Rounds = 50;
    private const double LeastShare = 1e-6;

    /// <summary>Moves the bias of the generator.</summary>
    /// <param name="generator">The generator, trained.</param>
    /// <param name="description">Layout and sizes.</param>
    /// <param name="compact">The rows that were learned from, row by row.</param>
    /// <param name="device">Where the generator lives.</param>
    public static void Apply(nn.Module<Tensor, Tensor, Tensor> generator, GanDescription description, float[] compact, Device device)
    {
        var codec = description.CreateCodec();
        if (codec.Choices.Count == 0 || generator is not DenseGenerator dense)
            return;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var wasTraining = generator.training;
        generator.eval();
        var sums = new GanSampler(generator, description, device, () => NewDisposeScope()).Unasked(Rows, description.Seed); // (rows, row)
        var start = (long)codec.FirstChoice;
        foreach (var (column, width) in codec.Choices)
        {
            var missing = Missing(sums.narrow(1, start, width), Shares(compact, codec.CompactSize, column, width, device));
            dense.OutputBias.narrow(0, start, width).PlusInPlace(missing);
            start += width;
        }
        generator.train(wasTraining);
    }

    // (rows, places), (places) → (places)
    private static Tensor Missing(Tensor sums, Tensor shares)
    {
        var missing = zeros_like(shares);
        for (var round = 0; round < Rounds; round++)
            missing = missing.Plus((shares / sums.Plus(missing).softmax(1).mean([0L]).clamp_min(Numbers.Kept(LeastShare))).log());
        return missing;
    }

    private static Tensor Shares(float[] compact, int size, int column, int width, Device device)
    {
        var counts = new float[width];
        for (var at = (long)column; at < compact.Length; at += size)
            counts[(int)compact[at]]++;
        return (tensor(counts, device: device).Over(counts.Sum())).clamp_min(Numbers.Kept(LeastShare));
    }
}
