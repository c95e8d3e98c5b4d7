using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What the options of every network over sequences have in common.</summary>
internal static class SequenceFaults
{
    /// <summary>Notes faults in the recurrent layers.</summary>
    public static void Stack(OptionFaults faults, RecurrentCell cell, int hiddenSize, int layers, double dropout, int embeddingSize, int? maximumLength)
    {
        faults.Defined(cell, "Cell");
        faults.AtLeast(hiddenSize, 1, "HiddenSize");
        faults.AtLeast(layers, 1, "Layers");
        Dropout(faults, dropout, layers);
        faults.AtLeast(embeddingSize, 1, "EmbeddingSize");
        if (maximumLength is { } length)
            faults.AtLeast(length, 1, "MaximumLength");
    }

    /// <summary>Notes a dropout out of range, or one that would do nothing.</summary>
    public static void Dropout(OptionFaults faults, double dropout, int layers)
    {
        faults.InHalfOpenRange(dropout, 0, 1, "Dropout");
        if (layers == 1 && dropout > 0 && dropout < 1)
            faults.Add("Dropout", dropout, "0 with one layer: it lies between layers");
    }

    /// <summary>Notes a segment length that the layers cannot be cut into.</summary>
    public static void Segment(OptionFaults faults, int? segmentLength, RecurrentCell cell, bool bidirectional)
    {
        if (segmentLength is not { } length)
            return;
        faults.AtLeast(length, 1, "SegmentLength");
        if (bidirectional || cell == RecurrentCell.TimeDelay)
            faults.Add("SegmentLength", length, "null while Bidirectional is true or Cell is TimeDelay: such layers carry no state from segment to segment");
    }

    /// <summary>Notes training options that sequences cannot use.</summary>
    public static void Training(OptionFaults faults, TrainingOptions? options, bool labels)
    {
        faults.Training(options, labels: labels);
        if (options is not null && options.InputNoise != 0)
            faults.Add("Training.InputNoise", options.InputNoise, "0 for sequences");
    }

    /// <summary>The encoder for a column.</summary>
    public static SequenceEncoderArchitecture Encoder(
        SequenceShape shape, RecurrentCell cell, int hiddenSize, int layers, bool bidirectional, double dropout, int embeddingSize, int? segmentLength = null) => new(
        shape.KeyCount, shape.StepSize, embeddingSize,
        new RecurrentStackArchitecture(cell, shape.KeyCount > 0 ? embeddingSize : shape.StepSize, hiddenSize, layers, bidirectional, dropout), segmentLength ?? 0);
}
