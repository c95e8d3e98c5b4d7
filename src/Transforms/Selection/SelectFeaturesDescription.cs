using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a selection.</summary>
/// <param name="Output">The column of those that were kept.</param>
/// <param name="Input">The column of all.</param>
/// <param name="Report">What was kept, and why.</param>
internal sealed record SelectFeaturesDescription(string Output, string Input, SelectionReport Report) : IModelDescription<NoWeights>
{
    // No network was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>Slots of the numbers that are kept, in their order.</summary>
    public IReadOnlyList<int> KeptSlots => [.. Report.Features.Where(feature => feature.IsKept).Select(feature => feature.Slot)];

    /// <summary>The numbers that are kept, as an operation on rows.</summary>
    public SeriesDescription Rows => new(
        Output, Input, Series: null, Time: null, Report.Features.Count, IsVector: true,
        new SlotSelection([.. KeptSlots]), Scales: null,
        Remarks: []);

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Report.Features.Count, "the number of features");
        Sound.That(Report.Features.Any(feature => feature.IsKept), "no feature is kept");
        for (var i = 0; i < Report.Features.Count; i++)
            Sound.That(Report.Features[i].Slot == i, "features are not in the order of their slots");
    }

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();
}
