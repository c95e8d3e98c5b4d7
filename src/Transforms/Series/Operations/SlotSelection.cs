using DeepML.Networks;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Keeps some numbers of a vector.</summary>
/// <param name="Slots">Which, counted from 0, in the order in which they come out.</param>
[SavedAs("slot-selection")]
internal sealed record SlotSelection(int[] Slots) : SeriesOperation
{
    internal override bool IsRowWise => true;

    internal override bool TakesInfinity => true;

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector) =>
    [
        new(output, new VectorDataViewType(NumberDataViewType.Single, Slots.Length),
            names => [.. Slots.Select(slot => names[slot])]),
    ];

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Selecting(Slots);

    private sealed class Selecting(int[] slots) : SeriesState
    {
        public override void Take(SeriesRow row)
        {
            for (var i = 0; i < slots.Length; i++)
                row.Answers[i] = (float)row.Values[slots[i]];
            row.IsKnown = true;
        }
    }
}
