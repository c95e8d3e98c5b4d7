namespace DeepML.Transforms;

/// <summary>
/// A part of the pass of one picture through a small network. Between parts a picture lies pixel by pixel, the channels of a pixel beside
/// each other (height, width, channels): the taps of a filter in one row of it are then one run of numbers.
/// </summary>
internal abstract class PictureStage
{
    /// <summary>Numbers that come out.</summary>
    public abstract int Outputs { get; }

    /// <summary>Computes the part.</summary>
    /// <param name="input">What the part before gave.</param>
    /// <param name="output">Receives <see cref="Outputs"/> numbers.</param>
    public abstract void Run(ReadOnlySpan<float> input, Span<float> output);
}
