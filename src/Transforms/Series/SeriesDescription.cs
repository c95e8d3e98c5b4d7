using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of an operation on series.</summary>
/// <param name="Output">The column that is added.</param>
/// <param name="Input">The column that is read.</param>
/// <param name="Series">Which series a row belongs to; null for one.</param>
/// <param name="Time">When a row was; null if that is not read.</param>
/// <param name="Slots">Numbers of a row.</param>
/// <param name="IsVector">Whether they are a vector.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Scales">What was learned; null if nothing is.</param>
/// <param name="Remarks">What fitting has noticed.</param>
internal sealed record SeriesDescription(
    string Output, string Input, string? Series, string? Time, int Slots, bool IsVector, SeriesOperation Operation, SeriesScales? Scales,
    string[] Remarks) : IModelDescription<NoWeights>
{
    // Nothing was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>The columns that are read.</summary>
    public static InputColumn[] Inputs(string input, string? series, string? time, SeriesOperation operation, int? slots)
    {
        var columns = new List<InputColumn>
        {
            new SeriesNumbersColumn(input, "input", single: operation.ReadsFlag, booleans: operation.ReadsFlag, slots),
        };
        if (series is not null)
            columns.Add(new SeriesNameColumn(series));
        if (time is not null)
            columns.Add(new SeriesTimeColumn(time));
        return [.. columns];
    }

    /// <summary>The columns that are read, as they were when the step was fitted.</summary>
    public InputColumn[] Inputs() => Inputs(Input, Series, Time, Operation, Slots);

    /// <summary>The columns that are added.</summary>
    public IReadOnlyList<SeriesOutput> Outputs() => Operation.Outputs(Output, Slots, IsVector);

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Slots, nameof(Slots));
        Sound.That(IsVector || Slots == 1, "a single number has several slots");
        Sound.That(!Operation.ReadsFlag || !IsVector, "a vector is read as yes or no");
        Sound.That(Operation is not SlotSelection, "a selection of features is saved as an operation on series");
        Sound.That(Operation.NeedsTimeFor is null || Time is not null, "there is no time column");
        Operation.Validate(Sound.Part(SavedAsAttribute.NameOf(Operation.GetType())));
        Sound.Size(Outputs().Sum(output => (long)output.Width), "the numbers of a row that are added");
        Sound.That((Scales is not null) == Operation is SeriesScaling, "scales are there, and not used, or the reverse");
        Scales?.Check(Slots);
    }

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();
}
