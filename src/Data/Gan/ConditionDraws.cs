namespace DeepML.Data;

/// <summary>Draws conditions, one per row: a column whose category is asked for, and the category.</summary>
internal sealed class ConditionDraws
{
    private readonly int[] _columns;
    private readonly int _label;
    private readonly double[][] _shares; // running sums per conditional column

    /// <param name="codec">Knows the columns and how often each category occurs.</param>
    /// <param name="sampling">How often each category is drawn.</param>
    public ConditionDraws(TableCodec codec, GanSampling sampling)
    {
        _columns = codec.Conditions;
        _label = codec.LabelCondition;
        _shares = Array.ConvertAll(_columns, column => RunningShares(codec.Columns[column].Counts, sampling));
    }

    /// <summary>Draws a condition: every second time the label, if there is one.</summary>
    /// <returns>The column, as its position among the conditional ones, and the category's place.</returns>
    public (int Condition, int Place) Next(Random random)
    {
        var condition = NextColumn(random);
        return (condition, Draw(_shares[condition], random));
    }

    /// <summary>Draws a conditional column, by its position among them.</summary>
    public int NextColumn(Random random)
    {
        if (_label < 0 || _columns.Length == 1)
            return random.Next(_columns.Length);
        var other = random.Next(2 * (_columns.Length - 1));
        return other >= _columns.Length - 1 ? _label : other < _label ? other : other + 1;
    }

    /// <summary>Running sums of shares, the last one 1.</summary>
    public static double[] RunningShares(long[] counts, GanSampling sampling = GanSampling.AsInData)
    {
        var weights = Array.ConvertAll(counts, count => sampling switch
        {
            GanSampling.AsInData => count,
            GanSampling.Even => count > 0 ? 1 : 0,
            _ => Math.Log(1 + count),
        });
        var (total, sum) = (weights.Sum(), 0.0);
        return Array.ConvertAll(weights, weight => (sum += weight) / total);
    }

    /// <summary>Draws an index by running sums of shares.</summary>
    public static int Draw(double[] runningShares, Random random)
    {
        var index = Array.BinarySearch(runningShares, random.NextDouble());
        return Math.Min(index < 0 ? ~index : index + 1, runningShares.Length - 1);
    }
}
