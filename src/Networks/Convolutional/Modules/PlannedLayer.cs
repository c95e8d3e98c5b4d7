namespace DeepML.Networks;

/// <summary>A layer at its place in a network.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">Its name, given or made up.</param>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Output">Shape of what it gives.</param>
/// <param name="Parameters">Number of trained weights.</param>
/// <param name="Block">Number of its block, from 1.</param>
internal sealed record PlannedLayer(ConvolutionalLayer Layer, string Name, LayerShape Input, LayerShape Output, long Parameters, int Block)
{
    /// <summary>Places of a picture at which each weight is multiplied; 1 where there are no places.</summary>
    public long Places
    {
        get
        {
            var picture = Layer is ConvolutionLayer { Transposed: true } ? Input : Output;
            return picture.IsFlat || Layer is DenseLayer ? 1 : (long)picture.Height * picture.Width;
        }
    }

    /// <summary>Answers of its size that are made on the way to its own, which is one of them: at least.</summary>
    public long Answers => Layer is ResidualBlock ? 4 : 1; // of two convolutions, each with its normalization
}
