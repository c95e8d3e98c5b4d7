using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// The first layers of a network, which turn what it reads into vectors: <see cref="DenseBody"/>, <see cref="ConvolutionalBody"/> or
/// <see cref="SequenceBody"/>.
/// </summary>
public abstract record NetworkBody
{
    private protected NetworkBody()
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

    /// <summary>Numbers of a column that have a scale each; 0 where there is nothing to scale.</summary>
    internal virtual int ScaledNumbers(SizedColumn column) => column.Width;

    /// <summary>The layers for a column, before anything is learned.</summary>
    /// <param name="column">The column, with its size.</param>
    /// <param name="scaling">How numbers are brought to like size first.</param>
    /// <param name="unitLength">Whether vectors are brought to length 1.</param>
    /// <param name="chosen">Receives what is chosen for the column.</param>
    /// <exception cref="ArgumentException">A layer does not fit.</exception>
    internal abstract EmbeddingArchitecture ArchitectureFor(
        SizedColumn column, ScalingForm scaling, bool unitLength, ICollection<AutomaticChoice> chosen);

    /// <summary>Notes every fault.</summary>
    internal virtual void Validate(OptionFaults faults, string name) =>
        faults.AtLeast(EmbeddingSize, 1, $"{name}.{nameof(EmbeddingSize)}");

    /// <summary>Notes every fault of a training of these layers by classes.</summary>
    /// <param name="faults">Receives them.</param>
    /// <param name="training">How it trains.</param>
    /// <param name="whyFloat32">What the network is, of which every product is float32.</param>
    /// <param name="labels">Whether there are labels that noise could be on.</param>
    internal virtual void ValidateTraining(OptionFaults faults, TrainingOptions? training, string whyFloat32, bool labels = true) =>
        faults.Training(training, labels: labels, whyFloat32: whyFloat32);
}
