namespace DeepML.Onnx;

/// <summary>A dimension of a value: a number, or a name where the caller chooses it.</summary>
/// <param name="Value">The number; meaningless beside a name.</param>
/// <param name="Name">The name; null for a number.</param>
internal readonly record struct OnnxSize(long Value, string? Name)
{
    /// <summary>The rows of a batch.</summary>
    public static OnnxSize Batch { get; } = "batch";

    /// <summary>The steps of the sequences of a batch.</summary>
    public static OnnxSize Time { get; } = "time";

    /// <summary>The keys of the longest sequence that is written for a batch.</summary>
    public static OnnxSize Written { get; } = "written";

    /// <summary>A number.</summary>
    public static implicit operator OnnxSize(long value) => new(value, null);

    /// <summary>A name.</summary>
    public static implicit operator OnnxSize(string name) => new(0, name);
}
