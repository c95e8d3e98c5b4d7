using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Layers that read sequences step by step: vectors of float (one or more numbers per step) or of keys, of known size or not.
/// </summary>
public sealed record SequenceBody : NetworkBody
{
    /// <summary>Numbers per step of a vector of float.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1. Keys have one.</value>
    public int? StepSize { get; init; }

    /// <summary>Steps that are read of a sequence; what lies behind them is not read.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 32. Vectors of float do not use it.</value>
    public int KeyEmbeddingSize { get; init; } = 32;

    /// <summary>What reads a sequence, step by step.</summary>
    /// <value>
    /// Null (the default) takes for numbers a <see cref="TimeDelayEncoder"/> of two layers of 64 with 5 taps, for keys an
    /// <see cref="LstmEncoder"/>.
    /// </value>
    public SequenceEncoder? Encoder { get; init; }

    /// <summary>Whether every layer also reads backwards.</summary>
    /// <value>Null (the default) is false. A <see cref="TransformerEncoder"/> looks both ways by itself, and takes no true.</value>
    public bool? Bidirectional { get; init; }

    /// <summary>How the steps become one summary, of which a linear layer makes the vector.</summary>
    /// <value>
    /// Null (the default) takes <see cref="SequencePooling.Attention"/> where the encoder is chosen to be a <see cref="TimeDelayEncoder"/>,
    /// <see cref="SequencePooling.Mean"/> where one that is given looks ahead, else <see cref="SequencePooling.Last"/>.
    /// </value>
    public SequencePooling? Pooling { get; init; }

    /// <summary>How the numbers of each step are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>. Of no concern where steps are keys.</value>
    public NetworkInputScaling InputScaling { get; init; }

    internal override NetworkInputScaling Scaling => InputScaling;

    internal override UnsizedColumn Column(string name, string role) =>
        new SequenceColumn(name, role, stepSize: StepSize, maximumLength: MaximumLength);

    internal override int ScaledNumbers(SizedColumn column) =>
        ((SequenceInput)column).Shape is { KeyCount: 0, StepSize: var numbers } ? numbers : 0;

    internal override EmbeddingArchitecture ArchitectureFor(
        SizedColumn column, ScalingForm scaling, bool unitLength, ICollection<AutomaticChoice> chosen)
    {
        var sequences = (SequenceInput)column;
        var reading = SequenceReading.Of(Encoder, Bidirectional, Pooling, sequences.Shape, inSegments: false, chosen);
        var encoder = SequenceFaults.Architecture(sequences, reading.Encoder, reading.Bidirectional, KeyEmbeddingSize);
        return new EmbeddingArchitecture(
            column.Width, null, null, unitLength,
            new RecurrentSequenceArchitecture(encoder with { Scaling = scaling }, reading.Pooling, EmbeddingSize));
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        base.Validate(faults, name);
        if (StepSize is { } size)
            faults.AtLeast(size, 1, $"{name}.{nameof(StepSize)}");
        if (MaximumLength is { } length)
            faults.AtLeast(length, 1, $"{name}.{nameof(MaximumLength)}");
        faults.AtLeast(KeyEmbeddingSize, 1, $"{name}.{nameof(KeyEmbeddingSize)}");
        Encoder?.Validate(new PartFaults($"{name}.{nameof(Encoder)}", faults.Add));
        SequenceFaults.Directions(faults, Bidirectional, Encoder, $"{name}.");
        if (Pooling is { } pooling)
            faults.Defined(pooling, $"{name}.{nameof(Pooling)}");
        faults.Defined(InputScaling, $"{name}.{nameof(InputScaling)}");
    }

    internal override void ValidateTraining(OptionFaults faults, TrainingOptions? training, string whyFloat32, bool labels = true) =>
        SequenceFaults.Training(faults, training, labels, whyFloat32);
}
