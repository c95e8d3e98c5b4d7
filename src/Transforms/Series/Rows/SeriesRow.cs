namespace DeepML.Transforms;

/// <summary>A row on its way through an operation.</summary>
/// <param name="values">The numbers that were read; NaN where one is missing.</param>
/// <param name="ticks">When; 0 where there is no time column.</param>
/// <param name="number">Which row of the data it is, from 0.</param>
/// <param name="answers">Room for what comes of it: the numbers of each column that is added, one after the other.</param>
internal sealed class SeriesRow(double[] values, long ticks, long number, float[] answers)
{
    /// <summary>The numbers that were read; NaN where one is missing.</summary>
    public double[] Values => values;

    /// <summary>When it was.</summary>
    public long Ticks => ticks;

    /// <summary>Which row of the data it is, from 0.</summary>
    public long Number => number;

    /// <summary>What comes of it.</summary>
    public float[] Answers => answers;

    /// <summary>Whether that is all there.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Whether the row is left out.</summary>
    public bool IsDropped { get; set; }
}
