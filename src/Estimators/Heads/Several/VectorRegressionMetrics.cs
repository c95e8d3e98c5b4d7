using System.Globalization;

namespace DeepML;

/// <summary>How well several numbers at once are predicted. Labels that are missing do not count.</summary>
/// <param name="MeanAbsoluteError">Mean absolute error over all numbers, in their unit.</param>
/// <param name="MeanSquaredError">Mean squared error over all numbers.</param>
/// <param name="RSquared">Mean of <see cref="PerNumberRSquared"/>.</param>
/// <param name="PerNumberRSquared">
/// Coefficient of determination of each number: 1 for exact predictions, 0 for those as good as the labels' mean; NaN where a label never
/// changes.
/// </param>
public sealed record VectorRegressionMetrics(
    double MeanAbsoluteError, double MeanSquaredError, double RSquared, IReadOnlyList<double> PerNumberRSquared)
{
    /// <summary>A line for people: "mean absolute error 0.123, mean squared error 0.034, R² 0.87".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"mean absolute error {MeanAbsoluteError:G4}, mean squared error {MeanSquaredError:G4}, R² {RSquared:F3}");

    /// <summary>Measures.</summary>
    /// <param name="labels">For each row its labels, NaN where one is missing.</param>
    /// <param name="predicted">For each row what is predicted.</param>
    internal static VectorRegressionMetrics Of(IReadOnlyList<float[]> labels, IReadOnlyList<float[]> predicted)
    {
        var (absolute, squared, count) = (0.0, 0.0, 0L);
        var determined = new List<double>();
        for (var i = 0; i < labels[0].Length; i++)
        {
            var rows = Enumerable.Range(0, labels.Count).Where(row => !float.IsNaN(labels[row][i]))
                .Select(row => (Label: (double)labels[row][i], Predicted: (double)predicted[row][i])).ToArray();
            var mean = rows.Length == 0 ? 0 : rows.Average(row => row.Label);
            var errors = rows.Sum(row => Math.Pow(row.Label - row.Predicted, 2));
            determined.Add(1 - (errors / rows.Sum(row => Math.Pow(row.Label - mean, 2))));
            (absolute, squared) = (absolute + rows.Sum(row => Math.Abs(row.Label - row.Predicted)), squared + errors);
            count += rows.Length;
        }
        double[] known = [.. determined.Where(double.IsFinite)];
        return new VectorRegressionMetrics(
            absolute / count, squared / count, known.Length == 0 ? double.NaN : known.Average(),
            [.. determined.Select(d => double.IsFinite(d) ? d : double.NaN)]);
    }
}
