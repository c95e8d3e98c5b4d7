using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>How the numbers of each step are brought to like size before recurrent layers read them.</summary>
/// <param name="Encoder">What reads the sequences, with what it needs for the scales.</param>
/// <param name="Scales">What was learned from the rows; null for as they are, and where a fitted model is gone on from.</param>
internal sealed record SequenceScaling(SequenceEncoderArchitecture Encoder, ColumnScales? Scales)
{
    /// <summary>Learns the scales of a fit.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="encoder">What reads the sequences.</param>
    /// <param name="scaling">What the options ask for.</param>
    /// <param name="previous">What the model has that the fit starts from, whose scales are kept; null for none.</param>
    public static SequenceScaling Of(
        FitSession fit, FitRows rows, SequenceEncoderArchitecture encoder, NetworkInputScaling scaling,
        SequenceEncoderArchitecture? previous)
    {
        if (previous is not null || encoder.KeyCount > 0)
            return new SequenceScaling(encoder with { Scaling = previous?.Scaling ?? ScalingForm.None }, null);
        var scales = encoder.Front is { } pictures && scaling != NetworkInputScaling.None
            ? PictureScales.Of(ColumnProfile.Of(rows.Training, encoder.StepSize), pictures, fit.Chosen)
            : fit.ScalesOf(rows, encoder.StepSize, scaling);
        return new SequenceScaling(encoder with { Scaling = scales?.Form ?? ScalingForm.None }, scales);
    }

    /// <summary>Gives a new network the scales.</summary>
    public void Set(ColumnScaling? scaling)
    {
        if (Scales is not null)
            scaling!.Set(Scales);
    }
}
