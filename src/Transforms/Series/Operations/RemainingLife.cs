using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>Labels rows with their remaining life: the rows until the next one of the series that is faulty.</summary>
/// <remarks>
/// Input: boolean, or a number that is above 0 in a fault. Output: float; 0 in a fault, 1 in the row before it, and at most
/// <see cref="Limit"/>. Of rows that no fault follows it is the least that their life can be, which ends after the last row of the series:
/// <see cref="CensoredColumnName"/> tells them from the others.
/// </remarks>
[SavedAs("remaining-life")]
public sealed record RemainingLife : SeriesOperation
{
    /// <summary>The longest life that is told apart; a row whose life is longer is labelled with this number.</summary>
    /// <value>In [1, 1,000,000]; the default is 1,000.</value>
    public int Limit { get; init; } = 1000;

    /// <summary>
    /// Name of a column for <c>CensoredColumnName</c>, or to filter by: a boolean, true where the series ends before a fault, and before
    /// <see cref="Limit"/> rows.
    /// </summary>
    /// <value>Null (the default) adds none.</value>
    public string? CensoredColumnName { get; init; }

    internal override bool ReadsFlag => true;

    internal override bool LooksAhead => true;

    internal override IEnumerable<string?> FurtherColumns => [CensoredColumnName];

    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Limit, 1, SeriesLimits.MostRows, nameof(Limit));
        SeriesLimits.Name(faults, CensoredColumnName, nameof(CensoredColumnName));
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector)
    {
        var label = new SeriesOutput(output, NumberDataViewType.Single);
        return CensoredColumnName is null ? [label] : [label, new SeriesOutput(CensoredColumnName, BooleanDataViewType.Instance)];
    }

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Waiting(this);

    private sealed class Waiting(RemainingLife options) : SeriesState
    {
        private readonly Queue<SeriesRow> _rows = new();

        public override void Take(SeriesRow row)
        {
            if (row.Values[0] > 0)
            {
                AnswerAll(isCensored: false);
                Answer(row, 0, isCensored: false);
                return;
            }
            if (_rows.Count == options.Limit)
                Answer(_rows.Dequeue(), options.Limit, isCensored: false);
            _rows.Enqueue(row);
        }

        // Those that have waited for as long as is told apart have their answer: their life ends no earlier than after the last row.
        public override void End()
        {
            if (_rows.Count == options.Limit)
                Answer(_rows.Dequeue(), options.Limit, isCensored: false);
            AnswerAll(isCensored: true);
        }

        private void AnswerAll(bool isCensored)
        {
            while (_rows.TryDequeue(out var row))
                Answer(row, _rows.Count + 1, isCensored);
        }

        private void Answer(SeriesRow row, int life, bool isCensored)
        {
            row.Answers[0] = life;
            if (options.CensoredColumnName is not null)
                row.Answers[1] = isCensored ? 1 : 0;
            row.IsKnown = true;
        }
    }
}
