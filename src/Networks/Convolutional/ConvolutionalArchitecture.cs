namespace DeepML.Networks;

/// <summary>What rebuilds a <see cref="ConvolutionalNetwork"/>.</summary>
/// <param name="Channels">Planes of a picture.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Layers">The layers before the one that gives the answer.</param>
/// <param name="AnswerSize">Numbers in the answer; 0 for a network whose last layer is asked for, and none that answers.</param>
/// <param name="AnswerName">Name of the answer's layer.</param>
/// <param name="Initialization">How first weights are spread.</param>
/// <param name="Means">Subtracted from each channel; null for nothing.</param>
/// <param name="Deviations">What each channel is then divided by; null for nothing.</param>
/// <param name="Answer">The units that give the answer.</param>
internal sealed record ConvolutionalArchitecture(
    int Channels, int Height, int Width, ConvolutionalLayer[] Layers, int AnswerSize, string AnswerName,
    WeightInitialization Initialization = WeightInitialization.Automatic, float[]? Means = null, float[]? Deviations = null,
    AnswerUnits Answer = AnswerUnits.Linear)
{
    /// <summary>The layer that gives the answer.</summary>
    internal ConvolutionalLayer AnswerLayer() => Answer == AnswerUnits.RadialBasis
        ? new RadialBasisLayer(AnswerSize) { Name = AnswerName }
        : new DenseLayer(AnswerSize) { Name = AnswerName };

    /// <summary>The same network without the heads that are there in training only.</summary>
    public ConvolutionalArchitecture WithoutHeads() => this with { Layers = [.. Layers.Where(layer => layer is not AuxiliaryHead)] };
}
