using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML.Estimators;

/// <summary>What fits that embed rows do alike: the layers for the rows, and where they start from.</summary>
/// <param name="Architecture">The layers.</param>
/// <param name="Scales">How numbers are brought to like size; null for as they are, or as the model does that the fit starts from.</param>
internal sealed record EmbeddingFit(EmbeddingArchitecture Architecture, ColumnScales? Scales)
{
    /// <summary>Plans the layers.</summary>
    /// <param name="body">What the options say; null for none.</param>
    /// <param name="unitLength">Whether vectors are brought to length 1.</param>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="column">What is read.</param>
    /// <param name="before">The layers of the model that the fit starts from; null for fresh ones.</param>
    /// <exception cref="ArgumentException">A layer does not fit.</exception>
    public static EmbeddingFit Of(
        NetworkBody? body, bool unitLength, FitSession fit, FitRows rows, SizedColumn column, EmbeddingArchitecture? before)
    {
        if (body is null)
            return new(new EmbeddingArchitecture(column.Width, null, null, unitLength), null);
        var scaled = body.ScaledNumbers(column);
        var scales = before is null && scaled > 0 ? fit.ScalesOf(rows, scaled, body.Scaling) : null;
        return new(
            body.ArchitectureFor(column, before?.Scaling ?? scales?.Form ?? ScalingForm.None, unitLength, fit.Chosen), scales);
    }

    /// <summary>Gives a new network what is known before it learns.</summary>
    /// <param name="network">The network.</param>
    /// <param name="previous">The model that the fit starts from; null for none.</param>
    /// <param name="fit">The frame of the fit.</param>
    /// <exception cref="ArgumentException">The previous model has other layers.</exception>
    public void Begin(EmbeddingNetwork network, NetworkTransformer? previous, FitSession fit)
    {
        if (Scales is not null)
            network.Scaling!.Set(Scales);
        if (previous is null)
            return;
        WarmStart.Copy(previous.StartingWeights, network);
        fit.StartFrom(previous.StartingWeights);
    }

    /// <summary>The rows, of which any can be drawn.</summary>
    /// <exception cref="InvalidOperationException">They are streamed.</exception>
    public static InMemoryBatches Drawn(IBatchSource rows) => rows as InMemoryBatches ?? throw new InvalidOperationException(
        "The training rows take more than Training.MemoryBudget, and rows of each class are drawn from all of them. Raise it, or give "
        + "fewer rows.");
}
