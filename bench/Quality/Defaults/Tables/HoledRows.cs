namespace DeepML.Bench;

/// <summary>Rows of a split from which values were removed at random, and how well they are filled in again.</summary>
internal sealed class HoledRows
{
    private readonly Standardized _scale;
    private readonly float[][] _truth;

    /// <summary>Removes values.</summary>
    /// <param name="split">Rows without holes.</param>
    /// <param name="share">Share of the values that are removed, in (0, 1).</param>
    /// <param name="seed">Chooses them. A row keeps at least one value.</param>
    public HoledRows(TableSplit split, double share, int seed)
    {
        var random = new Random(seed);
        (Train, Test, _truth) = (Holed(split.Train), Holed(split.Test), split.Test);
        _scale = new Standardized(Train);

        float[][] Holed(float[][] rows) => [.. rows.Select(row =>
        {
            var kept = random.Next(row.Length);
            return row.Select((x, i) => random.NextDouble() < share && i != kept ? float.NaN : x).ToArray();
        })];
    }

    /// <summary>Rows to learn from, NaN where a value was removed.</summary>
    public float[][] Train { get; }

    /// <summary>Rows to fill in, NaN where a value was removed.</summary>
    public float[][] Test { get; }

    /// <summary>Root of the mean squared error over a column's holes, in parts of that of its mean; the median over the columns.</summary>
    public double Error(float[][] filled) => StandardizedError(_scale.Of(filled));

    /// <summary>The same of iterative ridge regression.</summary>
    public double Ridge() => StandardizedError(IterativeRidge.Fill(_scale.Of(Train), _scale.Of(Test)));

    // The median by column: of nearly constant columns, single values would else outweigh all the rest.
    private double StandardizedError(float[][] filled)
    {
        var truth = _scale.Of(_truth);
        var ratios = Enumerable.Range(0, truth[0].Length).Select(Ratio).Where(double.IsFinite).Order().ToArray();
        return ratios[ratios.Length / 2];

        double Ratio(int column)
        {
            var holes = Enumerable.Range(0, Test.Length).Where(row => float.IsNaN(Test[row][column])).ToArray();
            var error = holes.Sum(row => Math.Pow(truth[row][column] - filled[row][column], 2));
            // 0 is the mean; a column that is constant has nothing to tell and is left out
            return Math.Sqrt(error / holes.Sum(row => Math.Pow(truth[row][column], 2)));
        }
    }
}
