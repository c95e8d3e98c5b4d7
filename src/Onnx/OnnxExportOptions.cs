namespace DeepML;

/// <summary>How a fitted model is written as ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Names of the columns to write; null for all that the model adds.</summary>
    public IReadOnlyCollection<string>? Outputs { get; init; }

    /// <summary>
    /// Whether the lengths of sequences are an input of their own, <c>COLUMN.Length</c>, (batch), int64: then the sequences of a batch may
    /// differ in length, padded with anything behind their ends. If not, those of a batch must be equally long.
    /// </summary>
    public bool SequenceLengths { get; init; }
}
