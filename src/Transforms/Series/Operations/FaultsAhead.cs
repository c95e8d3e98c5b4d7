using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// Labels rows that a fault follows: true where at least one of the next rows of the series is faulty, the row itself not counted.
/// </summary>
/// <remarks>
/// Input: boolean, or a number that is above 0 in a fault. Output: boolean. The last rows of a series may have been followed by a fault
/// that nobody has seen; they are false. <see cref="WeightColumnName"/> tells them, and rows within a fault, from the others.
/// </remarks>
[SavedAs("faults-ahead")]
public sealed record FaultsAhead : SeriesOperation
{
    /// <summary>How many rows ahead a fault counts.</summary>
    /// <value>In [1, 1,000,000]; the default is 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>
    /// Name of a column for <c>ExampleWeightColumnName</c>, or to filter by: a float, 0 for rows from which a warning cannot be learned
    /// (within a fault, or so near to the end that it is not known what follows), 1 for others.
    /// </summary>
    /// <value>Null (the default) adds none.</value>
    public string? WeightColumnName { get; init; }

    internal override bool ReadsFlag => true;

    internal override bool LooksAhead => true;

    internal override IEnumerable<string?> FurtherColumns => [WeightColumnName];

    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Horizon, 1, SeriesLimits.MostRows, nameof(Horizon));
        SeriesLimits.Name(faults, WeightColumnName, nameof(WeightColumnName));
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector)
    {
        var label = new SeriesOutput(output, BooleanDataViewType.Instance);
        return WeightColumnName is null ? [label] : [label, new SeriesOutput(WeightColumnName, NumberDataViewType.Single)];
    }

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Waiting(this);

    private sealed class Waiting(FaultsAhead options) : SeriesState
    {
        private readonly Queue<SeriesRow> _rows = new();

        public override void Take(SeriesRow row)
        {
            if (row.Values[0] > 0)
                while (_rows.TryDequeue(out var before))
                    Answer(before, fault: true, known: true);
            else if (_rows.Count == options.Horizon)
                Answer(_rows.Dequeue(), fault: false, known: true);
            _rows.Enqueue(row);
        }

        public override void End()
        {
            while (_rows.TryDequeue(out var row))
                Answer(row, fault: false, known: false);
        }

        private void Answer(SeriesRow row, bool fault, bool known)
        {
            row.Answers[0] = fault ? 1 : 0;
            if (options.WeightColumnName is not null)
                row.Answers[1] = known && !(row.Values[0] > 0) ? 1 : 0;
            row.IsKnown = true;
        }
    }
}
