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

    /// <summary>Numbers that a training keeps of it for the way back, at least: functions may write over what they read.</summary>
    public long NumbersKept => Output.Count * Layer switch
    {
        ResidualBlock block => block.Bottleneck ? 3L : 4, // of its convolutions and their normalizations
        ActivationLayer or DropoutLayer or FlattenLayer or AuxiliaryHead => 0,
        _ => 1,
    };

    /// <summary>Numbers that a pass through it holds at once: what it reads and answers, and what a block answers on the way.</summary>
    public long NumbersAtOnce => Input.Count + ((Layer is ResidualBlock or InceptionBlock ? 2L : 1) * Output.Count);
}
