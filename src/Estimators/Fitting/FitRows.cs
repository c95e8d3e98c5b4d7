using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>The rows of a fit, as <see cref="FitSession.Read"/> found them; the session disposes them.</summary>
/// <param name="Training">The rows that are learned from.</param>
/// <param name="Validation">The rows held out, or those given; null if there are none.</param>
/// <param name="Data">The views behind them, training before validation, in which an error can look for a row.</param>
/// <param name="RowsPerBatch">Rows that training takes at a time.</param>
internal sealed record FitRows(IBatchSource Training, IBatchSource? Validation, IReadOnlyList<IDataView> Data, int RowsPerBatch)
{
    /// <summary>Whether rows have weights.</summary>
    public bool AreWeighted { get; init; }

    /// <summary>The mean weight of the rows that are learned from, found in a pass over them; 1 where they have none.</summary>
    public double MeanWeight => AreWeighted ? ExampleWeights.Mean(Training) : 1;

    /// <summary>The domains, where they are made alike; null where they are not.</summary>
    public DomainRows? Domains { get; init; }

    /// <summary>The rows of which something can be measured: those with a label.</summary>
    public FitRows Labelled => Domains?.Labelled ?? this;

    /// <summary>The rows on which a network and the simplest answer are compared.</summary>
    public IBatchSource Measured => Validation ?? Training;
}
