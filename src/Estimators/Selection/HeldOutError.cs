using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>How wrong the answers of a fitted trainer are, whatever it predicts.</summary>
/// <param name="labels">The labels of the rows that it is asked of; NaN where one is missing.</param>
/// <param name="isNumber">Whether they are numbers.</param>
internal sealed class HeldOutError(double[] labels, bool isNumber)
{
    private const double Least = 1e-7; // of a probability: nothing is impossible

    /// <summary>What is measured; known once it was.</summary>
    public string Metric { get; private set; } = "";

    /// <summary>The mean error.</summary>
    /// <param name="scored">The rows with the answers.</param>
    /// <exception cref="ArgumentException">The trainer adds none of the columns of ML.NET's trainers.</exception>
    public double Of(IDataView scored)
    {
        var errors = isNumber ? Squares(scored) : scored.Schema.GetColumnOrNull(ColumnNames.Probability) is { Type: NumberDataViewType }
            ? Binary(scored) : Classes(scored);
        return errors.Zip(labels).Where(pair => !double.IsNaN(pair.Second)).Select(pair => pair.First)
            .DefaultIfEmpty(double.NaN).Average();
    }

    private IEnumerable<double> Squares(IDataView scored)
    {
        Metric = "squared error";
        return Scores<float>(scored).Zip(labels, (score, label) => (score - label) * (score - label));
    }

    private IEnumerable<double> Binary(IDataView scored)
    {
        Metric = "log loss";
        return scored.GetColumn<float>(ColumnNames.Probability)
            .Zip(labels, (p, label) => -Math.Log(Math.Clamp(label > 0 ? p : 1 - p, Least, 1)));
    }

    private IEnumerable<double> Classes(IDataView scored)
    {
        if (scored.Schema.GetColumnOrNull(ColumnNames.Score) is { Type: NumberDataViewType })
        {
            Metric = "share of errors";
            return Scores<float>(scored).Zip(labels, (score, label) => score > 0 == label > 0 ? 0.0 : 1);
        }
        var rows = Scores<float[]>(scored).ToArray();
        var isProbability = rows.Length > 0 && rows.All(row => row.All(p => p >= 0) && Math.Abs(row.Sum() - 1) < 1e-3);
        Metric = isProbability ? "log loss" : "share of errors";
        return rows.Zip(labels, (row, label) => double.IsNaN(label) ? double.NaN
            : isProbability ? -Math.Log(Math.Max(label < row.Length ? row[(int)label] : 0, Least))
            : Array.IndexOf(row, row.Max()) == (int)label ? 0 : 1);
    }

    private static IEnumerable<T> Scores<T>(IDataView scored)
    {
        if (scored.Schema.GetColumnOrNull(ColumnNames.Score) is null)
            throw new ArgumentException(
                $"The trainer adds no column '{ColumnNames.Score}': end it with a trainer for classes, yes or no, or numbers.", "trainer");
        return scored.GetColumn<T>(ColumnNames.Score);
    }
}
