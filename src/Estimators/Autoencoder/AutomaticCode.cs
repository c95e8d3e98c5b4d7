using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>How many numbers a code has where the options leave it open.</summary>
internal static class AutomaticCode
{
    private const int UsualSize = 16;
    private const int MostRows = 2048;
    private const int WidestForSpectrum = 512; // the time of a decomposition grows with the cube of the width
    private const double VarianceKept = 0.9;

    /// <summary>For features: 16, or half of the input's numbers if that is less.</summary>
    /// <param name="width">The input's numbers.</param>
    /// <param name="fit">Receives what was chosen.</param>
    public static int ForFeatures(int width, FitSession fit) =>
        Told(Math.Clamp(width / 2, 1, UsualSize), FormattableString.Invariant($"half of {width} numbers, at most {UsualSize}"), fit);

    /// <summary>
    /// For a detector of anomalies: as many principal components as keep nine tenths of the variance, fewer than there are numbers, so that
    /// what most rows have in common passes and what few have does not.
    /// </summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="width">The input's numbers.</param>
    /// <param name="scales">How they are scaled; null for as they are.</param>
    /// <param name="fit">Receives what was chosen.</param>
    public static int ForAnomalies(IBatchSource rows, int width, ColumnScales? scales, FitSession fit)
    {
        if (width > WidestForSpectrum)
            return ForFeatures(width, fit);
        var variances = Variances(rows, width, scales);
        var (kept, count, whole) = (0.0, 0, variances.Sum());
        while (count < variances.Length && kept < VarianceKept * whole)
            kept += Math.Max(0, variances[^++count]);
        var size = Math.Clamp(count, 1, Math.Max(1, width - 1));
        return Told(
            size, FormattableString.Invariant(
                $"{count} principal components keep {VarianceKept:P0} of the variance of {width} numbers"), fit);
    }

    // Of the principal components of the first rows, ascending.
    private static double[] Variances(IBatchSource rows, int width, ColumnScales? scales)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        using var batch = rows.Epoch(MostRows, shuffleSeed: null).First();
        using var scaling = scales is null ? null : new ColumnScaling(width, scales.Form);
        if (scales is not null)
            scaling!.Set(scales);
        var values = batch.Features.flatten(1).cpu();
        var numbers = (scaling is null ? values : scaling.call(values)).to(ScalarType.Float64);
        var present = numbers.isnan().logical_not();
        var mean = numbers.nan_to_num().sum(0L) / present.sum(0L).clamp_min_(Numbers.One);
        var centred = (numbers - mean).nan_to_num();
        return linalg.eigvalsh(centred.t().mm(centred).Over(batch.Rows)).ReadAll<double>();
    }

    private static int Told(int size, string reason, FitSession fit)
    {
        fit.Chosen.Add(new AutomaticChoice(nameof(AutoencoderOptions.CodeSize), FormattableString.Invariant($"{size}"), reason));
        return size;
    }
}
