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

    /// <summary>Root of the mean squared error over the holes, columns standardized, in parts of that of column means.</summary>
    public double Error(float[][] filled) => StandardizedError(_scale.Of(filled));

    /// <summary>The same of iterative ridge regression.</summary>
    public double Ridge() => StandardizedError(IterativeRidge.Fill(_scale.Of(Train), _scale.Of(Test)));

    private double StandardizedError(float[][] filled)
    {
        var truth = _scale.Of(_truth);
        var places = Enumerable.Range(0, Test.Length).SelectMany(r => Enumerable.Range(0, Test[r].Length).Select(i => (Row: r, Column: i)));
        var holes = places.Where(place => float.IsNaN(Test[place.Row][place.Column])).ToArray();
        return Root(hole => filled[hole.Row][hole.Column]) / Root(_ => 0); // 0 is the mean

        double Root(Func<(int Row, int Column), float> answer) =>
            Math.Sqrt(holes.Average(hole => Math.Pow(truth[hole.Row][hole.Column] - answer(hole), 2)));
    }
}
