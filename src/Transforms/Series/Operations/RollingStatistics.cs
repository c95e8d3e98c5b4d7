using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>Statistics of the latest rows of a series, the row itself among them; missing values (NaN) are left out.</summary>
/// <remarks>
/// Output: a vector of float; for each number of a row one after the other the statistics asked for, with slot names such as
/// "Temperature.Mean" where the numbers have names.
/// </remarks>
[SavedAs("rolling-statistics")]
public sealed record RollingStatistics : SeriesOperation
{
    /// <summary>Rows that are looked at.</summary>
    /// <value>In [1, 1,000,000]; the default is 12. The first rows of a series have fewer.</value>
    public int Length { get; init; } = 12;

    /// <summary>What is said of them.</summary>
    /// <value>At least one, each once; by default mean, deviation, minimum, maximum and slope.</value>
    public IReadOnlyList<RollingStatistic> Statistics { get; init; } = Enum.GetValues<RollingStatistic>();

    /// <summary>Values among the rows below which nothing is said (NaN).</summary>
    /// <value>In [1, <see cref="Length"/>]; the default is 1.</value>
    public int MinimumCount { get; init; } = 1;

    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Length, 1, SeriesLimits.MostRows, nameof(Length));
        faults.InRange(MinimumCount, 1, Math.Max(1, Length), nameof(MinimumCount));
        if (Statistics is not { Count: > 0 } || Statistics.Distinct().Count() != Statistics.Count || !Statistics.All(Enum.IsDefined))
            faults.Add(
                nameof(Statistics), Statistics is null ? null : $"[{string.Join(", ", Statistics)}]",
                $"a list of at least one of {string.Join(", ", Enum.GetNames<RollingStatistic>())}, each once");
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector) =>
    [
        new(output, new VectorDataViewType(NumberDataViewType.Single, slots * Statistics.Count),
            names => [.. names.SelectMany(name => Statistics.Select(statistic => $"{name}.{statistic}"))]),
    ];

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Rolling(this);

    private sealed class Rolling(RollingStatistics options) : SeriesState
    {
        private readonly Queue<double[]> _rows = new();

        public override void Take(SeriesRow row)
        {
            if (_rows.Count == options.Length)
                _rows.Dequeue();
            _rows.Enqueue(row.Values);
            var at = 0;
            for (var slot = 0; slot < row.Values.Length; slot++)
            {
                var found = Of(slot);
                foreach (var statistic in options.Statistics)
                    row.Answers[at++] = (float)found[(int)statistic];
            }
            row.IsKnown = true;
        }

        // By the order of RollingStatistic.
        private double[] Of(int slot)
        {
            var (count, sum, places, lowest, highest) = (0, 0.0, 0.0, double.PositiveInfinity, double.NegativeInfinity);
            var place = 0;
            foreach (var values in _rows)
            {
                var value = values[slot];
                if (!double.IsNaN(value))
                {
                    (count, sum, places) = (count + 1, sum + value, places + place);
                    (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
                }
                place++;
            }
            if (count < options.MinimumCount)
                return [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN];
            var (mean, middle, squares, spread, product) = (sum / count, places / count, 0.0, 0.0, 0.0);
            place = 0;
            foreach (var values in _rows)
            {
                var (value, distance) = (values[slot] - mean, place++ - middle);
                if (double.IsNaN(value))
                    continue;
                squares += value * value;
                spread += distance * distance;
                product += value * distance;
            }
            return [mean, Math.Sqrt(squares / count), lowest, highest, spread > 0 ? product / spread : 0];
        }
    }
}
