using Microsoft.ML.Data;

namespace DeepML.MpiChild;

/// <summary>A row of a file to score: its number, and eight numbers.</summary>
public sealed class Line
{
    [LoadColumn(0)]
    public string Id { get; set; } = "";

    [LoadColumn(1)]
    public float Number { get; set; }

    [LoadColumn(1, 8)]
    [VectorType(8)]
    public float[] Features { get; set; } = [];
}
