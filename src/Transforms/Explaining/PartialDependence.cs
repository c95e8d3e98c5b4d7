using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>
/// What a network answers, on average over rows, when one feature is given one value after the other and everything else stays as it is
/// (Friedman, Annals of Statistics 29, 2001, section 8.2); and row by row (Goldstein et al., J. Comp. Graph. Stat. 24, 2015).
/// </summary>
/// <remarks>
/// It shows what the network has learned, and not how the world depends on the feature: where features go together, some rows get values
/// that never come together.
/// </remarks>
public sealed class PartialDependence
{
    private readonly float[][,] _scores; // [value][row, answer]

    internal PartialDependence(
        string feature, IReadOnlyList<double> values, IReadOnlyList<string>? categories, IReadOnlyList<string> answers, float[][,] scores)
    {
        (Feature, Values, Categories, Answers, _scores) = (feature, values, categories, answers, scores);
    }

    /// <summary>The feature.</summary>
    public string Feature { get; }

    /// <summary>The values that it was given, ascending; of categories their places, from 0.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The categories, in the order of <see cref="Values"/>; null where the feature is a number.</summary>
    public IReadOnlyList<string>? Categories { get; }

    /// <summary>What is answered: the classes, whose probabilities are averaged; "yes"; or "Score" for a number, in its own unit.</summary>
    public IReadOnlyList<string> Answers { get; }

    /// <summary>Rows over which was averaged.</summary>
    public int RowCount => _scores[0].GetLength(0);

    /// <summary>The mean answer for each value.</summary>
    /// <param name="answer">The place of the answer among <see cref="Answers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such answer.</exception>
    public IReadOnlyList<double> Averages(int answer = 0)
    {
        Check(answer);
        return [.. _scores.Select(rows => Enumerable.Range(0, RowCount).Average(row => (double)rows[row, answer]))];
    }

    /// <summary>The answer of one row for each value.</summary>
    /// <param name="row">The row, among those over which was averaged, from 0: the row of the data where none was left out.</param>
    /// <param name="answer">The place of the answer among <see cref="Answers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or answer.</exception>
    public IReadOnlyList<double> OfRow(int row, int answer = 0)
    {
        Check(answer);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return [.. _scores.Select(rows => (double)rows[row, answer])];
    }

    /// <summary>How far the mean answer moves over the values, at most: of several answers, the one that moves most.</summary>
    public double Span => Enumerable.Range(0, Answers.Count).Max(answer => Averages(answer) is var means ? means.Max() - means.Min() : 0);

    /// <summary>A line for each value, with the mean answers.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Feature}: {string.Join(", ", Answers)}; {RowCount} rows");
        var means = Enumerable.Range(0, Answers.Count).Select(Averages).ToArray();
        for (var i = 0; i < Values.Count; i++)
        {
            text.AppendLine().Append(Categories?[i] ?? Values[i].ToString("G5", CultureInfo.InvariantCulture));
            foreach (var mean in means)
                text.Append(CultureInfo.InvariantCulture, $"  {mean[i]:G4}");
        }
        return text.ToString();
    }

    private void Check(int answer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(answer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(answer, Answers.Count);
    }
}
