using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How much the rows of a batch count. A row of twice the mean weight counts as two rows.</summary>
internal static class RowWeights
{
    private const double Tiny = 1e-30;

    /// <summary>(batch): the weights over their mean in all training rows; null where rows count alike.</summary>
    /// <param name="batch">Some rows.</param>
    /// <param name="mean">Mean weight of the training rows.</param>
    public static Tensor? Of(TensorBatch batch, double mean) => batch.Weights?.Over(mean);

    /// <summary>What the rows count together: their number where they count alike.</summary>
    /// <inheritdoc cref="Of"/>
    public static double Sum(TensorBatch batch, double mean) =>
        batch.Weights is { } weights ? weights.to(ScalarType.Float64).sum().Read<double>() / mean : batch.Rows;

    /// <summary>The weighted mean over rows.</summary>
    /// <remarks>
    /// The divisor is the number of rows and not the sum of the batch's weights, which would make a batch of few rows forget them.
    /// Class weights are a matter of the batch, as torch's losses have it.
    /// </remarks>
    /// <param name="each">(batch): a number of each row, times the weight of its class.</param>
    /// <param name="weights">(batch): see <see cref="Of"/>.</param>
    /// <param name="ofClasses">(batch): the weight of each row's class; null for none.</param>
    /// <returns>0-d.</returns>
    public static Tensor Mean(Tensor each, Tensor weights, Tensor? ofClasses = null)
    {
        var mean = (each * weights).mean();
        return ofClasses is null ? mean : mean / (ofClasses * weights).mean().clamp_min(Numbers.Kept(Tiny)) * weights.mean();
    }
}
