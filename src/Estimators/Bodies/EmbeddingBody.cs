using DeepML.Data;
using DeepML.Networks;

namespace DeepML;

/// <summary>The layers that turn rows of one size into vectors: <see cref="DenseBody"/> or <see cref="ConvolutionalBody"/>.</summary>
public abstract record EmbeddingBody : NetworkBody
{
    private protected EmbeddingBody()
    {
    }

    /// <summary>Whether turned pictures are classes of their own.</summary>
    internal virtual bool TurnsPictures => false;

    /// <summary>The layers for a column, before anything is learned.</summary>
    /// <param name="column">The column, with its size.</param>
    /// <param name="scaling">How numbers are brought to like size first.</param>
    /// <param name="unitLength">Whether vectors are brought to length 1.</param>
    /// <exception cref="ArgumentException">A layer does not fit.</exception>
    internal abstract EmbeddingArchitecture ArchitectureFor(SizedColumn column, ScalingForm scaling, bool unitLength);

    internal sealed override TaskReaderArchitecture ReaderFor(
        SizedColumn column, ScalingForm scaling, ICollection<AutomaticChoice> chosen) =>
        new(ArchitectureFor(column, scaling, unitLength: false), null);
}
