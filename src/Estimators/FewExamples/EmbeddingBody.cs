using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>The layers that turn rows into vectors: <see cref="DenseBody"/> or <see cref="ConvolutionalBody"/>.</summary>
public abstract record EmbeddingBody
{
    private protected EmbeddingBody()
    {
    }

    /// <summary>Numbers of the vector of a row.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>Random changes of what is learned from; null for none.</summary>
    internal virtual PictureAugmentation? Changes => null;

    /// <summary>Whether turned pictures are classes of their own.</summary>
    internal virtual bool TurnsPictures => false;

    /// <summary>How numbers are brought to like size.</summary>
    internal virtual NetworkInputScaling Scaling => NetworkInputScaling.None;

    /// <summary>The column as it must be, before the data are seen.</summary>
    internal abstract UnsizedColumn Column(string name, string role);

    /// <summary>The layers for a column, before anything is learned.</summary>
    /// <param name="column">The column, with its size.</param>
    /// <param name="scaling">How numbers are brought to like size first.</param>
    /// <param name="unitLength">Whether vectors are brought to length 1.</param>
    /// <exception cref="ArgumentException">A layer does not fit.</exception>
    internal abstract EmbeddingArchitecture ArchitectureFor(SizedColumn column, ScalingForm scaling, bool unitLength);

    /// <summary>Notes every fault.</summary>
    internal virtual void Validate(OptionFaults faults, string name) =>
        faults.AtLeast(EmbeddingSize, 1, $"{name}.{nameof(EmbeddingSize)}");
}
