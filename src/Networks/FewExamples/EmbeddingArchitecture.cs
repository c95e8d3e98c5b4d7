namespace DeepML.Networks;

/// <summary>What rebuilds an <see cref="EmbeddingNetwork"/>.</summary>
/// <param name="InputSize">Numbers per row.</param>
/// <param name="Dense">The layers that embed rows of numbers; null where there are others, or none.</param>
/// <param name="Pictures">The layers that embed pictures; null where there are others, or none.</param>
/// <param name="UnitLength">Whether embeddings are brought to length 1.</param>
/// <param name="Sequences">The layers that embed sequences; null where there are others, or none.</param>
internal sealed record EmbeddingArchitecture(
    int InputSize, MultilayerPerceptronArchitecture? Dense, ConvolutionalArchitecture? Pictures, bool UnitLength,
    RecurrentSequenceArchitecture? Sequences = null)
{
    /// <summary>Numbers of an embedding; those of a row where there are no layers.</summary>
    public int EmbeddingSize => Dense?.OutputSize ?? Pictures?.AnswerSize ?? Sequences?.AnswerSize ?? InputSize;

    /// <summary>The form in which numbers are brought to like size first.</summary>
    public ScalingForm Scaling => Dense?.Scaling ?? Sequences?.Encoder.Scaling ?? ScalingForm.None;

    /// <summary>Whether there are layers.</summary>
    public bool HasLayers => Dense is not null || Pictures is not null || Sequences is not null;
}
