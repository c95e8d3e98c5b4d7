using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML;

/// <summary>The value of an earlier row of the series: a(t) = u(t − by).</summary>
[SavedAs("lag")]
public sealed record SeriesLag : SeriesOperation
{
    /// <summary>How many rows earlier.</summary>
    /// <value>In [1, 1,000,000]; the default is 1.</value>
    public int By { get; init; } = 1;

    /// <summary>What stands in the first rows of a series, which have no such row.</summary>
    /// <value>A finite number, or NaN (the default), which is missing.</value>
    public double Initial { get; init; } = double.NaN;

    internal override void Validate(PartFaults faults)
    {
        faults.InRange(By, 1, SeriesLimits.MostRows, nameof(By));
        if (double.IsInfinity(Initial))
            faults.Add(nameof(Initial), Initial, "a finite number or NaN");
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector) => [Like(output, slots, isVector)];

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Lagging(this);

    private sealed class Lagging(SeriesLag options) : SeriesState
    {
        private readonly Queue<double[]> _past = new();

        public override void Take(SeriesRow row)
        {
            var earlier = _past.Count == options.By ? _past.Dequeue() : null;
            for (var slot = 0; slot < row.Values.Length; slot++)
                row.Answers[slot] = (float)(earlier?[slot] ?? options.Initial);
            _past.Enqueue(row.Values);
            row.IsKnown = true;
        }
    }
}
